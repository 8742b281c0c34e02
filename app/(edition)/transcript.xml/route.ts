import { transcriptFile } from '#lib/content/edition.ts'

export const dynamic = 'force-static'

/** The edition's own file, TEI, as it is. */
export function GET() {
  return new Response(transcriptFile(), { headers: { 'Content-Type': 'application/tei+xml; charset=utf-8' } })
}
