import type { z } from 'zod'
import type { Transcript } from '../text/types.ts'
import { readYaml } from './files.ts'
import type { Entry, Place } from './files.ts'

/** What the entries of an edition are held against, and where their faults are reported. */
export type Against = {
  place: Place
  transcript: Transcript
  units: Transcript['units']
  /** The line of transcript.xml on which each of its ids stands. */
  lines: ReadonlyMap<string, number>
  /** Ids of works.yaml. */
  works: ReadonlySet<string>
}

export type Fault = (message: string) => void

/** Reports about one named thing of a file, each at the line of the part that is wrong. */
export const faultsOf =
  ({ report }: Place, { file, line }: Pick<Entry<unknown>, 'file' | 'line'>, name: string) =>
  (...at: PropertyKey[]): Fault =>
  (message) =>
    report(file, line(at), `${name}: ${message}`)

/** An entry that passed its schema; `fault` reports what no schema can see. */
export type Listed<T> = Entry<T> & { fault: (...at: PropertyKey[]) => Fault }

/** Those of a list whose id has come before, by their places in it. */
export const twinsIn = (list: readonly { id: string }[]): number[] => {
  const seen = new Set<string>()
  return list.flatMap(({ id }, index) => (seen.size === seen.add(id).size ? [index] : []))
}

/** The entries of one file or of several. `twice` is what to say of an id that is there twice. */
export function readEntries<T extends { id: string }>(
  place: Place,
  files: string | readonly string[],
  schema: z.ZodType<T>,
  twice: (id: string) => string,
): Listed<T>[] {
  const entries = [files]
    .flat()
    .flatMap((file) => readYaml(place, file, schema))
    .map((entry) => ({ ...entry, fault: faultsOf(place, entry, entry.value.id) }))
  for (const index of twinsIn(entries.map(({ value }) => value))) {
    const { value, file, line } = entries[index]!
    place.report(file, line(['id']), twice(value.id))
  }
  return entries
}

export const valuesOf = <T>(entries: readonly Entry<T>[]): T[] => entries.map(({ value }) => value)

export const idsOf = (entries: readonly Entry<{ id: string }>[]): ReadonlySet<string> =>
  new Set(entries.map(({ value }) => value.id))
