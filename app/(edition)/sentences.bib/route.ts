import { edition } from '#lib/content/edition.ts'
import { referencesFile } from '#lib/domain/reference.ts'
import { everySentence } from '../../_ui/every-sentence.ts'
import { origin } from '../../_ui/origin.ts'

export const dynamic = 'force-static'

export function GET() {
  const { name, type, text } = referencesFile('bib', origin, everySentence(edition().transcript))
  return new Response(text, {
    headers: { 'Content-Type': type, 'Content-Disposition': `attachment; filename="${name}"` },
  })
}
