import { ordinalAgreement, type Agreement } from './agreement.ts'
import { CERTAINTY_SCALE } from './certainty-scale.ts'
import { sentencesIn, type ExerciseAnswers, type KeptExercise, type ShownExercise } from './exercise.ts'
import { forecastFigures, type ForecastFigures } from './forecast-figures.ts'

/** Box by box what a class put in, so that no row of it is anybody’s. */
export type BoxFigures = {
  choices: { id: string; n: number; counts: Record<string, number> }[]
  /** Boxes for sentences: how many name at least one that the edition names, or are silent where it is. */
  fits: { id: string; n: number; fit: number }[]
  /** Answers in words, in the order of the alphabet. */
  words: { id: string; texts: string[] }[]
  /** Of those who gave their opinion before and after a controversy, how many gave another; null elsewhere. */
  opinions: { n: number; moved: number } | null
  /** How far the class agrees, where the boxes share one scale. */
  agreement: Agreement | null
}
export type ExerciseFigures = ({ form: 'forecasts' } & ForecastFigures) | ({ form: 'boxes' } & BoxFigures)

/** Whether two cells are of one mind: both silent, or with a sentence in common. */
export function cellFits(given: string, key: string): boolean {
  const [mine, its] = [sentencesIn(given), sentencesIn(key)]
  if (!mine || !its) return false
  return its.length === 0 ? mine.length === 0 : mine.some((id) => its.includes(id))
}

/** Whether what was put into a box is what the edition puts there. Null where there is no such thing. */
export function boxFits(shown: ShownExercise, kept: KeptExercise, box: string, given: string): boolean | null {
  if (!('cards' in kept)) return null
  const key = kept.cards.find((card) => box in card.key)?.key[box]
  const field = shown.fields.find(({ id }) => id === box)
  if (key === undefined || !field) return null
  return field.kind === 'sentences' ? cellFits(given, key) : given === key
}

/** How many of the boxes that the edition fills are filled as it fills them. */
export function fitOf(shown: ShownExercise, kept: KeptExercise, answers: ExerciseAnswers): { fit: number; of: number } {
  const fits = shown.fields.flatMap(({ id }) => boxFits(shown, kept, id, answers[id] ?? '') ?? [])
  return { fit: fits.filter(Boolean).length, of: fits.length }
}

function opinionsIn(handedIn: readonly ExerciseAnswers[]): { n: number; moved: number } {
  const ends = handedIn.filter((answers) => answers['after-stand'])
  return {
    n: ends.length,
    moved: ends.filter((answers) => answers['after-stand'] !== answers['before-stand']).length,
  }
}

export function exerciseFigures(
  shown: ShownExercise,
  kept: KeptExercise,
  handedIn: readonly ExerciseAnswers[],
): ExerciseFigures {
  if (kept.form === 'forecasts') return { form: 'forecasts', ...forecastFigures(kept, handedIn) }
  const given = (id: string): string[] => handedIn.flatMap((answers) => answers[id] ?? [])
  const scale = CERTAINTY_SCALE.map(({ id }): string => id)
  return {
    form: 'boxes',
    opinions: 'sides' in kept ? opinionsIn(handedIn) : null,
    choices: shown.fields.flatMap((field) => {
      if (field.kind !== 'choice') return []
      const all = given(field.id)
      const counts = field.options.map(({ id }) => [id, all.filter((one) => one === id).length] as const)
      return [{ id: field.id, n: all.length, counts: Object.fromEntries(counts) }]
    }),
    fits: shown.fields.flatMap((field) => {
      if (field.kind !== 'sentences') return []
      const all = given(field.id)
      return [{ id: field.id, n: all.length, fit: all.filter((one) => boxFits(shown, kept, field.id, one)).length }]
    }),
    // A controversy is between two; its words stay between them and the instructors.
    words: shown.fields.flatMap((field) =>
      field.kind === 'words' && shown.form !== 'controversy'
        ? [{ id: field.id, texts: given(field.id).toSorted() }]
        : [],
    ),
    agreement:
      kept.form === 'certainty'
        ? ordinalAgreement(
            handedIn.map((answers) =>
              shown.fields.map(({ id }) => {
                const place = scale.indexOf(answers[id] ?? '')
                return place < 0 ? null : place
              }),
            ),
            scale.length,
          )
        : null,
  }
}
