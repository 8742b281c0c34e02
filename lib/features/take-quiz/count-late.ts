import { and, eq, max } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { lastClosing, rulesNow } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { receiptDigest } from '#lib/db/queries/receipts.ts'
import {
  closeAttempt,
  insertScoreChange,
  readAnswersOf,
  readChangedScores,
  readRulings,
  scoreNow,
} from '#lib/db/queries/scores.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { attemptStanding, feedbackIsDue } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { scoreUnder } from '#lib/domain/re-score.ts'
import { attemptById } from './attempt.ts'

/** An answer to a quiz that came after its attempt had closed; of other late saves there is nothing to score. */
const lateAnswer = async (ctx: Context, input: { late: string }) => {
  const { lateSaves, attempts, assignments } = ctx.db.t
  const [row] = await ctx.db
    .select({ late: lateSaves, assignment: assignments })
    .from(lateSaves)
    .innerJoin(attempts, eq(attempts.id, lateSaves.attemptId))
    .innerJoin(assignments, eq(assignments.id, attempts.assignmentId))
    .where(eq(lateSaves.id, input.late))
  return row ? { classId: row.late.classId, ...row } : null
}

/**
 * Counts an answer that came too late (rule 6): it becomes the newest of its item, so that scores, grading and the
 * student's own page have it, and the attempt is scored with it. The first score stays beside the new one.
 */
export const countLate = feature({
  input: z.strictObject({ late: idSchema }),
  permission: 'class.manage',
  subject: lateAnswer,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, _input, { late, assignment }) => {
    const { item, body, attemptId, classId, userId } = late
    if (!item || !attemptId || !body?.answer) throw new Refusal('not-found')
    const [at, answer, confidence] = [now(), body.answer, body.confidence ?? null]
    await db.atomically(function* (tx) {
      const { answers, overrides, scoreChanges } = db.t
      const [known] = yield* q(
        tx
          .select({ n: scoreChanges.n })
          .from(scoreChanges)
          .where(
            and(
              eq(scoreChanges.attemptId, attemptId),
              eq(scoreChanges.cause, 'late'),
              eq(scoreChanges.causeId, late.id),
            ),
          ),
      )
      // A second press is the same press.
      if (known) return
      const [stored] = yield* q(attemptById(db, tx, { id: attemptId }))
      const standing = attemptStanding(stored!, yield* rulesNow(db, tx, assignment, userId), at)
      // With more time given since, the student answers for themselves.
      if (standing.open) throw new Refusal('open-again')
      const attempt =
        stored!.state === 'open' ? yield* closeAttempt(db, tx, stored!, assignment, standing.handedInAt!) : stored!
      const [last] = yield* q(
        tx
          .select({ seq: max(answers.seq) })
          .from(answers)
          .where(and(eq(answers.attemptId, attemptId), eq(answers.item, item))),
      )
      const row = { attemptId, item, seq: (last?.seq ?? 0) + 1, body: answer, confidence, savedAt: late.receivedAt }
      yield* q(tx.insert(answers).values({ ...row, classId, userId, digest: receiptDigest(row), erasedAt: null }))
      const ruling = (yield* readRulings(db, tx, [attempt], new Map([[assignment.id, assignment]]))).get(attemptId)!
      const before = scoreNow(attempt, yield* readChangedScores(db, tx, [attemptId]))
      const after = scoreUnder(ruling, (yield* readAnswersOf(db, tx, [attemptId])).get(attemptId)!)
      yield* insertScoreChange(db, tx, { attempt, score: after, cause: 'late', causeId: late.id, now: at })
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'late.count',
        object: `late_saves/${late.id}`,
        before,
        after,
        now: at,
      })
      const exceptions = yield* q(tx.select().from(overrides).where(eq(overrides.assignmentId, assignment.id)))
      // Nobody reads a score in the inbox before the quiz shows it.
      const shows = feedbackIsDue(assignment.feedback, attempt.submittedAt, lastClosing(assignment, exceptions), at)
      yield* tell(db, tx, {
        classId,
        to: [userId],
        kind: 'late-counted',
        facts: {
          title: assignment.title,
          question: ruling.items.findIndex(({ id }) => id === item) + 1,
          before: shows ? before : null,
          after: shows ? after : null,
        },
        about: assignment.id,
        now: at,
        newId,
      })
    })
    return DONE
  },
})
