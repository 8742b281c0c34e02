export const ROLES = ['instructor', 'assistant', 'student'] as const
export type Role = (typeof ROLES)[number]

/** A place in one class, as the database has it at this request. Removed and suspended memberships never appear. */
export type Membership = {
  classId: string
  role: Role
  sectionId: string | null
  /** Set where the class is closed: its members read on, and nothing is written in it. */
  isClosed?: true
}

/** Who is asking. `null` stands for a visitor without a valid session. */
export type Viewer = {
  userId: string
  name: string
  sessionId: string
  /** May make classes: true for whoever came in by an instructor's link. Roles inside a class live on the membership. */
  mayTeach: boolean
  memberships: readonly Membership[]
}

export const membershipIn = (viewer: Viewer | null, classId: string): Membership | null =>
  viewer?.memberships.find((membership) => membership.classId === classId) ?? null
