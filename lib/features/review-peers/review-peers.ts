import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { rulesNow } from '#lib/db/queries/assignments.ts'
import { quotedFor } from '#lib/db/queries/closed-text.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { hasPosted, hidingsOf } from '#lib/db/queries/remarks.ts'
import { findReview, listReviewsReceived, reviewable, reviewsBy, scoresBy } from '#lib/db/queries/reviews.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { citationSchema } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, proseSchema } from '#lib/domain/names.ts'
import { levelsIn, nextToReview, REVIEW_MAX } from '#lib/domain/peer-review.ts'
import { rubricSchema, type Levels } from '#lib/domain/rubric.ts'
import { reasonIn } from '#lib/domain/remark.ts'
import {
  findReviewed,
  measureOf,
  mustBeOpen,
  newestOf,
  ownReviews,
  sameLevels,
  samplesFor,
} from './reviewed-question.ts'

const levelsSchema = z.record(z.string(), z.int())
/** A form sends each level as a string; which rows there are, the rubric says. */
const levelsInput = z.record(z.string().max(40), z.union([z.int(), z.string().max(4)])).default({})

const sampleSchema = z.strictObject({
  sample: z.int(),
  text: z.string(),
  citations: z.array(citationSchema),
  own: levelsSchema.nullable(),
  /** The edition’s own scores and why: only beside one’s own. */
  theirs: levelsSchema.nullable(),
  why: z.string().nullable(),
})
const writtenSchema = z.strictObject({
  id: z.string(),
  version: z.int(),
  levels: levelsSchema,
  /** Null once it was erased, and where it is hidden from this reader. */
  comment: z.string().nullable(),
  at: z.string(),
  /** Hidden by staff; whoever wrote it reads the reason. */
  hidden: z.strictObject({ reason: z.string().nullable() }).nullable(),
})
const viewSchema = z.strictObject({
  classId: z.string(),
  assignment: z.string(),
  title: z.string(),
  zone: z.string(),
  /** Own answer first: until it is posted nothing below is there. */
  locked: z.boolean(),
  closed: z.boolean(),
  /** How many reviews are asked of each. */
  wanted: z.int(),
  rubric: rubricSchema.nullable(),
  samples: z.array(sampleSchema),
  /** The answer that waits for this reader’s review, without its author. */
  open: z
    .strictObject({ review: z.string(), version: z.int(), text: z.string(), citations: z.array(citationSchema) })
    .nullable(),
  /** Classmates’ answers that could be given out now. */
  left: z.int(),
  written: z.array(writtenSchema),
  /** What classmates say of one’s own answer, without who says it. */
  received: z.array(writtenSchema),
})
export type ReviewsView = z.infer<typeof viewSchema>

const writtenView = (
  row: {
    id: string
    version: number | null
    levels: Levels | null
    comment: string | null
    reviewedAt: Date | null
  },
  hidden: { reason: string | null } | null,
) => ({
  id: row.id,
  version: row.version ?? 1,
  levels: row.levels ?? {},
  comment: row.comment,
  at: row.reviewedAt!.toISOString(),
  hidden,
})

/** A student’s side of peer review: the samples, the answer to review, what they wrote and what was said of theirs. */
export const viewMyReviews = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownReviews,
  output: viewSchema,
  run: async (ctx, _input, { assignment }): Promise<ReviewsView> => {
    const { db, viewer, now } = ctx
    const measure = await measureOf(ctx, assignment)
    const base = {
      classId: assignment.classId,
      assignment: assignment.id,
      title: assignment.title,
      zone: assignment.zone,
      wanted: assignment.reviews,
    }
    if (!(await hasPosted(db, assignment.id, viewer.userId)))
      return {
        ...base,
        locked: true,
        closed: false,
        rubric: null,
        samples: [],
        open: null,
        left: 0,
        written: [],
        received: [],
      }
    const received = (await listReviewsReceived(db, viewer.userId)).filter((row) => row.assignmentId === assignment.id)
    const view: ReviewsView = await db.atomically(function* (tx) {
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const scores = new Map(
        (yield* scoresBy(db, tx, assignment.id, viewer.userId)).map((row) => [row.sample, row.levels]),
      )
      const own = yield* reviewsBy(db, tx, assignment.id, viewer.userId)
      const answers = yield* reviewable(db, tx, assignment, viewer.userId)
      const hidings = yield* hidingsOf(
        db,
        tx,
        'review',
        own.map((row) => row.id),
      )
      const had = new Set(own.map((row) => row.postId))
      const waiting = own.find((row) => row.reviewedAt === null && answers.some((one) => one.post === row.postId))
      const words = waiting && (yield* newestOf(ctx, tx, [waiting.postId])).get(waiting.postId)
      return {
        ...base,
        locked: false,
        closed: availabilityAt(rules, now()) === 'closed',
        rubric: measure.rubric,
        samples: samplesFor(assignment, viewer.userId, measure).map((at) => {
          const sample = measure.samples[at]!
          const levels = scores.get(at) ?? null
          return {
            sample: at,
            text: sample.text,
            citations: sample.cites,
            own: levels,
            theirs: levels && sample.scores,
            why: levels && sample.why,
          }
        }),
        open:
          waiting && words
            ? {
                review: waiting.id,
                version: words.ordinal,
                text: words.body?.text ?? '',
                citations: words.body?.citations ?? [],
              }
            : null,
        left: answers.filter((one) => !had.has(one.post)).length,
        written: own
          .filter((row) => row.reviewedAt !== null)
          .map((row) => writtenView(row, reasonIn(hidings.get(row.id)))),
        received: received.map((row) => writtenView(row, row.isHidden ? { reason: null } : null)),
      }
    })
    return quotedFor(db, { classId: assignment.classId, userId: viewer.userId, now: now() }, view)
  },
})

/** Scores one sample, once; the edition’s own scores of it open beside. */
export const scoreSample = feature({
  input: z.strictObject({ assignment: idSchema, sample: z.string().max(40), levels: levelsInput }),
  permission: 'work.do',
  subject: ownReviews,
  output: sampleSchema,
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now } = ctx
    const measure = await measureOf(ctx, assignment)
    const place = samplesFor(assignment, viewer.userId, measure).find((one) => String(one) === input.sample)
    if (place === undefined || !(await hasPosted(db, assignment.id, viewer.userId))) throw new Refusal('not-found')
    const levels = levelsIn(measure.rubric, input.levels)
    if (!levels) throw new Refusal('level-missing', { path: 'levels' })
    const kept = await db.atomically(function* (tx) {
      yield* mustBeOpen(ctx, tx, assignment)
      const before = (yield* scoresBy(db, tx, assignment.id, viewer.userId)).find((row) => row.sample === place)
      if (before && !sameLevels(before.levels, levels)) throw new Refusal('reviewed-once')
      if (!before)
        yield* q(
          tx.insert(db.t.sampleScores).values({
            assignmentId: assignment.id,
            userId: viewer.userId,
            sample: place,
            classId: assignment.classId,
            levels,
            scoredAt: now(),
            erasedAt: null,
          }),
        )
      return levels
    })
    const sample = measure.samples[place]!
    return {
      sample: place,
      text: sample.text,
      citations: sample.cites,
      own: kept,
      theirs: sample.scores,
      why: sample.why,
    }
  },
})

/**
 * Gives out the next answer to review: one that the fewest have been given, by a seed of its reader’s own. It is kept,
 * so that nobody can ask until a friend’s comes up. Null where no classmate’s answer is left.
 */
export const giveOut = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownReviews,
  output: z.strictObject({ review: z.string().nullable() }),
  run: async (ctx, _input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const measure = await measureOf(ctx, assignment)
    if (!(await hasPosted(db, assignment.id, viewer.userId))) throw new Refusal('not-found')
    return db.atomically(function* (tx) {
      yield* mustBeOpen(ctx, tx, assignment)
      const scored = (yield* scoresBy(db, tx, assignment.id, viewer.userId)).map((row) => row.sample)
      if (!samplesFor(assignment, viewer.userId, measure).every((at) => scored.includes(at)))
        throw new Refusal('samples-first')
      const own = yield* reviewsBy(db, tx, assignment.id, viewer.userId)
      const answers = yield* reviewable(db, tx, assignment, viewer.userId)
      const waiting = own.find((row) => row.reviewedAt === null)
      if (waiting && answers.some((one) => one.post === waiting.postId)) return { review: waiting.id }
      // Hidden meanwhile, or its author has left: it is nobody's to review any more.
      if (waiting) yield* q(tx.delete(db.t.peerReviews).where(eq(db.t.peerReviews.id, waiting.id)))
      const had = new Set(own.map((row) => row.postId))
      if (own.filter((row) => row.reviewedAt !== null).length >= assignment.reviews) return { review: null }
      const next = nextToReview(
        answers.filter((one) => !had.has(one.post)),
        (one) => digest('review', assignment.id, viewer.userId, one.post),
      )
      if (!next) return { review: null }
      const id = newId()
      yield* q(
        tx.insert(db.t.peerReviews).values({
          id,
          classId: assignment.classId,
          userId: viewer.userId,
          authorId: next.authorId,
          assignmentId: assignment.id,
          postId: next.post,
          givenOutAt: now(),
          version: null,
          levels: null,
          comment: null,
          digest: null,
          reviewedAt: null,
          erasedAt: null,
        }),
      )
      return { review: id }
    })
  },
})

const ownReview = async (ctx: Context, input: { review: string }) => {
  const row = await findReview(ctx.db, input.review)
  const assignment = row && (await findReviewed(ctx, row.assignmentId))
  return assignment
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: row.userId, assignment, row }
    : null
}

/** Writes a review, once: a level in each row and what the author can do with it. Nothing of it counts for anybody. */
export const writeReview = feature({
  input: z.strictObject({
    review: idSchema,
    /** The version that was read. */
    version: z.coerce.number().int().min(1).max(1000),
    levels: levelsInput,
    text: proseSchema(REVIEW_MAX),
  }),
  permission: 'work.do',
  subject: ownReview,
  output: z.strictObject({ review: z.string() }),
  run: async (ctx, input, { assignment, row }) => {
    const { db, now, newId } = ctx
    const { rubric } = await measureOf(ctx, assignment)
    const levels = levelsIn(rubric, input.levels)
    if (!levels) throw new Refusal('level-missing', { path: 'levels' })
    if (input.text.trim() === '') throw new Refusal('answer-empty', { path: 'text' })
    const said = { version: input.version, levels, comment: input.text }
    const seal = digest('review', row.id, canonicalJson(said))
    await db.atomically(function* (tx) {
      const { peerReviews } = db.t
      const [current] = yield* q(tx.select().from(peerReviews).where(eq(peerReviews.id, row.id)))
      if (!current) throw new Refusal('not-found')
      if (current.reviewedAt !== null) {
        if (current.digest === seal) return
        throw new Refusal('reviewed-once')
      }
      yield* mustBeOpen(ctx, tx, assignment)
      if ((yield* hidingsOf(db, tx, 'post', [row.postId])).has(row.postId)) throw new Refusal('remark-hidden')
      const newest = (yield* newestOf(ctx, tx, [row.postId])).get(row.postId)
      if (!newest || newest.ordinal < input.version) throw new Refusal('not-found')
      yield* q(
        tx
          .update(peerReviews)
          .set({ ...said, digest: seal, reviewedAt: now() })
          .where(and(eq(peerReviews.id, row.id), isNull(peerReviews.reviewedAt))),
      )
      yield* tell(db, tx, {
        kind: 'reviewed',
        facts: { title: assignment.title },
        classId: assignment.classId,
        to: [row.authorId],
        about: assignment.id,
        now: now(),
        newId,
      })
    })
    return { review: row.id }
  },
})
