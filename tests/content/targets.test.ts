import { expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { END_OF_DOCUMENT, textFile } from '#lib/content/text/exports.ts'
import { annotationTargets } from '#lib/content/text/targets.ts'
import { foldSpace } from '#lib/domain/citation.ts'

const { transcript } = edition()
const origin = 'https://hall.example.edu'
const page = annotationTargets(transcript, origin)
const [plain = ''] = textFile(transcript, origin).split(END_OF_DOCUMENT)
const exact = foldSpace(plain)

/** Every place where a quotation stands between its prefix and its suffix, as an annotation tool looks for it. */
function found({ prefix, exact: words, suffix }: { prefix: string; exact: string; suffix: string }): number[] {
  const whole = prefix + words + suffix
  const places: number[] = []
  for (let at = exact.indexOf(whole); at >= 0; at = exact.indexOf(whole, at + 1)) places.push(at + prefix.length)
  return places
}

it('every unit of the text has its target, in order', () => {
  expect(page['@context']).toBe('http://www.w3.org/ns/anno.jsonld')
  expect(page.items.map(({ target }) => target.id)).toEqual(
    [...transcript.units.keys()].map((id) => `${origin}/transcript#${id}`),
  )
  expect(new Set(page.items.map(({ id }) => id)).size).toBe(transcript.units.size)
})

it.each(page.items.map((item) => [item.id.replace(/^.*#/u, ''), item.target.selector] as const))(
  'each selector of %s finds the sentence again in the exact text',
  (id, selectors) => {
    const unit = transcript.units.get(id)!
    const seen = selectors.map((selector) => {
      switch (selector.type) {
        case 'FragmentSelector':
          return transcript.units.get(selector.value ?? '')?.text
        case 'TextQuoteSelector': {
          const { prefix = '', exact: words = '', suffix = '' } = selector
          const places = found({ prefix, exact: words, suffix })
          // One place only: a short sentence is told from its likes by what stands around it.
          expect(places).toHaveLength(1)
          return exact.slice(places[0], places[0]! + words.length)
        }
        case 'TextPositionSelector':
          return exact.slice(selector.start, selector.end)
        default:
          return undefined
      }
    })
    expect(seen).toEqual([unit.text, unit.text, unit.text])
  },
)

it('says whose words a sentence is, in its turn', () => {
  const of = (id: string) => page.items.find((item) => item.id.endsWith(`#${id}`))?.body.value
  expect(of('h7')).toBe('h7')
  expect(of('s1')).toBe('s1: turn 1, Premier Zhou')
  expect(of('s323')).toBe('s323: turn 22, Ung Van Khiem')
})
