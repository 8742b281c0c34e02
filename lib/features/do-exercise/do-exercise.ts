import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import {
  findAssignment,
  findRevision,
  findShown,
  lastClosing,
  rulesNow,
  type Assignment,
} from '#lib/db/queries/assignments.ts'
import { exerciseOf, listBegun, listHandedIn, type ExerciseRow } from '#lib/db/queries/exercises.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt, GRACE_MS } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  exerciseAnswersSchema,
  findUnready,
  mustKnowBoxes,
  openedOf,
  type ExerciseAnswers,
  type KeptControversy,
  type KeptExercise,
  type ShownExercise,
} from '#lib/domain/exercise.ts'
import {
  boxesOf,
  CASE,
  fieldsNow,
  nextSide,
  opposite,
  partInAt,
  phaseNow,
  phasesIn,
  sideOf,
  sortSent,
  withPart,
} from '#lib/domain/phases.ts'
import { exerciseFigures } from '#lib/domain/exercise-figures.ts'
import { idSchema } from '#lib/domain/names.ts'

/** With fewer than this many, figures of a class would tell who gave them. */
export const MIN_FOR_CLASS = 5

const ownExercise = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'exercise' && ctx.viewer
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

const shownExercise = async (ctx: Context, assignment: Assignment): Promise<ShownExercise> =>
  (await findShown(ctx.db, assignment.revisionHash)) as ShownExercise

const storedOf = (row: ExerciseRow) => ({
  seq: row.seq,
  answers: boxesOf(row.body ?? {}),
  savedAt: row.savedAt.toISOString(),
  handedInAt: row.handedInAt?.toISOString() ?? null,
})
const isSame = (row: ExerciseRow, answers: ExerciseAnswers): boolean =>
  canonicalJson(row.body) === canonicalJson(answers)

/** Refuses boxes of a part that is not open yet: what opens it has not been seen. */
function mustBeOpened(early: string | null): void {
  if (early !== null)
    throw new Refusal('invalid', { issues: [{ path: `answers.${early}`, code: 'early', message: 'a later part' }] })
}

function* mustBeOpen(
  ctx: SignedIn,
  tx: Executor,
  assignment: Assignment,
  answers: ExerciseAnswers,
): Steps<'open' | 'closed'> {
  const rules = yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId)
  const availability = availabilityAt(rules, ctx.now())
  if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
  if (availability !== 'closed') return 'open'
  yield* q(
    tx.insert(ctx.db.t.lateSaves).values({
      id: ctx.newId(),
      classId: assignment.classId,
      userId: ctx.viewer.userId,
      assignmentId: assignment.id,
      attemptId: null,
      item: null,
      body: { exercise: answers },
      receivedAt: ctx.now(),
      erasedAt: null,
    }),
  )
  return 'closed'
}

/** Writes the row: a draft, or what stands from then on. `at` is the instant that the receipt names. */
function* store(
  ctx: SignedIn,
  tx: Executor,
  assignment: Assignment,
  own: ExerciseRow | null,
  at: Date,
  change: { body: ExerciseAnswers; seq: number; isHandedIn: boolean },
): Steps<void> {
  const { exerciseAnswers: rows } = ctx.db.t
  const set = {
    body: change.body,
    seq: change.seq,
    handedInAt: change.isHandedIn ? at : null,
    savedAt: at,
    digest: change.isHandedIn
      ? digest('exercise', assignment.id, ctx.viewer.userId, canonicalJson(change.body), at.toISOString())
      : null,
  }
  const mine = and(eq(rows.assignmentId, assignment.id), eq(rows.userId, ctx.viewer.userId))
  if (own) yield* q(tx.update(rows).set(set).where(mine))
  else
    yield* q(
      tx.insert(rows).values({
        ...set,
        assignmentId: assignment.id,
        userId: ctx.viewer.userId,
        classId: assignment.classId,
        startedAt: at,
        erasedAt: null,
      }),
    )
}

/**
 * Saves the boxes as they stand, whatever is in them. `seq` works as for answers: the stored one plus 1, a repetition is
 * answered again, else `changed-elsewhere` with the stored version. What is handed in is not saved over.
 */
export const saveExercise = feature({
  input: z.strictObject({
    assignment: idSchema,
    seq: z.coerce.number().int().min(1).max(1_000_000),
    answers: exerciseAnswersSchema.default({}),
  }),
  permission: 'work.do',
  subject: ownExercise,
  output: z.strictObject({
    receipt: z.strictObject({ assignment: z.string(), seq: z.int(), savedAt: z.string() }),
  }),
  run: async (ctx, { seq, answers }, { assignment }) => {
    const shown = await shownExercise(ctx, assignment)
    mustKnowBoxes(shown.fields, answers)
    const outcome = await ctx.db.atomically(function* (tx) {
      const own = yield* exerciseOf(ctx.db, tx, assignment.id, ctx.viewer.userId)
      const before = own?.body ?? {}
      const sent = sortSent(shown, before, answers)
      const body = withPart(shown, before, sent.now)
      if (own && own.seq === seq && !sent.contradicts && isSame(own, body))
        return { kind: 'saved' as const, at: own.savedAt }
      if (own && (own.handedInAt || sent.contradicts)) return { kind: 'elsewhere' as const, stored: storedOf(own) }
      mustBeOpened(sent.early)
      if ((yield* mustBeOpen(ctx, tx, assignment, answers)) === 'closed') return { kind: 'closed' as const }
      if (seq !== (own?.seq ?? 0) + 1) return { kind: 'elsewhere' as const, stored: own && storedOf(own) }
      const at = ctx.now()
      yield* store(ctx, tx, assignment, own, at, { body, seq, isHandedIn: false })
      return { kind: 'saved' as const, at }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'elsewhere') throw new Refusal('changed-elsewhere', { stored: outcome.stored })
    return { receipt: { assignment: assignment.id, seq, savedAt: outcome.at.toISOString() } }
  },
})

/** Whether it is what was handed in: all of it, or of an exercise in parts some part. */
const isHeld = (shown: ShownExercise, own: ExerciseRow, answers: ExerciseAnswers): boolean =>
  shown.form === 'controversy' ? sortSent(shown, own.body ?? {}, answers).repeats : isSame(own, answers)

async function sidesOf(ctx: SignedIn, assignment: Assignment): Promise<KeptControversy['sides']> {
  return ((await findRevision(ctx.db, assignment.revisionHash))!.kept as KeptControversy).sides
}

function* sideFor(ctx: SignedIn, tx: Executor, assignment: Assignment, sides: KeptControversy['sides']): Steps<string> {
  const { exerciseAnswers: rows } = ctx.db.t
  const given = yield* q(tx.select({ body: rows.body }).from(rows).where(eq(rows.assignmentId, assignment.id)))
  return nextSide(
    sides,
    given.flatMap(({ body }) => (body ? [body] : [])),
  )
}

/**
 * What the parts that are in have opened of a controversy: one's own side after the first, a case of the other side once
 * one's own is in, the other side's evidence after answering it. Nothing else of it is read.
 */
async function openedParts(ctx: SignedIn, assignment: Assignment, shown: ShownExercise, own: ExerciseRow | null) {
  if (shown.form !== 'controversy') return null
  const body = own?.body ?? {}
  const parts = phasesIn(shown, body).map(({ id }) => ({ id, inAt: partInAt(body, id)! }))
  const isIn = (phase: string): boolean => parts.some(({ id }) => id === phase)
  const given = sideOf(body)
  const sides = given === null ? [] : await sidesOf(ctx, assignment)
  const begun = isIn('present')
    ? (await listBegun(ctx.db, assignment.id)).flatMap((row) =>
        row.body ? [{ body: row.body, userId: row.userId }] : [],
      )
    : []
  const mine = begun.find(({ userId }) => userId === ctx.viewer.userId)
  return {
    parts,
    now: phaseNow(shown, body)?.id ?? null,
    side: sides.find(({ id }) => id === given) ?? null,
    theirCase: (mine && opposite(begun, mine, 'present')?.body[CASE]) ?? null,
    otherSide: isIn('answer') ? (sides.find(({ id }) => id !== given) ?? null) : null,
  }
}

/**
 * Hands in, once and for good: what opens afterwards would make every second thought worthless. The same boxes again are
 * the same hand-in, so a lost reply can be retried. What is not ready is refused and kept as the draft.
 */
export const handInExercise = feature({
  input: z.strictObject({ assignment: idSchema, answers: exerciseAnswersSchema.default({}) }),
  permission: 'work.do',
  subject: ownExercise,
  output: z.strictObject({ assignment: z.string(), handedInAt: z.string(), seq: z.int() }),
  run: async (ctx, { answers }, { assignment }) => {
    const shown = await shownExercise(ctx, assignment)
    mustKnowBoxes(shown.fields, answers)
    const sides = shown.form === 'controversy' ? await sidesOf(ctx, assignment) : null
    const outcome = await ctx.db.atomically(function* (tx) {
      const own = yield* exerciseOf(ctx.db, tx, assignment.id, ctx.viewer.userId)
      if (own?.handedInAt)
        return isHeld(shown, own, answers)
          ? { kind: 'done' as const, at: own.handedInAt, seq: own.seq, unready: null }
          : { kind: 'elsewhere' as const, stored: storedOf(own) }
      const before = own?.body ?? {}
      const sent = sortSent(shown, before, answers)
      if (own && sent.contradicts) return { kind: 'elsewhere' as const, stored: storedOf(own) }
      // The part before: its reply was lost.
      if (own && sent.repeats) return { kind: 'done' as const, at: own.savedAt, seq: own.seq, unready: null }
      mustBeOpened(sent.early)
      if ((yield* mustBeOpen(ctx, tx, assignment, answers)) === 'closed') return { kind: 'closed' as const }
      const unready = findUnready(fieldsNow(shown, before), sent.now)
      const seq = (own?.seq ?? 0) + 1
      const at = ctx.now()
      const phase = phaseNow(shown, before)
      const side =
        sides && !unready && phasesIn(shown, before).length === 0 ? yield* sideFor(ctx, tx, assignment, sides) : null
      const body = withPart(shown, before, sent.now, unready ? undefined : { at, side })
      yield* store(ctx, tx, assignment, own, at, {
        body,
        seq,
        isHandedIn: !unready && (phase === null || phaseNow(shown, body) === null),
      })
      return { kind: 'done' as const, at, seq, unready }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'elsewhere') throw new Refusal('changed-elsewhere', { stored: outcome.stored })
    const { unready } = outcome
    if (unready) throw new Refusal(unready.code, { ...unready.detail, kept: true, seq: outcome.seq })
    return { assignment: assignment.id, handedInAt: outcome.at.toISOString(), seq: outcome.seq }
  },
})

/** The exercise page: the boxes and one’s own answers; what opens by handing in, and nothing of it before. */
export const viewExercise = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownExercise,
  run: async (ctx, _input, { assignment }) => {
    const { db, viewer, now } = ctx
    const shown = await shownExercise(ctx, assignment)
    const { rules, own, overrides } = await db.atomically(function* (tx) {
      return {
        rules: yield* rulesNow(db, tx, assignment, viewer.userId),
        own: yield* exerciseOf(db, tx, assignment.id, viewer.userId),
        overrides: yield* q(tx.select().from(db.t.overrides).where(eq(db.t.overrides.assignmentId, assignment.id))),
      }
    })
    const availability = availabilityAt(rules, now())
    const closesForAll = lastClosing(assignment, overrides)
    const isOver = closesForAll !== null && now().getTime() > closesForAll.getTime() + GRACE_MS
    const isOpened = Boolean(own?.handedInAt) || isOver
    const kept = isOpened ? ((await findRevision(db, assignment.revisionHash))!.kept as KeptExercise) : null
    const handedIn =
      kept && isOver ? (await listHandedIn(db, assignment.id)).flatMap(({ body }) => (body ? [body] : [])) : []
    return {
      classId: assignment.classId,
      assignment: assignment.id,
      title: assignment.title,
      minutes: assignment.minutes,
      points: assignment.points,
      zone: assignment.zone,
      availability,
      opensAt: rules.opensAt?.toISOString() ?? null,
      dueAt: rules.dueAt?.toISOString() ?? null,
      closesAt: rules.closesAt?.toISOString() ?? null,
      shown,
      own: own && storedOf(own),
      opened: kept && openedOf(kept),
      parts: await openedParts(ctx, assignment, shown, own),
      /** How the class answered never shows before it has closed for everybody (rule 8). */
      class:
        kept && isOver && handedIn.length >= MIN_FOR_CLASS
          ? { n: handedIn.length, figures: exerciseFigures(shown, kept, handedIn) }
          : null,
      classOpensAt: isOver ? null : (closesForAll?.toISOString() ?? null),
    }
  },
})
export type ExerciseView = Awaited<ReturnType<typeof viewExercise>>
