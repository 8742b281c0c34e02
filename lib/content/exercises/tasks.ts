import { exerciseSchema } from '#lib/domain/exercise.ts'
import type { Exercise } from '#lib/domain/exercise.ts'
import { tally } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'

/** What an exercise takes from other files, and how a mistake there is called. */
type Takes = {
  what: 'forecast' | 'claim' | 'event' | 'row' | 'puzzle' | 'controversy'
  path: string
  ids: readonly string[]
}
function takesOf(exercise: Exercise): Takes {
  switch (exercise.form) {
    case 'forecasts':
      return { what: 'forecast', path: 'forecasts', ids: exercise.forecasts }
    case 'certainty':
      return { what: 'claim', path: 'claims', ids: exercise.claims }
    case 'telegrams':
      return { what: 'event', path: 'events', ids: exercise.events }
    case 'drift':
      return { what: 'row', path: 'rows', ids: exercise.rows }
    case 'puzzle':
      return { what: 'puzzle', path: 'puzzle', ids: [exercise.puzzle] }
    case 'controversy':
      return { what: 'controversy', path: 'controversy', ids: [exercise.controversy] }
  }
}

/** The exercises of exercises/*.yaml: boxes that are filled in before something opens. */
export function readExercises(
  place: Against['place'],
  known: Readonly<Record<Takes['what'], ReadonlySet<string>>>,
): Kind<Exercise[]> {
  const entries = readEntries(
    place,
    listFiles(place, 'exercises', '.yaml'),
    exerciseSchema,
    (id) => `the exercise "${id}" is there twice`,
  )
  for (const { value, fault } of entries) {
    const { what, path, ids } = takesOf(value)
    ids.forEach((id, which) => {
      const here = what === 'puzzle' || what === 'controversy' ? fault(path) : fault(path, which)
      if (!known[what].has(id)) here(`unknown ${what} "${id}"`)
      if (ids.indexOf(id) !== which) here(`the ${what} "${id}" is there twice`)
    })
  }
  const exercises = valuesOf(entries)
  return {
    value: exercises,
    ids: entries.map(({ value, file, line }) => ({
      id: `exercise:${value.id}@${value.revision}`,
      hash: digest({ form: value.form, boxes: takesOf(value).ids }),
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
