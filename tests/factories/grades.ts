/** A grade as rows, and its release, for tests that need one before anybody has typed it. */
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { makePost } from './talk.ts'

/** A post of the student, graded whole at one level by somebody, and released. */
export async function gradedAndReleased(
  db: Db,
  assignment: Assignment,
  student: { userId: string },
  given: { by: string; level: number },
): Promise<void> {
  const post = await makePost(db, assignment, student, 'An answer that was graded.')
  const [at, save] = [new Date(), v7()]
  await db.atomically(function* (tx) {
    for (const [index, { id }] of edition().rubrics[0]!.rows.entries())
      yield* q(
        tx.insert(db.t.grades).values({
          assignmentId: assignment.id,
          userId: student.userId,
          part: '',
          n: index + 1,
          classId: assignment.classId,
          source: 'post',
          sourceId: post,
          version: 1,
          criterion: id,
          level: given.level,
          comment: null,
          graderId: given.by,
          kind: 'given',
          save,
          undoes: null,
          savedAt: at,
          erasedAt: null,
        }),
      )
    yield* q(
      tx.insert(db.t.releases).values({
        assignmentId: assignment.id,
        ordinal: 1,
        classId: assignment.classId,
        state: 'released',
        by: given.by,
        at,
      }),
    )
  })
}

/** A second look that the student has asked for at it. */
export async function askedAboutGrade(
  db: Db,
  assignment: Assignment,
  student: { userId: string },
  given: Partial<{ at: Date; part: string }> = {},
): Promise<string> {
  const id = v7()
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.gradeContests).values({
        id,
        classId: assignment.classId,
        userId: student.userId,
        assignmentId: assignment.id,
        part: given.part ?? '',
        entryN: 5,
        passageFrom: 's73',
        passageTo: 's73',
        body: 'It stands there.',
        createdAt: given.at ?? new Date(),
        outcome: null,
        reply: null,
        answeredBy: null,
        answeredAt: null,
        erasedAt: null,
      }),
    )
  })
  return id
}
