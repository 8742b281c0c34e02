import type { Entry, Place } from './reading/files.ts'
import type { WorkSource } from './schemas.ts'

/** A year from 1800 on, or the two letters that say that none is known. */
const DATED = /\b(?:18|19|20)\d\d\b|\bn\.d\./u

/** A reference is complete without its link: an address may die, and the reader must still find the thing. */
export function checkReferences(place: Place, works: readonly Entry<WorkSource>[]): void {
  for (const { value, file, line } of works) {
    const fault = (message: string): void => place.report(file, line(['reference']), `${value.id}: ${message}`)
    if (/https?:|\bwww\./iu.test(value.reference))
      fault('an address in the reference, which has to do without its link')
    if ((value.kind === 'document' || value.url !== undefined) && !DATED.test(value.reference))
      fault('a reference without a year; write n.d. where none is known')
  }
}
