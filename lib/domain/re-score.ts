import { showItem, type Item, type ItemAnswer } from './item.ts'
import { judge } from './judge.ts'
import { scoreOf, type Score } from './score.ts'

/** What an instructor made of a contest: the key stands, the key was changed for all, or the answer counts for this student. */
export const CONTEST_OUTCOMES = ['upheld', 'key-changed', 'accepted'] as const
export type ContestOutcome = (typeof CONTEST_OUTCOMES)[number]

/**
 * What an attempt is judged by: the items that it asked, with the keys that hold now, and those that count as right
 * whatever was answered: withdrawn items, and answers accepted for one student.
 */
export type Ruling = { items: Item[]; granted: ReadonlySet<string> }

/** Whether two versions of an item put the same question: what a student saw, the number of its revision aside. */
export const asksTheSame = (a: Item, b: Item): boolean =>
  JSON.stringify({ ...showItem(a), revision: 0 }) === JSON.stringify({ ...showItem(b), revision: 0 })

/**
 * The items that were asked, judged by a corrected version of the quiz. An item that the correction leaves out is
 * withdrawn and counts as right for everybody who was asked it; one that now asks something else keeps the key under
 * which it was asked.
 */
export function correctedBy(
  asked: readonly Item[],
  correction: readonly Item[],
): { items: Item[]; withdrawn: Set<string> } {
  const withdrawn = new Set<string>()
  const items = asked.map((item) => {
    const now = correction.find(({ id }) => id === item.id)
    if (!now) withdrawn.add(item.id)
    return now && asksTheSame(item, now) ? now : item
  })
  return { items, withdrawn }
}

/** The score under a ruling; what is granted counts as right, also where it was left open. */
export const scoreUnder = (ruling: Ruling, answers: ReadonlyMap<string, ItemAnswer>): Score => {
  const { earned, total } = scoreOf(
    ruling.items.filter(({ id }) => !ruling.granted.has(id)),
    answers,
  )
  const granted = scoreOf(
    ruling.items.filter(({ id }) => ruling.granted.has(id)),
    new Map(),
  ).total
  return { earned: earned + granted, total: total + granted }
}

export type ItemChange = { id: string; stem: string; change: 'withdrawn' | 'added' | 'wording' | 'key' | 'reasons' }

/** What of a quiz differs between two versions, item by item; what stayed as it was is left out. */
export function changesBetween(before: readonly Item[], after: readonly Item[]): ItemChange[] {
  const accepted = (item: Item) => JSON.stringify(judge(item, [], []).accepted.toSorted())
  const plain = (item: Item) => JSON.stringify(sorted({ ...item, revision: 0 }))
  return [
    ...before.flatMap((item): ItemChange[] => {
      const now = after.find(({ id }) => id === item.id)
      if (!now) return [{ id: item.id, stem: item.stem, change: 'withdrawn' }]
      if (!asksTheSame(item, now)) return [{ id: item.id, stem: now.stem, change: 'wording' }]
      if (accepted(item) !== accepted(now)) return [{ id: item.id, stem: item.stem, change: 'key' }]
      return plain(item) === plain(now) ? [] : [{ id: item.id, stem: item.stem, change: 'reasons' }]
    }),
    ...after.flatMap((item): ItemChange[] =>
      before.some(({ id }) => id === item.id) ? [] : [{ id: item.id, stem: item.stem, change: 'added' }],
    ),
  ]
}

/** Keys in one order: a database gives the fields of a stored body in an order of its own. */
const sorted = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(sorted)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toSorted(([a], [b]) => (a < b ? -1 : 1))
            .map(([key, inner]) => [key, sorted(inner)]),
        )
      : value
