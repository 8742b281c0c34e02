import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { findAssignment, findRevision, lastClosing, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, numberStudents, type Member } from '#lib/db/queries/classes.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { findNewest, findOwnQuiz, insertOwnQuiz, insertVersion } from '#lib/db/queries/own-quizzes.ts'
import {
  closeAttempt,
  insertScoreChange,
  readAnswersOf,
  readChangedScores,
  readRulings,
  scoreNow,
  type AttemptRow,
} from '#lib/db/queries/scores.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { attemptStanding, feedbackIsDue } from '#lib/domain/availability.ts'
import { draftOf } from '#lib/domain/draft-item.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Quiz, ShownQuiz } from '#lib/domain/item.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'
import { changesBetween, scoreUnder } from '#lib/domain/re-score.ts'
import type { Score } from '#lib/domain/score.ts'
import { freezeQuiz, type Frozen } from './freeze.ts'

const quizSubject = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'quiz' ? { classId: assignment.classId, assignment } : null
}

/** What the quiz behind an assignment says today: the edition's, or the newest kept version of the viewer's own. */
async function newestOf(ctx: Context, assignment: Assignment): Promise<Frozen | null> {
  const own = await findOwnQuiz(ctx.db, assignment.targetId)
  if (own) {
    const newest = own.ownerId === ctx.viewer?.userId ? await findNewest(ctx.db, own.id) : null
    return newest && freezeQuiz(newest.quiz)
  }
  const quiz = edition().quizzes.find((one) => one.id === assignment.targetId && one.audience === 'class')
  return quiz ? freezeQuiz(quiz) : null
}

type Affected = { attempt: AttemptRow; before: Score; after: Score }

/** Every handed-in attempt and what it would score by the new keys; attempts that ran out are closed first. */
function* affectedBy(
  ctx: Context,
  tx: Executor,
  assignment: Assignment,
  frozen: Frozen,
): Steps<{ changed: Affected[]; handedIn: number; underWay: number }> {
  const { attempts, memberships, overrides } = ctx.db.t
  const members = yield* q(tx.select().from(memberships).where(eq(memberships.classId, assignment.classId)))
  const exceptions = yield* q(tx.select().from(overrides).where(eq(overrides.assignmentId, assignment.id)))
  const rows = yield* q(tx.select().from(attempts).where(eq(attempts.assignmentId, assignment.id)))
  const handedIn: AttemptRow[] = []
  for (const row of rows) {
    const member = members.find(({ userId }) => userId === row.userId)
    const person = member ?? { userId: row.userId, sectionId: null, extraTimePercent: 0 }
    const standing = attemptStanding(row, rulesOf(assignment, exceptions, person), ctx.now())
    if (row.state === 'submitted') handedIn.push(row)
    else if (!standing.open) handedIn.push(yield* closeAttempt(ctx.db, tx, row, assignment, standing.handedInAt!))
  }
  const ids = handedIn.map(({ id }) => id)
  const rulings = yield* readRulings(
    ctx.db,
    tx,
    handedIn,
    new Map([[assignment.id, assignment]]),
    frozen.kept as KeptQuiz,
  )
  const saved = yield* readAnswersOf(ctx.db, tx, ids)
  const scores = yield* readChangedScores(ctx.db, tx, ids)
  const changed = handedIn
    .map((attempt) => ({
      attempt,
      before: scoreNow(attempt, scores)!,
      after: scoreUnder(rulings.get(attempt.id)!, saved.get(attempt.id)!),
    }))
    .filter(({ before, after }) => before.earned !== after.earned || before.total !== after.total)
  return { changed, handedIn: handedIn.length, underWay: rows.length - handedIn.length }
}

/** What was looked at, so that nothing else is applied. */
const fingerprint = (frozen: Frozen, changed: readonly Affected[]): string =>
  digest(
    'new-version',
    frozen.hash,
    canonicalJson(Object.fromEntries(changed.map(({ attempt, before, after }) => [attempt.id, { before, after }]))),
  )

/** A newer version of an assigned quiz: what differs, and whose score would change how. Changes nothing. */
export const viewNewVersion = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: quizSubject,
  run: async (ctx, _input, { assignment }) => {
    const [klass, frozen, given, own] = await Promise.all([
      findClass(ctx.db, assignment.classId),
      newestOf(ctx, assignment),
      findRevision(ctx.db, assignment.revisionHash),
      findOwnQuiz(ctx.db, assignment.targetId),
    ])
    if (!klass) throw new Refusal('not-found')
    const changes = frozen ? changesBetween((given!.kept as KeptQuiz).items, (frozen.kept as KeptQuiz).items) : []
    return ctx.db.atomically(function* (tx) {
      const members = yield* q(tx.select().from(ctx.db.t.memberships).where(eq(ctx.db.t.memberships.classId, klass.id)))
      const preview = frozen ? yield* affectedBy(ctx, tx, assignment, frozen) : null
      const [contested] = yield* q(
        tx
          .select({ id: ctx.db.t.contests.id })
          .from(ctx.db.t.contests)
          .where(and(eq(ctx.db.t.contests.assignmentId, assignment.id), isNull(ctx.db.t.contests.outcome))),
      )
      return {
        class: { id: klass.id, title: klass.title, zone: klass.zone },
        assignment: { id: assignment.id, title: assignment.title },
        /** The viewer's own quiz behind the assignment, where it can be corrected. */
        own: own && own.ownerId === ctx.viewer.userId ? own.id : null,
        hasContests: contested !== undefined,
        changes,
        handedIn: preview?.handedIn ?? 0,
        underWay: preview?.underWay ?? 0,
        expect: frozen && preview ? fingerprint(frozen, preview.changed) : null,
        affected: (preview?.changed ?? []).map(({ attempt, before, after }) => ({
          ...nameOf(members, attempt.userId),
          ordinal: attempt.ordinal,
          before,
          after,
        })),
      }
    })
  },
})

function nameOf(members: readonly Member[], userId: string): { name: string; number: number } {
  const member = members.find((one) => one.userId === userId)
  return { name: member?.displayName ?? '', number: numberStudents(members).get(userId) ?? 0 }
}

/**
 * Gives the newest version to whoever has not begun; begun attempts keep theirs. With `scores` every handed-in attempt
 * is judged by the new keys as well: a row beside the old score, an audit row and a message for each student whose
 * score changes. `expect` is what the preview showed; anything else is refused as `conflict`.
 */
export const applyNewVersion = feature({
  input: z.strictObject({
    assignment: idSchema,
    expect: z.string().max(64),
    scores: z.enum(['keep', 're-score']),
    /** What those students are told. */
    reason: z.preprocess((value) => (value === '' ? undefined : value), lineSchema(300).optional()),
  }),
  permission: 'class.manage',
  subject: quizSubject,
  output: doneSchema,
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const at = now()
    const frozen = await newestOf(ctx, assignment)
    if (!frozen) throw new Refusal('not-found')
    if (input.scores === 're-score' && !input.reason)
      throw new Refusal('invalid', { issues: [{ path: 'reason', code: 'needed', message: 'needed' }] })
    const before = (await findRevision(db, assignment.revisionHash))!.kept as KeptQuiz
    const corrected = changesBetween(before.items, (frozen.kept as KeptQuiz).items)
      .filter(({ change }) => change === 'key' || change === 'withdrawn')
      .map(({ id }) => id)
    await db.atomically(function* (tx) {
      const { changed } = yield* affectedBy(ctx, tx, assignment, frozen)
      if (fingerprint(frozen, changed) !== input.expect) throw new Refusal('conflict')
      const isOwn =
        frozen.targetId === assignment.targetId && !edition().quizzes.some(({ id }) => id === frozen.targetId)
      yield* q(
        tx
          .insert(db.t.contentRevisions)
          .values({
            hash: frozen.hash,
            kind: frozen.kind,
            targetId: frozen.targetId,
            origin: isOwn ? 'instructor' : 'edition',
            shown: frozen.shown,
            kept: frozen.kept,
            createdAt: at,
          })
          .onConflictDoNothing(),
      )
      yield* q(
        tx.update(db.t.assignments).set({ revisionHash: frozen.hash }).where(eq(db.t.assignments.id, assignment.id)),
      )
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'assignment.move',
        object: `assignments/${assignment.id}`,
        before: { revision: assignment.revisionHash },
        after: { revision: frozen.hash },
        now: at,
      })
      if (input.scores === 'keep') return
      const id = newId()
      yield* q(
        tx.insert(db.t.reScores).values({
          id,
          classId: assignment.classId,
          assignmentId: assignment.id,
          toHash: frozen.hash,
          reason: input.reason!,
          createdAt: at,
        }),
      )
      const exceptions = yield* q(
        tx.select().from(db.t.overrides).where(eq(db.t.overrides.assignmentId, assignment.id)),
      )
      for (const { attempt, before: was, after } of changed) {
        yield* insertScoreChange(db, tx, { attempt, score: after, cause: 're-score', causeId: id, now: at })
        yield* record(db, tx, {
          classId: assignment.classId,
          actorId: viewer.userId,
          action: 'score.change',
          object: `attempts/${attempt.id}`,
          before: was,
          after,
          now: at,
        })
        // Nobody reads a score, or what a key says, in the inbox before the quiz shows it.
        const shows = feedbackIsDue(assignment.feedback, attempt.submittedAt, lastClosing(assignment, exceptions), at)
        yield* tell(db, tx, {
          classId: assignment.classId,
          to: [attempt.userId],
          kind: 're-scored',
          facts: {
            title: assignment.title,
            before: shows ? was : null,
            after: shows ? after : null,
            reason: shows ? input.reason! : null,
          },
          about: assignment.id,
          now: at,
          newId,
        })
      }
      yield* answerContests(ctx, tx, assignment, corrected, before)
    })
    return DONE
  },
})

/** Contests of a question whose key was changed are answered by that, and their students told. */
function* answerContests(
  ctx: Context,
  tx: Executor,
  assignment: Assignment,
  items: readonly string[],
  asked: KeptQuiz,
): Steps<void> {
  const { contests } = ctx.db.t
  if (items.length === 0) return
  const open = yield* q(
    tx
      .select()
      .from(contests)
      .where(
        and(eq(contests.assignmentId, assignment.id), isNull(contests.outcome), inArray(contests.item, [...items])),
      ),
  )
  for (const contest of open) {
    yield* q(
      tx
        .update(contests)
        .set({ outcome: 'key-changed', answeredBy: ctx.viewer!.userId, answeredAt: ctx.now() })
        .where(eq(contests.id, contest.id)),
    )
    yield* record(ctx.db, tx, {
      classId: assignment.classId,
      actorId: ctx.viewer!.userId,
      action: 'contest.answer',
      object: `contests/${contest.id}`,
      before: { outcome: null },
      after: { outcome: 'key-changed' },
      now: ctx.now(),
    })
    yield* tell(ctx.db, tx, {
      classId: assignment.classId,
      to: [contest.userId],
      kind: 'contest-answered',
      facts: {
        title: assignment.title,
        question: asked.items.findIndex(({ id }) => id === contest.item) + 1,
        outcome: 'key-changed',
      },
      about: assignment.id,
      now: ctx.now(),
      newId: ctx.newId,
    })
  }
}

/**
 * Makes the assigned quiz the viewer's own, so that it can be corrected: a copy of exactly what was given, to which the
 * assignment then belongs. Nobody's work changes by this.
 */
export const correctQuiz = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: quizSubject,
  output: z.strictObject({ quiz: z.string() }),
  run: async (ctx, _input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const own = await findOwnQuiz(db, assignment.targetId)
    if (own?.ownerId === viewer.userId) return { quiz: own.id }
    const given = (await findRevision(db, assignment.revisionHash))!
    const { title, summary, minutes } = given.shown as ShownQuiz
    const { items } = given.kept as KeptQuiz
    const id = newId()
    const quiz: Quiz = { id, audience: 'class', title, summary, minutes, items }
    await db.atomically(function* (tx) {
      yield* insertOwnQuiz(db, tx, {
        id,
        ownerId: viewer.userId,
        draft: { title, summary, minutes, items: items.map((item) => draftOf(item)) },
        now: now(),
      })
      yield* insertVersion(db, tx, { quizId: id, ownerId: viewer.userId, quiz, now: now() })
      yield* q(tx.update(db.t.assignments).set({ targetId: id }).where(eq(db.t.assignments.id, assignment.id)))
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'assignment.adopt',
        object: `assignments/${assignment.id}`,
        before: { target: assignment.targetId },
        after: { target: id },
        now: now(),
      })
    })
    return { quiz: id }
  },
})
