import { edition } from '#lib/content/edition.ts'

/** Where each unit stands in the exact text, in document order. */
export function positions(): Map<string, { start: number; end: number }> {
  const { units, exactText } = edition().transcript
  let from = 0
  return new Map(
    [...units.values()].map(({ id, text }) => {
      const start = exactText.indexOf(text, from)
      from = start + text.length
      return [id, { start, end: from }]
    }),
  )
}
