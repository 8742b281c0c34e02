import type { PollView } from '#lib/features/ask-class/ask-class.ts'

/** So many minutes are one press. */
export const OFFERED = [1, 3, 5, 10] as const

/** Where a question stands, in the instructor's words. */
export const STATE: Record<PollView['state'], string> = {
  before: 'open, before the discussion',
  talk: 'closed, while it is talked over',
  again: 'open again, after the discussion',
  over: 'over',
}
