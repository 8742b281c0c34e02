import type { Certainty } from '#lib/content/types.ts'

/** How sure the edition is, in words a reader can use. */
export const certaintyWords: Record<Certainty, string> = {
  verified: 'verified source',
  established: 'established',
  transcript: 'this transcript only',
  uncertain: 'uncertain',
}
