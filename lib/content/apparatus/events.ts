import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { certaintySchema, checkSure } from '../reading/certainty.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { groundsSchema, sentencesUnder } from '../reading/statements.ts'

/** A day, month or year as ISO writes it; years before 1000 with a zero in front, so that dates sort as text. */
const dateSchema = z
  .string()
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/u, 'a date such as 1961-08-13, 1961-08 or 1961')

export const eventSchema = z.strictObject({
  id: slugSchema,
  date: dateSchema,
  until: dateSchema.optional(),
  /** The date as printed: "summer 1958". */
  when: proseOf(60),
  what: proseOf(400),
  by: groundsSchema,
  /** Sentences that speak of it. */
  at: z.array(sentenceIdSchema).default([]),
  certainty: certaintySchema,
  /** In the days of August 1961: whose account it belongs to. */
  lane: z.enum(['zhou', 'khiem', 'both', 'outside']).optional(),
  /** The line in the drawing. */
  short: proseOf(130).optional(),
  /** Ids of events that the other man tells, with which this one does not fit. */
  against: z.array(slugSchema).default([]),
})

/** A dated event. Lanes stand only on the days of August 1961, where the two men's accounts are set side by side. */
export type DatedEvent = z.infer<typeof eventSchema>

/** The days that the drawing of two lanes shows. */
const LANES = { from: '1961-08-01', to: '1961-08-25' }
const OTHER_LANE = { zhou: 'khiem', khiem: 'zhou' } as const

export function readEvents(against: Against): Kind<DatedEvent[]> {
  const entries = readEntries(against.place, 'events.yaml', eventSchema, (id) => `the event "${id}" is there twice`)
  const events = valuesOf(entries)
  const byId = new Map(events.map((event) => [event.id, event]))
  let last = ''
  for (const { value, fault } of entries) {
    if (value.date < last) fault('date')(`${value.date} stands after ${last}`)
    last = value.date
    if (value.until !== undefined && value.until < value.date)
      fault('until')(`ends on ${value.until}, before it begins`)
    checkSentences(against.units, value.at, (which) => fault('at', which))
    checkSure({ ...value, text: value.what }, against, fault('by'))
    checkLane(value, fault)
    value.against.forEach((id, which) => checkOther(value, id, byId.get(id), fault('against', which)))
  }
  return {
    value: events,
    // A date may be corrected; the address stays what it is.
    ids: idsOfEntries('event', entries),
    uses: events.map(({ id, when, at, by }) => ({
      at: [...at, ...sentencesUnder([{ by }])],
      kind: 'event',
      title: `Timeline, ${when}`,
      href: `/timeline#${id}`,
    })),
    statements: events,
    counts: { events: events.length },
  }
}

function checkLane({ date, lane, short, at, by }: DatedEvent, fault: Listed<DatedEvent>['fault']): void {
  const inLanes = date >= LANES.from && date <= LANES.to
  if (inLanes !== (lane !== undefined))
    fault('date')(inLanes ? 'a day of August 1961 needs a lane' : 'only the days from 1 to 25 August 1961 have lanes')
  if ((lane !== undefined) !== (short !== undefined)) fault('date')('a lane and a short line go together')
  if (inLanes && at.length === 0 && !/\b[VK]:/u.test(by)) fault('by')('has neither a passage nor a work')
}

/** An event of the other lane, with which this one does not fit. Both say so. */
function checkOther(
  { id, lane }: DatedEvent,
  name: string,
  other: DatedEvent | undefined,
  fault: (message: string) => void,
): void {
  if (!other) fault(`"${name}" is no event`)
  else if ((lane !== 'zhou' && lane !== 'khiem') || other.lane !== OTHER_LANE[lane])
    fault(`"${name}" is not in the other man’s lane`)
  else if (!other.against.includes(id)) fault(`"${name}" does not name it in return`)
}
