/** Second looks at grades that people gave: what was asked, and what came of it. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import type { Db } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type GradeContest = Tables['gradeContests']['$inferSelect']

/** Those of a class, in the order in which they came. */
export const listGradeContests = (db: Db, classId: string): PromiseLike<GradeContest[]> =>
  db
    .select()
    .from(db.t.gradeContests)
    .where(and(eq(db.t.gradeContests.classId, classId), isNull(db.t.gradeContests.erasedAt)))
    .orderBy(asc(db.t.gradeContests.createdAt), asc(db.t.gradeContests.id))

/** Those that one student has asked for, under whichever of their entries. */
export const gradeContestsOf = (
  db: Db,
  of: { userIds: readonly string[]; assignmentIds: readonly string[] },
): PromiseLike<GradeContest[]> =>
  db
    .select()
    .from(db.t.gradeContests)
    .where(
      and(
        inArray(db.t.gradeContests.assignmentId, of.assignmentIds),
        inArray(db.t.gradeContests.userId, of.userIds),
        isNull(db.t.gradeContests.erasedAt),
      ),
    )
