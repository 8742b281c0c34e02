import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type ExerciseRow = Tables['exerciseAnswers']['$inferSelect']

/** What one student has put into an exercise, if they have begun. */
export function* exerciseOf(db: Db, tx: Executor, assignmentId: string, userId: string): Steps<ExerciseRow | null> {
  const { exerciseAnswers: rows } = db.t
  const [row] = yield* q(
    tx
      .select()
      .from(rows)
      .where(and(eq(rows.assignmentId, assignmentId), eq(rows.userId, userId))),
  )
  return row ?? null
}

/** What the members of a class handed in, in the order in which it came; drafts stay their owners’. */
export async function listHandedIn(db: Db, assignmentId: string): Promise<ExerciseRow[]> {
  const { exerciseAnswers: rows, memberships } = db.t
  const found = await db
    .select({ row: rows })
    .from(rows)
    .innerJoin(
      memberships,
      and(
        eq(memberships.classId, rows.classId),
        eq(memberships.userId, rows.userId),
        eq(memberships.role, 'student'),
        eq(memberships.state, 'active'),
      ),
    )
    .where(and(eq(rows.assignmentId, assignmentId), isNotNull(rows.handedInAt)))
    .orderBy(asc(rows.handedInAt), asc(rows.userId))
  return found.map(({ row }) => row)
}
