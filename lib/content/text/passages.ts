import type { Passage } from '#lib/domain/citation.ts'
import type { Transcript } from '../types.ts'

/** The ids of a passage in document order; null where it is none. */
export const sentenceRange = (units: Transcript['units'], { from, to }: Passage): string[] | null => {
  const [first, last] = [units.get(from)?.order, units.get(to)?.order]
  return first === undefined || last === undefined || last < first ? null : [...units.keys()].slice(first, last + 1)
}
