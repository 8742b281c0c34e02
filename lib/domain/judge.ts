import { z } from 'zod'
import { Refusal } from './errors.ts'
import type { Citation } from './citation.ts'
import { choicesOf, type Item, type ItemAnswer, itemKindSchema, type RowsItem, type ShownItem } from './item.ts'
import { tidyWords } from './tidy-words.ts'

/** A named way of reading a text wrongly; `reading` completes "This reading …". */
export type NamedMisreading = { id: string; reading: string; advice: string }
export type OptionVerdict = {
  id: string
  text: string
  correct: boolean
  chosen: boolean
  why: string
  misreading: NamedMisreading | null
  cites: Citation[]
}

/** One row of an ordering or matching item: what belongs there, what was chosen, and why. */
export type RowVerdict = {
  id: string
  text: string
  key: string
  chosen: string | null
  correct: boolean
  why: string
  cites: Citation[]
}

/** What a student learns about one item: right or wrong, every option explained, the passage that settles it. */
export type Verdict = {
  item: string
  kind: Item['kind']
  /** Null for a written answer, which only people judge. */
  correct: boolean | null
  /** Option letters, sentence ids, rows with their choice, or the words written. */
  chosen: string[]
  /** Option letters or sentence ids that the text supports. */
  accepted: string[]
  /** Of choice items. */
  options: OptionVerdict[]
  /** Of ordering and matching items. */
  rows: RowVerdict[]
  /** The one general explanation of what has no options. */
  explanation: { why: string; cites: Citation[] } | null
  /** The foreseen near misses that were chosen. */
  near: { misreading: NamedMisreading | null; why: string }[]
  /** Of a written answer: what a good one does, and samples to hold one's own against. */
  rubric: { row: string; full: string }[]
  samples: { level: 'strong' | 'partial' | 'weak'; text: string; why: string }[]
  passage: { from: string; to: string }
}

/** A verdict on the wire; its explanations are described by `Verdict`. */
export const verdictSchema = z
  .object({
    item: z.string(),
    kind: itemKindSchema,
    correct: z.boolean().nullable(),
    chosen: z.array(z.string()),
    accepted: z.array(z.string()),
  })
  .loose()

/** What of a frozen quiz waits for feedback: the items with their keys, and the names of their misreadings. */
export type KeptQuiz = { items: Item[]; misreadings: NamedMisreading[] }

/** Position of a citable unit in the document: header lines before sentences, `end` last. */
export const unitOrder = (id: string): number =>
  id === 'end' ? Number.MAX_SAFE_INTEGER : id.startsWith('h') ? Number(id.slice(1)) : 1000 + Number(id.slice(1))
export const isWithin = (id: string, passage: { from: string; to: string }): boolean =>
  unitOrder(id) >= unitOrder(passage.from) && unitOrder(id) <= unitOrder(passage.to)

const isRows = (item: Item): item is RowsItem =>
  item.kind === 'order' || item.kind === 'match' || item.kind === 'who-said'
/** What the program scores; written answers are for people. */
export const isScored = (item: Pick<Item, 'kind'>): boolean => item.kind !== 'written'

/** Refuses an answer that the item cannot take: `answer-empty`, `wrong-answer-kind`, `invalid`. Needs no key. */
export function admitAnswer(item: ShownItem, answer: ItemAnswer): ItemAnswer {
  if (item.kind === 'written') {
    const text = tidyWords(answer[0] ?? '')
    if (text === '') throw new Refusal('answer-empty', { item: item.id })
    if (answer.length > 1) throw new Refusal('wrong-answer-kind', { item: item.id, kind: item.kind })
    if (text.length > item.max) throw new Refusal('answer-too-long', { item: item.id, max: item.max })
    return [text]
  }
  const chosen = [...new Set(answer.filter((one) => one !== ''))]
  if (chosen.length === 0) throw new Refusal('answer-empty', { item: item.id })
  const refuse = (): never => {
    throw new Refusal('wrong-answer-kind', { item: item.id, kind: item.kind })
  }
  switch (item.kind) {
    case 'order':
    case 'match':
    case 'who-said': {
      const rows = chosen.map((one) => item.rows.find(({ id }) => id === one.charAt(0)))
      if (new Set(rows).size !== rows.length) refuse()
      if (!rows.every((row, i) => row?.choices.some(({ id }) => id === chosen[i]!.slice(1)))) refuse()
      return chosen.toSorted()
    }
    case 'select':
      if (chosen.length > 1 || !/^(s[1-9]\d{0,3}|h([1-9]|10))$/.test(chosen[0]!) || !isWithin(chosen[0]!, item.range))
        refuse()
      return chosen
    default:
      if (item.kind !== 'several' && chosen.length > 1) refuse()
      if (!chosen.every((one) => item.options.some((option) => option.id === one))) refuse()
      return item.kind === 'several' ? chosen.toSorted() : chosen
  }
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

/**
 * Right or wrong by rule 9: single, place and select against a set of accepted answers; several, order and match all or
 * nothing. A written answer is neither, and earns nothing here.
 */
export function isRight(item: Item, answer: ItemAnswer): boolean {
  if (item.kind === 'written') return false
  if (item.kind === 'select') return answer.length === 1 && item.accept.includes(answer[0]!)
  if (isRows(item))
    return sameSet(
      answer,
      item.rows.map((row) => row.id + row.key),
    )
  const right = item.options.filter((option) => option.correct).map((option) => option.id)
  return item.kind === 'several' ? sameSet(answer, right) : answer.length === 1 && right.includes(answer[0]!)
}

/** The foreseen near misses that an answer shows. */
const nearIn = (item: Item, answer: ItemAnswer): { misreading: string; why: string }[] => {
  if (item.kind === 'select')
    return isRight(item, answer) ? [] : item.near.filter((near) => near.at.some((at) => answer.includes(at)))
  if (isRows(item)) return item.near.filter((near) => near.answers.every((one) => answer.includes(one)))
  return []
}

/** The misreadings that an answer shows; none for what was left unticked, which may be an oversight. */
export function misreadingsIn(item: Item, answer: ItemAnswer): string[] {
  if (item.kind === 'written') return []
  if (item.kind === 'select' || isRows(item)) return nearIn(item, answer).map((near) => near.misreading)
  return item.options.flatMap((option) => (!option.correct && answer.includes(option.id) ? [option.misreading] : []))
}

/** Every misreading that an item can show. */
export function misreadingsOf(item: Item): string[] {
  if (item.kind === 'written') return []
  if (item.kind === 'select' || isRows(item)) return item.near.map((near) => near.misreading)
  return item.options.flatMap((option) => (option.correct ? [] : [option.misreading]))
}

/** After a first miss in practice: where to look again. Nothing of the key, and of select-the-sentence not even the passage, which is short. */
export type Hint = { words: string | null; passage: { from: string; to: string } | null }
export const hintOn = (item: Item, answer: ItemAnswer, misreadings: readonly NamedMisreading[]): Hint => ({
  words: item.hint ?? misreadings.find(({ id }) => id === misreadingsIn(item, answer)[0])?.advice ?? null,
  passage: item.kind === 'select' ? null : item.passage,
})

/** One thing that may be chosen, in words; `text` is null for a sentence, whose words are the transcript's. */
export type Choosable = { id: string; text: string | null; correct: boolean; misreading: string | null }

/**
 * What an item offers, as the desk, the statistics and the CSV list it. Of select-the-sentence only what is accepted or
 * stands in `chosen`; of rows each row with each choice; of written answers nothing.
 */
export function choosable(item: Item, chosen: readonly string[]): Choosable[] {
  if (item.kind === 'written') return []
  if (item.kind === 'select')
    return [...new Set([...item.accept, ...chosen])].map((id) => ({
      id,
      text: null,
      correct: item.accept.includes(id),
      misreading: item.accept.includes(id)
        ? null
        : (item.near.find((near) => near.at.includes(id))?.misreading ?? null),
    }))
  if (isRows(item))
    return item.rows.flatMap((row) =>
      choicesOf(item, row).map((choice) => ({
        id: row.id + choice.id,
        text: `${row.text}: ${choice.text}`,
        correct: row.key === choice.id,
        misreading:
          row.key === choice.id
            ? null
            : (item.near.find((near) => near.answers.length === 1 && near.answers[0] === row.id + choice.id)
                ?.misreading ?? null),
      })),
    )
  return item.options.map((option) => ({
    id: option.id,
    text: option.text,
    correct: option.correct,
    misreading: option.correct ? null : option.misreading,
  }))
}

/** The whole verdict on one answer; an empty answer gets the explanations too. */
export function judge(item: Item, answer: ItemAnswer, misreadings: readonly NamedMisreading[]): Verdict {
  const name = (id: string): NamedMisreading | null => misreadings.find((one) => one.id === id) ?? null
  const base: Verdict = {
    item: item.id,
    kind: item.kind,
    correct: isScored(item) ? isRight(item, answer) : null,
    chosen: [...answer],
    accepted: [],
    options: [],
    rows: [],
    explanation: null,
    near: nearIn(item, answer).map((near) => ({ misreading: name(near.misreading), why: near.why })),
    rubric: [],
    samples: [],
    passage: item.passage,
  }
  switch (item.kind) {
    case 'select':
      return { ...base, accepted: item.accept, explanation: { why: item.why, cites: item.cites } }
    case 'written':
      return {
        ...base,
        explanation: { why: item.why, cites: item.cites },
        rubric: item.rubric.map(({ row, full }) => ({ row, full })),
        samples: item.samples,
      }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        ...base,
        accepted: item.rows.map((row) => row.id + row.key),
        explanation: { why: item.why, cites: item.cites },
        rows: item.rows.map((row) => {
          const choices = choicesOf(item, row)
          const words = (id: string | undefined) => choices.find((choice) => choice.id === id)?.text ?? null
          const chosen = answer.find((one) => one.startsWith(row.id))?.slice(1)
          return {
            id: row.id,
            text: row.text,
            key: words(row.key) ?? '',
            chosen: words(chosen),
            correct: chosen === row.key,
            why: row.why,
            cites: row.cites,
          }
        }),
      }
    default: {
      const options = item.options.map((option) => ({
        id: option.id,
        text: option.text,
        correct: option.correct,
        chosen: answer.includes(option.id),
        why: option.why,
        cites: option.cites,
        misreading: option.correct ? null : name(option.misreading),
      }))
      return { ...base, accepted: options.filter((option) => option.correct).map((option) => option.id), options }
    }
  }
}
