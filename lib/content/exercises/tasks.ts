import { exerciseSchema } from '#lib/domain/exercise.ts'
import type { Exercise } from '#lib/domain/exercise.ts'
import { tally } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'

/** The exercises of exercises/*.yaml: boxes that are filled in before something opens. */
export function readExercises({ place }: Against, forecasts: ReadonlySet<string>): Kind<Exercise[]> {
  const entries = readEntries(
    place,
    listFiles(place, 'exercises', '.yaml'),
    exerciseSchema,
    (id) => `the exercise "${id}" is there twice`,
  )
  for (const { value, fault } of entries)
    value.forecasts.forEach((id, which) => {
      if (!forecasts.has(id)) fault('forecasts', which)(`unknown forecast "${id}"`)
      if (value.forecasts.indexOf(id) !== which) fault('forecasts', which)(`the forecast "${id}" is there twice`)
    })
  const exercises = valuesOf(entries)
  return {
    value: exercises,
    ids: entries.map(({ value, file, line }) => ({
      id: `exercise:${value.id}@${value.revision}`,
      hash: digest({ form: value.form, boxes: value.forecasts }),
      file,
      line: line(['id']),
    })),
    counts: {
      exercises: exercises.length,
      ...tally(
        'exercise',
        exercises.map(({ form }) => form),
      ),
    },
  }
}
