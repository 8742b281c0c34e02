import { foldSpace } from '#lib/domain/citation.ts'
import type { Citation, Passage } from '#lib/domain/citation.ts'
import { sentenceRange } from '../text/order.ts'
import type { Against, Fault } from './entries.ts'

type Units = Against['units']

/** Whether a citation names a sentence and its words stand there, letter for letter. */
export function checkCitation(units: Units, { at, quote }: Citation, fault: Fault): void {
  const unit = units.get(at)
  if (!unit) fault(`${at} names no sentence of the transcript`)
  else if (quote !== undefined && !unit.text.includes(foldSpace(quote)))
    fault(`the words "${foldSpace(quote).slice(0, 60)}" do not stand in ${at}`)
}

/** Whether ids name sentences or header lines; each fault is called back with its place in the list. */
export const checkSentences = (units: Units, ids: readonly string[], fault: (which: number) => Fault): void =>
  ids.forEach((at, which) => checkCitation(units, { at }, fault(which)))

/** The sentences of a passage; none where it is no run of them. */
export function checkPassage(units: Units, range: Passage, fault: Fault): string[] {
  const ids = sentenceRange(units, range)
  if (!ids) fault(`${range.from} to ${range.to} is no run of sentences in the transcript`)
  return ids ?? []
}
