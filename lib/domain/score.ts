import { isRight, isScored } from './judge.ts'
import type { Item, ItemAnswer } from './item.ts'

export type Score = { earned: number; total: number }

/** One point an item (rule 9); an unanswered item earns nothing, and a written one is not the program's to score. */
export const scoreOf = (items: readonly Item[], answers: ReadonlyMap<string, ItemAnswer>): Score => ({
  earned: items.filter((item) => isRight(item, answers.get(item.id) ?? [])).length,
  total: items.filter(isScored).length,
})

/** With several attempts the best score counts (rule 6). */
export const bestOf = (scores: readonly (Score | null)[]): Score | null =>
  scores.reduce<Score | null>((best, score) => (score && (!best || score.earned > best.earned) ? score : best), null)
