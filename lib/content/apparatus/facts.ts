import { z } from 'zod'
import { citationSchema, sentenceIdSchema } from '#lib/domain/citation.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { checkCitation } from '../reading/citations.ts'
import { numbersIn } from '../text/number-words.ts'
import { readList } from '../reading/read-list.ts'
import type { Against, Listed } from '../reading/read-list.ts'
import { slugSchema } from '../schemas.ts'
import { checkStatements, proseOf, restOnWork, statementSchema } from '../reading/statements.ts'

export const FACT_STATUSES = ['confirmed', 'partly', 'contradicted', 'unconfirmed', 'uncheckable'] as const
export type FactStatus = (typeof FACT_STATUSES)[number]
/** What no source was found for has none; instead it says what would settle it. */
const WITHOUT_SOURCE: readonly FactStatus[] = ['unconfirmed', 'uncheckable']

const wordsSchema = citationSchema.required()

export const factSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80),
  at: z.array(sentenceIdSchema).min(1).max(8).describe('the sentences or header lines that state it'),
  statement: proseOf(300).describe('what can be checked, in one sentence of our own'),
  status: z.enum(FACT_STATUSES),
  rests: z.array(statementSchema).min(1).max(6).describe('what the check rests on'),
  settle: statementSchema.optional().describe('what would settle it'),
  sum: z
    .strictObject({
      of: z.array(wordsSchema).min(2).max(6).describe('words with one number each; a name without a number counts one'),
      is: z.array(wordsSchema).min(1).max(4).describe('words that each hold the number they come to'),
    })
    .optional()
    .describe('numbers of the record that have to agree, added up whenever the edition is read'),
})

/** A statement of the record that can be held against other sources. */
export type Fact = z.infer<typeof factSchema>

export function readFacts(against: Against): Listed<Fact>[] {
  const { units } = against.transcript
  const facts = readList(against, 'facts.yaml', 'fact', factSchema)
  for (const { value, fault } of facts) {
    value.at.forEach((id, which) => checkCitation(units, { at: id }, fault('at', which)))
    checkStatements(against, value.rests, (which) => fault('rests', which))
    if (value.settle) checkStatements(against, [value.settle], () => fault('settle'))
    const without = WITHOUT_SOURCE.includes(value.status)
    if (!without && !restOnWork(value.rests))
      fault('status')(`called ${value.status}, without a work that it rests on (V:work or K:work)`)
    if (without && !value.settle) fault('status')(`called ${value.status}, and does not say what would settle it`)
    if (value.sum) checkSum(units, value.sum, fault)
  }
  return facts
}

/** What the words add up to; null where they hold more than one number. */
export const amountIn = (quote: string): number | null => {
  const numbers = numbersIn(quote)
  return numbers.length > 1 ? null : (numbers[0] ?? 1)
}

function checkSum(
  units: Against['transcript']['units'],
  { of, is }: NonNullable<Fact['sum']>,
  fault: Listed<Fact>['fault'],
): void {
  const amount = (cite: Required<Citation>, here: (message: string) => void): number | null => {
    checkCitation(units, cite, here)
    const found = amountIn(cite.quote)
    if (found === null) here(`"${cite.quote}" holds more than one number`)
    return found
  }
  const total = of
    .map((cite, which) => amount(cite, fault('sum', 'of', which)))
    .reduce((sum, part) => (sum === null || part === null ? null : sum + part), 0)
  is.forEach((cite, which) => {
    const here = fault('sum', 'is', which)
    const says = amount(cite, here)
    if (says === null) return
    if (numbersIn(cite.quote).length === 0) here(`"${cite.quote}" holds no number`)
    else if (total !== null && says !== total)
      here(`the parts come to ${total}, and "${cite.quote}" in ${cite.at} says ${says}`)
  })
}
