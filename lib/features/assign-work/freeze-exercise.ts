import { edition } from '#lib/content/edition.ts'
import type { Exercise, KeptExercise, ShownExercise } from '#lib/domain/exercise.ts'

/** An exercise as it is given: what its screen gets, and what waits until the boxes are handed in. */
export function exerciseHalves(exercise: Exercise): { shown: ShownExercise; kept: KeptExercise } {
  const { forecasts, forecastOutcomes } = edition()
  const { id, revision, title, ask, minutes, coded } = exercise
  const asked = exercise.forecasts.map((one) => forecasts.find((forecast) => forecast.id === one)!)
  return {
    shown: {
      id,
      revision,
      title,
      ask,
      minutes,
      form: 'forecasts',
      fields: asked.map((one) => ({ id: one.id, label: one.title, kind: 'percent' })),
      forecasts: asked.map((one) => ({
        id: one.id,
        speaker: one.speaker,
        forecast: one.forecast,
        said: { at: one.firmness.at, quote: one.firmness.quote },
        rule: one.rule,
      })),
    },
    kept: {
      form: 'forecasts',
      forecasts: asked.map((one) => {
        const { resolved, what } = forecastOutcomes.find(({ forecast }) => forecast === one.id)!
        // Each forecast’s rule says yes to what he expects, so only how firmly he says it counts, not how he turns it.
        const degree = one.firmness.is.split('-')[0] as 'certain' | 'probable' | 'possible' | 'unknown'
        return {
          id: one.id,
          resolved,
          what: what.map(({ text, by }) => ({ text, by })),
          coded: degree === 'unknown' ? null : coded[degree],
        }
      }),
    },
  }
}
