import type { Transcript } from './text/types.ts'

/** What leads back to a sentence, in the order in which a sentence shows it. */
const USE_KINDS = [
  'essay',
  'question',
  'quiz',
  'person',
  'claim',
  'crux',
  'fact',
  'silence',
  'forecast',
  'event',
  'telegram',
  'retold',
  'quotation',
] as const

/** A place that uses a sentence, for "used in". Class quizzes never appear here. */
export type Use = { kind: (typeof USE_KINDS)[number]; title: string; href: string }

/** A use of so many sentences and header lines. */
export type Used = Use & { at: readonly string[] }

/** The way back, from a sentence to what uses it. */
export function usesOf(units: Transcript['units'], used: readonly Used[]): ReadonlyMap<string, Use[]> {
  const uses = new Map<string, Use[]>()
  const inOrder = used.toSorted((a, b) => USE_KINDS.indexOf(a.kind) - USE_KINDS.indexOf(b.kind))
  for (const { at, ...use } of inOrder)
    for (const id of new Set(at)) if (units.has(id)) uses.set(id, [...(uses.get(id) ?? []), use])
  return uses
}
