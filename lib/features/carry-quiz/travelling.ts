import type { Citation } from '#lib/domain/citation.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import {
  choicesOf,
  type ChoiceItem,
  type Item,
  type PlaceItem,
  type RowsItem,
  type SelectItem,
} from '#lib/domain/item.ts'

/**
 * A question in the few forms that other systems know. What the edition asks in a way of its own stands here in the
 * nearest honest form; `losses.ts` says which questions that befell.
 */
export type TravellingOption = { id: string; text: string; isRight: boolean; why: string }
type TravellingBase = {
  id: string
  stem: string
  skill: Item['skill']
  isShuffled: boolean
  hint: string
  /** Questions of one family stand in for one another. */
  family: string | null
  /** What is explained to everybody afterwards. */
  after: string
}
export type TravellingChoice = TravellingBase & { form: 'choice'; takesSeveral: boolean; options: TravellingOption[] }
/** `key` is the id of the choice that belongs to the row; a choice may belong to several rows or none. */
export type TravellingMatch = TravellingBase & {
  form: 'match'
  rows: { id: string; text: string; key: string }[]
  choices: { id: string; text: string }[]
}
/** `rightly` lists the rows as they belong; `rows` as they are shown first. */
export type TravellingOrder = TravellingBase & {
  form: 'order'
  rows: { id: string; text: string; key: string }[]
  choices: { id: string; text: string }[]
  rightly: string[]
}
export type TravellingEssay = TravellingBase & { form: 'essay'; max: number; forGraders: string[] }
export type Travelling = TravellingChoice | TravellingMatch | TravellingOrder | TravellingEssay

/** What a quiz needs besides its items to travel: the words of sentences, and whose they are. */
export type Source = {
  title: string
  summary: string
  isTextClosed: boolean
  items: readonly Item[]
  /** Questions of one's own that lack something, and so stay. */
  unfinished: number
  /** The sentences of a passage, in their order. */
  sentences: (range: SelectItem['range']) => { id: string; text: string }[]
  credit: string
}

/** A reason with the sentences it stands on: "… (s143, s150)". An import reads them back. */
const reasoned = (why: string, cites: readonly Citation[]): string =>
  [foldSpace(why), ...(cites.length > 0 ? [`(${[...new Set(cites.map(({ at }) => at))].join(', ')})`] : [])]
    .filter(Boolean)
    .join(' ')

const baseOf = (item: Item): Omit<TravellingBase, 'after'> => ({
  id: item.id,
  stem: foldSpace(item.stem),
  skill: item.skill,
  isShuffled: !item.keepsOrder,
  hint: foldSpace(item.hint ?? ''),
  family: item.family ?? null,
})

const choice = (item: ChoiceItem | PlaceItem): TravellingChoice => ({
  ...baseOf(item),
  form: 'choice',
  after: '',
  takesSeveral: item.kind === 'several',
  options: item.options.map(({ id, text, correct, why, cites }) => ({
    id,
    text: foldSpace(text),
    isRight: correct,
    why: reasoned(why, cites),
  })),
})

/** A choice among the sentences of the passage, in the order of the text. */
const select = (item: SelectItem, sentences: Source['sentences']): TravellingChoice => ({
  ...baseOf(item),
  form: 'choice',
  after: reasoned(item.why, item.cites),
  isShuffled: false,
  takesSeveral: false,
  options: sentences(item.range).map(({ id, text }) => ({
    id,
    text: `[${id}] ${foldSpace(text)}`,
    isRight: item.accept.includes(id),
    why: foldSpace(item.near.find(({ at }) => at.includes(id))?.why ?? ''),
  })),
})

const rowsAfter = (item: RowsItem): string =>
  [
    reasoned(item.why, item.cites),
    ...item.rows.map(({ text, why, cites }) => `${foldSpace(text)}: ${reasoned(why, cites)}`),
  ].join('\n')

const rows = (item: RowsItem): TravellingMatch | TravellingOrder => {
  const base = {
    ...baseOf(item),
    after: rowsAfter(item),
    rows: item.rows.map(({ id, text, key }) => ({ id, text: foldSpace(text), key })),
    choices: choicesOf(item, item.rows[0]!).map(({ id, text }) => ({ id, text: foldSpace(text) })),
  }
  return item.kind === 'order'
    ? {
        ...base,
        form: 'order',
        rightly: item.rows.toSorted((a, b) => Number(a.key) - Number(b.key)).map(({ id }) => id),
      }
    : { ...base, form: 'match' }
}

/** Rows that each have choices of their own are questions of their own elsewhere. */
const rowByRow = (item: RowsItem): TravellingChoice[] =>
  item.rows.map((row) => ({
    ...baseOf(item),
    id: `${item.id}-${row.id}`,
    form: 'choice',
    stem: `${foldSpace(item.stem)} ${foldSpace(row.text)}`,
    // Its rows would count as versions of one another.
    family: null,
    after: reasoned(item.why, item.cites),
    takesSeveral: false,
    options: choicesOf(item, row).map(({ id, text }) => ({
      id,
      text: foldSpace(text),
      isRight: id === row.key,
      why: id === row.key ? reasoned(row.why, row.cites) : '',
    })),
  }))

export function travellingOf(item: Item, sentences: Source['sentences']): Travelling[] {
  switch (item.kind) {
    case 'single':
    case 'several':
    case 'place':
      return [choice(item)]
    case 'select':
      return [select(item, sentences)]
    case 'who-said':
      return rowByRow(item)
    case 'order':
    case 'match':
      return [rows(item)]
    case 'written':
      return [
        {
          ...baseOf(item),
          form: 'essay',
          after: reasoned(item.why, item.cites),
          max: item.max,
          forGraders: [
            ...item.rubric.map(({ row, full }) => `${foldSpace(row)}: ${foldSpace(full)}`),
            ...item.samples.map(
              ({ level, text, why }) => `A ${level} answer: ${foldSpace(text)} Why: ${foldSpace(why)}`,
            ),
          ],
        },
      ]
  }
}

/** Words as they stand in HTML that stands in XML. */
export const escaped = (text: string): string =>
  text.replace(/&/gu, '&amp;').replace(/</gu, '&lt;').replace(/>/gu, '&gt;')

/** The name under which another system lists a question. */
export const nameOf = (one: Travelling, i: number): string => {
  const words = one.stem.length > 60 ? `${one.stem.slice(0, 60).replace(/\s+\S*$/u, '')} …` : one.stem
  return `${i + 1}. ${words}`
}
