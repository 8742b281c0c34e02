import { z } from 'zod'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import type { Transcript } from '../text/types.ts'
import { checkCitation } from './citations.ts'
import type { Fault } from './entries.ts'
import { proseOf } from './fields.ts'

/**
 * How far a speaker vouches for something, as the sentence words it: the values that FactBank gives to each source of
 * an event. `no` is a denial; `unknown` is what he only passes on.
 */
export const STANCES = [
  'certain-yes',
  'certain-no',
  'probable-yes',
  'probable-no',
  'possible-yes',
  'possible-no',
  'unknown',
] as const

export const stanceSchema = z.strictObject({
  is: z.enum(STANCES).describe('how sure the words are, and whether they affirm or deny'),
  at: sentenceIdSchema.describe('the sentence'),
  quote: proseOf(200).describe('the words that show it'),
})
export type Stance = z.infer<typeof stanceSchema>

/** The words have to stand in one of the sentences that they are about. */
export function checkStance(
  units: Transcript['units'],
  { at, quote }: Stance,
  within: readonly string[],
  fault: Fault,
): void {
  if (!within.includes(at)) fault(`${at}, whose words show how sure he is, is not one of its sentences`)
  checkCitation(units, { at, quote }, fault)
}
