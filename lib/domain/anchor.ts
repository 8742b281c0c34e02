/** Where a note stands: ids plus words, which find their place again when the text was corrected. */
import { foldSpace, type Passage } from './citation.ts'
import { unitOrder } from './judge.ts'

/** A unit's place in the document as the tables keep it: ids are never renumbered, so it stays. */
export const placeOrder = (id: string): number => Math.min(unitOrder(id), 9999)

export type Units = ReadonlyMap<string, { id: string; text: string }>
export type TextNow = {
  units: Units
  /** Withdrawn ids, each with the id that took its place; null where nothing did. */
  successors: ReadonlyMap<string, string | null>
}

/** The ids from one end of a passage to the other; empty where an end is not in the text or they are the wrong way round. */
export function runOf(units: Units, { from, to }: Passage): string[] {
  const ids = [...units.keys()]
  const [first, last] = [ids.indexOf(from), ids.indexOf(to)]
  return first < 0 || last < first ? [] : ids.slice(first, last + 1)
}

export const wordsOf = (units: Units, passage: Passage): string =>
  foldSpace(
    runOf(units, passage)
      .map((id) => units.get(id)!.text)
      .join(' '),
  )

/** The id that stands today for one that was withdrawn; null where none does. */
function livingId({ units, successors }: TextNow, id: string): string | null {
  for (let at: string | null = id, steps = 0; at !== null && steps <= successors.size; steps++) {
    if (units.has(at)) return at
    at = successors.get(at) ?? null
  }
  return null
}

/** Where nothing took its place: the unit that stood before it, so that a note is never without a place. */
const nearest = (units: Units, id: string): string => {
  const ids = [...units.keys()]
  return ids.findLast((one) => unitOrder(one) <= unitOrder(id)) ?? ids[0]!
}

export type Placed = Passage & { changed: boolean }

/**
 * Where a note stands in the text as it is today. Its anchor is ids plus words: ids that were withdrawn lead to their
 * successors, and `changed` says that the words under it are not those which it was written on.
 */
export function placeNote(text: TextNow, anchor: Passage & { words: string | null }): Placed {
  const [first, last] = [livingId(text, anchor.from), livingId(text, anchor.to)]
  const from = first ?? last ?? nearest(text.units, anchor.from)
  const to = last ?? first ?? nearest(text.units, anchor.to)
  const placed = unitOrder(from) <= unitOrder(to) ? { from, to } : { from: to, to: from }
  return {
    ...placed,
    changed:
      placed.from !== anchor.from ||
      placed.to !== anchor.to ||
      (anchor.words !== null && anchor.words !== wordsOf(text.units, placed)),
  }
}

/** The stored ids that stand today at `at`: itself, and the withdrawn ones that it took the place of. */
export const standingAt = (text: TextNow, at: string): string[] => [
  at,
  ...[...text.successors.keys()].filter((id) => livingId(text, id) === at),
]
