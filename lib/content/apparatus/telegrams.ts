import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStatement, checkStatements, noteSchema, sentencesUnder } from '../reading/statements.ts'
import type { Statement } from '../reading/statements.ts'

const FILE = 'telegrams.yaml'

/** The third account of the grid: what Zhou told the Albanian ambassador on the evening of the same day. */
export const EVENING_REPORT = 'malile-report-1961-08-21'

/** The four knots of the two accounts. Each must be tied by at least one event of the grid. */
export const KNOTS = ['reply-before-departure', 'first-stop', 'the-reply', 'envoy-or-charge'] as const

const tellingSchema = z
  .strictObject({
    at: z.array(sentenceIdSchema).min(1).max(8).describe('the sentences that tell it, all of this speaker'),
    text: proseOf(260).describe('what they say, in our own words'),
    day: z
      .string()
      .regex(/^1961-08-\d\d$/u, 'a day of August 1961, such as 1961-08-14')
      .optional()
      .describe('its row in the drawing; left out, the telling stands in the table alone'),
    when: proseOf(40).optional().describe('the day as the drawing prints it, where the speaker does not state it'),
    short: proseOf(90).optional().describe('the line in the drawing'),
  })
  .refine(({ day, short }) => (day === undefined) === (short === undefined), 'a day and a short line go together')

const cellSchema = z
  .union([z.literal('silent'), z.array(tellingSchema).min(1).max(2)])
  .describe('what the speaker tells, twice where he tells it in two ways; or silent')

export const telegramSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(70).describe('what is told, in a few words'),
  zhou: cellSchema,
  khiem: cellSchema,
  report: z.union([z.literal('silent'), noteSchema]).describe('the Albanian ambassador’s report, opening only'),
  verdict: z.enum(['agree', 'conflict', 'one-only']),
  knot: z.enum(KNOTS).optional(),
  note: z.array(noteSchema).min(1).max(3).describe('what the verdict turns on'),
})
type TelegramSource = z.infer<typeof telegramSchema>

export type Telling = z.infer<typeof tellingSchema>

/** One event of the affair of the telegrams, as each account tells it. A silent account has no telling. */
export type TelegramEvent = {
  id: string
  /** 1-based, as the table and the drawing number it. */
  n: number
  title: string
  zhou: Telling[]
  khiem: Telling[]
  report: Statement | null
  verdict: 'agree' | 'conflict' | 'one-only'
  knot: (typeof KNOTS)[number] | null
  note: Statement[]
}

export function readTelegrams(against: Against): Kind<TelegramEvent[]> {
  const { place } = against
  const entries = readEntries(place, FILE, telegramSchema, (id) => `${id}: the event is there twice`)
  for (const entry of entries) check(against, entry)
  const tied = new Set(entries.map(({ value }) => value.knot))
  if (entries.length > 0)
    for (const knot of KNOTS) if (!tied.has(knot)) place.report(FILE, 1, `no event is flagged as the knot "${knot}"`)
  const events = valuesOf(entries).map(asEvent)
  return {
    value: events,
    // What an event is called and how it is judged may be improved; its address stays.
    ids: idsOfEntries('telegram', entries),
    uses: events.map((event) => ({
      at: [...telegramSentences(event), ...sentencesUnder(event.note)],
      kind: 'telegram',
      title: `Telegrams: ${event.title}`,
      href: `/telegrams#${event.id}`,
    })),
    statements: events.flatMap(({ note, report }) => [...note, ...(report ? [report] : [])]),
    counts: {
      telegrams: events.length,
      ...tally(
        'telegram',
        events.map(({ verdict }) => verdict),
      ),
    },
  }
}

function check(against: Against, { value, fault }: Listed<TelegramSource>): void {
  for (const speaker of ['zhou', 'khiem'] as const) {
    if (value[speaker] === 'silent') continue
    value[speaker].forEach(({ at }, telling) =>
      at.forEach((id, which) => {
        const unit = against.units.get(id)
        const here = fault(speaker, telling, 'at', which)
        if (!unit) here(`${id} names no sentence of the transcript`)
        else if (unit.speaker !== speaker) here(`${id} stands in ${speaker}’s column and is not spoken by him`)
      }),
    )
  }
  if (value.report !== 'silent') {
    const grounds = checkStatement(value.report, against, fault('report'))
    if (!grounds.some(({ kind, target }) => kind === 'V' && target === EVENING_REPORT))
      fault('report')(`the ambassador’s column rests on V:${EVENING_REPORT}`)
  }
  checkStatements(value.note, against, (which) => fault('note', which))
  const speaking = [value.zhou, value.khiem, value.report].filter((cell) => cell !== 'silent').length
  if (speaking === 0) fault('verdict')('nobody tells it')
  else if ((value.verdict === 'one-only') !== (speaking === 1))
    fault('verdict')(
      `called ${value.verdict}, and ${speaking} of the three accounts ${speaking === 1 ? 'speaks' : 'speak'} of it`,
    )
}

const asEvent = (source: TelegramSource, index: number): TelegramEvent => ({
  ...source,
  n: index + 1,
  zhou: source.zhou === 'silent' ? [] : source.zhou,
  khiem: source.khiem === 'silent' ? [] : source.khiem,
  report: source.report === 'silent' ? null : source.report,
  knot: source.knot ?? null,
})

/** Every sentence of the transcript that an event of the grid stands on. */
export const telegramSentences = ({ zhou, khiem }: TelegramEvent): string[] =>
  [...zhou, ...khiem].flatMap(({ at }) => at)
