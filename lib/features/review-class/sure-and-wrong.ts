import type { Sheet } from '#lib/db/queries/sheets.ts'
import { MIN_FOR_FIGURES, wilson, type Interval } from '#lib/domain/statistics.ts'

/** The top of what can be said: sure. */
const SURE = 3

/** Of one item: how many were sure and wrong, of those who said how sure they were. */
export type SureAndWrong = { n: number; sure: number; wrong: number; share: Interval }

/**
 * Item by item, from the same first tries as every other figure. An item of which fewer said how sure they were than a
 * figure is made from has none. A row is as the matrix has it: 1 where the answer is right.
 */
export function sureAndWrong(
  items: readonly { id: string }[],
  kept: readonly (Pick<Sheet, 'answers' | 'sure'> & { row: readonly (0 | 1)[] })[],
): (SureAndWrong | null)[] {
  const places = new Map(items.map(({ id }, i) => [id, i]))
  const found = items.map(() => ({ n: 0, sure: 0, wrong: 0 }))
  for (const { answers, sure: said, row } of kept)
    for (const [n, sure] of said.entries()) {
      const i = sure > 0 ? places.get(answers[n]!.item) : undefined
      if (i === undefined) continue
      const one = found[i]!
      one.n += 1
      if (sure < SURE) continue
      one.sure += 1
      if (row[i] === 0) one.wrong += 1
    }
  return found.map((one) => (one.n < MIN_FOR_FIGURES ? null : { ...one, share: wilson(one.wrong, one.n) }))
}
