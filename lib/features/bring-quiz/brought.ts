import type { Brought, BroughtProblem } from '#lib/domain/brought.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import { CHOICES_MAX, emptyItem, emptyOption, emptyRow, LETTERS, type DraftItem } from '#lib/domain/draft-item.ts'
import { SKILLS } from '#lib/domain/item.ts'

/** As long as the boxes of the bank's form. */
const WORDS_MAX = 1500

const CITED = /\s*\(((?:s[1-9]\d{0,3}|h(?:[1-9]|10)|end)(?:, (?:s[1-9]\d{0,3}|h(?:[1-9]|10)|end))*)\)$/u
/** A reason with the sentences that stand behind it in brackets, as this site writes them. */
function reasonIn(text: string): { why: string; cites: Citation[] } {
  const found = CITED.exec(text)
  return found
    ? { why: text.slice(0, found.index), cites: found[1]!.split(', ').map((at) => ({ at })) }
    : { why: text, cites: [] }
}

type Head = { id: string; name: string; stem: string; hint?: string; tags?: readonly string[]; keepsOrder?: boolean }
const named = (head: Head): string => head.stem || head.name

function beginning(head: Head, kind: DraftItem['kind'], after: string): DraftItem {
  return {
    ...emptyItem(head.id, kind),
    stem: head.stem,
    hint: head.hint ?? '',
    skill: SKILLS.find((skill) => head.tags?.includes(skill)) ?? 'close-reading',
    keepsOrder: head.keepsOrder ?? false,
    ...(() => {
      const { why, cites } = reasonIn(after)
      return { why, cites }
    })(),
  }
}

/** What a question is called where it cannot be shown whole. */
const cut = (text: string): string => (text.length > 120 ? `${text.slice(0, 120).replace(/\s+\S*$/u, '')} …` : text)
const refused = (head: Head, problem: BroughtProblem): Brought => ({ name: named(head), draft: null, problem })
export const unreadable = (name: string, problem: BroughtProblem = 'unreadable'): Brought => ({ name: cut(foldSpace(name)), draft: null, problem }) // prettier-ignore

/** Refuses what no box of the bank could hold, else gives the draft. */
function checked(head: Head, draft: DraftItem): Brought {
  const texts = [
    draft.stem,
    draft.hint,
    draft.why,
    ...draft.options.flatMap(({ text, why }) => [text, why]),
    ...draft.rows.flatMap(({ text, why }) => [text, why]),
    ...draft.choices,
  ]
  if (!draft.stem) return refused(head, 'no-words')
  return texts.some((text) => text.length > WORDS_MAX)
    ? refused({ ...head, stem: cut(head.stem) }, 'too-long')
    : { name: named(head), draft, problem: null }
}

export function broughtChoice(
  head: Head,
  takesSeveral: boolean,
  options: readonly { text: string; isRight: boolean; why: string }[],
): Brought {
  if (options.length > LETTERS.length) return refused(head, 'too-many-options')
  if (!options.some(({ isRight }) => isRight)) return refused(head, 'no-key')
  const draft = beginning(head, takesSeveral ? 'several' : 'single', '')
  return checked(head, {
    ...draft,
    options: options.map(({ text, isRight, why }) => ({ ...emptyOption(), text, correct: isRight, ...reasonIn(why) })),
  })
}

/** Rows with the words of the choice that belongs to each; `others` belong to none. */
export function broughtMatch(
  head: Head,
  pairs: readonly { row: string; choice: string }[],
  others: readonly string[],
  after: string,
): Brought {
  const choices = [...new Set([...pairs.map(({ choice }) => choice), ...others])]
  if (pairs.length > LETTERS.length || choices.length > CHOICES_MAX) return refused(head, 'too-many-rows')
  return checked(head, {
    ...beginning(head, 'match', after),
    choices,
    rows: pairs.map(({ row, choice }) => ({ ...emptyRow(), text: row, key: String(choices.indexOf(choice) + 1) })),
  })
}

/** Rows with the place of each, from 1. */
export function broughtOrder(head: Head, rows: readonly { text: string; place: number }[], after: string): Brought {
  if (rows.length > LETTERS.length) return refused(head, 'too-many-rows')
  return checked(head, {
    ...beginning(head, 'order', after),
    rows: rows.map(({ text, place }) => ({ ...emptyRow(), text, key: String(place) })),
  })
}

export const broughtWritten = (head: Head, after: string): Brought => checked(head, beginning(head, 'written', after))
