import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { checkCitation } from '../reading/citations.ts'
import { readList } from '../reading/read-list.ts'
import type { Against, Listed } from '../reading/read-list.ts'
import { slugSchema } from '../schemas.ts'
import { checkStance, stanceSchema } from './stances.ts'
import { checkStatements, proseOf, restOnWork, statementSchema } from '../reading/statements.ts'

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
      what: z.array(statementSchema).min(1).max(6).describe('what came'),
    })
    .describe('kept apart from the forecast wherever it is shown'),
})
type ForecastSource = z.infer<typeof forecastSchema>

/** Something a speaker expects. What came of it is kept apart, so that nothing made of forecasts can give it away. */
export type Forecast = Omit<ForecastSource, 'outcome'>
export type ForecastOutcome = ForecastSource['outcome'] & { forecast: string }

const NAMES = { zhou: 'Zhou', khiem: 'Khiem' } as const

export function readForecasts(against: Against): Listed<ForecastSource>[] {
  const { units } = against.transcript
  const forecasts = readList(against, 'forecasts.yaml', 'forecast', forecastSchema)
  for (const { value, fault } of forecasts) {
    value.at.forEach((id, which) => {
      checkCitation(units, { at: id }, fault('at', which))
      const unit = units.get(id)
      if (unit && unit.speaker !== value.speaker) fault('at', which)(`${id} is not spoken by ${value.speaker}`)
    })
    if (!value.forecast.startsWith(`${NAMES[value.speaker]} `))
      fault('forecast')(`a forecast begins with "${NAMES[value.speaker]}", whose forecast it is`)
    checkStance(units, value.firmness, value.at, fault('firmness'))
    if (!/\bYes if\b/u.test(value.rule) || !/\bno if\b|\bno otherwise\b/iu.test(value.rule))
      fault('rule')('a rule says "Yes if …" and "no if …" or "no otherwise"')
    checkStatements(against, value.outcome.what, (which) => fault('outcome', 'what', which))
    if (value.outcome.resolved !== 'undecided' && !restOnWork(value.outcome.what))
      fault('outcome')(`resolved ${value.outcome.resolved}, without a work that shows it (V:work or K:work)`)
  }
  return forecasts
}

export const splitForecast = ({
  outcome,
  ...forecast
}: ForecastSource): { forecast: Forecast; outcome: ForecastOutcome } => ({
  forecast,
  outcome: { ...outcome, forecast: forecast.id },
})
