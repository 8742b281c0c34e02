import { z } from 'zod'
import { citationSchema, sentenceIdSchema } from '#lib/domain/citation.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation, checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStatement, checkStatements, restOnWork, sentencesUnder, statementOf } from '../reading/statements.ts'
import { numbersIn } from '../text/number-words.ts'
import { inTextOrder } from '../text/order.ts'

const statementSchema = statementOf(300)

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

export function readFacts(against: Against): Kind<Fact[]> {
  const { place, units } = against
  const entries = readEntries(place, 'facts.yaml', factSchema, (id) => `the fact "${id}" is there twice`)
  for (const { value, fault } of entries) {
    checkSentences(units, value.at, (which) => fault('at', which))
    checkStatements(value.rests, against, (which) => fault('rests', which))
    if (value.settle) checkStatement(value.settle, against, fault('settle'))
    const without = WITHOUT_SOURCE.includes(value.status)
    if (!without && !restOnWork(value.rests))
      fault('status')(`called ${value.status}, without a work that it rests on (V:work or K:work)`)
    if (without && !value.settle) fault('status')(`called ${value.status}, and does not say what would settle it`)
    if (value.sum) checkSum(units, value.sum, fault)
  }
  const facts = valuesOf(entries)
  return {
    value: inTextOrder(units, facts),
    // What is known of it may change, and with it what it says; the address stays what it is.
    ids: idsOfEntries('fact', entries),
    uses: facts.map(({ id, title, at, rests, sum }) => ({
      at: [...at, ...sentencesUnder(rests), ...[...(sum?.of ?? []), ...(sum?.is ?? [])].map((cite) => cite.at)],
      kind: 'fact',
      title: `Checked: ${title}`,
      href: `/facts#${id}`,
    })),
    statements: facts.flatMap(({ rests, settle }) => [...rests, ...(settle ? [settle] : [])]),
    counts: {
      facts: facts.length,
      ...tally(
        'fact',
        facts.map(({ status }) => status),
      ),
      sums: facts.filter(({ sum }) => sum).length,
    },
  }
}

/** What the words add up to; null where they hold more than one number. */
export const amountIn = (quote: string): number | null => {
  const numbers = numbersIn(quote)
  return numbers.length > 1 ? null : (numbers[0] ?? 1)
}

function checkSum(units: Against['units'], { of, is }: NonNullable<Fact['sum']>, fault: Listed<Fact>['fault']): void {
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
