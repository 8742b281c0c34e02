import { and, asc, eq } from 'drizzle-orm'
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
export const listHandedIn = async (db: Db, assignmentId: string): Promise<ExerciseRow[]> =>
  (await listBegun(db, assignmentId))
    .filter(({ handedInAt }) => handedInAt !== null)
    .toSorted((a, b) => a.handedInAt!.getTime() - b.handedInAt!.getTime() || (a.userId < b.userId ? -1 : 1))

/** Every row of the members of a class, handed in or not: for exercises in parts, of which some may be in. */
export async function listBegun(db: Db, assignmentId: string): Promise<ExerciseRow[]> {
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
    .where(eq(rows.assignmentId, assignmentId))
    .orderBy(asc(rows.startedAt), asc(rows.userId))
  return found.map(({ row }) => row)
}
