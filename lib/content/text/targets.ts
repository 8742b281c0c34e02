/** Where each sentence stands, as targets of the W3C Web Annotation model: what an annotation tool needs to find it again. */
import type { Transcript } from './types.ts'

/** As many characters of the text before and after a quotation as tools commonly keep. */
const AROUND = 32

/**
 * Offsets count characters of the exact text: the words as they stand, speakers' labels in their places, white space
 * folded to single blanks. That is what /transcript.txt holds above its ruled line, once its white space is folded too.
 */
export function annotationTargets({ units, exactText, turns }: Transcript, origin: string) {
  const source = `${origin}/transcript`
  const page = `${origin}/transcript.targets.json`
  const labels = new Map(turns.map(({ id, n, label }) => [id, { n, label: label.replace(/:$/u, '') }]))
  let from = 0
  return {
    '@context': 'http://www.w3.org/ns/anno.jsonld',
    id: page,
    type: 'AnnotationPage',
    partOf: {
      id: `${page}#all`,
      type: 'AnnotationCollection',
      label:
        'The sentences of the transcript. Positions count characters of the exact text: /transcript.txt down to its ruled line, with white space folded to single blanks.',
      total: units.size,
      first: page,
    },
    startIndex: 0,
    items: [...units.values()].map(({ id, text, turn }) => {
      const start = exactText.indexOf(text, from)
      const end = start + text.length
      from = end
      const spoken = turn === null ? undefined : labels.get(turn)
      return {
        id: `${page}#${id}`,
        type: 'Annotation',
        motivation: 'identifying',
        body: {
          type: 'TextualBody',
          purpose: 'identifying',
          format: 'text/plain',
          language: 'en',
          value: spoken ? `${id}: turn ${spoken.n}, ${spoken.label}` : id,
        },
        target: {
          id: `${source}#${id}`,
          type: 'SpecificResource',
          source,
          selector: [
            { type: 'FragmentSelector', conformsTo: 'http://tools.ietf.org/rfc/rfc3236', value: id },
            {
              type: 'TextQuoteSelector',
              exact: text,
              prefix: exactText.slice(Math.max(0, start - AROUND), start),
              suffix: exactText.slice(end, end + AROUND),
            },
            { type: 'TextPositionSelector', start, end },
          ],
        },
      }
    }),
  }
}
