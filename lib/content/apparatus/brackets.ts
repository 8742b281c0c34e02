import { z } from 'zod'
import { foldSpace } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { checkGrounds } from '../reading/grounds.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import { faultsOf, refuseTwins, statementSchema } from '../reading/statement.ts'
import type { Knows, Statement } from '../reading/statement.ts'
import { allParts, sentencesOf, wordsOf } from '../text/transcript.ts'
import type { BracketKind, Part, Transcript } from '../types.ts'

const FILE = 'brackets.yaml'

export const bracketSchema = z.strictObject({
  id: z.string().regex(/^b[1-9]\d*$/u, 'the id of a bracket of the transcript, such as b5'),
  responsible: statementSchema.describe('whose hand set it, as far as is known'),
  effect: z.array(statementSchema).min(1).max(3).describe('what meaning turns on it'),
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

export function readBrackets(
  place: Place,
  transcript: Transcript,
  knows: Knows,
): { brackets: Bracket[]; ids: LiveId[] } {
  const entries = readYaml(place, FILE, bracketSchema)
  const found = bracketsIn(transcript)
  const known = new Set(found.map(({ id }) => id))
  refuseTwins(
    entries.map(({ value }) => value),
    'bracket',
    (which, name) => (message) => place.report(FILE, entries[which]?.line(['id']) ?? 1, `${name}: ${message}`),
  )
  for (const entry of entries) {
    const { value } = entry
    const fault = faultsOf(place, entry)
    if (!known.has(value.id)) fault(['id'], value.id)('is no bracket of the transcript')
    checkGrounds(value.responsible, knows, fault(['responsible'], value.id))
    value.effect.forEach((one, which) => checkGrounds(one, knows, fault(['effect', which], value.id)))
  }
  const bySource = new Map(entries.map(({ value }) => [value.id, value]))
  if (entries.length > 0)
    for (const { id } of found)
      if (!bySource.has(id)) place.report(FILE, 1, `the bracket ${id} is not said to be anybody’s, nor what it does`)
  return {
    brackets: found.flatMap((one) => {
      const source = bySource.get(one.id)
      return source ? [{ ...one, responsible: source.responsible, effect: source.effect }] : []
    }),
    ids: entries.map(({ value, line }): LiveId => ({
      id: `bracket:${value.id}`,
      hash: digest(value.id),
      file: FILE,
      line: line(['id']),
    })),
  }
}
