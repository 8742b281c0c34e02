import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { readYaml } from '../reading/files.ts'
import type { Entry, Place } from '../reading/files.ts'
import { slugSchema } from '../schemas.ts'
import { checkSentences, checkStatements, faultsOf, statementSchema } from '../reading/entry-parts.ts'
import type { Known } from '../reading/entry-parts.ts'

const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/u, 'a day such as 2026-08-21')

const besideSchema = z.strictObject({
  at: z.array(sentenceIdSchema).min(1).describe('Sentences of this record'),
  here: statementSchema.describe('What they say'),
  there: statementSchema.describe('What the other document says, as far as it was read'),
})

export const sisterSchema = z.strictObject({
  id: slugSchema,
  title: z.string().trim().min(1).max(160),
  date: z.string().trim().min(1).max(60).describe('As printed'),
  works: z.array(slugSchema).min(1).max(3).describe('Its entries in the works files, which hold reference and link'),
  evidence: z.array(statementSchema).min(1).max(6).describe('What it shows, in our own words'),
  beside: z.array(besideSchema).max(8).default([]).describe('Set beside this record'),
  seen: day.optional().describe('The day on which a copy was last seen, where it is known'),
  checked: day.optional().describe('The day on which the link was last tried'),
})
export type SisterSource = z.infer<typeof sisterSchema>

/** A document of the same affair, open elsewhere. */
export type SisterDocument = SisterSource

export function readSisterDocuments(place: Place, known: Known): Entry<SisterSource>[] {
  const entries = readYaml(place, 'sister-documents.yaml', sisterSchema)
  for (const entry of entries) {
    const { works, evidence, beside } = entry.value
    const fault = faultsOf(place, entry)
    works.forEach((work, index) => {
      if (!known.works.has(work)) fault(['works', index])(`"${work}" names no work of works.yaml`)
    })
    const restsOnIt = (by: string): boolean => works.some((work) => by.split(/\s+/u).includes(`V:${work}`))
    checkStatements(evidence, known, (index) => fault(['evidence', index]))
    beside.forEach(({ at, here, there }, index) => {
      checkSentences(at, known, (which) => fault(['beside', index, 'at', which]))
      checkStatements([here], known, () => fault(['beside', index, 'here']))
      checkStatements([there], known, () => fault(['beside', index, 'there']))
      for (const id of at)
        if (!here.by.split(/\s+/u).includes(`T:${id}`))
          fault(['beside', index, 'here'])(`stands beside ${id} and does not rest on it`)
      if (!restsOnIt(there.by))
        fault(['beside', index, 'there'])('what the other document says does not rest on that document')
    })
  }
  return entries
}
