import { and, eq, gt, isNull, or, type AnyColumn, type SQL } from 'drizzle-orm'
import type { Db } from '../atomically.ts'
import type { Assignment } from './assignments.ts'

/** Who did it and when; an attempt that is still open has no instant yet. */
type Arrival = {
  userId: string
  sectionId: string | null
  extraTimePercent: number
  startedAt: Date
  at: Date | null
}

/**
 * What was first handed in, posted or finished for one assignment after an instant, a row a student, and nothing of what
 * it says. It is asked every few seconds, so it reads new rows alone. Open attempts are among them: one that has run out
 * counts as handed in. `section` narrows it to the students of one section.
 */
export async function listArrivals(
  db: Db,
  assignment: Assignment,
  since: Date,
  section: string | null,
): Promise<Arrival[]> {
  const { memberships: m, attempts, posts, exerciseAnswers: exercises, readingPlaces: places } = db.t
  const person = { userId: m.userId, sectionId: m.sectionId, extraTimePercent: m.extraTimePercent }
  const theirs = (userId: AnyColumn): SQL => {
    const those = [
      eq(m.classId, assignment.classId),
      eq(m.userId, userId),
      eq(m.role, 'student'),
      eq(m.state, 'active'),
    ]
    if (assignment.sectionId !== null) those.push(eq(m.sectionId, assignment.sectionId))
    if (section !== null) those.push(eq(m.sectionId, section))
    return and(...those)!
  }
  switch (assignment.kind) {
    case 'quiz':
      // Only who has handed in a first attempt can begin a second.
      return db
        .select({ ...person, startedAt: attempts.startedAt, at: attempts.submittedAt })
        .from(attempts)
        .innerJoin(m, theirs(attempts.userId))
        .where(
          and(
            eq(attempts.assignmentId, assignment.id),
            eq(attempts.ordinal, 1),
            or(gt(attempts.submittedAt, since), isNull(attempts.submittedAt)),
          ),
        )
    case 'question':
      return db
        .select({ ...person, startedAt: posts.startedAt, at: posts.postedAt })
        .from(posts)
        .innerJoin(m, theirs(posts.userId))
        .where(and(eq(posts.assignmentId, assignment.id), gt(posts.postedAt, since)))
    case 'exercise':
      return db
        .select({ ...person, startedAt: exercises.startedAt, at: exercises.handedInAt })
        .from(exercises)
        .innerJoin(m, theirs(exercises.userId))
        .where(and(eq(exercises.assignmentId, assignment.id), gt(exercises.handedInAt, since)))
    case 'reading':
    case 'essay':
      return db
        .select({ ...person, startedAt: places.startedAt, at: places.finishedAt })
        .from(places)
        .innerJoin(m, theirs(places.userId))
        .where(and(eq(places.assignmentId, assignment.id), gt(places.finishedAt, since)))
  }
}
