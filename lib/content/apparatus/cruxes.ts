import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { certaintySchema, checkCertainty } from '../reading/certainty.ts'
import { checkCitation, checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStatements, runningSchema, sentencesUnder } from '../reading/statements.ts'
import { inTextOrder } from '../text/order.ts'

const quoteSchema = z
  .strictObject({
    at: sentenceIdSchema.describe('The sentence or header line in which the words stand'),
    quote: proseOf(400).describe('Those words, letter for letter'),
  })
  .describe('Words of the transcript')

const readingSchema = z.strictObject({
  text: proseOf(300).describe('The reading, in one sentence'),
  support: proseOf(400).describe('Who or what speaks for it, in one sentence'),
  by: runningSchema.shape.by,
})

export const cruxSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80).describe('A few words, with which a list can name it'),
  at: z.array(sentenceIdSchema).min(1).describe('Every sentence in which the words in question stand or are answered'),
  quotes: z.array(quoteSchema).min(1).max(6).describe('The words in question'),
  problem: z.array(runningSchema).min(1).max(5).describe('Why they cannot simply be read'),
  readings: z.array(readingSchema).min(1).max(5).describe('How they can be read'),
  say: z.array(runningSchema).min(1).max(6).describe('What can be said, and where saying has to stop'),
  certainty: certaintySchema,
})
type CruxSource = z.infer<typeof cruxSchema>

/** Words of the transcript that cannot simply be read. An uncertain one stays open: the edition does not decide it. */
export type Crux = CruxSource & {
  /** Computed: it is uncertain, and more than one reading stands. */
  open: boolean
}

/** In the order of the talk. */
export function readCruxes(against: Against): Kind<Crux[]> {
  const { place, units } = against
  const entries = readEntries(place, 'cruxes.yaml', cruxSchema, (id) => `the crux "${id}" is there twice`)
  for (const { value, fault } of entries) {
    const { at, quotes, problem, readings, say, certainty } = value
    checkSentences(units, at, (which) => fault('at', which))
    quotes.forEach((quote, which) => {
      checkCitation(units, quote, fault('quotes', which))
      if (!at.includes(quote.at)) fault('quotes', which)(`quotes ${quote.at}, which is not among its sentences`)
    })
    const asked = [
      ...checkStatements(problem, against, (which) => fault('problem', which)),
      ...checkStatements(
        readings.map(({ text, support, by }) => ({ text: `${text} ${support}`, by })),
        against,
        (which) => fault('readings', which),
      ),
    ]
    const said = checkStatements(say, against, (which) => fault('say', which))
    checkCertainty(certainty, [...asked, ...said], fault('certainty'))
    if (said.some(({ kind }) => kind === 'U') && certainty !== 'uncertain')
      fault('certainty')('what can be said rests on U, and the crux is not called uncertain')
    if (certainty === 'uncertain' && readings.length < 2)
      fault('readings')('an uncertain crux has at least two readings; with one it would be decided')
  }
  const sources = valuesOf(entries)
  const statements = ({ problem, readings, say }: CruxSource) => [...problem, ...readings, ...say]
  return {
    value: inTextOrder(units, sources).map((one) => ({ ...one, open: one.certainty === 'uncertain' })),
    ids: idsOfEntries('crux', entries),
    uses: sources.map((one) => ({
      at: [...one.at, ...sentencesUnder(statements(one))],
      kind: 'crux',
      title: `Crux: ${one.title}`,
      href: `/cruxes#${one.id}`,
    })),
    statements: sources.flatMap(statements),
    counts: {
      cruxes: sources.length,
      ...tally(
        'crux',
        sources.map(({ certainty }) => certainty),
      ),
    },
  }
}
