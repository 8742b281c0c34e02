import { z } from 'zod'
import { citationSchema, passageSchema, sentenceIdSchema } from './citation.ts'
import { isWellFormed } from './names.ts'

/**
 * A quiz item is three types: what the author writes (`Item`, with key, reasons and misreadings), what the screen gets
 * (`ShownItem`), and what a student answers (`ItemAnswer`). `showItem` picks fields and never spreads, so a field
 * added to `Item` stays hidden until somebody shows it on purpose.
 */

/** The longest written answer, in characters. */
export const WRITTEN_MAX = 1200

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a slug in lower case, such as who-wrote-it-down')
const prose = z.string().trim().min(1)

const optionBase = {
  id: z.string().regex(/^[a-h]$/, 'a letter a to h'),
  text: prose.max(400),
  why: prose.max(900),
  cites: z.array(citationSchema).min(1),
}
const rightOptionSchema = z.strictObject({ ...optionBase, correct: z.literal(true) })
const wrongOptionSchema = z.strictObject({ ...optionBase, correct: z.literal(false).default(false), misreading: slug })
export const optionSchema = z.union([rightOptionSchema, wrongOptionSchema])
export type Option = z.infer<typeof optionSchema>

export const SKILLS = [
  'sourcing',
  'contextualization',
  'close-reading',
  'corroboration',
  'perspective',
  'argument',
] as const

const itemBase = {
  id: slug,
  /** Raised whenever the meaning of a released item changes; statistics never pool two revisions. */
  revision: z.int().min(1).default(1),
  stem: prose.max(600),
  skill: z.enum(SKILLS),
  /** The passage that opens beside the feedback. */
  passage: passageSchema,
  /** Where to look again, for a first miss where each answer is checked at once: never what stands there. */
  hint: prose.max(300).optional(),
  /** Items of one family ask the same thing in other words: an attempt gets one of them, a later one another. */
  family: slug.optional(),
  /** Options and rows stand as written also where they are shuffled, such as years or “all of these”. */
  keepsOrder: z.literal(true).optional(),
}

export const choiceItemSchema = z.strictObject({
  ...itemBase,
  kind: z.enum(['single', 'several']),
  options: z.array(optionSchema).min(3).max(8),
})

/** A choice whose options are places of places.yaml, drawn on the map, or days, drawn on a line. */
const whereSchema = { where: slug.describe('a place of places.yaml, or a day: day-1961-08-13') }
export const placeItemSchema = z.strictObject({
  ...itemBase,
  kind: z.literal('place'),
  on: z.enum(['map', 'timeline']),
  options: z
    .array(z.union([rightOptionSchema.extend(whereSchema), wrongOptionSchema.extend(whereSchema)]))
    .min(3)
    .max(8),
})

const rowChoiceSchema = z.strictObject({
  id: z.string().regex(/^([1-9]|1[0-2])$/, 'a number 1 to 12'),
  text: prose.max(200),
})
/**
 * Rows that each take one choice: events and their place in the order, names and what belongs to them, a quotation and
 * who says it about whom. `order` has no choices of its own: they are the places first, second and so on.
 */
export const rowsItemSchema = z.strictObject({
  ...itemBase,
  kind: z.enum(['order', 'match', 'who-said']),
  choices: z.array(rowChoiceSchema).min(2).max(12).optional(),
  rows: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-h]$/, 'a letter a to h'),
        text: prose.max(400),
        choices: z.array(rowChoiceSchema).min(2).max(12).optional(),
        key: z.string().regex(/^([1-9]|1[0-2])$/, 'the number of the right choice'),
        why: prose.max(900),
        cites: z.array(citationSchema).min(1),
      }),
    )
    .min(2)
    .max(8),
  why: prose.max(900),
  cites: z.array(citationSchema).min(1),
  near: z
    .array(
      z.strictObject({
        answers: z.array(z.string().regex(/^[a-h]([1-9]|1[0-2])$/, 'a row and a choice, such as a2')).min(1),
        misreading: slug,
        why: prose.max(900),
      }),
    )
    .min(1),
})

/** A few sentences of the student's own. The program never scores it: people do, by the rubric, beside the samples. */
export const writtenItemSchema = z.strictObject({
  ...itemBase,
  kind: z.literal('written'),
  /** Characters. */
  max: z.int().min(100).max(WRITTEN_MAX).default(600),
  why: prose.max(900),
  cites: z.array(citationSchema).min(1),
  rubric: z
    .array(
      z.strictObject({
        row: prose.max(60),
        full: prose.max(300),
        /** The sentences that hold it, for whoever judges an answer by it. */
        cites: z.array(citationSchema).optional(),
      }),
    )
    .min(1)
    .max(8),
  samples: z
    .array(z.strictObject({ level: z.enum(['strong', 'partial', 'weak']), text: prose.max(900), why: prose.max(600) }))
    .min(2)
    .max(6),
})
export const selectItemSchema = z.strictObject({
  ...itemBase,
  kind: z.literal('select'),
  /** The sentences offered, at most 40, so that radio buttons without script stay usable. */
  range: passageSchema,
  accept: z.array(sentenceIdSchema).min(1),
  why: prose.max(900),
  cites: z.array(citationSchema).min(1),
  near: z
    .array(z.strictObject({ at: z.array(sentenceIdSchema).min(1), misreading: slug, why: prose.max(900) }))
    .default([]),
})
export const itemSchema = z.discriminatedUnion('kind', [
  choiceItemSchema,
  placeItemSchema,
  selectItemSchema,
  rowsItemSchema,
  writtenItemSchema,
])
export const itemKindSchema = z.enum(['single', 'several', 'order', 'match', 'who-said', 'select', 'place', 'written'])
export type ChoiceItem = z.infer<typeof choiceItemSchema>
export type SelectItem = z.infer<typeof selectItemSchema>
export type PlaceItem = z.infer<typeof placeItemSchema>
export type RowsItem = z.infer<typeof rowsItemSchema>
export type Item = z.infer<typeof itemSchema>

export const quizSchema = z.strictObject({
  id: slug,
  title: prose.max(120),
  /** `public`: a visitor's self-check, judged by a stateless call. `class`: assigned, answers stored, key unseen until feedback. */
  audience: z.enum(['public', 'class']),
  summary: prose.max(300),
  minutes: z.int().min(1).max(120),
  /** From memory: while an attempt is open, the class’s other pages do not send the student the transcript. */
  textClosed: z.literal(true).optional(),
  items: z.array(itemSchema).min(1).max(40),
})
export type Quiz = z.infer<typeof quizSchema>

export type ShownOption = { id: string; text: string; where?: string }
export type ShownRow = { id: string; text: string; choices: { id: string; text: string }[] }
export type ShownItem = { id: string; revision: number; stem: string; family?: string; keepsOrder?: true } & (
  | { kind: 'single' | 'several'; options: ShownOption[] }
  | { kind: 'place'; on: 'map' | 'timeline'; options: ShownOption[] }
  | { kind: 'select'; range: { from: string; to: string } }
  | { kind: 'order' | 'match' | 'who-said'; rows: ShownRow[] }
  | { kind: 'written'; max: number }
)
export type ShownQuiz = {
  id: string
  title: string
  summary: string
  minutes: number
  textClosed?: true
  items: ShownItem[]
}

const PLACES = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth']

/** What a row may be given: its own choices, the item's, or for `order` the places. */
export const choicesOf = (item: RowsItem, row: RowsItem['rows'][number]): { id: string; text: string }[] =>
  item.kind === 'order'
    ? item.rows.map((_row, i) => ({ id: String(i + 1), text: PLACES[i]! }))
    : (row.choices ?? item.choices ?? []).map(({ id, text }) => ({ id, text }))

export function showItem(item: Item): ShownItem {
  const base = {
    id: item.id,
    revision: item.revision,
    stem: item.stem,
    ...(item.family ? { family: item.family } : {}),
    ...(item.keepsOrder ? { keepsOrder: item.keepsOrder } : {}),
  }
  switch (item.kind) {
    case 'select':
      return { ...base, kind: item.kind, range: { from: item.range.from, to: item.range.to } }
    case 'written':
      return { ...base, kind: item.kind, max: item.max }
    case 'place':
      return {
        ...base,
        kind: item.kind,
        on: item.on,
        options: item.options.map(({ id, text, where }) => ({ id, text, where })),
      }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        ...base,
        kind: item.kind,
        rows: item.rows.map((row) => ({ id: row.id, text: row.text, choices: choicesOf(item, row) })),
      }
    default:
      return { ...base, kind: item.kind, options: item.options.map(({ id, text }) => ({ id, text })) }
  }
}

export const showQuiz = (quiz: Quiz): ShownQuiz => ({
  id: quiz.id,
  title: quiz.title,
  summary: quiz.summary,
  minutes: quiz.minutes,
  ...(quiz.textClosed ? { textClosed: true as const } : {}),
  items: quiz.items.map(showItem),
})

/**
 * An answer names option letters, sentence ids, or rows with their choice (`a2`); a written one is its own words. One
 * for `single`, `place`, `select` and `written`, one or more for the rest. On the wire a lone string stands for a list of
 * one, which is what a radio button posts.
 */
/** A form sends each line end as two characters, which the box counted as one: the words are measured once tidied. */
const oneAnswer = z
  .string()
  .max(2 * WRITTEN_MAX)
  .refine(isWellFormed, 'characters that no text holds')
export const itemAnswerSchema = z.union([oneAnswer.transform((one) => [one]), z.array(oneAnswer).max(40)])
export type ItemAnswer = z.output<typeof itemAnswerSchema>
