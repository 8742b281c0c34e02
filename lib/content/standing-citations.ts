import { foldSpace, type Citation } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { edition } from './edition.ts'

/** Each citation must point at a unit of the text and its words must stand there (white space folded). */
export function standingCitations(citations: readonly Citation[]): Citation[] {
  const { units } = edition().transcript
  const unique = [...new Map(citations.map((one) => [`${one.at}|${one.quote ?? ''}`, one])).values()]
  for (const one of unique) {
    const unit = units.get(one.at)
    if (!unit) throw new Refusal('quote-not-found', { at: one.at })
    if (one.quote && !foldSpace(unit.text).includes(foldSpace(one.quote)))
      throw new Refusal('quote-not-found', { at: one.at, quote: one.quote })
  }
  return unique.map((one) => (one.quote ? { at: one.at, quote: foldSpace(one.quote) } : { at: one.at }))
}
