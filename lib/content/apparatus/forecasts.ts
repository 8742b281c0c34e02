import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStance, stanceSchema } from '../reading/stances.ts'
import { checkStatements, restOnWork, statementOf } from '../reading/statements.ts'
import { inTextOrder } from '../text/order.ts'
import { SPEAKER_NAMES, checkSpeaker } from '../text/speakers.ts'

export const RESOLUTIONS = ['yes', 'no', 'undecided'] as const

export const forecastSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80),
  speaker: z.enum(['zhou', 'khiem']),
  at: z.array(sentenceIdSchema).min(1).max(8).describe('the sentences that foretell it, all of them the speaker’s'),
  forecast: proseOf(300).describe('one sentence of our own that begins with the speaker’s name'),
  firmness: stanceSchema.describe('how firmly he says it'),
  rule: proseOf(400).describe('by when it is yes and when no, said so that two readers would decide alike'),
  outcome: z
    .strictObject({
      resolved: z.enum(RESOLUTIONS).describe('by the rule, as far as the sources read go'),
      what: z.array(statementOf(300)).min(1).max(6).describe('what came'),
    })
    .describe('kept apart from the forecast wherever it is shown'),
})
type ForecastSource = z.infer<typeof forecastSchema>

/** Something a speaker expects. What came of it is kept apart, so that nothing made of forecasts can give it away. */
export type Forecast = Omit<ForecastSource, 'outcome'>
export type ForecastOutcome = ForecastSource['outcome'] & { forecast: string }

/** In the order of the talk, both. */
export function readForecasts(against: Against): Kind<{ forecasts: Forecast[]; forecastOutcomes: ForecastOutcome[] }> {
  const { place, units } = against
  const entries = readEntries(place, 'forecasts.yaml', forecastSchema, (id) => `the forecast "${id}" is there twice`)
  for (const { value, fault } of entries) {
    const name = SPEAKER_NAMES[value.speaker]
    value.at.forEach((id, which) => {
      checkCitation(units, { at: id }, fault('at', which))
      checkSpeaker(units, id, value.speaker, fault('at', which))
    })
    if (!value.forecast.startsWith(`${name} `))
      fault('forecast')(`a forecast begins with "${name}", whose forecast it is`)
    checkStance(units, value.firmness, value.at, fault('firmness'))
    if (!/\bYes if\b/u.test(value.rule) || !/\bno if\b|\bno otherwise\b/iu.test(value.rule))
      fault('rule')('a rule says "Yes if …" and "no if …" or "no otherwise"')
    checkStatements(value.outcome.what, against, (which) => fault('outcome', 'what', which))
    if (value.outcome.resolved !== 'undecided' && !restOnWork(value.outcome.what))
      fault('outcome')(`resolved ${value.outcome.resolved}, without a work that shows it (V:work or K:work)`)
  }
  const sources = inTextOrder(units, valuesOf(entries))
  return {
    value: {
      forecasts: sources.map(({ outcome: _outcome, ...forecast }) => forecast),
      forecastOutcomes: sources.map(({ id, outcome }) => ({ ...outcome, forecast: id })),
    },
    ids: idsOfEntries('forecast', entries),
    uses: valuesOf(entries).map(({ id, title, at }) => ({
      at,
      kind: 'forecast',
      title: `Forecast: ${title}`,
      href: `/forecasts#${id}`,
    })),
    statements: sources.flatMap(({ outcome }) => outcome.what),
    counts: {
      forecasts: sources.length,
      ...tally(
        'forecast',
        sources.map(({ outcome }) => outcome.resolved),
      ),
    },
  }
}
