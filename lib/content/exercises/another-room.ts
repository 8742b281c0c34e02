import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { EVENING_REPORT } from '../apparatus/telegrams.ts'
import { tally } from '../counts.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { groundsIn } from '../reading/grounds.ts'
import { checkStatement, noteSchema } from '../reading/statements.ts'

export const driftSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(70),
  change: z.enum(['kept', 'softened', 'sharpened', 'added', 'dropped']).describe('what the way to the other room did'),
  at: z.array(sentenceIdSchema).min(1).max(8).describe('what is told here, or comes nearest to it'),
  here: noteSchema.describe('this record, in our own words'),
  there: noteSchema.describe('the ambassador’s report, in our own words, as far as it was read'),
  note: noteSchema,
})
/** One thing said in this record, and what became of it in the other room the same evening. */
export type Drift = z.infer<typeof driftSchema>

export function readAnotherRoom(against: Against): Kind<Drift[]> {
  const entries = readEntries(against.place, 'another-room.yaml', driftSchema, (id) => `${id}: the row is there twice`)
  for (const { value, fault } of entries) {
    checkSentences(against.units, value.at, (which) => fault('at', which))
    const here = checkStatement(value.here, against, fault('here'))
    if (!here.some(({ kind }) => kind === 'T')) fault('here')('cites no sentence of this record')
    checkStatement(value.there, against, fault('there'))
    if (!groundsIn(value.there.by).some(({ kind, target }) => kind === 'V' && target === EVENING_REPORT))
      fault('there')(`the other room rests on V:${EVENING_REPORT}`)
    checkStatement(value.note, against, fault('note'))
    // Nothing was read but the opening, so that a thing does not stand there is never certain.
    if (value.change === 'dropped' && !groundsIn(value.there.by).some(({ kind }) => kind === 'U'))
      fault('there')('called dropped without U: only the opening of the report was read')
    for (const part of ['here', 'there'] as const)
      if (/[“"]/u.test(value[part].text)) fault(part)('is told in our own words, without quotation marks')
  }
  const rows = valuesOf(entries)
  return {
    value: rows,
    ids: idsOfEntries('drift', entries),
    statements: rows.flatMap(({ here, there, note }) => [here, there, note]),
    counts: {
      drifts: rows.length,
      ...tally(
        'drift',
        rows.map(({ change }) => change),
      ),
    },
  }
}
