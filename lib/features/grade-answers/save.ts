import { and, desc, eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { assignmentSubject, type Assignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { gradesOfAnswer, type GradeRow } from '#lib/db/queries/grades.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  isComplete,
  nextToGrade,
  pointsOf,
  rowsThatCount,
  sameVersion,
  sheetsOf,
  type GradingRubric,
  type Sheet,
  type Version,
} from '#lib/domain/grading.ts'
import { idSchema, isWellFormed } from '#lib/domain/names.ts'
import { findPart, gradedAnswer, inLine, readQueue, readVersion, standingFor, type Part } from './answers.ts'

export const COMMENT_MAX = 2000
export const commentSchema = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC').trim())
  .refine((text) => text.length <= COMMENT_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })

export const partSchema = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
const wanted = { assignment: idSchema, part: partSchema, member: idSchema }

/** A level of one row, as `level:evidence`; empty takes it back, and a row left out stays as it is. */
const levelSchema = z.union([z.literal(['', 0, 1, 2, 3]), z.null(), z.enum(['0', '1', '2', '3'])])
const sheetFields = {
  /** Which version was read: the post or attempt, and its ordinal or seq. */
  source: idSchema,
  version: z.coerce.number().int().min(1),
  /** The comment on the whole answer. */
  text: commentSchema.optional(),
}
const LEVEL = 'level:'

type Change = { criterion: string; level: number | null; comment: string | null }

/** What a sheet is to hold: only rows of the rubric, only what differs. */
function changesIn(input: Record<string, unknown>, rubric: GradingRubric, before: Sheet | undefined): Change[] {
  const levels = Object.entries(input).flatMap(([key, value]): Change[] => {
    if (!key.startsWith(LEVEL)) {
      if (Object.hasOwn(wanted, key) || Object.hasOwn(sheetFields, key)) return []
      throw new Refusal('invalid', { issues: [{ path: key, code: 'unrecognized_keys', message: 'unknown' }] })
    }
    const criterion = key.slice(LEVEL.length)
    if (!rowsThatCount(rubric).some((row) => row.id === criterion))
      throw new Refusal('invalid', { issues: [{ path: key, code: 'unknown', message: 'no row of the rubric' }] })
    const level = value === '' || value === null ? null : Number(value)
    return (before?.levels[criterion] ?? null) === level ? [] : [{ criterion, level, comment: null }]
  })
  const comment = input.text === undefined ? (before?.comment ?? null) : (input.text as string) || null
  return comment === (before?.comment ?? null) ? levels : [...levels, { criterion: '', level: null, comment }]
}

type Writing = {
  part: Part
  userId: string
  version: Version
  source: 'post' | 'answer'
  kind: 'given' | 'decided'
  undoes: string | null
}

/** Adds the changes to the history of one answer, under one save. */
function* write(ctx: SignedIn, tx: Executor, to: Writing, changes: readonly Change[]): Steps<string> {
  const { grades } = ctx.db.t
  const { assignment, part } = to.part
  const of = and(eq(grades.assignmentId, assignment.id), eq(grades.userId, to.userId), eq(grades.part, part))
  const [last] = yield* q(
    tx
      .select({ n: max(grades.n) })
      .from(grades)
      .where(of),
  )
  const save = ctx.newId()
  yield* q(
    tx.insert(grades).values(
      changes.map((change, index) => ({
        ...change,
        assignmentId: assignment.id,
        userId: to.userId,
        part,
        n: (last?.n ?? 0) + 1 + index,
        classId: assignment.classId,
        source: to.source,
        sourceId: to.version.sourceId,
        version: to.version.version,
        graderId: ctx.viewer.userId,
        kind: to.kind,
        save,
        undoes: to.undoes,
        savedAt: ctx.now(),
        erasedAt: null,
      })),
    ),
  )
  yield* record(ctx.db, tx, {
    classId: assignment.classId,
    actorId: ctx.viewer.userId,
    action: to.undoes ? 'grade.undo' : to.kind === 'decided' ? 'grade.decide' : 'grade.save',
    object: `assignments/${assignment.id}/members/${to.userId}`,
    after: changes.map(({ criterion, level }) => [criterion, level]),
    now: ctx.now(),
  })
  return save
}

/** The sheet that a grader writes on: their own where two grade, the answer's one sheet otherwise. */
const sheetOn = (
  entries: readonly GradeRow[],
  part: Part,
  graderId: string,
  version: Version,
  kind: 'given' | 'decided',
): Sheet | undefined =>
  sheetsOf(entries, part.plan.graders).find(
    (sheet) =>
      sheet.kind === kind &&
      sameVersion(sheet, version) &&
      (kind === 'decided' || part.plan.graders === 1 || sheet.graderId === graderId),
  )

const savedSchema = z.strictObject({
  savedAt: z.string(),
  state: z.enum(['waiting', 'begun', 'second', 'differ', 'graded', 'revised']),
  points: z.int(),
  of: z.int(),
  /** Whose answer is next in this grader's order; null where none waits. */
  next: z.string().nullable(),
})

type SheetInput = { assignment: string; part: string; member: string; source: string; version: number }

async function saveSheet(
  ctx: SignedIn,
  input: SheetInput & Record<string, unknown>,
  assignment: Assignment,
  kind: 'given' | 'decided',
) {
  const part = await findPart(ctx, assignment, input.part)
  const version = { sourceId: input.source, version: input.version }
  const standing = await ctx.db.atomically(function* (tx) {
    const { source } = yield* readVersion(ctx, tx, { assignment, userId: input.member, part: part.part, version })
    const of = { assignmentId: assignment.id, userId: input.member, part: part.part }
    const entries = yield* gradesOfAnswer(ctx.db, tx, of)
    if (kind === 'decided') {
      const before = standingFor(ctx.viewer.userId, entries, part, version).grading
      if (before.state !== 'differ' && before.grade?.how !== 'decided') throw new Refusal('nothing-to-decide')
    }
    const before = sheetOn(entries, part, ctx.viewer.userId, version, kind)
    const changes = changesIn(input, part.rubric, before)
    if (changes.length > 0)
      yield* write(ctx, tx, { part, userId: input.member, version, source, kind, undoes: null }, changes)
    const after = changes.length > 0 ? yield* gradesOfAnswer(ctx.db, tx, of) : entries
    const sheet = sheetOn(after, part, ctx.viewer.userId, version, kind)
    if (kind === 'decided' && !isComplete(part.rubric, sheet?.levels ?? {})) throw new Refusal('level-missing')
    yield* q(
      tx
        .delete(ctx.db.t.setAside)
        .where(
          and(
            eq(ctx.db.t.setAside.assignmentId, assignment.id),
            eq(ctx.db.t.setAside.userId, input.member),
            eq(ctx.db.t.setAside.part, part.part),
            eq(ctx.db.t.setAside.graderId, ctx.viewer.userId),
          ),
        ),
    )
    return { ...standingFor(ctx.viewer.userId, after, part, version), levels: sheet?.levels ?? {} }
  })
  const queue = await readQueue(ctx, ctx.viewer.userId, part)
  return {
    savedAt: ctx.now().toISOString(),
    state: standing.state,
    ...pointsOf(part.rubric, standing.levels),
    next: nextToGrade(inLine(queue), input.member)?.member ?? null,
  }
}

/**
 * Saves what a grader gives one version of an answer: levels row by row, the comment on the whole. Only what changed is
 * added, so that a lost reply can be retried; nothing is ever written over.
 */
export const saveGrade = feature({
  input: z.object({ ...wanted, ...sheetFields }).catchall(levelSchema),
  permission: 'work.review',
  subject: gradedAnswer,
  output: savedSchema,
  run: (ctx, input, { assignment }) => saveSheet(ctx, input, assignment, 'given'),
})

/** Where two graders differ one person decides; what the two gave stays beside it. */
export const decideGrade = feature({
  input: z.object({ ...wanted, ...sheetFields }).catchall(levelSchema),
  permission: 'class.manage',
  subject: gradedAnswer,
  output: savedSchema,
  run: (ctx, input, { assignment }) => saveSheet(ctx, input, assignment, 'decided'),
})

/** Takes back this grader's last save in a part: what stood before is added again, and whose answer it was is said. */
export const undoGrade = feature({
  input: z.strictObject({ assignment: idSchema, part: partSchema }),
  permission: 'class.observe',
  subject: assignmentSubject,
  output: z.strictObject({ member: z.string() }),
  run: async (ctx, input, { assignment }) => {
    const part = await findPart(ctx, assignment, input.part)
    const reachable = new Set((await readQueue(ctx, ctx.viewer.userId, part)).map((one) => one.answer.member.userId))
    const { grades } = ctx.db.t
    return ctx.db.atomically(function* (tx) {
      const mine = yield* q(
        tx
          .select()
          .from(grades)
          .where(
            and(
              eq(grades.assignmentId, assignment.id),
              eq(grades.part, part.part),
              eq(grades.graderId, ctx.viewer.userId),
            ),
          )
          .orderBy(desc(grades.save), grades.n),
      )
      const undone = new Set(mine.map((row) => row.undoes))
      const last = mine.find((row) => row.undoes === null && !undone.has(row.save) && reachable.has(row.userId))
      if (!last) throw new Refusal('nothing-to-undo')
      const entries = yield* gradesOfAnswer(ctx.db, tx, {
        assignmentId: assignment.id,
        userId: last.userId,
        part: part.part,
      })
      const saved = entries.filter((row) => row.save === last.save)
      const before = sheetOn(
        entries.filter((row) => row.n < saved[0]!.n),
        part,
        ctx.viewer.userId,
        last,
        last.kind,
      )
      // What somebody has changed since stays as they left it; what was taken back since does not count.
      const takenBack = new Set(entries.map((row) => row.undoes))
      const isNewest = (row: GradeRow) =>
        !entries.some(
          (one) =>
            one.n > row.n &&
            one.undoes === null &&
            !takenBack.has(one.save) &&
            one.criterion === row.criterion &&
            one.kind === row.kind &&
            sameVersion(one, row) &&
            (part.plan.graders === 1 || one.graderId === row.graderId),
        )
      const changes = saved.filter(isNewest).map(({ criterion }): Change => ({
        criterion,
        level: criterion === '' ? null : (before?.levels[criterion] ?? null),
        comment: criterion === '' ? (before?.comment ?? null) : null,
      }))
      if (changes.length === 0) throw new Refusal('nothing-to-undo')
      yield* write(
        ctx,
        tx,
        {
          part,
          userId: last.userId,
          version: { sourceId: last.sourceId, version: last.version },
          source: last.source,
          kind: last.kind,
          undoes: last.save,
        },
        changes,
      )
      return { member: last.userId }
    })
  },
})

/** Puts an answer aside for later, or takes it back into the queue. Only this grader sees it. */
export const putAside = feature({
  input: z.strictObject({ ...wanted, aside: z.enum(['true', 'false']).or(z.boolean()) }),
  permission: 'work.review',
  subject: gradedAnswer,
  output: doneSchema,
  run: async (ctx, input, { assignment, member }) => {
    const { part } = await findPart(ctx, assignment, input.part)
    const { setAside } = ctx.db.t
    await ctx.db.atomically(function* (tx) {
      const row = {
        assignmentId: assignment.id,
        userId: member.userId,
        part,
        graderId: ctx.viewer.userId,
        classId: assignment.classId,
        at: ctx.now(),
      }
      if (String(input.aside) === 'true') yield* q(tx.insert(setAside).values(row).onConflictDoNothing())
      else
        yield* q(
          tx
            .delete(setAside)
            .where(
              and(
                eq(setAside.assignmentId, row.assignmentId),
                eq(setAside.userId, row.userId),
                eq(setAside.part, part),
                eq(setAside.graderId, row.graderId),
              ),
            ),
        )
    })
    return DONE
  },
})
