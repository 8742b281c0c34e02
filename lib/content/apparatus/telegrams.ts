import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { checkGrounds, parseGround } from '../reading/grounds.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import { slugSchema } from '../schemas.ts'
import { faultsOf, proseSchema, refuseTwins, statementSchema } from '../reading/statement.ts'
import type { Knows, Statement } from '../reading/statement.ts'
import type { Transcript } from '../types.ts'

const FILE = 'telegrams.yaml'

/** The third account of the grid: what Zhou told the Albanian ambassador on the evening of the same day. */
export const EVENING_REPORT = 'malile-report-1961-08-21'

/** The four knots of the two accounts. Each must be tied by at least one event of the grid. */
export const KNOTS = ['reply-before-departure', 'first-stop', 'the-reply', 'envoy-or-charge'] as const

const tellingSchema = z
  .strictObject({
    at: z.array(sentenceIdSchema).min(1).max(8).describe('the sentences that tell it, all of this speaker'),
    text: proseSchema.max(260).describe('what they say, in our own words'),
    day: z
      .string()
      .regex(/^1961-08-\d\d$/u, 'a day of August 1961, such as 1961-08-14')
      .optional()
      .describe('its row in the drawing; left out, the telling stands in the table alone'),
    when: proseSchema
      .max(40)
      .optional()
      .describe('the day as the drawing prints it, where the speaker does not state it'),
    short: proseSchema.max(90).optional().describe('the line in the drawing'),
  })
  .refine(({ day, short }) => (day === undefined) === (short === undefined), 'a day and a short line go together')

const cellSchema = z
  .union([z.literal('silent'), z.array(tellingSchema).min(1).max(2)])
  .describe('what the speaker tells, twice where he tells it in two ways; or silent')

export const telegramSchema = z.strictObject({
  id: slugSchema,
  title: proseSchema.max(70).describe('what is told, in a few words'),
  zhou: cellSchema,
  khiem: cellSchema,
  report: z.union([z.literal('silent'), statementSchema]).describe('the Albanian ambassador’s report, opening only'),
  verdict: z.enum(['agree', 'conflict', 'one-only']),
  knot: z.enum(KNOTS).optional(),
  note: z.array(statementSchema).min(1).max(3).describe('what the verdict turns on'),
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

export function readTelegrams(
  place: Place,
  { units }: Transcript,
  knows: Knows,
): { events: TelegramEvent[]; ids: LiveId[] } {
  const entries = readYaml(place, FILE, telegramSchema)
  const line = (index: number, at: readonly PropertyKey[]): number => entries[index]?.line(at) ?? 1
  refuseTwins(
    entries.map(({ value }) => value),
    'event',
    (index, name) => (message) => place.report(FILE, line(index, ['id']), `${name}: ${message}`),
  )
  for (const entry of entries) check(place, entry, units, knows)
  const tied = new Set(entries.map(({ value }) => value.knot))
  if (entries.length > 0)
    for (const knot of KNOTS) if (!tied.has(knot)) place.report(FILE, 1, `no event is flagged as the knot "${knot}"`)
  return {
    events: entries.map(({ value }, index) => asEvent(value, index)),
    // What an event is called and how it is judged may be improved; its address stays.
    ids: entries.map(({ value, file, line: at }): LiveId => ({
      id: `telegram:${value.id}`,
      hash: digest(value.id),
      file,
      line: at(['id']),
    })),
  }
}

function check(place: Place, entry: Entry<TelegramSource>, units: Transcript['units'], knows: Knows): void {
  const { value } = entry
  const fault = faultsOf(place, entry)
  for (const speaker of ['zhou', 'khiem'] as const) {
    if (value[speaker] === 'silent') continue
    value[speaker].forEach(({ at }, which) =>
      at.forEach((id, place_) => {
        const unit = units.get(id)
        const here = fault([speaker, which, 'at', place_], value.id)
        if (!unit) here(`${id} names no sentence of the transcript`)
        else if (unit.speaker !== speaker) here(`${id} stands in ${speaker}’s column and is not spoken by him`)
      }),
    )
  }
  if (value.report !== 'silent') {
    const here = fault(['report'], value.id)
    checkGrounds(value.report, knows, here)
    const works = value.report.by.split(/\s+/u).map((word) => parseGround(word))
    if (!works.some((ground) => ground?.kind === 'V' && ground.target === EVENING_REPORT))
      here(`the ambassador’s column rests on V:${EVENING_REPORT}`)
  }
  value.note.forEach((one, which) => checkGrounds(one, knows, fault(['note', which], value.id)))
  const speaking = [value.zhou, value.khiem, value.report].filter((cell) => cell !== 'silent').length
  const verdict = fault(['verdict'], value.id)
  if (speaking === 0) verdict('nobody tells it')
  else if ((value.verdict === 'one-only') !== (speaking === 1))
    verdict(
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
