import { edition } from '#lib/content/edition.ts'
import { annotationTargets } from '#lib/content/text/targets.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  return new Response(`${JSON.stringify(annotationTargets(edition().transcript, origin))}\n`, {
    headers: { 'Content-Type': 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; charset=utf-8' },
  })
}
