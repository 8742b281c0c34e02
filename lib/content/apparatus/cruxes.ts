import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { MUST_REST_ON } from '../checker.ts'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { slugSchema } from '../schemas.ts'
import {
  checkQuotes,
  checkSentences,
  checkStatements,
  faultsOf,
  quoteSchema,
  statementSchema,
} from '../reading/entry-parts.ts'
import type { Known } from '../reading/entry-parts.ts'

const readingSchema = z.strictObject({
  text: z.string().trim().min(1).max(300).describe('The reading, in one sentence'),
  support: z.string().trim().min(1).max(400).describe('Who or what speaks for it, in one sentence'),
  by: statementSchema.shape.by,
})

export const cruxSchema = z.strictObject({
  id: slugSchema,
  title: z.string().trim().min(1).max(80).describe('A few words, with which a list can name it'),
  at: z.array(sentenceIdSchema).min(1).describe('Every sentence in which the words in question stand or are answered'),
  quotes: z.array(quoteSchema).min(1).max(6).describe('The words in question'),
  problem: z.array(statementSchema).min(1).max(5).describe('Why they cannot simply be read'),
  readings: z.array(readingSchema).min(1).max(5).describe('How they can be read'),
  say: z.array(statementSchema).min(1).max(6).describe('What can be said, and where saying has to stop'),
  certainty: z.enum(['verified', 'established', 'transcript', 'uncertain']),
})
export type CruxSource = z.infer<typeof cruxSchema>

/** Words of the transcript that cannot simply be read. An uncertain one stays open: the edition does not decide it. */
export type Crux = CruxSource & {
  /** Computed: it is uncertain, and more than one reading stands. */
  open: boolean
}

export function readCruxes(place: Place, known: Known): Entry<CruxSource>[] {
  const entries = readYaml(place, 'cruxes.yaml', cruxSchema)
  for (const entry of entries) {
    const { at, quotes, problem, readings, say, certainty } = entry.value
    const fault = faultsOf(place, entry)
    checkSentences(at, known, (index) => fault(['at', index]))
    checkQuotes(quotes, known, (index) => fault(['quotes', index]))
    quotes.forEach((quote, index) => {
      if (!at.includes(quote.at)) fault(['quotes', index])(`quotes ${quote.at}, which is not among its sentences`)
    })
    const kinds = [
      ...checkStatements(problem, known, (index) => fault(['problem', index])),
      ...checkStatements(
        readings.map(({ text, support, by }) => ({ text: `${text} ${support}`, by })),
        known,
        (index) => fault(['readings', index]),
      ),
    ]
    const said = checkStatements(say, known, (index) => fault(['say', index]))
    const { kind, words } = MUST_REST_ON[certainty]
    if (![...kinds, ...said].includes(kind)) fault(['certainty'])(`called ${certainty}, without the ground ${words}`)
    if (said.includes('U') && certainty !== 'uncertain')
      fault(['certainty'])('what can be said rests on U, and the crux is not called uncertain')
    if (certainty === 'uncertain' && readings.length < 2)
      fault(['readings'])('an uncertain crux has at least two readings; with one it would be decided')
  }
  return entries
}

/** In the order of the talk. */
export const asCruxes = (entries: readonly Entry<CruxSource>[], { units }: Pick<Known, 'units'>): Crux[] =>
  entries
    .map(({ value }): Crux => ({ ...value, open: value.certainty === 'uncertain' }))
    .toSorted((a, b) => (units.get(a.at[0] ?? '')?.order ?? 0) - (units.get(b.at[0] ?? '')?.order ?? 0))
