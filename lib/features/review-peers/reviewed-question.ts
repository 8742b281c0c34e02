/** A question under which classmates review one another: the work, its rubric and samples, and whether this reader has posted. */
import { asc, inArray } from 'drizzle-orm'
import { q, type Executor } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { findAssignment, findRevision, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import type { Context } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { samplesToScore } from '#lib/domain/peer-review.ts'
import type { KeptQuestion, QuestionSample, ShownQuestion } from '#lib/domain/question.ts'
import type { Levels, Rubric } from '#lib/domain/rubric.ts'

export async function findReviewed(ctx: Context, id: string): Promise<Assignment | null> {
  const assignment = await findAssignment(ctx.db, id)
  return assignment?.kind === 'question' && assignment.reviews > 0 ? assignment : null
}

export const ownReviews = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findReviewed(ctx, input.assignment)
  return assignment && ctx.viewer
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

export type Measure = { rubric: Rubric; samples: QuestionSample[] }

/** By what answers are reviewed, as it was frozen. */
export async function measureOf(ctx: Context, assignment: Assignment): Promise<Measure> {
  const revision = await findRevision(ctx.db, assignment.revisionHash)
  const rubric = (revision?.shown as ShownQuestion | undefined)?.rubric
  const kept = revision?.kept as KeptQuestion | undefined
  // What was assigned before there was a rubric or a sample has nothing to review by.
  if (!rubric || !kept || !('samples' in kept)) throw new Refusal('not-found')
  return { rubric, samples: kept.samples }
}

/** The samples this reader scores, in an order of their own. */
export const samplesFor = (assignment: Assignment, userId: string, { samples }: Measure): number[] =>
  samplesToScore(samples, (at) => digest('sample', assignment.id, userId, String(at)))

/** What is scored cannot be scored otherwise after the edition's scores have been read. */
export const sameLevels = (one: Levels | null, other: Levels | null): boolean =>
  canonicalJson(one) === canonicalJson(other)

export function* mustBeOpen(ctx: SignedIn, tx: Executor, assignment: Assignment) {
  const rules = yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId)
  if (availabilityAt(rules, ctx.now()) === 'closed') throw new Refusal('talk-closed')
}

/** The newest words of these posts. */
export function* newestOf(ctx: SignedIn, tx: Executor, posts: readonly string[]) {
  const { postVersions: v } = ctx.db.t
  const rows =
    posts.length === 0
      ? []
      : yield* q(
          tx
            .select()
            .from(v)
            .where(inArray(v.postId, [...posts]))
            .orderBy(asc(v.postId), asc(v.ordinal)),
        )
  return new Map(rows.map((row) => [row.postId, row]))
}
