import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { listAssignments } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, listMembers } from '#lib/db/queries/classes.ts'
import { listColumns, listScores } from '#lib/db/queries/platform-scores.ts'
import { coursesOf, findPlatform } from '#lib/db/queries/platforms.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'

const SHOWN_MOST = 500

/** Whether a class is a course of a platform: what decides whether anything on its desk speaks of one. */
export const hasCourse = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => ({ isCourse: (await coursesOf(db, input.class)).length > 0 }),
})

/** The class as its platforms know it: courses, columns of grades, and every score with what was answered to it. */
export const viewConnection = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: async ({ db }, input) => {
    const courses = await coursesOf(db, input.class)
    return courses.length > 0 ? { classId: input.class, courses } : null
  },
  run: async ({ db }, input, { courses }) => {
    const [klass, columns, scores, assignments, members] = await Promise.all([
      findClass(db, input.class),
      listColumns(db, input.class),
      listScores(db, input.class, SHOWN_MOST),
      listAssignments(db, input.class),
      listMembers(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const titles = new Map(assignments.map((one) => [one.id, one.title]))
    const names = new Map(members.map((one) => [one.userId, one.displayName]))
    const seen = new Set<string>()
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      courses: courses.map(({ course, platform }) => ({
        id: course.id,
        title: course.title,
        platform: platform.title,
        boundAt: course.boundAt.toISOString(),
        boundBy: names.get(course.boundBy) ?? null,
        listsMembers: course.membersUrl !== null,
      })),
      columns: columns.map((one) => ({ assignment: one.assignmentId, title: titles.get(one.assignmentId) ?? '' })),
      scores: scores.flatMap((row) => {
        const key = `${row.courseId}/${row.assignmentId}/${row.userId}`
        // The newest of each person and column says how it stands.
        if (seen.has(key)) return []
        seen.add(key)
        return [
          {
            id: row.id,
            student: names.get(row.userId) ?? '',
            work: titles.get(row.assignmentId) ?? '',
            given: row.given === null ? null : row.given / 100,
            of: row.maximum,
            state: row.state as Exclude<typeof row.state, 'replaced'>,
            toldAt: row.toldAt?.toISOString() ?? null,
            answeredAt: row.answeredAt?.toISOString() ?? null,
            nextAt: row.nextAt.toISOString(),
            tries: row.tries,
            status: row.status,
            answer: row.answer,
          },
        ]
      }),
    }
  },
})
export type Connection = Awaited<ReturnType<typeof viewConnection>>

/** The course is this class no longer: nobody comes in by it and nothing is sent. What was done stays in the class. */
export const disconnectCourse = feature({
  input: z.strictObject({ class: idSchema, course: idSchema }),
  permission: 'class.manage',
  subject: async ({ db }, input) => {
    const { platformCourses: c } = db.t
    const [course] = await db
      .select()
      .from(c)
      .where(and(eq(c.id, input.course), eq(c.classId, input.class)))
    return course && (await findPlatform(db, course.platformId)) ? { classId: course.classId, course } : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, { course }) => {
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.platformCourses).where(eq(db.t.platformCourses.id, course.id)))
      yield* record(db, tx, {
        classId: course.classId,
        actorId: viewer.userId,
        action: 'course.disconnect',
        object: `platform_courses/${course.id}`,
        now: now(),
      })
    })
    return DONE
  },
})
