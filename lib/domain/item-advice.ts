import { MIN_FOR_VERDICT, verdictOn, type ItemStatistics } from './statistics.ts'

/** Wrong answers below which an option that drew few says nothing. */
export const MIN_WRONG = 20
/** An option that drew less than this share of the wrong answers leads nobody astray: Tarrant, Ware and Mohammed (2009) count by all answers, which punishes easy items. */
const IDLE_SHARE = 0.05

type Chosen = { id: string; correct: boolean; count: number; restMean: number | null }

/** Why an item should be written anew, or an option of it; each with the numbers that say so. */
export type Advice =
  /** The whole interval of the correlation lies below zero. */
  | { code: 'pulls-against'; low: number; high: number }
  /** More chose a wrong option than the right one, and they did better on the other items. */
  | { code: 'better-readers-elsewhere'; option: string; count: number; restMean: number; key: number; keyMean: number }
  /** Even the upper end of the share lies below what guessing gives. */
  | { code: 'below-guessing'; high: number; guess: number }
  /** An option that draws hardly anybody of those who miss the item. */
  | { code: 'idle-option'; option: string; count: number; wrong: number }

/**
 * What speaks for rewriting an item, from what a class of at least `MIN_FOR_VERDICT` did; with fewer, nothing. Options
 * are weighed only where there are options to choose from (`single` and `place`).
 */
export function adviceOn(item: ItemStatistics, kind: string, choices: readonly Chosen[]): Advice[] {
  if (item.n < MIN_FOR_VERDICT) return []
  const found: Advice[] = []
  const interval = item.itemRest?.interval
  if (verdictOn(item) === 'pulls-against' && interval) found.push({ code: 'pulls-against', ...interval })
  if (kind !== 'single' && kind !== 'place') return found
  const key = choices.filter(({ correct }) => correct)
  const keyCount = key.reduce((sum, { count }) => sum + count, 0)
  const keyMean = keyCount > 0 ? key.reduce((sum, one) => sum + (one.restMean ?? 0) * one.count, 0) / keyCount : null
  const wrong = choices.filter(({ correct }) => !correct)
  for (const one of wrong)
    if (one.count > keyCount && one.restMean !== null && keyMean !== null && one.restMean > keyMean)
      found.push({
        code: 'better-readers-elsewhere',
        option: one.id,
        count: one.count,
        restMean: one.restMean,
        key: keyCount,
        keyMean,
      })
  const guess = key.length / choices.length
  if (item.share.high < guess) found.push({ code: 'below-guessing', high: item.share.high, guess })
  const missed = wrong.reduce((sum, { count }) => sum + count, 0)
  if (missed >= MIN_WRONG)
    for (const one of wrong)
      if (one.count / missed < IDLE_SHARE)
        found.push({ code: 'idle-option', option: one.id, count: one.count, wrong: missed })
  return found
}
