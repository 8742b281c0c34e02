/** Sentences of our own, each with what it rests on. */
import { z } from 'zod'
import type { Against, Fault } from './entries.ts'
import { proseOf } from './fields.ts'
import { groundsIn, isHedged, parseGround } from './grounds.ts'
import type { ParsedGround } from './grounds.ts'

export type Statement = { text: string; by: string }

export const groundsSchema = proseOf(200)

/** A sentence as long as the place has room for in which it is shown. */
export const statementOf = (most: number) =>
  z.strictObject({
    text: proseOf(most).describe('one sentence of our own'),
    by: groundsSchema.describe('its grounds: T:s143, V:work, K:work, K:general, U or frame'),
  })
/** A sentence of a note beside something else. */
export const noteSchema = statementOf(420)
/** A sentence of a running text, which may be longer and rest on more. */
export const runningSchema = z
  .strictObject({
    text: proseOf(500).describe('One sentence of our own'),
    by: proseOf(240).describe('What it rests on, a word for each ground'),
  })
  .describe('A sentence of our own with its grounds')

/** What a ground may point to. */
export type Known = { units: Pick<Against['units'], 'has'>; works: Pick<Against['works'], 'has'> }

/** Whether the grounds of a sentence are there, and an uncertain one sounds like it. Gives the grounds that could be read. */
export function checkStatement({ text, by }: Statement, { units, works }: Known, fault: Fault): ParsedGround[] {
  const words = by.split(/\s+/u).filter((word) => word !== '')
  if (words.length === 0) fault('a sentence without a ground')
  for (const word of words)
    if (!parseGround(word)) fault(`unknown ground "${word}": T:s143, V:work, K:work, K:general, U or frame`)
  const grounds = groundsIn(by)
  for (const { kind, target } of grounds) {
    if (kind === 'T' && !units.has(target)) fault(`the ground T:${target} names no sentence of the transcript`)
    if ((kind === 'V' || kind === 'K') && target !== '' && !works.has(target))
      fault(`the ground ${kind}:${target} names no work of works.yaml`)
  }
  if (grounds.some(({ kind }) => kind === 'U') && !isHedged(text))
    fault(`an uncertain sentence (U) without a hedging word: "${text.slice(0, 60)}"`)
  return grounds
}

/** Each fault is called back with the place of its sentence in the list. */
export const checkStatements = (
  statements: readonly Statement[],
  known: Known,
  fault: (which: number) => Fault,
): ParsedGround[] => statements.flatMap((statement, which) => checkStatement(statement, known, fault(which)))

/** Whether any of the sentences rests on a work outside the transcript, by name. */
export const restOnWork = (statements: readonly Pick<Statement, 'by'>[]): boolean =>
  statements.some(({ by }) => groundsIn(by).some(({ kind, target }) => (kind === 'V' || kind === 'K') && target !== ''))

/** The sentences of the transcript that the sentences rest on. */
export const sentencesUnder = (statements: readonly Pick<Statement, 'by'>[]): string[] =>
  statements.flatMap(({ by }) => groundsIn(by).flatMap(({ kind, target }) => (kind === 'T' ? [target] : [])))
