import { edition } from '#lib/content/edition.ts'
import { csl } from '#lib/content/exports.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  return new Response(`${JSON.stringify(csl(edition().transcript, origin), null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/vnd.citationstyles.csl+json; charset=utf-8',
      'Content-Disposition': 'attachment; filename="zhou-khiem-1961.json"',
    },
  })
}
