import type { Passage } from '#lib/domain/citation.ts'
import type { Transcript } from './types.ts'

type Units = Transcript['units']

const orderOf = (units: Units, id: string | undefined): number => units.get(id ?? '')?.order ?? 0

/** The ids of a passage in document order; null where it is none. */
export const sentenceRange = (units: Units, { from, to }: Passage): string[] | null => {
  const [first, last] = [units.get(from)?.order, units.get(to)?.order]
  return first === undefined || last === undefined || last < first ? null : [...units.keys()].slice(first, last + 1)
}

/** Each id once, in the order of the document. */
export const idsInOrder = (units: Units, ids: Iterable<string>): string[] =>
  [...new Set(ids)].toSorted((a, b) => orderOf(units, a) - orderOf(units, b))

/** Entries in the order in which the document comes to the first of their sentences. */
export const inTextOrder = <T extends { at: readonly string[] }>(units: Units, entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => orderOf(units, a.at[0]) - orderOf(units, b.at[0]))
