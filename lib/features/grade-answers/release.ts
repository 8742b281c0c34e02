import { eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { assignmentSubject } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findRelease, listGrades } from '#lib/db/queries/grades.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { findSecondEntries } from '#lib/db/queries/second-entries.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'

/**
 * Releases the grades of an assignment to its students, or holds them again. Until it is released no level, comment or
 * count of them is sent to a student. Whoever has been given one is told.
 */
export const setRelease = feature({
  input: z.strictObject({ assignment: idSchema, released: z.enum(['true', 'false']).or(z.boolean()) }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, input, { classId, assignment }) => {
    const { db, viewer, now, newId } = ctx
    const isReleased = String(input.released) === 'true'
    if (((await findRelease(db, assignment.id)) !== null) === isReleased) return DONE
    const [graded, seconds] = await Promise.all([listGrades(db, assignment.id), findSecondEntries(db, classId)])
    // Whoever joined twice is told under the entry that goes on.
    const to = [...new Set(graded.map(({ userId }) => seconds.get(userId) ?? userId))]
    await db.atomically(function* (tx) {
      const { releases } = db.t
      const [last] = yield* q(
        tx
          .select({ ordinal: max(releases.ordinal) })
          .from(releases)
          .where(eq(releases.assignmentId, assignment.id)),
      )
      yield* q(
        tx.insert(releases).values({
          assignmentId: assignment.id,
          ordinal: (last?.ordinal ?? 0) + 1,
          classId,
          state: isReleased ? 'released' : 'held',
          by: viewer.userId,
          at: now(),
        }),
      )
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: isReleased ? 'grades.release' : 'grades.hold',
        object: `assignments/${assignment.id}`,
        now: now(),
      })
      if (isReleased)
        yield* tell(db, tx, {
          classId,
          to,
          kind: 'grades-released',
          facts: { title: assignment.title, work: assignment.kind },
          about: assignment.id,
          now: now(),
          newId,
        })
    })
    return DONE
  },
})
