import { z } from 'zod'
import { foldSpace, sentenceIdSchema } from '#lib/domain/citation.ts'
import { checkGrounds } from './grounds.ts'
import type { Entry, Place } from './files.ts'
import type { Transcript } from '../types.ts'

export const statementSchema = z
  .strictObject({
    text: z.string().trim().min(1).max(500).describe('One sentence of our own'),
    by: z.string().trim().min(1).max(240).describe('What it rests on, a word for each ground'),
  })
  .describe('A sentence of our own with its grounds')
export type Statement = z.infer<typeof statementSchema>

export const quoteSchema = z
  .strictObject({
    at: sentenceIdSchema.describe('The sentence or header line in which the words stand'),
    quote: z.string().trim().min(1).max(400).describe('Those words, letter for letter'),
  })
  .describe('Words of the transcript')
export type Quote = z.infer<typeof quoteSchema>

/** What a statement, a quotation or a list of sentences may point to. */
export type Known = { units: Transcript['units']; works: ReadonlySet<string> }

type Fault = (message: string) => void

/** Reports about one entry of a YAML file, each on the line of the part that is wrong. */
export const faultsOf =
  ({ report }: Place, { value, file, line }: Entry<{ id: string }>) =>
  (at: readonly PropertyKey[]): Fault =>
  (message) =>
    report(file, line(at), `${value.id}: ${message}`)

/** The kinds of ground that the sentences rest on; each fault is called back on its own sentence. */
export const checkStatements = (
  statements: readonly Statement[],
  { units, works }: Known,
  fault: (index: number) => Fault,
): string[] =>
  statements.flatMap((statement, index) =>
    checkGrounds(statement, { unit: (id) => units.has(id), work: (id) => works.has(id) }, (message) =>
      fault(index)(message),
    ).map(({ kind }) => kind),
  )

export const checkSentences = (ids: readonly string[], { units }: Known, fault: (index: number) => Fault): void =>
  ids.forEach((id, index) => {
    if (!units.has(id)) fault(index)(`${id} names no sentence of the transcript`)
  })

export const checkQuotes = (quotes: readonly Quote[], { units }: Known, fault: (index: number) => Fault): void =>
  quotes.forEach(({ at, quote }, index) => {
    const unit = units.get(at)
    if (!unit) fault(index)(`${at} names no sentence of the transcript`)
    else if (!unit.text.includes(foldSpace(quote)))
      fault(index)(`the words "${foldSpace(quote).slice(0, 60)}" do not stand in ${at}`)
  })

/** Sentences and header lines in which a form of words stands as a whole, in the order of the document. */
export function unitsWith(form: string, units: Transcript['units']): string[] {
  const words = foldSpace(form).replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'u')
  return [...units.values()].filter(({ text }) => whole.test(text)).map(({ id }) => id)
}

/** Each id once, in the order of the document. */
export const inOrder = (ids: Iterable<string>, units: Transcript['units']): string[] =>
  [...new Set(ids)].toSorted((a, b) => (units.get(a)?.order ?? 0) - (units.get(b)?.order ?? 0))
