/** Components: `ExerciseResult` (what opens by handing in, each form in its own arrangement). `children` stand under the figures. */
import type { ReactNode } from 'react'
import type { ExerciseFigures } from '#lib/domain/exercise-figures.ts'
import type { ExerciseAnswers, KeptExercise, ShownExercise } from '#lib/domain/exercise.ts'
import { CardResult, PuzzleResult } from './card-result.tsx'
import { OpinionTable } from './controversy.tsx'
import { ForecastResult, OutcomeList } from './forecast-result.tsx'

export function ExerciseResult({
  shown,
  kept,
  answers,
  figures,
  children,
}: {
  shown: ShownExercise
  kept: KeptExercise
  /** Null where the exercise closed before anything was handed in. */
  answers: ExerciseAnswers | null
  /** The class’s, once they may be shown. */
  figures: ExerciseFigures | null
  children: ReactNode
}) {
  const boxes = figures?.form === 'boxes' ? figures : null
  if (shown.form === 'forecasts')
    return kept.form === 'forecasts' ? (
      <>
        <ForecastResult
          shown={shown}
          kept={kept}
          answers={answers}
          figures={figures?.form === 'forecasts' ? figures : null}
        />
        {children}
        <OutcomeList shown={shown} kept={kept} />
      </>
    ) : null
  // What a controversy opens stands in its own parts.
  if (shown.form === 'controversy')
    return (
      <>
        {boxes && (
          <section className="block" aria-labelledby="class">
            <h2 className="title" id="class">
              The class, before and after
            </h2>
            <OpinionTable shown={shown} figures={boxes} />
          </section>
        )}
        {children}
      </>
    )
  if (kept.form === 'forecasts' || kept.form === 'controversy') return null
  return (
    <>
      {kept.form === 'puzzle' ? (
        <PuzzleResult shown={shown} kept={kept} answers={answers} figures={boxes} />
      ) : (
        <CardResult shown={shown} kept={kept} answers={answers} figures={boxes} />
      )}
      {children}
    </>
  )
}
