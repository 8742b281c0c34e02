import type { z } from 'zod'
import { candidateOf, type DraftItem, type DraftQuiz } from '#lib/domain/draft-item.ts'
import { itemSchema, quizSchema, type Item, type Quiz } from '#lib/domain/item.ts'
import { edition } from '../edition.ts'
import { itemCheck } from './items.ts'
import { familyFaults, meaningOfItem } from './quizzes.ts'

/** What keeps a draft from being given to a class: where it is, and what is wrong there. */
export type DraftFault = { at: (string | number)[]; message: string; code: 'missing' | 'too-long' | 'rule' }

const isNothing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], value)

/** A union's own issue says only that no member fits; what is wrong stands in the member that the value means to be. */
const leaves = (issues: readonly z.core.$ZodIssue[], within: readonly PropertyKey[] = []): z.core.$ZodIssue[] =>
  issues.flatMap((issue) => {
    const at = [...within, ...issue.path]
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ ...issue, path: at }]
    const fewest = issue.errors.toSorted((a, b) => a.length - b.length)[0]!
    return leaves(fewest, at)
  })

const asFault = (candidate: unknown, issue: z.core.$ZodIssue): DraftFault => {
  const value = valueAt(candidate, issue.path)
  const empty = isNothing(typeof value === 'string' ? value.trim() : value)
  return {
    at: issue.path.map((key) => (typeof key === 'number' ? key : String(key))),
    code: empty ? 'missing' : issue.code === 'too_big' ? 'too-long' : 'rule',
    message: issue.message,
  }
}

/** The rules by which `content/` is checked, on an item that stands in nobody's file. */
function ruleFaults(item: Item): DraftFault[] {
  const { transcript, misreadings, places } = edition()
  const faults: DraftFault[] = []
  itemCheck(
    { units: transcript.units },
    new Set(misreadings.map(({ id }) => id)),
    new Set(places.flatMap(({ id, lat }) => (lat === undefined ? [] : [id]))),
  )(item, (...at) => (message) => {
    faults.push({ at: at.map((key) => (typeof key === 'number' ? key : String(key))), code: 'rule', message })
  })
  return faults
}

/** The item that a draft is, or all that it still lacks. */
export function finishItem(
  draft: DraftItem,
  revision: number,
): { item: Item; faults: [] } | { item: null; faults: DraftFault[] } {
  const candidate = candidateOf(draft, revision)
  const parsed = itemSchema.safeParse(candidate)
  const faults = parsed.success
    ? ruleFaults(parsed.data)
    : leaves(parsed.error.issues).map((issue) => asFault(candidate, issue))
  return parsed.success && faults.length === 0 ? { item: parsed.data, faults: [] } : { item: null, faults }
}

/**
 * The quiz that a draft is, by the schema and rules of `content/`; null where anything is missing. `before` is the
 * newest finished version: an item that asks or judges otherwise than there gets the next revision.
 */
export function finishQuiz(
  id: string,
  draft: DraftQuiz,
  before: Quiz | null,
): { quiz: Quiz | null; faults: DraftFault[]; items: { id: string; faults: DraftFault[] }[] } {
  const items = draft.items.map((one) => {
    const last = before?.items.find((item) => item.id === one.id)
    const same = finishItem(one, last?.revision ?? 1)
    if (!same.item || !last || meaningOfItem(same.item) === meaningOfItem(last)) return same
    return finishItem(one, last.revision + 1)
  })
  const complete = items.flatMap(({ item }) => (item ? [item] : []))
  const candidate = {
    id,
    audience: 'class',
    title: draft.title,
    summary: draft.summary,
    minutes: draft.minutes,
    items: complete,
  }
  const parsed = quizSchema.safeParse(candidate)
  const own = parsed.success
    ? []
    : leaves(parsed.error.issues)
        .filter((issue) => issue.path[0] !== 'items' || draft.items.length === 0)
        .map((issue) => asFault(candidate, issue))
  const apart = complete.length === items.length ? familyFaults(complete) : []
  const listed = draft.items.map((one, i) => ({
    id: one.id,
    faults: [
      ...items[i]!.faults,
      ...apart
        .filter(({ index }) => index === i)
        .map(({ message }): DraftFault => ({ at: ['family'], code: 'rule', message })),
    ],
  }))
  return {
    quiz: parsed.success && own.length === 0 && listed.every(({ faults }) => faults.length === 0) ? parsed.data : null,
    faults: own,
    items: listed,
  }
}
