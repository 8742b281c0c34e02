import { foldSpace } from '#lib/domain/citation.ts'
import type { Citation } from '#lib/domain/citation.ts'
import type { Transcript } from '../types.ts'

/** Whether a citation names a sentence and its words stand there, letter for letter. */
export function checkCitation(
  units: Transcript['units'],
  { at, quote }: Citation,
  fault: (message: string) => void,
): void {
  const unit = units.get(at)
  if (!unit) fault(`${at} names no sentence of the transcript`)
  else if (quote !== undefined && !unit.text.includes(foldSpace(quote)))
    fault(`the words "${foldSpace(quote).slice(0, 60)}" do not stand in ${at}`)
}
