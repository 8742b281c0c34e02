import { z } from 'zod'
import { Refusal } from './errors.ts'
import type { Citation } from './citation.ts'
import type { Item, ItemAnswer, ShownItem } from './item.ts'

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

/** What a student learns about one item: right or wrong, every option explained, the passage that settles it. */
export type Verdict = {
  item: string
  kind: Item['kind']
  correct: boolean
  chosen: string[]
  /** Option letters or sentence ids that the text supports. */
  accepted: string[]
  /** Empty for select-the-sentence. */
  options: OptionVerdict[]
  /** Select-the-sentence: the one general explanation. */
  explanation: { why: string; cites: Citation[] } | null
  /** Select-the-sentence: the foreseen near miss that was chosen. */
  near: { misreading: NamedMisreading | null; why: string } | null
  passage: { from: string; to: string }
}

/** A verdict on the wire; its explanations are described by `Verdict`. */
export const verdictSchema = z
  .object({
    item: z.string(),
    kind: z.enum(['single', 'several', 'select']),
    correct: z.boolean(),
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

/** Refuses an answer that the item cannot take: `answer-empty`, `wrong-answer-kind`. Needs no key. */
export function admitAnswer(item: ShownItem, answer: ItemAnswer): ItemAnswer {
  const chosen = [...new Set(answer.filter((one) => one !== ''))]
  if (chosen.length === 0) throw new Refusal('answer-empty', { item: item.id })
  if (item.kind !== 'several' && chosen.length > 1)
    throw new Refusal('wrong-answer-kind', { item: item.id, kind: item.kind })
  const isOffered = (one: string): boolean =>
    item.kind === 'select'
      ? /^(s[1-9]\d{0,3}|h([1-9]|10))$/.test(one) && isWithin(one, item.range)
      : item.options.some((option) => option.id === one)
  if (!chosen.every(isOffered)) throw new Refusal('wrong-answer-kind', { item: item.id, kind: item.kind })
  return item.kind === 'several' ? chosen.toSorted() : chosen
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((one) => b.includes(one))

/** Right or wrong by rule 9: single and select against a set of accepted answers, several all or nothing. */
export function isRight(item: Item, answer: ItemAnswer): boolean {
  if (item.kind === 'select') return answer.length === 1 && item.accept.includes(answer[0]!)
  const right = item.options.filter((option) => option.correct).map((option) => option.id)
  return item.kind === 'single' ? answer.length === 1 && right.includes(answer[0]!) : sameSet(answer, right)
}

/** The misreadings that an answer shows; none for what was left unticked, which may be an oversight. */
export function misreadingsIn(item: Item, answer: ItemAnswer): string[] {
  if (item.kind === 'select')
    return isRight(item, answer)
      ? []
      : item.near.filter((near) => near.at.some((at) => answer.includes(at))).map((near) => near.misreading)
  return item.options.flatMap((option) => (!option.correct && answer.includes(option.id) ? [option.misreading] : []))
}

/** The whole verdict on one answer; an empty answer gets the explanations too. */
export function judge(item: Item, answer: ItemAnswer, misreadings: readonly NamedMisreading[]): Verdict {
  const name = (id: string): NamedMisreading | null => misreadings.find((one) => one.id === id) ?? null
  const base = {
    item: item.id,
    kind: item.kind,
    correct: isRight(item, answer),
    chosen: [...answer],
    passage: item.passage,
  }
  if (item.kind === 'select') {
    const near = base.correct ? undefined : item.near.find((one) => one.at.some((at) => answer.includes(at)))
    return {
      ...base,
      accepted: item.accept,
      options: [],
      explanation: { why: item.why, cites: item.cites },
      near: near ? { misreading: name(near.misreading), why: near.why } : null,
    }
  }
  const options = item.options.map((option) => ({
    id: option.id,
    text: option.text,
    correct: option.correct,
    chosen: answer.includes(option.id),
    why: option.why,
    cites: option.cites,
    misreading: option.correct ? null : name(option.misreading),
  }))
  return {
    ...base,
    accepted: options.filter((option) => option.correct).map((option) => option.id),
    options,
    explanation: null,
    near: null,
  }
}
