import { showItem, type Item, type ItemAnswer } from './item.ts'
import { scoreOf, type Score } from './score.ts'

/**
 * What an attempt is judged by: the items that it asked, with the keys that hold now, and those that count as right
 * whatever was answered: withdrawn items, and answers accepted for one student.
 */
export type Ruling = { items: Item[]; granted: ReadonlySet<string> }

/** Whether two versions of an item put the same question: what a student saw, the number of its revision aside. */
const asksTheSame = (a: Item, b: Item): boolean =>
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
