import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { lastClosing } from '#lib/db/queries/assignments.ts'
import {
  findCableReview,
  findCableWork,
  hiddenCableReviews,
  readCableReviews,
  readCables,
  type Cable,
  type CableReview,
  type CableWork,
} from '#lib/db/queries/cables.ts'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { hidingsOf } from '#lib/db/queries/remarks.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { feedbackIsDue } from '#lib/domain/availability.ts'
import { FATES, marksIn } from '#lib/domain/cable.ts'
import { citationSchema } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { nextToReview } from '#lib/domain/peer-review.ts'
import { reasonIn } from '#lib/domain/remark.ts'

const ownCables = async (ctx: Context, input: { assignment: string }) => {
  const work = await findCableWork(ctx.db, input.assignment)
  return work && ctx.viewer
    ? { classId: work.assignment.classId, sectionId: work.assignment.sectionId, userId: ctx.viewer.userId, work }
    : null
}

const marksSchema = z.record(z.string(), z.enum(FATES))
const pointSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  full: z.string(),
  /** Where in the text it stands. */
  at: z.array(citationSchema),
})
/** Why nothing of classmates is there yet, one after the other. */
const LOCKS = ['not-handed-in', 'no-cable', 'not-explained', 'text-closed'] as const
const viewSchema = z.strictObject({
  classId: z.string(),
  assignment: z.string(),
  title: z.string(),
  /** Until it is null nothing below is there. */
  locked: z.enum(LOCKS).nullable(),
  /** How many cables are asked of each. */
  wanted: z.int(),
  points: z.array(pointSchema),
  own: z
    .strictObject({
      text: z.string(),
      /** What classmates found, without who they are. */
      received: z.array(
        z.strictObject({
          id: z.string(),
          /** Null where staff have hidden it, or where it was erased. */
          marks: marksSchema.nullable(),
          isHidden: z.boolean(),
        }),
      ),
    })
    .nullable(),
  /** The cable that waits for this reader’s review, without its author. */
  open: z.strictObject({ review: z.string(), text: z.string() }).nullable(),
  /** Classmates’ cables that could be given out now. */
  left: z.int(),
  written: z.array(
    z.strictObject({
      id: z.string(),
      /** Null where its author has left, or has erased it. */
      text: z.string().nullable(),
      marks: marksSchema,
      hidden: z.strictObject({ reason: z.string().nullable() }).nullable(),
    }),
  ),
})
export type CablesView = z.infer<typeof viewSchema>

/** Whether this reader has handed in a cable that is explained to them: from then on the text and classmates’ may be read. */
function* standingOf(
  ctx: SignedIn,
  tx: Executor,
  work: CableWork,
  cables: readonly Cable[],
): Steps<{ own: Cable | null; locked: CablesView['locked'] }> {
  const { attempts, overrides } = ctx.db.t
  const own = cables.find(({ authorId }) => authorId === ctx.viewer.userId)
  const { assignment } = work
  if (!own) {
    const [first] = yield* q(
      tx
        .select({ at: attempts.submittedAt })
        .from(attempts)
        .where(
          and(
            eq(attempts.assignmentId, assignment.id),
            eq(attempts.userId, ctx.viewer.userId),
            eq(attempts.ordinal, 1),
          ),
        ),
    )
    return { own: null, locked: first?.at ? 'no-cable' : 'not-handed-in' }
  }
  const rules = yield* q(tx.select().from(overrides).where(eq(overrides.assignmentId, assignment.id)))
  const isDue = feedbackIsDue(assignment.feedback, own.handedInAt, lastClosing(assignment, rules), ctx.now())
  return { own, locked: isDue ? null : 'not-explained' }
}

const byReader = (rows: readonly CableReview[], userId: string) => rows.filter((row) => row.userId === userId)
/** Of classmates’ cables those that this reader has not had, each with how many have been given it. */
function leftFor(cables: readonly Cable[], rows: readonly CableReview[], userId: string) {
  const had = new Set(byReader(rows, userId).map(({ attemptId }) => attemptId))
  return cables
    .filter(({ attempt, authorId }) => authorId !== userId && !had.has(attempt))
    .map((cable) => ({ ...cable, given: rows.filter(({ attemptId }) => attemptId === cable.attempt).length }))
}

/** A student’s side: the cable to read with the points and where they stand, what they found so far, what was found in theirs. */
export const viewMyCables = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownCables,
  output: viewSchema,
  run: async (ctx, _input, { work }): Promise<CablesView> => {
    const { db, viewer, now } = ctx
    const { assignment } = work
    const shut = await findOpenClosedText(db, { classId: assignment.classId, userId: viewer.userId, now: now() })
    return db.atomically(function* (tx): Steps<CablesView> {
      const cables = yield* readCables(db, tx, work, now())
      const { own, locked } = yield* standingOf(ctx, tx, work, cables)
      const lock = locked ?? (shut ? 'text-closed' : null)
      const base = {
        classId: assignment.classId,
        assignment: assignment.id,
        title: assignment.title,
        locked: lock,
        wanted: assignment.reviews,
      }
      if (lock || !own) return { ...base, points: [], own: null, open: null, left: 0, written: [] }
      const rows = yield* readCableReviews(db, tx, assignment.id)
      const hidden = yield* hiddenCableReviews(db, tx, assignment.id)
      const mine = byReader(rows, viewer.userId)
      const hidings = yield* hidingsOf(
        db,
        tx,
        'cable',
        mine.map(({ id }) => id),
      )
      const textOf = (attempt: string) => cables.find((one) => one.attempt === attempt)?.text ?? null
      const waiting = mine.find((row) => row.reviewedAt === null && textOf(row.attemptId) !== null)
      return {
        ...base,
        points: work.points.map(({ id, title, full, cites }) => ({ id, title, full, at: [...cites] })),
        own: {
          text: own.text,
          received: rows
            .filter((row) => row.attemptId === own.attempt && row.reviewedAt !== null)
            .map(({ id, points }) => ({ id, marks: hidden.has(id) ? null : points, isHidden: hidden.has(id) })),
        },
        open: waiting ? { review: waiting.id, text: textOf(waiting.attemptId)! } : null,
        left: leftFor(cables, rows, viewer.userId).length,
        written: mine.flatMap(({ id, attemptId, reviewedAt, points }) =>
          reviewedAt && points
            ? [{ id, text: textOf(attemptId), marks: points, hidden: reasonIn(hidings.get(id)) }]
            : [],
        ),
      }
    })
  },
})

/**
 * Gives out the next cable, by the same rule as answers: one that the fewest have been given, by a seed of its reader’s
 * own, and kept, so that nobody can ask until a friend’s comes up. Null where no classmate’s is left.
 */
export const giveOutCable = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownCables,
  output: z.strictObject({ review: z.string().nullable() }),
  run: async (ctx, _input, { work }) => {
    const { db, viewer, now, newId } = ctx
    const { assignment } = work
    return db.atomically(function* (tx): Steps<{ review: string | null }> {
      const cables = yield* readCables(db, tx, work, now())
      const { locked } = yield* standingOf(ctx, tx, work, cables)
      if (locked) throw new Refusal('not-found')
      const rows = yield* readCableReviews(db, tx, assignment.id)
      const mine = byReader(rows, viewer.userId)
      const waiting = mine.find(({ reviewedAt }) => reviewedAt === null)
      if (waiting && cables.some(({ attempt }) => attempt === waiting.attemptId)) return { review: waiting.id }
      // Erased meanwhile, or its author has left: it is nobody's to read any more.
      if (waiting) yield* q(tx.delete(db.t.cableReviews).where(eq(db.t.cableReviews.id, waiting.id)))
      if (mine.filter(({ reviewedAt }) => reviewedAt !== null).length >= assignment.reviews) return { review: null }
      const next = nextToReview(leftFor(cables, rows, viewer.userId), ({ attempt }) =>
        digest('cable', assignment.id, viewer.userId, attempt),
      )
      if (!next) return { review: null }
      const id = newId()
      yield* q(
        tx.insert(db.t.cableReviews).values({
          id,
          classId: assignment.classId,
          userId: viewer.userId,
          authorId: next.authorId,
          assignmentId: assignment.id,
          attemptId: next.attempt,
          givenOutAt: now(),
          points: null,
          reviewedAt: null,
          erasedAt: null,
        }),
      )
      return { review: id }
    })
  },
})

const ownReview = async (ctx: Context, input: { review: string }) => {
  const row = await findCableReview(ctx.db, input.review)
  const work = row && (await findCableWork(ctx.db, row.assignmentId))
  return work ? { classId: row.classId, sectionId: work.assignment.sectionId, userId: row.userId, work, row } : null
}

/** Says of each point what became of it, once. Nothing of it counts for anybody. */
export const reviewCable = feature({
  input: z.strictObject({ review: idSchema, fates: z.record(z.string().max(80), z.string().max(20)).default({}) }),
  permission: 'work.do',
  subject: ownReview,
  output: z.strictObject({ review: z.string() }),
  run: async (ctx, input, { work, row }) => {
    const { db, now, newId } = ctx
    const marks = marksIn(work.points, input.fates)
    if (!marks) throw new Refusal('point-missing', { path: 'fates' })
    await db.atomically(function* (tx) {
      const { cableReviews } = db.t
      const [current] = yield* q(tx.select().from(cableReviews).where(eq(cableReviews.id, row.id)))
      if (!current) throw new Refusal('not-found')
      if (current.reviewedAt !== null) {
        if (canonicalJson(current.points) === canonicalJson(marks)) return
        throw new Refusal('reviewed-once')
      }
      const cables = yield* readCables(db, tx, work, now())
      if (!cables.some(({ attempt }) => attempt === row.attemptId)) throw new Refusal('not-found')
      yield* q(
        tx
          .update(cableReviews)
          .set({ points: marks, reviewedAt: now() })
          .where(and(eq(cableReviews.id, row.id), isNull(cableReviews.reviewedAt))),
      )
      yield* tell(db, tx, {
        kind: 'reviewed',
        facts: { title: work.assignment.title, what: 'cable' },
        classId: row.classId,
        to: [row.authorId],
        about: work.assignment.id,
        now: now(),
        newId,
      })
    })
    return { review: row.id }
  },
})
