import { and, eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { findAssignment, listOverrides } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { findMember } from '#lib/db/queries/classes.ts'
import { listEntries, readBook, type BookCell } from '#lib/db/queries/gradebook.ts'
import { noteView, releasesIn } from '#lib/db/queries/grades.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { GROUPS, NO_ENTRY, type Group } from '#lib/domain/gradebook.ts'
import { idSchema } from '#lib/domain/names.ts'

/** The class’s gradebook as this viewer may see it; an assistant has the students of their section. */
export async function book(ctx: SignedIn, classId: string) {
  const reached = await reach(ctx, classId)
  const read = await readBook(ctx.db, {
    classId,
    assignments: reached.assignments,
    students: reached.people,
    overrides: reached.overrides,
    now: ctx.now(),
    general: edition().rubrics[0]!,
  })
  return { ...reached, ...read }
}

/** What stands beside a figure, a letter each, so that a large class stays a small answer. */
const notesOf = (cell: BookCell): string =>
  [
    cell.entry.excused && 'x',
    cell.entry.byHand !== null && 'm',
    cell.entry.lateTakes > 0 && 't',
    cell.waits && 'w',
    cell.isHeld && 'h',
    cell.afterDue && 'l',
    cell.isZero && 'z',
    cell.points === null && !cell.waits && !cell.entry.excused && cell.state[0],
  ]
    .filter(Boolean)
    .join('')

const bookSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
  mayManage: z.boolean(),
  columns: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      kind: z.enum(['reading', 'essay', 'quiz', 'question', 'exercise']),
      points: z.int(),
      isReleased: z.boolean(),
    }),
  ),
  rules: z.strictObject({
    weights: z.record(z.enum(GROUPS), z.number()).nullable(),
    drops: z.record(z.enum(GROUPS), z.int()),
    unfinished: z.enum(['left-out', 'zero']),
  }),
  rows: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      number: z.int(),
      section: z.string().nullable(),
      /** Of each column the points and its notes, or null where it is not given to this student. */
      cells: z.array(z.tuple([z.number().nullable(), z.string()]).nullable()),
      /** Share of what counts, in percent with one decimal. */
      total: z.number().nullable(),
      /** Columns left out as the lowest of their group. */
      dropped: z.array(z.int()),
    }),
  ),
})
export type BookView = z.infer<typeof bookSchema>

/** The gradebook: every student and every assignment that has points, with the total by the instructor’s own rules. */
export const viewGradebook = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: bookSchema,
  run: async (ctx, input): Promise<BookView> => {
    const [{ klass, seesAll, columns, rows, rules, numberOf, sectionName }, released] = await Promise.all([
      book(ctx, input.class),
      releasesIn(ctx.db, input.class),
    ])
    await noteView(ctx.db, {
      id: ctx.newId(),
      classId: input.class,
      userId: null,
      viewerId: ctx.viewer.userId,
      page: 'gradebook',
      assignmentId: null,
      at: ctx.now(),
    })
    const place = new Map(columns.map((column, index) => [column.id, index]))
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      columns: columns.map(({ id, title, kind, points }) => ({
        id,
        title,
        kind,
        points,
        isReleased: released.has(id),
      })),
      rules,
      rows: rows.map(({ student, cells, total }) => ({
        id: student.userId,
        name: student.displayName,
        number: numberOf(student.userId),
        section: student.sectionId ? (sectionName.get(student.sectionId) ?? null) : null,
        cells: cells.map((cell) => cell && [cell.points, notesOf(cell)]),
        total: total.share === null ? null : Math.round(total.share * 1000) / 10,
        dropped: total.dropped.map((id) => place.get(id)!),
      })),
    }
  },
})

const memberEntry = async (ctx: Context, input: { assignment: string; member: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  const member = assignment && (await findMember(ctx.db, assignment.classId, input.member))
  return member?.role === 'student' && member.state === 'active' && isGivenTo(assignment!, member)
    ? { classId: assignment!.classId, assignment: assignment!, member }
    : null
}

/** What the instructor has said of one cell, and what is computed without it. */
export const viewEntry = feature({
  input: z.strictObject({ assignment: idSchema, member: idSchema }),
  permission: 'class.manage',
  subject: memberEntry,
  run: async (ctx, _input, { classId, assignment, member }) => {
    const { rows, columns } = await readBook(ctx.db, {
      classId,
      assignments: [assignment],
      students: [member],
      overrides: await listOverrides(ctx.db, classId),
      now: ctx.now(),
      general: edition().rubrics[0]!,
      userId: member.userId,
    })
    const cell = columns.length > 0 ? rows[0]!.cells[0]! : null
    return {
      assignment: { id: assignment.id, title: assignment.title, kind: assignment.kind, points: assignment.points },
      student: { id: member.userId, name: member.displayName },
      cell,
    }
  },
})

const emptyToNull = (value: unknown) => (value === '' || value === null ? null : value)

/** Excuses a student, sets points by hand, or takes a percentage for lateness: only ever because an instructor says so. */
export const setEntry = feature({
  input: z.strictObject({
    assignment: idSchema,
    member: idSchema,
    /** A tick box that is not ticked is not sent. */
    excused: z.enum(['on', 'true', 'false']).or(z.boolean()).optional(),
    points: z.preprocess(emptyToNull, z.coerce.number().min(0).max(10_000).nullable()).optional(),
    lateTakes: z.preprocess((value) => (value === '' ? 0 : value), z.coerce.number().int().min(0).max(100)).optional(),
  }),
  permission: 'class.manage',
  subject: memberEntry,
  output: doneSchema,
  run: async (ctx, input, { classId, assignment, member }) => {
    const { gradebookEntries: entries } = ctx.db.t
    const before =
      (await listEntries(ctx.db, classId, member.userId)).get(`${assignment.id}/${member.userId}`) ?? NO_ENTRY
    const after = {
      excused: ['on', 'true'].includes(String(input.excused)),
      byHand: input.points === null || input.points === undefined ? null : Math.round(input.points * 100),
      lateTakes: input.lateTakes ?? 0,
    }
    if (after.excused === before.excused && after.byHand === before.byHand && after.lateTakes === before.lateTakes)
      return DONE
    await ctx.db.atomically(function* (tx) {
      const [last] = yield* q(
        tx
          .select({ n: max(entries.n) })
          .from(entries)
          .where(and(eq(entries.assignmentId, assignment.id), eq(entries.userId, member.userId))),
      )
      yield* q(
        tx.insert(entries).values({
          assignmentId: assignment.id,
          userId: member.userId,
          n: (last?.n ?? 0) + 1,
          classId,
          ...after,
          by: ctx.viewer.userId,
          at: ctx.now(),
        }),
      )
      yield* record(ctx.db, tx, {
        classId,
        actorId: ctx.viewer.userId,
        action: 'gradebook.entry',
        object: `assignments/${assignment.id}/members/${member.userId}`,
        before: { excused: before.excused, byHand: before.byHand, lateTakes: before.lateTakes },
        after,
        now: ctx.now(),
      })
    })
    return DONE
  },
})

const percent = z.preprocess((value) => (value === '' ? 0 : value), z.coerce.number().int().min(0).max(100)).optional()
const few = z.preprocess((value) => (value === '' ? 0 : value), z.coerce.number().int().min(0).max(20)).optional()

/** How the total is made: weights of the groups, the lowest that are dropped, and what was never handed in. */
export const setRules = feature({
  input: z.strictObject({
    class: idSchema,
    weight_reading: percent,
    weight_quiz: percent,
    weight_question: percent,
    weight_exercise: percent,
    drop_reading: few,
    drop_quiz: few,
    drop_question: few,
    drop_exercise: few,
    unfinished: z.enum(['left-out', 'zero']),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async (ctx, input) => {
    const of = <W extends 'weight' | 'drop'>(what: W): Record<Group, number> => ({
      reading: input[`${what}_reading`] ?? 0,
      quiz: input[`${what}_quiz`] ?? 0,
      question: input[`${what}_question`] ?? 0,
      exercise: input[`${what}_exercise`] ?? 0,
    })
    const weights = of('weight')
    const rules = {
      weights: GROUPS.some((group) => weights[group] > 0) ? weights : null,
      drops: of('drop'),
      unfinished: input.unfinished,
    }
    const { gradebookRules } = ctx.db.t
    await ctx.db.atomically(function* (tx) {
      const [before] = yield* q(tx.select().from(gradebookRules).where(eq(gradebookRules.classId, input.class)))
      if (before)
        yield* q(
          tx.update(gradebookRules).set({ rules, savedAt: ctx.now() }).where(eq(gradebookRules.classId, input.class)),
        )
      else yield* q(tx.insert(gradebookRules).values({ classId: input.class, rules, savedAt: ctx.now() }))
      yield* record(ctx.db, tx, {
        classId: input.class,
        actorId: ctx.viewer.userId,
        action: 'gradebook.rules',
        object: `classes/${input.class}`,
        before: before?.rules,
        after: rules,
        now: ctx.now(),
      })
    })
    return DONE
  },
})
