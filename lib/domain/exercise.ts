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

const several = (what: string, from: number, to: number) => z.array(slug).min(from).max(to).describe(what)

/** How sure a speaker’s words are; the edition’s coding opens when the boxes are handed in. */
export const certaintyExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('certainty'),
  claims: several('claims of claims.yaml, each a box', 3, 16),
})

/** Events of telegrams.yaml, to be found in two accounts and held against each other. */
export const telegramsExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('telegrams'),
  events: several('events of telegrams.yaml, three boxes each', 10, 16),
})

/** Rows of another-room.yaml: what became of a thing on its way to the other room. */
export const driftExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('drift'),
  rows: several('rows of another-room.yaml, each a box', 3, 16),
})

/** A puzzle of puzzles.yaml, answered in words. */
export const puzzleExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('puzzle'),
  puzzle: slug.describe('a puzzle of puzzles.yaml'),
})
/** A controversy of controversies.yaml, in parts that hold. */
export const controversyExerciseSchema = z.strictObject({
  ...exerciseBase,
  form: z.literal('controversy'),
  controversy: slug.describe('a controversy of controversies.yaml'),
})
export const exerciseSchema = z.discriminatedUnion('form', [
  forecastsExerciseSchema,
  certaintyExerciseSchema,
  telegramsExerciseSchema,
  driftExerciseSchema,
  puzzleExerciseSchema,
  controversyExerciseSchema,
])
export type Exercise = z.infer<typeof exerciseSchema>
export type ExerciseOf<F extends Exercise['form']> = Extract<Exercise, { form: F }>

type FieldBase = {
  id: string
  label: string
  /** What it is called where the card it stands on names the rest. */
  short?: string
  hint?: string
}
/** One box. What a form needs beside its boxes stands in `ShownExercise`. */
export type ExerciseField = FieldBase &
  (
    | { kind: 'percent' }
    | { kind: 'choice'; options: { id: string; text: string }[] }
    /** Numbers of sentences, of which the last is `last`; or that nothing is said. */
    | { kind: 'sentences'; last: number }
    | { kind: 'words'; max: number }
  )
type ShownBase = { id: string; revision: number; title: string; ask: string; minutes: number; fields: ExerciseField[] }
type Said = z.infer<typeof citationSchema>
export type Grounded = { text: string; by: string }
export type ShownForecast = { id: string; speaker: 'zhou' | 'khiem'; forecast: string; said: Said; rule: string }
/** What some boxes are about: a claim, an event, a thing told twice. */
export type ShownCard = {
  id: string
  title: string
  /** Tellings beside each other, each under its head. */
  told: (Grounded & { head: string })[]
  /** The sentences that it stands on, printed in full. */
  said: Said[]
  boxes: string[]
}
export type ShownExercise = ShownBase &
  (
    | { form: 'forecasts'; forecasts: ShownForecast[] }
    | { form: 'certainty' | 'telegrams' | 'drift' | 'puzzle'; cards: ShownCard[] }
    | {
        form: 'controversy'
        question: string
        phases: { id: string; title: string; ask: string; boxes: string[] }[]
      }
  )
export type ShownOf<F extends ShownExercise['form']> = Extract<ShownExercise, { form: F }>

export type KeptForecast = {
  id: string
  resolved: 'yes' | 'no' | 'undecided'
  /** What came, each sentence with its ground. */
  what: { text: string; by: string }[]
  /** The edition’s figure for the speaker’s words; null where he only passes something on. */
  coded: number | null
}
/** How the edition reads a card: what it puts into each box, and on what grounds. */
export type KeptCard = {
  id: string
  key: Record<string, string>
  told: (Grounded & { head: string })[]
  /** The words that decide. */
  said: Said[]
  notes: Grounded[]
  /** Whether the affair turns on it. */
  knot: boolean
}
export type KeptForecasts = { form: 'forecasts'; forecasts: KeptForecast[] }
export type KeptCards = { form: 'certainty' | 'telegrams' | 'drift'; cards: KeptCard[] }
export type KeptPuzzle = {
  form: 'puzzle'
  levels: { id: string; title: string; does: string }[]
  samples: { level: string; text: string; cites: Said[]; why: string }[]
  forInstructors: Grounded[]
}
export type KeptControversy = {
  form: 'controversy'
  sides: { id: string; claim: string; evidence: Said[] }[]
  forInstructors: Grounded[]
}
export type KeptExercise = KeptForecasts | KeptCards | KeptPuzzle | KeptControversy

/** What opens to a student; notes for instructors stay with them. */
export const openedOf = (kept: KeptExercise): KeptExercise =>
  'forInstructors' in kept ? { ...kept, forInstructors: [] } : kept

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

/** "29, 30", "s29 s30" or "S. 29": the sentences named. None for "silent", null for what names neither. */
export function sentencesIn(text: string): string[] | null {
  if (/^silent\.?$/iu.test(text.trim())) return []
  const numbers = [...text.matchAll(/\bs{0,2}\.?\s?([1-9]\d{0,3})\b/giu)]
  const rest = text.replaceAll(/\bs{0,2}\.?\s?[1-9]\d{0,3}\b/giu, '').replaceAll(/[\s,;.&]|\band\b/giu, '')
  return numbers.length > 0 && numbers.length <= 12 && rest === '' ? numbers.map(([, n]) => `s${n!}`) : null
}

const faultIn = (field: ExerciseField, text: string | undefined): Refusal | null => {
  const path = `answers.${field.id}`
  if (!text) return new Refusal('answer-empty', { path })
  const wrong = (message: string) => new Refusal('invalid', { issues: [{ path, code: field.kind, message }] })
  switch (field.kind) {
    case 'percent':
      return /^(?:100|[1-9]?\d)$/.test(text) ? null : wrong('a whole number from 0 to 100')
    case 'choice':
      return field.options.some(({ id }) => id === text) ? null : wrong('one of the choices')
    case 'sentences': {
      const ids = sentencesIn(text)
      return ids && ids.every((id) => Number(id.slice(1)) <= field.last)
        ? null
        : wrong('numbers of sentences, or silent')
    }
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
