import { z } from 'zod'
import type { Fault } from './entries.ts'
import type { GroundKind, ParsedGround } from './grounds.ts'
import { checkStatement } from './statements.ts'
import type { Known } from './statements.ts'

/** How sure the edition is: verified source, established scholarship, this transcript only, uncertain. */
export type Certainty = 'verified' | 'established' | 'transcript' | 'uncertain'
export const certaintySchema = z.enum(['verified', 'established', 'transcript', 'uncertain'])

const MUST_REST_ON: Record<Certainty, { kind: GroundKind; words: string }> = {
  verified: { kind: 'V', words: 'V:work' },
  established: { kind: 'K', words: 'K:work or K:general' },
  transcript: { kind: 'T', words: 'T:s143' },
  uncertain: { kind: 'U', words: 'U' },
}

/** Whether among the grounds there is one that carries the certainty claimed. */
export function checkCertainty(certainty: Certainty, grounds: readonly ParsedGround[], fault: Fault): void {
  const must = MUST_REST_ON[certainty]
  if (!grounds.some(({ kind }) => kind === must.kind)) fault(`called ${certainty}, without the ground ${must.words}`)
}

/** One sentence with its grounds, and whether they carry the certainty it claims. */
export function checkSure(
  { text, by, certainty }: { text: string; by: string; certainty: Certainty },
  known: Known,
  fault: Fault,
): void {
  const grounds = checkStatement({ text, by }, known, fault)
  checkCertainty(certainty, grounds, fault)
  if (grounds.some(({ kind }) => kind === 'U') && certainty !== 'uncertain')
    fault('rests on U and is not called uncertain')
}
