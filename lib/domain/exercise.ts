import { z } from 'zod'
import { citationSchema } from './citation.ts'
import { Refusal } from './errors.ts'
import { isWellFormed } from './names.ts'

/**
 * An exercise is a set of boxes that are filled in before something opens: what came of a forecast, what others wrote,
 * how the edition reads a case. It is three types: what the author writes, what the screen gets (`ShownExercise`) and
 * what waits in `kept` until the boxes are handed in (`KeptExercise`). A new form is a line in each of the three.
 */

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as before-the-outcome')
const prose = z.string().trim().min(1)

/** The longest answer in words that any box takes, in characters. */
export const WORDS_MAX = 4000

const exerciseBase = {
  id: slug,
  /** Raised whenever what is asked changes. */
  revision: z.int().min(1).default(1),
  title: prose.max(120),
  summary: prose.max(300).describe('for the instructor who chooses it'),
  ask: prose.max(1200).describe('what the student is to do, over the boxes'),
  skill: z.enum(['sourcing', 'contextualization', 'close-reading', 'corroboration', 'perspective', 'argument']),
  minutes: z.int().min(1).max(120),
}
const percentSchema = z.int().min(0).max(100)

/** Probabilities for forecasts of forecasts.yaml; what came of them opens when they are handed in. */
export const forecastsExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('forecasts'),
  forecasts: z.array(slug).min(3).max(20).describe('forecasts of forecasts.yaml, each a box'),
  coded: z
    .strictObject({ certain: percentSchema, probable: percentSchema, possible: percentSchema })
    .describe('the figure that stands for a speaker’s words in this exercise: a coding, which he never gave'),
})
export const exerciseSchema = z.discriminatedUnion('form', [forecastsExerciseSchema])
export type Exercise = z.infer<typeof exerciseSchema>

type FieldBase = { id: string; label: string; hint?: string }
/** One box. What a form needs beside its boxes stands in `ShownExercise`. */
export type ExerciseField = FieldBase &
  ({ kind: 'percent' } | { kind: 'choice'; options: { id: string; text: string }[] } | { kind: 'words'; max: number })
type ShownBase = { id: string; revision: number; title: string; ask: string; minutes: number; fields: ExerciseField[] }
type Said = z.infer<typeof citationSchema>
export type ShownForecast = { id: string; speaker: 'zhou' | 'khiem'; forecast: string; said: Said; rule: string }
export type ShownExercise = ShownBase & { form: 'forecasts'; forecasts: ShownForecast[] }

export type KeptForecast = {
  id: string
  resolved: 'yes' | 'no' | 'undecided'
  /** What came, each sentence with its ground. */
  what: { text: string; by: string }[]
  /** The edition’s figure for the speaker’s words; null where he only passes something on. */
  coded: number | null
}
export type KeptExercise = { form: 'forecasts'; forecasts: KeptForecast[] }

/** Box → what was put into it. An empty box is left out. */
export type ExerciseAnswers = Record<string, string>

const boxText = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
  .refine((text) => text.length <= WORDS_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })
export const exerciseAnswersSchema = z
  .record(slug.max(80), boxText)
  .refine((answers) => Object.keys(answers).length <= 60, { message: 'too-many' })
  .transform((answers): ExerciseAnswers =>
    Object.fromEntries(Object.entries(answers).filter(([, text]) => text !== '')),
  )

const faultIn = (field: ExerciseField, text: string | undefined): Refusal | null => {
  const path = `answers.${field.id}`
  if (!text) return new Refusal('answer-empty', { path })
  const wrong = (message: string) => new Refusal('invalid', { issues: [{ path, code: field.kind, message }] })
  switch (field.kind) {
    case 'percent':
      return /^(?:100|[1-9]?\d)$/.test(text) ? null : wrong('a whole number from 0 to 100')
    case 'choice':
      return field.options.some(({ id }) => id === text) ? null : wrong('one of the choices')
    case 'words':
      return text.length <= field.max ? null : new Refusal('answer-too-long', { path, max: field.max })
  }
}

/** Refuses boxes that the exercise does not have: they would be stored and never seen again. */
export function mustKnowBoxes(fields: readonly ExerciseField[], answers: ExerciseAnswers): void {
  const stray = Object.keys(answers).find((id) => !fields.some((field) => field.id === id))
  if (stray !== undefined)
    throw new Refusal('invalid', { issues: [{ path: `answers.${stray}`, code: 'unknown', message: 'no such box' }] })
}

/** What stands in the way of handing in: the first box that is empty or does not take what is in it. */
export const findUnready = (fields: readonly ExerciseField[], answers: ExerciseAnswers): Refusal | null => {
  for (const field of fields) {
    const fault = faultIn(field, answers[field.id])
    if (fault) return fault
  }
  return null
}
