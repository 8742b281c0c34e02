import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { rulesNow } from '#lib/db/queries/assignments.ts'
import { predictionOf } from '#lib/db/queries/predictions.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { predictionFields, PROMPT_IDS, type Predictions } from '#lib/domain/prediction.ts'
import { frozenReading, ownReading } from './read-along.ts'

/**
 * Posts the predictions that stand before a reading, all four at once and for good: the point of them is that they were
 * written before the text was seen. The same words again are the same post, so a lost reply can be retried.
 */
export const postPredictions = feature({
  input: z.strictObject({ assignment: idSchema, ...predictionFields }),
  permission: 'work.do',
  subject: async (ctx, input) => {
    const own = await ownReading(ctx, input)
    return own && (await frozenReading(ctx, own.assignment)).predict ? own : null
  },
  output: z.strictObject({ assignment: z.string(), postedAt: z.string() }),
  run: async (ctx, { assignment: _id, ...said }, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const body: Predictions = said
    const empty = PROMPT_IDS.find((id) => body[id] === '')
    if (empty) throw new Refusal('answer-empty', { path: empty })
    const at = now()
    const outcome = await db.atomically(function* (tx) {
      const before = yield* predictionOf(db, tx, assignment.id, viewer.userId)
      if (before)
        return canonicalJson(before.body) === canonicalJson(body)
          ? { kind: 'posted' as const, at: before.postedAt }
          : { kind: 'elsewhere' as const, stored: before }
      const base = { classId: assignment.classId, userId: viewer.userId, assignmentId: assignment.id }
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const availability = availabilityAt(rules, at)
      if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
      if (availability === 'closed') {
        yield* q(
          tx.insert(db.t.lateSaves).values({
            ...base,
            id: newId(),
            attemptId: null,
            item: null,
            body: { predictions: body },
            receivedAt: at,
            erasedAt: null,
          }),
        )
        return { kind: 'closed' as const }
      }
      yield* q(
        tx.insert(db.t.predictions).values({
          ...base,
          body,
          digest: digest('predictions', assignment.id, viewer.userId, canonicalJson(body)),
          postedAt: at,
          erasedAt: null,
        }),
      )
      return { kind: 'posted' as const, at }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'elsewhere')
      throw new Refusal('changed-elsewhere', {
        stored: { ...outcome.stored.body, postedAt: outcome.stored.postedAt.toISOString() },
      })
    return { assignment: assignment.id, postedAt: outcome.at.toISOString() }
  },
})
