import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { findAssignment, listAssignments, listOverrides } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { listMembers } from '#lib/db/queries/classes.ts'
import { readBook } from '#lib/db/queries/gradebook.ts'
import {
  classesWithColumns,
  holdDue,
  isAnyDue,
  listColumns,
  listLastSaid,
  noteAnswer,
  queueScores,
  signatureOf,
  type ScoreRow,
  type Wanted,
} from '#lib/db/queries/platform-scores.ts'
import { coursesOf, findPlatform, subjectsOf } from '#lib/db/queries/platforms.ts'
import { feedbackIn, listReleased } from '#lib/db/queries/released.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { SCOPE, scoresOf, TRIES_MOST, verdictOn, waitAfter } from '#lib/domain/platform.ts'
import type { Answered } from '#lib/outbound/ask.ts'
import { askWithToken } from './services.ts'

/** Points as the students see them now, of everybody whom a platform knows, in every column that it has. */
async function wantedIn(ctx: Context, classId: string): Promise<Wanted[]> {
  const { db, now } = ctx
  const [columns, courses, assignments, overrides, members, saidOf] = await Promise.all([
    listColumns(db, classId),
    coursesOf(db, classId),
    listAssignments(db, classId),
    listOverrides(db, classId),
    listMembers(db, classId),
    listLastSaid(db, classId),
  ])
  const students = members.filter((member) => member.role === 'student' && member.state === 'active')
  const book = await readBook(db, {
    classId,
    assignments: assignments.filter(({ id }) => columns.some((column) => column.assignmentId === id)),
    students,
    overrides,
    now: now(),
    general: edition().rubrics[0]!,
    asStudent: true,
  })
  const wanted: Wanted[] = []
  for (const { course, platform } of courses) {
    const known = await subjectsOf(
      db,
      platform.issuer,
      students.map(({ userId }) => userId),
    )
    for (const column of columns.filter(({ courseId }) => courseId === course.id)) {
      const place = book.columns.findIndex(({ id }) => id === column.assignmentId)
      if (place < 0) continue
      for (const { student, cells } of book.rows) {
        const cell = cells[place]
        if (!cell || !known.has(student.userId)) continue
        wanted.push({
          courseId: course.id,
          assignmentId: column.assignmentId,
          classId,
          userId: student.userId,
          lineItemUrl: column.lineItemUrl,
          given: cell.points === null || cell.entry.excused ? null : Math.round(cell.points * 100),
          maximum: cell.of,
          saidAt: saidOf(column.assignmentId, student.userId),
        })
      }
    }
  }
  return wanted
}

/** A date that passes changes points though nobody does anything, so that a class is read again now and then. */
const AGAIN_AFTER_MS = 10 * 60_000
const seen = new Map<string, { signature: string; at: number }>()

/**
 * Looks through the classes that have columns at a platform for points that changed, and puts them on their way. What a
 * student may not see yet is not sent, and what they may no longer see is taken back.
 */
export const queueChanges = feature({
  input: z.strictObject({}),
  permission: 'site.operate',
  subject: () => ({}),
  run: async (ctx) => {
    const { db, now, newId } = ctx
    let queued = 0
    for (const classId of await classesWithColumns(db)) {
      const signature = await signatureOf(db, classId)
      const before = seen.get(classId)
      if (before?.signature === signature && now().getTime() - before.at < AGAIN_AFTER_MS) continue
      const wanted = await wantedIn(ctx, classId)
      queued += await db.atomically((tx) => queueScores(db, tx, classId, wanted, { now: now(), newId }))
      seen.set(classId, { signature, at: now().getTime() })
    }
    return { queued }
  },
})

const HELD_MS = 60_000
const AT_ONCE = 20
const ANSWER_KEPT = 500
const COMMENT_MAX = 2000

/** What people said of it, as far as it is released. */
async function commentOn(ctx: Context, row: ScoreRow): Promise<string> {
  const assignment = await findAssignment(ctx.db, row.assignmentId)
  if (!assignment) return ''
  const of = { classId: row.classId, userId: row.userId, assignments: [assignment] }
  const released = await listReleased(ctx.db, of, edition().rubrics[0]!)
  return feedbackIn(released.get(assignment.id) ?? []).slice(0, COMMENT_MAX)
}

async function sendOne(ctx: Context, row: ScoreRow): Promise<Answered> {
  const nobody = (text: string): Answered => ({ status: 410, headers: {}, text })
  const { platformCourses: c } = ctx.db.t
  const [course] = await ctx.db.select().from(c).where(eq(c.id, row.courseId))
  const platform = course && (await findPlatform(ctx.db, course.platformId))
  if (!platform) return nobody('The platform is no longer registered.')
  const subject = (await subjectsOf(ctx.db, platform.issuer, [row.userId])).get(row.userId)
  if (subject === undefined) return nobody('The platform does not know this person.')
  const comment = row.given === null ? '' : await commentOn(ctx, row)
  return askWithToken(ctx, platform, SCOPE.score, scoresOf(row.lineItemUrl), {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.ims.lis.v1.score+json' },
    body: JSON.stringify({
      userId: subject,
      ...(row.given === null
        ? { activityProgress: 'Submitted', gradingProgress: 'NotReady' }
        : {
            scoreGiven: row.given / 100,
            scoreMaximum: row.maximum,
            activityProgress: 'Completed',
            gradingProgress: 'FullyGraded',
          }),
      ...(comment ? { comment } : {}),
      timestamp: row.toldAt!.toISOString(),
    }),
  })
}

/**
 * Sends what is due. A row is held while it is sent, so that two processes never send it both; a process that dies while
 * it holds one leaves it to whoever comes after the hold has passed.
 */
export const sendDue = feature({
  input: z.strictObject({}),
  permission: 'site.operate',
  subject: () => ({}),
  run: async (ctx) => {
    const { db, now, newId } = ctx
    const by = newId()
    if (!(await isAnyDue(db, now()))) return { sent: 0 }
    const held = await db.atomically((tx) => holdDue(db, tx, { by, now: now(), forMs: HELD_MS, most: AT_ONCE }))
    await Promise.all(
      held.map(async (row) => {
        const answer = await sendOne(ctx, row)
        const verdict = verdictOn(answer.status)
        const state =
          verdict === 'arrived'
            ? ('sent' as const)
            : verdict === 'refused' || row.tries >= TRIES_MOST
              ? ('given-up' as const)
              : ('waiting' as const)
        await db.atomically((tx) =>
          noteAnswer(db, tx, row, by, {
            state,
            nextAt: state === 'waiting' ? new Date(now().getTime() + waitAfter(row.tries)) : row.nextAt,
            answeredAt: now(),
            status: answer.status,
            answer: answer.text.slice(0, ANSWER_KEPT),
          }),
        )
      }),
    )
    return { sent: held.length }
  },
})

/** Tries again what the platform refused, once whoever looks after it has mended what was wrong. */
export const sendAgain = feature({
  input: z.strictObject({ class: idSchema, score: idSchema }),
  permission: 'class.manage',
  subject: async ({ db }, input) => {
    const { platformScores: s } = db.t
    const [row] = await db
      .select()
      .from(s)
      .where(and(eq(s.id, input.score), eq(s.classId, input.class)))
    return row ? { classId: row.classId, row } : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, { row }) => {
    const { platformScores: s } = db.t
    await db.atomically(function* (tx) {
      const again = yield* q(
        tx
          .update(s)
          .set({ state: 'waiting', tries: 0, nextAt: now() })
          .where(and(eq(s.id, row.id), eq(s.state, 'given-up')))
          .returning(),
      )
      if (again.length === 0) return
      yield* record(db, tx, {
        classId: row.classId,
        actorId: viewer.userId,
        action: 'score.send-again',
        object: `platform_scores/${row.id}`,
        now: now(),
      })
    })
    return DONE
  },
})
