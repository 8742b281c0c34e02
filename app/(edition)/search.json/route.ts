import { edition } from '#lib/content/edition.ts'
import { searchIndex } from '#lib/content/text/search-index.ts'

export const dynamic = 'force-static'

/** What the search page sifts in the browser. */
export function GET() {
  return Response.json(searchIndex(edition()))
}
