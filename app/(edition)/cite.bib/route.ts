import { edition } from '#lib/content/edition.ts'
import { bibtex } from '#lib/content/exports.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  return new Response(bibtex(edition().transcript, origin), {
    headers: {
      'Content-Type': 'application/x-bibtex; charset=utf-8',
      'Content-Disposition': 'attachment; filename="zhou-khiem-1961.bib"',
    },
  })
}
