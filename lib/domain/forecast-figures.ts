import { brierOf, spreadOf, type BrierScore, type Spread } from './brier.ts'
import type { ExerciseAnswers, KeptForecasts } from './exercise.ts'

/** Figures that boxes hold; words and empty boxes are left out. */
export const percentsIn = (answers: ExerciseAnswers): Map<string, number> =>
  new Map(Object.entries(answers).flatMap(([id, text]) => (/^\d{1,3}$/.test(text) ? [[id, Number(text)]] : [])))

/** How one set of figures did against what came. */
export const ownScore = (kept: KeptForecasts, answers: ExerciseAnswers): BrierScore | null =>
  brierOf(percentsIn(answers), kept.forecasts)

/** How the speakers’ words did, read as the figures that the edition puts in their place. */
export const codedScore = (kept: KeptForecasts): BrierScore | null =>
  brierOf(new Map(kept.forecasts.flatMap(({ id, coded }) => (coded === null ? [] : [[id, coded]]))), kept.forecasts)

export type ForecastFigures = {
  /** Each forecast with the figures that the class gave it, smallest first, so that no row of them is anybody’s. */
  forecasts: { id: string; percents: number[]; spread: Spread | null }[]
  /** Of the Brier scores. */
  scores: { spread: Spread; mean: number } | null
}

export function forecastFigures(kept: KeptForecasts, handedIn: readonly ExerciseAnswers[]): ForecastFigures {
  const given = handedIn.map(percentsIn)
  const scores = given.flatMap((percents) => brierOf(percents, kept.forecasts)?.score ?? [])
  const spread = spreadOf(scores)
  return {
    forecasts: kept.forecasts.map(({ id }) => {
      const percents = given.flatMap((one) => one.get(id) ?? []).toSorted((a, b) => a - b)
      return { id, percents, spread: spreadOf(percents) }
    }),
    scores: spread && { spread, mean: scores.reduce((sum, one) => sum + one, 0) / scores.length },
  }
}
