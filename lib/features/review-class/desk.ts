import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { findNewestCode, type Member } from '#lib/db/queries/classes.ts'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { readSheets } from '#lib/db/queries/sheets.ts'
import { listWork } from '#lib/db/queries/work.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { partOf } from '#lib/domain/pages.ts'
import { NO_WORK, standingOf } from '#lib/domain/standing.ts'
import { sharedMisreadings } from './quiz-answers.ts'
import { countsOf, inOrder, paged, shownAssignment, shownStanding } from './shown.ts'

/** On one page of the desk: assignments, twice as many where the whole class fits; and students by so many that the table of both stays short. */
const [GIVEN, ROWS, CELLS] = [8, 100, 440]

/** Where the class stands, of everybody: what a heading says does not hang on the page that is open. */
async function progressOf(ctx: SignedIn, classId: string) {
  const reached = await reach(ctx, classId)
  const { people: students, assignments, overrides, clock } = reached
  const { lateSaves } = ctx.db.t
  const [work, late] = await Promise.all([
    listWork(ctx.db, classId, clock),
    ctx.db
      .select({ assignmentId: lateSaves.assignmentId, userId: lateSaves.userId })
      .from(lateSaves)
      .where(eq(lateSaves.classId, classId)),
  ])
  const ids = new Set(reached.students.map((student) => student.userId))
  const standings = new Map(
    assignments.map((assignment) => [
      assignment.id,
      new Map(
        students
          .filter((student) => isGivenTo(assignment, student))
          .map((student) => [
            student.userId,
            standingOf(
              work(assignment.id, student.userId) ?? NO_WORK,
              rulesOf(assignment, overrides, student),
              ctx.now(),
            ),
          ]),
      ),
    ]),
  )
  return {
    ...reached,
    standing: (assignment: Assignment, student: Member) => standings.get(assignment.id)?.get(student.userId) ?? null,
    columns: assignments.map((assignment) => {
      const those = [...standings.get(assignment.id)!.values()]
      return {
        ...shownAssignment(assignment),
        ...countsOf(those),
        afterDue: those.filter((one) => one.afterDue).length,
        late: late.filter((one) => one.assignmentId === assignment.id && ids.has(one.userId)).length,
      }
    }),
  }
}

/** What is open stands first, what is due next before it; then what opens later; then what closed, the newest first. */
function asTheyCome(assignments: readonly Assignment[], now: Date): Assignment[] {
  const [never, rank] = [Number.MAX_SAFE_INTEGER, (one: Assignment) => (one.opensAt && one.opensAt > now ? 1 : 0)]
  const isClosed = (one: Assignment) => one.closesAt !== null && one.closesAt < now
  const place = (one: Assignment): [number, number] =>
    isClosed(one) ? [2, -one.closesAt!.getTime()] : [rank(one), one.dueAt?.getTime() ?? never]
  return assignments.toSorted((a, b) => {
    const [one, other] = [place(a), place(b)]
    return one[0] - other[0] || one[1] - other[1]
  })
}

/** The desk: who has done what is due, assignment by assignment, then what the class misread. */
export const viewDesk = feature({
  input: z.strictObject({ class: idSchema, ...paged, given: paged.page }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const [progress, code] = await Promise.all([progressOf(ctx, input.class), findNewestCode(ctx.db, input.class)])
    const { klass, people, students, numberOf, assignments, overrides, sectionName, seesAll, standing, columns } =
      progress
    const fits = people.length * assignments.length <= CELLS
    const given = partOf(asTheyCome(assignments, ctx.now()), fits ? 2 * GIVEN : GIVEN, input.given)
    const { shown, part } = partOf(
      inOrder(people, input.order, ({ userId }) => numberOf(userId)),
      fits ? ROWS : Math.min(ROWS, Math.floor(CELLS / Math.min(GIVEN, assignments.length))),
      input.page,
    )
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: ctx.now().toISOString(),
      code: seesAll ? code : null,
      mayManage: seesAll,
      assignments: columns,
      /** Those that stand on this page, in their order there. */
      given: { ids: given.shown.map(({ id }) => id), part: given.part },
      of: people.length,
      part,
      students: shown.map((student) => ({
        id: student.userId,
        name: student.displayName,
        number: numberOf(student.userId),
        section: student.sectionId ? (sectionName.get(student.sectionId) ?? null) : null,
        cells: given.shown.map((assignment) => {
          const one = standing(assignment, student)
          return one && shownStanding(one)
        }),
      })),
      misreadings: sharedMisreadings(
        await Promise.all(
          assignments.filter((one) => one.kind === 'quiz').map((one) => readSheets(ctx, one, students, overrides)),
        ),
      ),
    }
  },
})
export type DeskView = Awaited<ReturnType<typeof viewDesk>>

/** Every assignment with how many have done it, and every student: what leads to the answers. */
export const listWorkDone = feature({
  input: z.strictObject({ class: idSchema, ...paged }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { klass, people, numberOf, seesAll, columns } = await progressOf(ctx, input.class)
    const { shown, part } = partOf(
      inOrder(people, input.order, ({ userId }) => numberOf(userId)),
      ROWS,
      input.page,
    )
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: ctx.now().toISOString(),
      mayManage: seesAll,
      assignments: columns,
      of: people.length,
      part,
      students: shown.map(({ userId, displayName }) => ({
        id: userId,
        name: displayName,
        number: numberOf(userId),
      })),
    }
  },
})
