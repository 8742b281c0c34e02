/** What is said to a class and can be reported and hidden: a kind for each table that holds such words. */
export const REMARK_KINDS = ['post', 'reply', 'note', 'rival', 'review', 'cable'] as const
export type RemarkKind = (typeof REMARK_KINDS)[number]

/** Whether classmates see names under a question: always, never, or as each author chooses. Staff always do. */
export const NAMES_RULES = ['shown', 'hidden', 'choice'] as const
export type NamesRule = (typeof NAMES_RULES)[number]

/** Who wrote something, as one particular reader may know it. */
export type Author = {
  /** The name, or what stands for it: a number that means nothing outside this question. */
  name: string
  role: 'student' | 'staff'
  own: boolean
}

export type Written = {
  userId: string
  name: string
  isStudent: boolean
  /** Null: shown with the name. */
  alias: number | null
}

/** A nameless author is a number to classmates, and themselves to themselves. */
export const authorFor = (reader: string, { userId, name, isStudent, alias }: Written): Author => ({
  name: alias === null || userId === reader ? name : `Classmate ${alias}`,
  role: isStudent ? 'student' : 'staff',
  own: userId === reader,
})

/** A number for a nameless author, drawn by lot from those that are free, so that it tells nothing of who came when. */
export function drawAlias(taken: readonly number[], random: (bytes: number) => Uint8Array): number {
  const known = new Set(taken)
  const free = Array.from({ length: taken.length * 2 + 20 }, (_, index) => index + 1).filter((one) => !known.has(one))
  const [a = 0, b = 0, c = 0, d = 0] = random(4)
  return free[(a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d) % free.length]!
}

/** What is told of a hiding to whoever may read why; null while nothing is hidden. */
export const reasonIn = (hiding: { reason: string | null } | undefined): { reason: string | null } | null =>
  hiding ? { reason: hiding.reason } : null
