import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { idsOfEntries } from '../ids/live.ts'
import type { Kind } from '../kind.ts'
import { checkSentences } from '../reading/citations.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import type { Against } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { checkStatement, checkStatements, runningSchema, sentencesUnder } from '../reading/statements.ts'

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u, 'a day such as 2026-08-21')

const besideSchema = z.strictObject({
  at: z.array(sentenceIdSchema).min(1).describe('Sentences of this record'),
  here: runningSchema.describe('What they say'),
  there: runningSchema.describe('What the other document says, as far as it was read'),
})

export const sisterSchema = z.strictObject({
  id: slugSchema,
  title: proseOf(160),
  date: proseOf(60).describe('As printed'),
  works: z.array(slugSchema).min(1).max(3).describe('Its entries in works.yaml, which hold reference and link'),
  evidence: z.array(runningSchema).min(1).max(6).describe('What it shows, in our own words'),
  beside: z.array(besideSchema).max(8).default([]).describe('Set beside this record'),
  seen: day.optional().describe('The day on which a copy was last seen, where it is known'),
  checked: day.optional().describe('The day on which the link was last tried'),
})
/** A document of the same affair, open elsewhere. */
export type SisterDocument = z.infer<typeof sisterSchema>

export function readSisterDocuments(against: Against): Kind<SisterDocument[]> {
  const { place, units } = against
  const entries = readEntries(
    place,
    'sister-documents.yaml',
    sisterSchema,
    (id) => `the sister document "${id}" is there twice`,
  )
  for (const { value, fault } of entries) {
    const { works, evidence, beside } = value
    works.forEach((work, which) => {
      if (!against.works.has(work)) fault('works', which)(`"${work}" names no work of works.yaml`)
    })
    checkStatements(evidence, against, (which) => fault('evidence', which))
    beside.forEach(({ at, here, there }, index) => {
      checkSentences(units, at, (which) => fault('beside', index, 'at', which))
      checkStatement(here, against, fault('beside', index, 'here'))
      const grounds = checkStatement(there, against, fault('beside', index, 'there'))
      const under = sentencesUnder([here])
      for (const id of at)
        if (!under.includes(id)) fault('beside', index, 'here')(`stands beside ${id} and does not rest on it`)
      if (!grounds.some(({ kind, target }) => kind === 'V' && works.includes(target)))
        fault('beside', index, 'there')('what the other document says does not rest on that document')
    })
  }
  const documents = valuesOf(entries)
  return {
    value: documents,
    ids: idsOfEntries('sister', entries),
    statements: documents.flatMap(({ evidence, beside }) => [
      ...evidence,
      ...beside.flatMap(({ here, there }) => [here, there]),
    ]),
    counts: { sisterDocuments: documents.length },
  }
}
