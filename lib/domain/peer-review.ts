import type { QuestionSample } from './question.ts'
import { LEVELS, type Levels, type Rubric } from './rubric.ts'

/** The most answers of classmates that a student may be asked to review under one question. */
export const REVIEWS_MAX = 5
export const REVIEW_MAX = 2000
/** As many samples are scored before a classmate's answer is given out. */
export const CALIBRATION = 3

/** Which samples are scored first, by their places: one of each level where there is one, in an order that does not tell which. */
export function samplesToScore(samples: readonly QuestionSample[], rank: (sample: number) => string): number[] {
  const places = [...samples.keys()]
  const first = (['strong', 'partial', 'weak'] as const).flatMap(
    (level) => places.find((at) => samples[at]!.level === level) ?? [],
  )
  const chosen = [...first, ...places.filter((at) => !first.includes(at))].slice(0, CALIBRATION)
  return chosen.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))
}

/** The answer to give out next: one that the fewest have been given, and of those by a seed of its reader's own. */
export function nextToReview<T extends { given: number }>(
  answers: readonly T[],
  rank: (answer: T) => string,
): T | null {
  const fewest = Math.min(...answers.map((one) => one.given))
  return answers.filter((one) => one.given === fewest).toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1))[0] ?? null
}

/** A level for each row of the rubric and for nothing else; null where one is missing. */
export function levelsIn(rubric: Rubric, given: Readonly<Record<string, unknown>>): Levels | null {
  const rows = rubric.rows.map(({ id }) => id)
  const levels: Levels = {}
  for (const row of rows) {
    const level = LEVELS.find((one) => String(one) === String(given[row]))
    if (level === undefined) return null
    levels[row] = level
  }
  return Object.keys(given).every((row) => rows.includes(row)) ? levels : null
}

/** How many levels apart two readers are on average; null without rows. */
export function levelsApart(own: Levels, other: Readonly<Record<string, number>>): number | null {
  const both = Object.keys(own).filter((row) => other[row] !== undefined)
  return both.length === 0 ? null : both.reduce((sum, row) => sum + Math.abs(own[row]! - other[row]!), 0) / both.length
}
