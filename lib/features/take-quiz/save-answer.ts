import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { canonicalJson } from '#lib/db/digest.ts'
import { prepared } from '#lib/db/prepared.ts'
import { rulesNow } from '#lib/db/queries/assignments.ts'
import { receiptDigest } from '#lib/db/queries/receipts.ts'
import { revisionOf } from '#lib/db/queries/scores.ts'
import { feature } from '#lib/door/feature.ts'
import { attemptStanding } from '#lib/domain/availability.ts'
import { drawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { itemAnswerSchema, type ItemAnswer } from '#lib/domain/item.ts'
import { admitAnswer } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { attemptById, attemptSubject, shownQuiz } from './attempt.ts'

export const receiptSchema = z.strictObject({
  receipt: z.strictObject({
    attempt: z.string(),
    item: z.string(),
    seq: z.int(),
    savedAt: z.string(),
    digest: z.string(),
  }),
})
const confidenceSchema = z.preprocess(
  (value) => (value === '' || value === null ? undefined : value),
  z.coerce.number().int().min(1).max(3).optional(),
)

/** The newest alone: what an item costs to save does not grow with how often it was saved before. */
const newestAnswer = prepared((on, { answers }) =>
  on
    .select()
    .from(answers)
    .where(and(eq(answers.attemptId, sql.placeholder('attempt')), eq(answers.item, sql.placeholder('item'))))
    .orderBy(desc(answers.seq))
    .limit(1),
)
const insertAnswer = prepared((on, { answers }) =>
  on.insert(answers).values({
    attemptId: sql.placeholder('attempt'),
    item: sql.placeholder('item'),
    seq: sql.placeholder('seq'),
    classId: sql.placeholder('classId'),
    userId: sql.placeholder('userId'),
    body: sql.placeholder('body'),
    confidence: sql.placeholder('confidence'),
    savedAt: sql.placeholder('savedAt'),
    digest: sql.placeholder('digest'),
    erasedAt: null,
  }),
)

type Outcome =
  | { kind: 'saved'; savedAt: Date; digest: string }
  | {
      kind: 'elsewhere'
      stored: { seq: number; answer: ItemAnswer | null; confidence: number | null; savedAt: string } | null
    }
  | { kind: 'closed' }

/**
 * Saves one answer and replies after the commit. `seq` is the stored one plus 1; the same `seq` with the same answer
 * gives the first receipt again, also after hand-in, so that a lost reply can be retried. Otherwise `changed-elsewhere`
 * with the stored version, or `attempt-closed` with the body kept as a late save. Reads no key.
 */
export const saveAnswer = feature({
  input: z.strictObject({
    attempt: idSchema,
    item: z.string().max(80),
    answer: itemAnswerSchema.default([]),
    confidence: confidenceSchema,
    seq: z.coerce.number().int().min(1).max(1_000_000),
  }),
  permission: 'work.do',
  subject: attemptSubject,
  output: receiptSchema,
  run: async ({ db, now, newId, viewer }, input, { attempt, assignment }) => {
    const quiz = await shownQuiz(db, revisionOf(attempt, assignment))
    const item = drawn(quiz.items, attempt).find((one) => one.id === input.item)
    if (!item) throw new Refusal('not-found')
    const answer = admitAnswer(item, input.answer)
    const confidence = (assignment.asksConfidence && input.confidence) || null
    const at = now()
    const key = { attempt: attempt.id, item: item.id, seq: input.seq }
    const same = (body: ItemAnswer | null, sure: number | null) =>
      canonicalJson(body) === canonicalJson(answer) && sure === confidence

    const outcome = await db.atomically<Outcome>(function* (tx) {
      const { answers, lateSaves } = db.t
      const [fresh] = yield* q(attemptById(db, tx, { id: attempt.id }))
      const [stored] = yield* q(newestAnswer(db, tx, { attempt: attempt.id, item: item.id }))
      const [repeated] =
        stored && stored.seq > input.seq
          ? yield* q(
              tx
                .select()
                .from(answers)
                .where(and(eq(answers.attemptId, attempt.id), eq(answers.item, item.id), eq(answers.seq, input.seq))),
            )
          : stored?.seq === input.seq
            ? [stored]
            : []
      if (repeated && same(repeated.body, repeated.confidence))
        return { kind: 'saved', savedAt: repeated.savedAt, digest: repeated.digest }
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      if (!attemptStanding(fresh!, rules, at).open) {
        yield* q(
          tx.insert(lateSaves).values({
            id: newId(),
            classId: attempt.classId,
            userId: viewer.userId,
            assignmentId: assignment.id,
            attemptId: attempt.id,
            item: item.id,
            body: { seq: input.seq, answer, confidence },
            receivedAt: at,
            erasedAt: null,
          }),
        )
        return { kind: 'closed' }
      }
      if (input.seq !== (stored?.seq ?? 0) + 1) {
        return {
          kind: 'elsewhere',
          stored: stored
            ? {
                seq: stored.seq,
                answer: stored.body,
                confidence: stored.confidence,
                savedAt: stored.savedAt.toISOString(),
              }
            : null,
        }
      }
      const sum = receiptDigest({
        attemptId: attempt.id,
        item: item.id,
        seq: input.seq,
        body: answer,
        confidence,
        savedAt: at,
      })
      yield* q(
        insertAnswer(db, tx, {
          ...key,
          classId: attempt.classId,
          userId: viewer.userId,
          body: answer,
          confidence,
          savedAt: at,
          digest: sum,
        }),
      )
      return { kind: 'saved', savedAt: at, digest: sum }
    })
    if (outcome.kind === 'closed') throw new Refusal('attempt-closed', { kept: true, item: item.id })
    if (outcome.kind === 'elsewhere') throw new Refusal('changed-elsewhere', { stored: outcome.stored, item: item.id })
    return { receipt: { ...key, savedAt: outcome.savedAt.toISOString(), digest: outcome.digest } }
  },
})
