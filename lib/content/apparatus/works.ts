import { z } from 'zod'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import type { Place } from '../reading/files.ts'

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
  const entries = readEntries(place, 'works.yaml', workSchema, (id) => `the work "${id}" is there twice`)
  const idOf = new Map<string, string>()
  for (const { value, fault } of entries) {
    const twin = idOf.get(value.reference)
    if (twin !== undefined) fault('reference')(`the same reference as "${twin}"`)
    idOf.set(value.reference, value.id)
    if (/https?:|\bwww\./iu.test(value.reference))
      fault('reference')('an address in the reference, which has to do without its link')
    if ((value.kind === 'document' || value.url !== undefined) && !DATED.test(value.reference))
      fault('reference')('a reference without a year; write n.d. where none is known')
  }
  return { value: valuesOf(entries), ids: [], counts: { works: entries.length } }
}
