import type { LiveId } from './ids/lock.ts'
import type { Statement } from './reading/statements.ts'
import type { Used } from './uses.ts'

/** What each module that reads a kind of entry gives to the edition. */
export type Kind<Value> = {
  value: Value
  /** Public ids, which the lock keeps. */
  ids: LiveId[]
  /** The ways back from sentences to its pages. */
  uses?: Used[]
  /** Its sentences of our own, for the count of what they rest on. */
  statements?: Pick<Statement, 'by'>[]
  /** What the check prints of it. */
  counts: Record<string, number>
}
