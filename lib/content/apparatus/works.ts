import { z } from 'zod'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import { listFiles } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'

/** Works stand in several files, one for each topic. */
export const WORK_FILES = /^works(-[a-z]+)*\.yaml$/u

export const workSchema = z.strictObject({
  id: slugSchema,
  /** Full reference as printed. */
  reference: proseOf(500),
  kind: z.enum(['document', 'scholarship', 'reference']),
  /** How far it was read: whole, opening only, abstract, or known by reputation. */
  seen: z.enum(['whole', 'opening', 'abstract', 'summary', 'named']),
  url: z.url().optional(),
})

/** A document or a piece of scholarship. */
export type Work = z.infer<typeof workSchema>

/** A year from 1800 on, or the two letters that say that none is known. */
const DATED = /\b(?:18|19|20)\d\d\b|\bn\.d\./u

/** A reference is complete without its link: an address may die, and the reader must still find the thing. */
export function readWorks(place: Place): Kind<Work[]> {
  const entries = readEntries(
    place,
    listFiles(place, '.', '.yaml').filter((file) => WORK_FILES.test(file)),
    workSchema,
    (id) => `the work "${id}" is there twice`,
  )
  for (const { value, fault } of entries) {
    if (/https?:|\bwww\./iu.test(value.reference))
      fault('reference')('an address in the reference, which has to do without its link')
    if ((value.kind === 'document' || value.url !== undefined) && !DATED.test(value.reference))
      fault('reference')('a reference without a year; write n.d. where none is known')
  }
  return { value: valuesOf(entries), ids: [], counts: { works: entries.length } }
}
