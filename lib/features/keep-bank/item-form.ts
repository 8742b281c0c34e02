import { z } from 'zod'
import type { Citation } from '#lib/domain/citation.ts'
import {
  CHOICES_MAX,
  emptyNear,
  emptyOption,
  emptyRow,
  emptySample,
  LETTERS,
  NEAR_MAX,
  RUBRIC_MAX,
  SAMPLES_MAX,
  type DraftItem,
  type DraftNear,
} from '#lib/domain/draft-item.ts'
import { SKILLS, WRITTEN_MAX } from '#lib/domain/item.ts'
import { seqSchema, wordsSchema } from './own-quiz.ts'

/**
 * An item as a form posts it: no markup, plain fields, and of what an item has several of, the same field once each, in
 * their order. A script may send the same lists as JSON.
 */
const words = wordsSchema(1500).optional()
const short = wordsSchema(100).optional()
const each = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === undefined ? undefined : [value].flat()), z.array(schema).max(96).optional())
const eachWords = each(wordsSchema(1500))
const eachShort = each(wordsSchema(100))

/** What a button of the form asks for besides saving: one more part, or one less (`option-2`). */
const PARTS = ['option', 'row', 'near', 'rubric', 'sample'] as const
type Part = (typeof PARTS)[number]

export const itemFormSchema = z.strictObject({
  quiz: z.string().max(64),
  item: z.string().max(80),
  seq: seqSchema,
  stem: words,
  skill: z.enum(SKILLS).optional(),
  passageFrom: short,
  passageTo: short,
  hint: words,
  family: short,
  /** A box that is not ticked posts nothing; the form says beside it that it was there. */
  keepsOrder: z.union([z.enum(['yes', 'asked']), z.array(z.enum(['yes', 'asked']))]).optional(),
  on: z.enum(['map', 'timeline']).optional(),
  optionText: eachWords,
  /** The places, from 0, of the options that are right. */
  optionRight: eachShort,
  optionWhy: eachWords,
  optionAt: eachShort,
  optionMisreading: eachShort,
  optionWhere: eachShort,
  /** One choice a line. */
  choices: words,
  rowText: eachWords,
  rowChoices: eachWords,
  rowKey: eachShort,
  rowWhy: eachWords,
  rowAt: eachShort,
  rangeFrom: short,
  rangeTo: short,
  accept: short,
  /** Which near miss, and a row with its choice: `0:a2`. */
  nearAnswer: eachShort,
  nearAt: eachShort,
  nearMisreading: eachShort,
  nearWhy: eachWords,
  why: words,
  at: short,
  max: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.coerce.number().int().min(0).max(10_000).optional(),
  ),
  rubricRow: eachWords,
  rubricFull: eachWords,
  sampleLevel: each(z.enum(['strong', 'partial', 'weak'])),
  sampleText: eachWords,
  sampleWhy: eachWords,
  more: z.enum(PARTS).optional(),
  less: z
    .string()
    .regex(/^(option|row|near|rubric|sample)-\d{1,2}$/)
    .optional(),
})
type ItemForm = z.output<typeof itemFormSchema>

/** "73, s75 h2" → sentences and header lines; what names none is kept as typed, and said to be none. */
const sentencesIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,;]+/u)
    .filter(Boolean)
    .map((one) => (/^\d+$/.test(one) ? `s${one}` : one))

/** A name as the schema of items has it. */
const slugOf = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-+|-+$/gu, '')

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .slice(0, CHOICES_MAX)

/** Sentences by their numbers; the words that were quoted of one before stay with it. */
const citesIn = (text: string, before: readonly Citation[]): Citation[] =>
  sentencesIn(text).map((at) => before.find((cite) => cite.at === at) ?? { at })

function runIn(from: string | undefined, to: string | undefined, before: { from: string; to: string }) {
  const first = from === undefined ? before.from : (sentencesIn(from)[0] ?? '')
  const last = to === undefined ? before.to : (sentencesIn(to)[0] ?? '')
  // One number alone means that sentence.
  return { from: first || last, to: last || first }
}

/** What was posted for one part of a list, else what it was. */
const posted = (list: readonly string[] | undefined, i: number, before: string): string => list?.[i] ?? before

/** The draft with everything that the form holds in it; fields left out stay as they were. */
export function fillIn(draft: DraftItem, form: ItemForm): DraftItem {
  const filled: DraftItem = {
    ...draft,
    stem: form.stem ?? draft.stem,
    skill: form.skill ?? draft.skill,
    passage: runIn(form.passageFrom, form.passageTo, draft.passage),
    hint: form.hint ?? draft.hint,
    family: form.family === undefined ? draft.family : slugOf(form.family),
    keepsOrder: form.keepsOrder ? [form.keepsOrder].flat().includes('yes') : draft.keepsOrder,
    on: form.on ?? draft.on,
    options: optionsIn(draft, form),
    choices: form.choices === undefined ? draft.choices : lines(form.choices),
    rows: rowsIn(draft, form),
    range: runIn(form.rangeFrom, form.rangeTo, draft.range),
    accept: form.accept === undefined ? draft.accept : sentencesIn(form.accept),
    near: nearIn(draft, form),
    why: form.why ?? draft.why,
    cites: form.at === undefined ? draft.cites : citesIn(form.at, draft.cites),
    max: Math.min(form.max ?? draft.max, WRITTEN_MAX),
    rubric: (form.rubricRow ?? draft.rubric.map(({ row }) => row)).slice(0, RUBRIC_MAX).map((row, i) => {
      const before = draft.rubric[i]
      // The sentences of a row are not asked for here; they stay with it while it is the same row.
      const cites = before?.row === row ? before.cites : undefined
      return { row, full: posted(form.rubricFull, i, before?.full ?? ''), ...(cites ? { cites } : {}) }
    }),
    samples: (form.sampleText ?? draft.samples.map(({ text }) => text)).slice(0, SAMPLES_MAX).map((text, i) => ({
      level: form.sampleLevel?.[i] ?? draft.samples[i]?.level ?? 'partial',
      text,
      why: posted(form.sampleWhy, i, draft.samples[i]?.why ?? ''),
    })),
  }
  return withoutPart(form.more ? withMore(filled, form.more) : filled, form.less)
}

const optionsIn = (draft: DraftItem, form: ItemForm): DraftItem['options'] =>
  (form.optionText ?? draft.options.map(({ text }) => text)).slice(0, LETTERS.length).map((text, i) => {
    const before = draft.options[i] ?? emptyOption()
    const where = posted(form.optionWhere, i, before.where)
    return {
      text,
      // A box that is not ticked posts nothing: with the options come all ticks there are.
      correct: form.optionText ? (form.optionRight ?? []).includes(String(i)) : before.correct,
      why: posted(form.optionWhy, i, before.why),
      cites: form.optionAt ? citesIn(form.optionAt[i] ?? '', before.cites) : before.cites,
      misreading: posted(form.optionMisreading, i, before.misreading),
      where: /^\d{4}-\d{2}-\d{2}$/.test(where) ? `day-${where}` : where,
    }
  })

const rowsIn = (draft: DraftItem, form: ItemForm): DraftItem['rows'] =>
  (form.rowText ?? draft.rows.map(({ text }) => text)).slice(0, LETTERS.length).map((text, i) => {
    const before = draft.rows[i] ?? emptyRow()
    return {
      text,
      choices: form.rowChoices ? lines(form.rowChoices[i] ?? '') : before.choices,
      key: posted(form.rowKey, i, before.key),
      why: posted(form.rowWhy, i, before.why),
      cites: form.rowAt ? citesIn(form.rowAt[i] ?? '', before.cites) : before.cites,
    }
  })

const nearIn = (draft: DraftItem, form: ItemForm): DraftNear[] =>
  (form.nearWhy ?? draft.near.map(({ why }) => why)).slice(0, NEAR_MAX).map((why, i) => {
    const before = draft.near[i] ?? emptyNear()
    const answers =
      draft.kind === 'select'
        ? form.nearAt && sentencesIn(form.nearAt[i] ?? '')
        : form.nearAnswer?.flatMap((one) => {
            const [which, answer] = one.split(':')
            return which === String(i) && answer ? [answer] : []
          })
    return { answers: answers ?? before.answers, misreading: posted(form.nearMisreading, i, before.misreading), why }
  })

function withoutPart(draft: DraftItem, less: string | undefined): DraftItem {
  const [part, place] = (less ?? '').split('-')
  const gone = Number(place)
  const without = <T>(list: readonly T[]): T[] => list.filter((_one, i) => i !== gone)
  switch (part) {
    case 'option':
      return { ...draft, options: without(draft.options) }
    case 'row':
      return { ...draft, rows: without(draft.rows), near: draft.near.map((one) => withoutRow(one, gone)) }
    case 'near':
      return { ...draft, near: without(draft.near) }
    case 'rubric':
      return { ...draft, rubric: without(draft.rubric) }
    case 'sample':
      return { ...draft, samples: without(draft.samples) }
    default:
      return draft
  }
}

/** Rows are named by letters in their order, so in near misses those behind the one that goes move up by one. */
const withoutRow = (near: DraftNear, gone: number): DraftNear => ({
  ...near,
  answers: near.answers.flatMap((answer) => {
    const row = LETTERS.indexOf(answer.charAt(0))
    return row === gone ? [] : [row > gone ? LETTERS.charAt(row - 1) + answer.slice(1) : answer]
  }),
})

function withMore(draft: DraftItem, part: Part): DraftItem {
  const { options, rows, near, rubric, samples } = draft
  switch (part) {
    case 'option':
      return { ...draft, options: [...options, emptyOption()].slice(0, LETTERS.length) }
    case 'row':
      return { ...draft, rows: [...rows, emptyRow()].slice(0, LETTERS.length) }
    case 'near':
      return { ...draft, near: [...near, emptyNear()].slice(0, NEAR_MAX) }
    case 'rubric':
      return { ...draft, rubric: [...rubric, { row: '', full: '' }].slice(0, RUBRIC_MAX) }
    case 'sample':
      return { ...draft, samples: [...samples, emptySample('partial')].slice(0, SAMPLES_MAX) }
  }
}
