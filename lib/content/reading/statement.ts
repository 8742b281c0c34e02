import { z } from 'zod'
import type { Entry, Place } from './files.ts'

export const proseSchema = z.string().trim().min(1)

/** One sentence of our own and what it rests on. */
export const statementSchema = z.strictObject({
  text: proseSchema.max(420).describe('one sentence of our own'),
  by: proseSchema.max(200).describe('its grounds: T:s143, V:work, K:work, K:general, U or frame'),
})
export type Statement = z.infer<typeof statementSchema>

/** What a ground may point to. */
export type Knows = { unit: (id: string) => boolean; work: (id: string) => boolean }

/** Reports the faults of one entry, each at the line on which it stands. */
export const faultsOf =
  ({ report }: Place, { file, line }: Pick<Entry<unknown>, 'file' | 'line'>) =>
  (at: readonly PropertyKey[], name: string) =>
  (message: string): void =>
    report(file, line(at), `${name}: ${message}`)

/** Reports an id that comes a second time in one list. */
export function refuseTwins<T extends { id: string }>(
  list: readonly T[],
  what: string,
  fault: (index: number, name: string) => (message: string) => void,
): void {
  const seen = new Set<string>()
  list.forEach(({ id }, index) => {
    if (seen.has(id)) fault(index, id)(`the ${what} is there twice`)
    seen.add(id)
  })
}
