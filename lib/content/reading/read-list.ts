import type { z } from 'zod'
import { readYaml } from './files.ts'
import type { Entry, Place } from './files.ts'
import type { Transcript } from '../types.ts'

/** What a list of the apparatus is checked against, and where its faults are reported. */
export type Against = {
  place: Place
  transcript: Transcript
  works: ReadonlySet<string>
  people: ReadonlySet<string>
}

/** An entry that passed its schema; `fault` reports what no schema can see, at the line of the part named. */
export type Listed<T> = Entry<T> & { fault: (...at: PropertyKey[]) => (message: string) => void }

/** A file of entries with ids, each id once. */
export function readList<T extends { id: string }>(
  { place }: Against,
  file: string,
  what: string,
  schema: z.ZodType<T>,
): Listed<T>[] {
  const seen = new Set<string>()
  return readYaml(place, file, schema).map((entry) => {
    const { value, line } = entry
    if (seen.has(value.id)) place.report(file, line(['id']), `the ${what} "${value.id}" is there twice`)
    seen.add(value.id)
    return {
      ...entry,
      fault:
        (...at) =>
        (message) =>
          place.report(file, line(at), `${value.id}: ${message}`),
    }
  })
}
