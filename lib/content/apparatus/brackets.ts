import { z } from 'zod'
import { foldSpace } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { checkStatement, checkStatements, noteSchema } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'
import { allParts, sentencesOf, wordsOf } from '../text/transcript.ts'
import type { BracketKind, Part, Transcript } from '../text/types.ts'

const FILE = 'brackets.yaml'

export const bracketSchema = z.strictObject({
  id: z.string().regex(/^b[1-9]\d*$/u, 'the id of a bracket of the transcript, such as b5'),
  responsible: noteSchema.describe('whose hand set it, as far as is known'),
  effect: z.array(noteSchema).min(1).max(3).describe('what meaning turns on it'),
})

/** One of the document’s square brackets. */
export type Bracket = {
  id: string
  kind: BracketKind
  /** With its brackets. */
  text: string
  note: string
  at: string
  /** Its sentence as printed, and as the record would have it without what the bracket holds. */
  printed: string
  without: string
  responsible: Statement
  effect: Statement[]
}

/** A sentence that a page of the source file cut in two. */
export type Mend = { at: string; before: string; after: string }
export type Slip = {
  id: string
  at: string
  /** Of its first letter in the sentence. */
  offset: number
  sic: string
  corr: string
  note: string
  printed: string
  proposed: string
}

type Line = { id: string; text: string; parts: Part[] }
const linesOf = ({ header, turns, end }: Transcript): Line[] => [...header, ...sentencesOf(turns), end]

/** The parts without what one bracket, or all of them, hold. */
export const withoutBracket = (parts: readonly Part[], id?: string): Part[] =>
  parts.flatMap((part): Part[] => {
    if (part.kind === 'bracket') return id === undefined || part.id === id ? [] : [part]
    return part.kind === 'name' ? [{ ...part, parts: withoutBracket(part.parts, id) }] : [part]
  })

const bracketsIn = (transcript: Transcript): Omit<Bracket, 'responsible' | 'effect'>[] =>
  linesOf(transcript).flatMap(({ id: at, text: printed, parts }) =>
    allParts(parts).flatMap((part) =>
      part.kind === 'bracket'
        ? [
            {
              id: part.id,
              kind: part.bracket,
              text: part.text,
              note: part.note,
              at,
              printed,
              without: foldSpace(wordsOf(withoutBracket(parts, part.id))),
            },
          ]
        : [],
    ),
  )

/** Parts in a row, without the names around them. */
const flat = (parts: readonly Part[]): Part[] =>
  parts.flatMap((part) => (part.kind === 'name' ? flat(part.parts) : [part]))

/** The slips, each with the sentence as printed and with this one slip mended. */
export const slipsOf = (transcript: Transcript): Slip[] =>
  linesOf(transcript).flatMap(({ id: at, text: printed, parts }) => {
    const runs = flat(parts)
    return runs.flatMap((part, index): Slip[] => {
      if (part.kind !== 'slip') return []
      // The white space before a slip is folded with it, so that the offset is the one in the printed sentence.
      const offset = foldSpace(`${wordsOf(runs.slice(0, index))}.`).length - 1
      const proposed = printed.slice(0, offset) + part.corr + printed.slice(offset + part.sic.length)
      return [{ id: part.id, at, offset, sic: part.sic, corr: part.corr, note: part.note, printed, proposed }]
    })
  })

/** The sentences that a page break of the source file runs through, each in its two halves. */
export function mendsOf(transcript: Transcript): Mend[] {
  return linesOf(transcript).flatMap(({ id, parts }) => {
    const runs = flat(parts)
    const cut = runs.findIndex(({ kind }) => kind === 'page-break')
    return cut < 0
      ? []
      : [{ at: id, before: foldSpace(wordsOf(runs.slice(0, cut))), after: foldSpace(wordsOf(runs.slice(cut + 1))) }]
  })
}

export function readBrackets(against: Against): Kind<Bracket[]> {
  const { place, transcript } = against
  const entries = readEntries(place, FILE, bracketSchema, (id) => `${id}: the bracket is there twice`)
  const found = bracketsIn(transcript)
  const known = new Set(found.map(({ id }) => id))
  for (const { value, fault } of entries) {
    if (!known.has(value.id)) fault('id')('is no bracket of the transcript')
    checkStatement(value.responsible, against, fault('responsible'))
    checkStatements(value.effect, against, (which) => fault('effect', which))
  }
  const bySource = new Map(valuesOf(entries).map((value) => [value.id, value]))
  if (entries.length > 0)
    for (const { id } of found)
      if (!bySource.has(id)) place.report(FILE, 1, `the bracket ${id} is not said to be anybody’s, nor what it does`)
  const brackets = found.flatMap((one): Bracket[] => {
    const source = bySource.get(one.id)
    return source ? [{ ...one, responsible: source.responsible, effect: source.effect }] : []
  })
  return {
    value: brackets,
    ids: idsOfEntries('bracket', entries),
    statements: brackets.flatMap(({ responsible, effect }) => [responsible, ...effect]),
    counts: { bracketsExplained: brackets.length },
  }
}
