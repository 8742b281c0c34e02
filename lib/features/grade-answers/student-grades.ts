import { z } from 'zod'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { findMember } from '#lib/db/queries/classes.ts'
import { readBook } from '#lib/db/queries/gradebook.ts'
import { namesOf, noteView, plansIn, releasesIn } from '#lib/db/queries/grades.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { partName, rowsThatCount, type GradingRubric } from '#lib/domain/grading.ts'
import { idSchema } from '#lib/domain/names.ts'
import { generalRubric, readQueues, type Queued } from './answers.ts'

const SOMEBODY = 'Somebody who has left'

/** What one answer of a student was given, held or not, or that it waits. */
async function partOf(ctx: SignedIn, classId: string, part: string, rubric: GradingRubric, queued: Queued) {
  const { grade } = queued.grading
  const names = await namesOf(ctx.db, classId, grade?.graders ?? [])
  const nameOf = (id: string) => names.get(id) ?? SOMEBODY
  return {
    part: partName(part),
    state: queued.state,
    grade: grade && {
      points: grade.points,
      of: grade.of,
      version: grade.version,
      rows: rowsThatCount(rubric).map(({ id, title }) => ({ id, title, level: grade.levels[id] ?? 0 })),
      comments: grade.comments.map(({ graderId, comment }) => ({ by: nameOf(graderId), comment })),
      by: grade.graders.map(nameOf),
      at: grade.at.toISOString(),
    },
  }
}
export type PartOfStudent = Awaited<ReturnType<typeof partOf>>

/**
 * The grades of one student beside their work: what counts in the gradebook and what people gave. Whoever looks is
 * written down, whether there is a grade or not, so that the trace tells the student nothing of what is held.
 */
export const viewStudentGrades = feature({
  input: z.strictObject({ class: idSchema, member: idSchema }),
  permission: 'work.review',
  subject: async (ctx, input) => {
    const member = await findMember(ctx.db, input.class, input.member)
    return member?.role === 'student' && member.state === 'active'
      ? { classId: input.class, studentSectionId: member.sectionId, member }
      : null
  },
  run: async (ctx, input, { member }) => {
    const reached = await reach(ctx, input.class)
    const self = { ...reached, students: reached.students.filter(({ userId }) => userId === member.userId) }
    if (self.students.length === 0) throw new Refusal('not-found')
    const assignments = reached.assignments.filter((one) => isGivenTo(one, member))
    const [plans, released, { columns, rows }] = await Promise.all([
      plansIn(ctx.db, input.class, assignments, generalRubric()),
      releasesIn(ctx.db, input.class),
      readBook(ctx.db, {
        classId: input.class,
        assignments,
        students: self.students,
        overrides: reached.overrides,
        now: ctx.now(),
        general: generalRubric(),
        userId: member.userId,
      }),
      noteView(ctx.db, {
        id: ctx.newId(),
        classId: input.class,
        userId: member.userId,
        viewerId: ctx.viewer.userId,
        page: 'student',
        assignmentId: null,
        at: ctx.now(),
      }),
    ])
    const row = rows[0]!
    const cells = new Map(columns.map((column, index) => [column.id, row.cells[index]!]))
    const found = await Promise.all(
      assignments.map(async (assignment) => {
        const plan = plans.get(assignment.id)
        const queues = plan ? [...(await readQueues(ctx, ctx.viewer.userId, assignment, plan, self))] : []
        const cell = cells.get(assignment.id)
        return [
          assignment.id,
          {
            counts: cell ? { points: cell.points, of: cell.of, ...cell.entry } : null,
            isReleased: released.has(assignment.id),
            parts: await Promise.all(
              queues.flatMap(([part, [queued]]) =>
                queued ? [partOf(ctx, input.class, part, plan!.rubrics[part]!, queued)] : [],
              ),
            ),
          },
        ] as const
      }),
    )
    return { total: row.total.share, assignments: Object.fromEntries(found) }
  },
})
export type StudentGrades = Awaited<ReturnType<typeof viewStudentGrades>>
