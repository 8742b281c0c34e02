import { z } from 'zod'
import { citationSchema, passageSchema, sentenceIdSchema } from './citation.ts'

/**
 * A quiz item is three types: what the author writes (`Item`, with key, reasons and misreadings), what the screen gets
 * (`ShownItem`), and what a student answers (`ItemAnswer`). `showItem` picks fields and never spreads, so a field
 * added to `Item` stays hidden until somebody shows it on purpose.
 */

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

const itemBase = {
  id: slug,
  /** Raised whenever the meaning of a released item changes; statistics never pool two revisions. */
  revision: z.int().min(1).default(1),
  stem: prose.max(600),
  skill: z.enum(['sourcing', 'contextualization', 'close-reading', 'corroboration', 'perspective', 'argument']),
  /** The passage that opens beside the feedback. */
  passage: passageSchema,
}

export const choiceItemSchema = z.strictObject({
  ...itemBase,
  kind: z.enum(['single', 'several']),
  options: z.array(optionSchema).min(3).max(8),
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
export const itemSchema = z.union([choiceItemSchema, selectItemSchema])
export type ChoiceItem = z.infer<typeof choiceItemSchema>
export type SelectItem = z.infer<typeof selectItemSchema>
export type Item = z.infer<typeof itemSchema>

export const quizSchema = z.strictObject({
  id: slug,
  title: prose.max(120),
  /** `public`: a visitor's self-check, judged by a stateless call. `class`: assigned, answers stored, key unseen until feedback. */
  audience: z.enum(['public', 'class']),
  summary: prose.max(300),
  minutes: z.int().min(1).max(120),
  items: z.array(itemSchema).min(1).max(40),
})
export type Quiz = z.infer<typeof quizSchema>

export type ShownOption = { id: string; text: string }
export type ShownItem = { id: string; revision: number; stem: string } & (
  { kind: 'single' | 'several'; options: ShownOption[] } | { kind: 'select'; range: { from: string; to: string } }
)
export type ShownQuiz = { id: string; title: string; summary: string; minutes: number; items: ShownItem[] }

export function showItem(item: Item): ShownItem {
  return item.kind === 'select'
    ? {
        id: item.id,
        revision: item.revision,
        stem: item.stem,
        kind: item.kind,
        range: { from: item.range.from, to: item.range.to },
      }
    : {
        id: item.id,
        revision: item.revision,
        stem: item.stem,
        kind: item.kind,
        options: item.options.map(({ id, text }) => ({ id, text })),
      }
}

export const showQuiz = (quiz: Quiz): ShownQuiz => ({
  id: quiz.id,
  title: quiz.title,
  summary: quiz.summary,
  minutes: quiz.minutes,
  items: quiz.items.map(showItem),
})

/**
 * An answer names option letters or sentence ids. One for `single` and `select`, one or more for `several`. On the
 * wire a lone string stands for a list of one, which is what a radio button posts.
 */
export const itemAnswerSchema = z.union([
  z
    .string()
    .max(8)
    .transform((one) => [one]),
  z.array(z.string().max(8)).max(40),
])
export type ItemAnswer = z.output<typeof itemAnswerSchema>
