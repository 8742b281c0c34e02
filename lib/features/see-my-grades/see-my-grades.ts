import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { listAssignments, listOverrides, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { isGivenTo } from '#lib/db/queries/class-work.ts'
import { findClass, findMember } from '#lib/db/queries/classes.ts'
import { readBook } from '#lib/db/queries/gradebook.ts'
import { namesOf, releasesIn } from '#lib/db/queries/grades.ts'
import { listReleased } from '#lib/db/queries/released.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { groupOf } from '#lib/domain/gradebook.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'

/** What was done with a student’s grades, of what may be told: nothing here says that a held grade exists. */
export type Trace = {
  at: string
  /** To the day where only the day is kept. */
  isDay: boolean
  by: string
  what: 'looked' | 'looked-at-all' | 'graded' | 'changed' | 'decided' | 'released' | 'entered' | 'exported'
  assignment: string | null
}

const TRACES = 200

/** Who looked at or changed the grades of one student, newest first. Held assignments are left out whole. */
async function tracesOf(ctx: SignedIn, classId: string, titles: ReadonlyMap<string, string>): Promise<Trace[]> {
  const { gradeViews: views, grades, releases, gradebookEntries, audit } = ctx.db.t
  const mine = ctx.viewer.userId
  const released = [...(await releasesIn(ctx.db, classId)).keys()].filter((id) => titles.has(id))
  const none: never[] = []
  const [looked, given, releasing, entered, exported] = await Promise.all([
    ctx.db
      .select()
      .from(views)
      .where(and(eq(views.classId, classId), or(eq(views.userId, mine), isNull(views.userId))))
      .orderBy(desc(views.at), desc(views.id))
      .limit(TRACES),
    released.length === 0
      ? none
      : ctx.db
          .select()
          .from(grades)
          .where(and(eq(grades.userId, mine), inArray(grades.assignmentId, released)))
          .orderBy(desc(grades.save), desc(grades.n)),
    released.length === 0
      ? none
      : ctx.db.select().from(releases).where(inArray(releases.assignmentId, released)).orderBy(desc(releases.at)),
    released.length === 0
      ? none
      : ctx.db
          .select()
          .from(gradebookEntries)
          .where(and(eq(gradebookEntries.userId, mine), inArray(gradebookEntries.assignmentId, released)))
          .orderBy(desc(gradebookEntries.at)),
    ctx.db
      .select({ actorId: audit.actorId, at: audit.at })
      .from(audit)
      .where(and(eq(audit.chain, classId), eq(audit.action, 'class.export')))
      .orderBy(desc(audit.at))
      .limit(TRACES),
  ])
  const saves = [...Map.groupBy(given, (row) => row.save).values()].map((rows) => rows.at(-1)!)
  const firsts = new Map<string, string>()
  for (const row of saves.toReversed()) {
    const key = `${row.assignmentId}/${row.part}`
    if (!firsts.has(key)) firsts.set(key, row.save)
  }
  const found: (Omit<Trace, 'by'> & { byId: string })[] = [
    ...looked
      .filter((row) => row.assignmentId === null || released.includes(row.assignmentId))
      .map((row) => ({
        at: row.at.toISOString(),
        isDay: true,
        byId: row.viewerId,
        what: row.userId === null ? ('looked-at-all' as const) : ('looked' as const),
        assignment: row.assignmentId,
      })),
    ...saves.map((row) => ({
      at: row.savedAt.toISOString(),
      isDay: false,
      byId: row.graderId,
      what:
        row.kind === 'decided'
          ? ('decided' as const)
          : firsts.get(`${row.assignmentId}/${row.part}`) === row.save
            ? ('graded' as const)
            : ('changed' as const),
      assignment: row.assignmentId,
    })),
    ...releasing
      .filter((row) => row.state === 'released')
      .map((row) => ({
        at: row.at.toISOString(),
        isDay: false,
        byId: row.by,
        what: 'released' as const,
        assignment: row.assignmentId,
      })),
    ...entered.map((row) => ({
      at: row.at.toISOString(),
      isDay: false,
      byId: row.by,
      what: 'entered' as const,
      assignment: row.assignmentId,
    })),
    ...exported.flatMap((row) =>
      row.actorId
        ? [{ at: row.at.toISOString(), isDay: false, byId: row.actorId, what: 'exported' as const, assignment: null }]
        : [],
    ),
  ]
  const names = await namesOf(
    ctx.db,
    classId,
    found.map((one) => one.byId),
  )
  return found
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, TRACES)
    .map(({ byId, ...one }) => ({ ...one, by: names.get(byId) ?? 'Somebody who has left' }))
}

/** A student’s own grades: what counts, with the reason for each that is released, and who looked at or changed them. */
export const seeMyGrades = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const [klass, member, assignments, overrides] = await Promise.all([
      findClass(ctx.db, input.class),
      findMember(ctx.db, input.class, ctx.viewer.userId),
      listAssignments(ctx.db, input.class),
      listOverrides(ctx.db, input.class),
    ])
    if (!klass || !member) throw new Refusal('not-found')
    const isStudent = member.role === 'student'
    // Before it opens a student knows title and date of an assignment, and nothing of its points.
    const isOpen = (one: Assignment) => availabilityAt(rulesOf(one, overrides, member), ctx.now()) !== 'not-open-yet'
    const given = isStudent ? assignments.filter((one) => isGivenTo(one, member) && isOpen(one)) : []
    const general = edition().rubrics[0]!
    const [{ columns, rows, rules }, released, traces] = await Promise.all([
      readBook(ctx.db, {
        classId: input.class,
        assignments: given,
        students: isStudent ? [member] : [],
        overrides,
        now: ctx.now(),
        general,
        userId: member.userId,
        asStudent: true,
      }),
      listReleased(ctx.db, { classId: input.class, userId: member.userId, assignments: given }, general),
      isStudent ? tracesOf(ctx, input.class, new Map(given.map((one) => [one.id, one.title]))) : [],
    ])
    const row = rows[0]
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      role: member.role,
      name: member.displayName,
      rules,
      total: row?.total ?? null,
      cells: columns.map((assignment, index) => {
        const cell = row!.cells[index]!
        return {
          id: assignment.id,
          title: assignment.title,
          kind: assignment.kind,
          group: groupOf(assignment.kind),
          points: cell.points,
          of: cell.of,
          isExcused: cell.entry.excused,
          isByHand: cell.entry.byHand !== null,
          lateTakes: cell.entry.lateTakes,
          state: cell.state,
          afterDue: cell.afterDue,
          isZero: cell.isZero,
          leftOpen: cell.leftOpen,
          score: cell.score,
        }
      }),
      grades: given.flatMap((assignment) =>
        (released.get(assignment.id) ?? []).map((grade) => ({
          ...grade,
          assignment: assignment.id,
          kind: assignment.kind,
          title: assignment.title,
        })),
      ),
      titles: Object.fromEntries(given.map((one) => [one.id, one.title])),
      traces,
    }
  },
})
export type MyGrades = Awaited<ReturnType<typeof seeMyGrades>>
