import { edition } from '#lib/content/edition.ts'
import { textFile } from '#lib/content/text/exports.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  return new Response(textFile(edition().transcript, origin), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  })
}
