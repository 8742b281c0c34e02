import { edition } from '#lib/content/edition.ts'
import { transcriptData } from '#lib/content/text/exports.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  return new Response(`${JSON.stringify(transcriptData(edition().transcript, origin), null, 1)}\n`, {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
  })
}
