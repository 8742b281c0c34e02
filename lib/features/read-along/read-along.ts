import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { findAssignment, findShown, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import { predictionOf } from '#lib/db/queries/predictions.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import type { Prompt } from '#lib/domain/prediction.ts'

export const ownReading = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment && ctx.viewer && (assignment.kind === 'reading' || assignment.kind === 'essay')
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

/**
 * The ids that can be a saved place (sentences of the range, or the essay's paragraphs, in order) and the prompts that
 * stand before the text, if any.
 */
export async function frozenReading(
  ctx: Context,
  assignment: Assignment,
): Promise<{ places: string[]; predict: Prompt[] | null }> {
  const shown = (await findShown(ctx.db, assignment.revisionHash)) as
    { kind: 'reading'; units: { id: string }[]; predict?: Prompt[] } | { kind: 'essay'; paragraphs: string[] }
  return shown.kind === 'reading'
    ? { places: shown.units.map((unit) => unit.id), predict: shown.predict ?? null }
    : { places: shown.paragraphs, predict: null }
}

const placeSchema = z.strictObject({
  at: z.string().nullable(),
  finishedAt: z.string().nullable(),
  savedAt: z.string().nullable(),
})

/**
 * Saves the place reached. Reading is done when the place is the last of the range, or when the student says so
 * (`done`); once done it stays done (rule 7). Time is never measured.
 */
export const savePlace = feature({
  input: z.strictObject({
    assignment: idSchema,
    at: z.string().max(8).optional(),
    done: z.union([z.literal(true), z.literal('true').transform(() => true as const)]).optional(),
  }),
  permission: 'work.do',
  subject: ownReading,
  output: placeSchema,
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now } = ctx
    const { places, predict } = await frozenReading(ctx, assignment)
    const at = input.at ?? (input.done ? places.at(-1)! : undefined)
    if (!at || !places.includes(at))
      throw new Refusal('invalid', { issues: [{ path: 'at', code: 'range', message: 'outside the reading' }] })
    return db.atomically(function* (tx) {
      const { readingPlaces } = db.t
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const availability = availabilityAt(rules, now())
      if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
      if (predict && availability !== 'closed' && !(yield* predictionOf(db, tx, assignment.id, viewer.userId)))
        throw new Refusal('predictions-first')
      const mine = and(eq(readingPlaces.assignmentId, assignment.id), eq(readingPlaces.userId, viewer.userId))
      const [before] = yield* q(tx.select().from(readingPlaces).where(mine))
      // The closing mark is no sentence: whoever has reached the last sentence has read to the end.
      const last = places.findLastIndex((id) => id !== 'end')
      const isDone = input.done === true || places.indexOf(at) >= last
      // After closing a reader may go on reading and keep the place; it no longer counts as done.
      const finishedAt = before?.finishedAt ?? (isDone && availability !== 'closed' ? now() : null)
      if (before) yield* q(tx.update(readingPlaces).set({ at, savedAt: now(), finishedAt }).where(mine))
      else
        yield* q(
          tx.insert(readingPlaces).values({
            assignmentId: assignment.id,
            userId: viewer.userId,
            classId: assignment.classId,
            at,
            startedAt: now(),
            savedAt: now(),
            finishedAt,
          }),
        )
      return { at, finishedAt: finishedAt?.toISOString() ?? null, savedAt: now().toISOString() }
    })
  },
})

/** The reading page: what is assigned and the saved place. */
export const viewReading = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownReading,
  run: async (ctx, _input, { assignment }) => {
    const { db, viewer, now } = ctx
    const { places, predict } = await frozenReading(ctx, assignment)
    const { rules, place, predicted } = await db.atomically(function* (tx) {
      const { readingPlaces } = db.t
      const own = yield* rulesNow(db, tx, assignment, viewer.userId)
      const [row] = yield* q(
        tx
          .select()
          .from(readingPlaces)
          .where(and(eq(readingPlaces.assignmentId, assignment.id), eq(readingPlaces.userId, viewer.userId))),
      )
      const before = predict ? yield* predictionOf(db, tx, assignment.id, viewer.userId) : null
      return { rules: own, place: row ?? null, predicted: before }
    })
    const availability = availabilityAt(rules, now())
    return {
      classId: assignment.classId,
      assignment: assignment.id,
      kind: assignment.kind,
      target: assignment.targetId,
      title: assignment.title,
      minutes: assignment.minutes,
      zone: assignment.zone,
      availability,
      opensAt: rules.opensAt?.toISOString() ?? null,
      dueAt: rules.dueAt?.toISOString() ?? null,
      closesAt: rules.closesAt?.toISOString() ?? null,
      range: { from: assignment.rangeFrom ?? places[0]!, to: assignment.rangeTo ?? places.at(-1)! },
      places: places.length,
      /** The four predictions, where the reading begins with them. Nothing is left to predict once it is closed. */
      gate: predict && {
        prompts: predict,
        isShut: predicted === null && availability !== 'closed',
        predicted: predicted?.body ? { body: predicted.body, postedAt: predicted.postedAt.toISOString() } : null,
      },
      place: place
        ? {
            at: place.at,
            index: places.indexOf(place.at) + 1,
            finishedAt: place.finishedAt?.toISOString() ?? null,
            savedAt: place.savedAt.toISOString(),
          }
        : null,
    }
  },
})
