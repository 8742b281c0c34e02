import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkCitation } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { isHedged } from '../reading/grounds.ts'
import { checkStatement, checkStatements, statementOf } from '../reading/statements.ts'

const FILE = 'custody.yaml'
const statementSchema = statementOf(300)

const FEWEST_HANDS = 8

export const handSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(80),
  short: proseOf(24).describe('its name on the strip'),
  when: proseOf(60).optional().describe('the date as printed, where there is one'),
  known: z.boolean().describe('whether we can say whose hand it was'),
  at: z.array(sentenceIdSchema).max(4).default([]).describe('the header lines that show it'),
  by: z.array(slugSchema).max(4).default([]).describe('works that show it, where the header does not'),
  did: statementSchema.describe('what this hand did'),
  could: z.array(statementSchema).min(1).max(4).describe('what it could have changed, hedged'),
  rung: z
    .strictObject({
      who: proseOf(60).describe('a person by id, or a plain name'),
      does: proseOf(120).describe('what it does to a claim, in a few words'),
    })
    .optional()
    .describe('where every claim has passed through this hand: its place on the ladder'),
})

/** One of the hands through which the paper has come, from the speakers to the reader. */
export type Hand = z.infer<typeof handSchema>

export function readCustody(against: Against, people: ReadonlySet<string>): Kind<Hand[]> {
  const { place, units, works } = against
  const entries = readEntries(place, FILE, handSchema, (id) => `the hand "${id}" is there twice`)
  for (const { value, fault } of entries) {
    value.at.forEach((id, which) => {
      checkCitation(units, { at: id }, fault('at', which))
      if (!id.startsWith('h')) fault('at', which)(`${id} is no header line`)
    })
    value.by.forEach((work, which) => {
      if (!works.has(work)) fault('by', which)(`"${work}" names no work of works.yaml`)
    })
    if (value.at.length === 0 && value.by.length === 0) fault('id')('tied to no header line and to no work')
    checkStatement(value.did, against, fault('did'))
    checkStatements(value.could, against, (which) => fault('could', which))
    value.could.forEach(({ text }, which) => {
      if (!isHedged(text)) fault('could', which)(`what a hand could have changed is hedged: "${text.slice(0, 60)}"`)
    })
    if (value.rung && slugSchema.safeParse(value.rung.who).success && !people.has(value.rung.who))
      fault('rung', 'who')(`"${value.rung.who}" is no person of people.yaml`)
  }
  const hands = valuesOf(entries)
  if (hands.length > 0 && hands.length < FEWEST_HANDS)
    place.report(FILE, 1, `${hands.length} hands on the paper; there are at least ${FEWEST_HANDS}`)
  return {
    value: hands,
    ids: idsOfEntries('hand', entries),
    statements: hands.flatMap(({ did, could }) => [did, ...could]),
    counts: { custody: hands.length },
  }
}
