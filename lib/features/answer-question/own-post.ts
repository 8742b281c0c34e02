/** The viewer’s own side of a guided question: the work itself, their post, and whether it may still be done. */
import { and, eq } from 'drizzle-orm'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { findAssignment, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import type { Context } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'

export const ownQuestion = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'question' && ctx.viewer
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

export function* myPost(ctx: SignedIn, tx: Executor, assignment: Assignment) {
  const { posts } = ctx.db.t
  const [row] = yield* q(
    tx
      .select()
      .from(posts)
      .where(and(eq(posts.assignmentId, assignment.id), eq(posts.userId, ctx.viewer.userId))),
  )
  return row ?? null
}

export function* mustTakeWork(ctx: SignedIn, tx: Executor, assignment: Assignment): Steps<'open' | 'closed'> {
  const rules = yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId)
  const availability = availabilityAt(rules, ctx.now())
  if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
  return availability === 'closed' ? 'closed' : 'open'
}
