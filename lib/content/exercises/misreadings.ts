import { z } from 'zod'
import type { Kind } from '../kind.ts'
import { readEntries, valuesOf } from '../reading/entries.ts'
import { proseOf, slugSchema } from '../reading/fields.ts'
import type { Place } from '../reading/files.ts'

export const misreadingSchema = z.strictObject({ id: slugSchema, reading: proseOf(200), advice: proseOf(400) })

export type Misreading = {
  id: string
  /** "takes a report for a witness", completes "This reading …" */
  reading: string
  advice: string
}

export function readMisreadings(place: Place): Kind<Misreading[]> {
  const misreadings = valuesOf(
    readEntries(place, 'misreadings.yaml', misreadingSchema, (id) => `the misreading "${id}" is there twice`),
  )
  return { value: misreadings, ids: [], counts: { misreadings: misreadings.length } }
}
