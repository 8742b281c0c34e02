import { z } from 'zod'
import { itemKindSchema, SKILLS, type Item } from './item.ts'

/**
 * An item while somebody writes it: every field of every kind, all of them there, none of them needed. It may be as
 * incomplete as it likes; `candidateOf` gives what the item would be, which the schema of items then judges.
 */
const cites = z.array(z.strictObject({ at: z.string(), quote: z.string().optional() }))
const run = z.strictObject({ from: z.string(), to: z.string() })
const draftItemSchema = z.strictObject({
  id: z.string(),
  kind: itemKindSchema,
  stem: z.string(),
  skill: z.enum(SKILLS),
  passage: run,
  hint: z.string(),
  /** Of items of one family an attempt asks one; empty where it stands alone. */
  family: z.string(),
  keepsOrder: z.boolean(),
  on: z.enum(['map', 'timeline']),
  options: z.array(
    z.strictObject({
      text: z.string(),
      correct: z.boolean(),
      why: z.string(),
      cites,
      misreading: z.string(),
      where: z.string(),
    }),
  ),
  /** Choices that all rows of a matching item share. */
  choices: z.array(z.string()),
  rows: z.array(
    z.strictObject({ text: z.string(), choices: z.array(z.string()), key: z.string(), why: z.string(), cites }),
  ),
  range: run,
  accept: z.array(z.string()),
  /** Foreseen near misses: rows with their choice (`a2`), or sentences. */
  near: z.array(z.strictObject({ answers: z.array(z.string()), misreading: z.string(), why: z.string() })),
  why: z.string(),
  cites,
  max: z.number(),
  rubric: z.array(z.strictObject({ row: z.string(), full: z.string(), cites: cites.optional() })),
  samples: z.array(z.strictObject({ level: z.enum(['strong', 'partial', 'weak']), text: z.string(), why: z.string() })),
})
export const draftQuizSchema = z.strictObject({
  title: z.string(),
  summary: z.string(),
  minutes: z.number(),
  items: z.array(draftItemSchema),
})
export type DraftQuiz = z.infer<typeof draftQuizSchema>
export type DraftItem = z.infer<typeof draftItemSchema>
export type DraftNear = DraftItem['near'][number]
type DraftOption = DraftItem['options'][number]
type DraftRow = DraftItem['rows'][number]
type DraftSample = DraftItem['samples'][number]

/** The boxes of an item's form that hold the author's own words: a refused form gives them back whole. */
export const ITEM_WORDS = [
  'stem',
  'hint',
  'why',
  'optionText',
  'optionWhy',
  'rowText',
  'rowChoices',
  'rowWhy',
  'choices',
  'nearWhy',
  'rubricRow',
  'rubricFull',
  'sampleText',
  'sampleWhy',
] as const

export const LETTERS = 'abcdefgh'
export const CHOICES_MAX = 12
export const NEAR_MAX = 6
export const SAMPLES_MAX = 6
export const RUBRIC_MAX = 8

export const emptyOption = (): DraftOption => ({
  text: '',
  correct: false,
  why: '',
  cites: [],
  misreading: '',
  where: '',
})
export const emptyRow = (): DraftRow => ({ text: '', choices: [], key: '', why: '', cites: [] })
export const emptyNear = (): DraftNear => ({ answers: [], misreading: '', why: '' })
export const emptySample = (level: DraftSample['level']): DraftSample => ({ level, text: '', why: '' })

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_one, i) => make(i))

/** A new item of a kind, with as many empty places as it needs at least. */
export function emptyItem(id: string, kind: Item['kind']): DraftItem {
  const isRows = kind === 'order' || kind === 'match' || kind === 'who-said'
  return {
    id,
    kind,
    stem: '',
    skill: 'close-reading',
    passage: { from: '', to: '' },
    hint: '',
    family: '',
    keepsOrder: false,
    on: 'map',
    options: kind === 'single' || kind === 'several' || kind === 'place' ? times(3, emptyOption) : [],
    choices: [],
    rows: isRows ? times(kind === 'order' ? 3 : 2, emptyRow) : [],
    range: { from: '', to: '' },
    accept: [],
    near: isRows || kind === 'select' ? [emptyNear()] : [],
    why: '',
    cites: [],
    max: 600,
    rubric: kind === 'written' ? [{ row: '', full: '' }] : [],
    samples: kind === 'written' ? [emptySample('strong'), emptySample('weak')] : [],
  }
}

/** A finished item opened for editing: what a copy begins as, under another id where one is given. */
export function draftOf(item: Item, id = item.id): DraftItem {
  const draft: DraftItem = {
    ...emptyItem(id, item.kind),
    stem: item.stem,
    skill: item.skill,
    passage: { from: item.passage.from, to: item.passage.to },
    hint: item.hint ?? '',
    family: item.family ?? '',
    keepsOrder: item.keepsOrder ?? false,
  }
  switch (item.kind) {
    case 'select':
      return {
        ...draft,
        range: { from: item.range.from, to: item.range.to },
        accept: [...item.accept],
        why: item.why,
        cites: [...item.cites],
        near: item.near.map(({ at, misreading, why }) => ({ answers: [...at], misreading, why })),
      }
    case 'written':
      return {
        ...draft,
        max: item.max,
        why: item.why,
        cites: [...item.cites],
        rubric: item.rubric.map(({ row, full, cites }) => ({ row, full, ...(cites ? { cites: [...cites] } : {}) })),
        samples: item.samples.map(({ level, text, why }) => ({ level, text, why })),
      }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        ...draft,
        why: item.why,
        cites: [...item.cites],
        choices: (item.choices ?? []).map(({ text }) => text),
        rows: item.rows.map((row) => ({
          text: row.text,
          choices: (row.choices ?? []).map(({ text }) => text),
          key: row.key,
          why: row.why,
          cites: [...row.cites],
        })),
        near: item.near.map(({ answers, misreading, why }) => ({ answers: [...answers], misreading, why })),
      }
    default:
      return {
        ...draft,
        on: item.kind === 'place' ? item.on : 'map',
        options: item.options.map((option) => ({
          text: option.text,
          correct: option.correct,
          why: option.why,
          cites: [...option.cites],
          misreading: option.correct ? '' : option.misreading,
          where: 'where' in option ? option.where : '',
        })),
      }
  }
}

const numbered = (choices: readonly string[]) => choices.map((text, i) => ({ id: String(i + 1), text }))

/** What the draft says, in the shape of an item of its kind; whether it is one, the schema decides. */
export function candidateOf(draft: DraftItem, revision: number): unknown {
  const base = {
    id: draft.id,
    revision,
    stem: draft.stem,
    skill: draft.skill,
    passage: draft.passage,
    ...(draft.hint ? { hint: draft.hint } : {}),
    ...(draft.family ? { family: draft.family } : {}),
    ...(draft.keepsOrder ? { keepsOrder: true } : {}),
    kind: draft.kind,
  }
  const general = { why: draft.why, cites: draft.cites }
  switch (draft.kind) {
    case 'select':
      return {
        ...base,
        ...general,
        range: draft.range,
        accept: draft.accept,
        near: draft.near.map(({ answers, misreading, why }) => ({ at: answers, misreading, why })),
      }
    case 'written':
      return { ...base, ...general, max: draft.max, rubric: draft.rubric, samples: draft.samples }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        ...base,
        ...general,
        ...(draft.kind === 'match' ? { choices: numbered(draft.choices) } : {}),
        rows: draft.rows.map((row, i) => ({
          id: LETTERS[i],
          text: row.text,
          key: row.key,
          why: row.why,
          cites: row.cites,
          ...(draft.kind === 'who-said' ? { choices: numbered(row.choices) } : {}),
        })),
        near: draft.near,
      }
    default:
      return {
        ...base,
        ...(draft.kind === 'place' ? { on: draft.on } : {}),
        options: draft.options.map((option, i) => ({
          id: LETTERS[i],
          text: option.text,
          why: option.why,
          cites: option.cites,
          correct: option.correct,
          ...(option.correct ? {} : { misreading: option.misreading }),
          ...(draft.kind === 'place' ? { where: option.where } : {}),
        })),
      }
  }
}
