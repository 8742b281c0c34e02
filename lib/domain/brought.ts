import type { DraftItem } from './draft-item.ts'

/**
 * A question that came from elsewhere: as a draft of the bank, or with the reason why it is none. A wrong option brings
 * its explanation and no misreading: whoever brings it names that before a class can have it.
 */
export type BroughtProblem =
  | 'unreadable'
  | 'kind-unknown'
  | 'several-parts'
  | 'no-words'
  | 'no-key'
  | 'too-many-options'
  | 'too-many-rows'
  | 'too-long'
export type Brought =
  { name: string; draft: DraftItem; problem: null } | { name: string; draft: null; problem: BroughtProblem }
