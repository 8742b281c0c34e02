import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { findAssignment, lastClosing, rulesNow } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, listMembers, numberStudents } from '#lib/db/queries/classes.ts'
import { tell } from '#lib/db/queries/inbox.ts'
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
import { isRight, isScored } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { scoreUnder } from '#lib/domain/re-score.ts'
import { askedWith, instructorsOf, passageNamed, words } from './asked.ts'

/** Only what is handed in and explained, scored by the program, and no practice, can be contested. */
export const contestScore = feature({
  input: z.strictObject({
    attempt: idSchema,
    item: z.string().max(80),
    ...askedWith,
  }),
  permission: 'work.do',
  subject: async (ctx: Context, input: { attempt: string }) => {
    const { attempts, assignments } = ctx.db.t
    const [row] = await ctx.db
      .select({ attempt: attempts, assignment: assignments })
      .from(attempts)
      .innerJoin(assignments, eq(assignments.id, attempts.assignmentId))
      .where(eq(attempts.id, input.attempt))
    return row
      ? { classId: row.attempt.classId, sectionId: row.assignment.sectionId, userId: row.attempt.userId, ...row }
      : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, input, { attempt, assignment }) => {
    const at = now()
    const { from, to } = passageNamed(input, input.item)
    await db.atomically(function* (tx) {
      const { contests, attempts, overrides } = db.t
      const [stored] = yield* q(tx.select().from(attempts).where(eq(attempts.id, attempt.id)))
      const standing = attemptStanding(stored!, yield* rulesNow(db, tx, assignment, viewer.userId), at)
      const exceptions = yield* q(tx.select().from(overrides).where(eq(overrides.assignmentId, assignment.id)))
      if (
        assignment.feedback === 'each' ||
        !feedbackIsDue(assignment.feedback, standing.handedInAt, lastClosing(assignment, exceptions), at)
      )
        throw new Refusal('not-contestable', { item: input.item })
      const closed =
        stored!.state === 'open' ? yield* closeAttempt(db, tx, stored!, assignment, standing.handedInAt!) : stored!
      const ruling = (yield* readRulings(db, tx, [closed], new Map([[assignment.id, assignment]]))).get(closed.id)!
      const answers = (yield* readAnswersOf(db, tx, [closed.id])).get(closed.id)!
      const index = ruling.items.findIndex(({ id }) => id === input.item)
      const item = ruling.items[index]
      if (!item) throw new Refusal('not-found')
      const counts = ruling.granted.has(item.id) || isRight(item, answers.get(item.id) ?? [])
      if (!isScored(item) || counts || !answers.has(item.id)) throw new Refusal('not-contestable', { item: input.item })
      const [known] = yield* q(
        tx
          .select({ id: contests.id })
          .from(contests)
          .where(
            and(
              eq(contests.assignmentId, assignment.id),
              eq(contests.userId, viewer.userId),
              eq(contests.item, item.id),
            ),
          ),
      )
      if (known) throw new Refusal('contested-once', { item: input.item })
      const id = newId()
      yield* q(
        tx.insert(contests).values({
          id,
          classId: assignment.classId,
          userId: viewer.userId,
          assignmentId: assignment.id,
          attemptId: closed.id,
          item: item.id,
          passageFrom: from,
          passageTo: to,
          body: input.text,
          createdAt: at,
          outcome: null,
          reply: null,
          answeredBy: null,
          answeredAt: null,
          erasedAt: null,
        }),
      )
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: viewer.userId,
        action: 'contest.create',
        object: `contests/${id}`,
        now: at,
      })
      yield* tell(db, tx, {
        classId: assignment.classId,
        to: yield* instructorsOf(db, tx, assignment.classId),
        kind: 'contested',
        facts: { title: assignment.title, question: index + 1 },
        about: assignment.id,
        now: at,
        newId,
      })
    })
    return DONE
  },
})

/** Second looks that students have asked for, the open ones first, in the order in which they came. */
export const listContests = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => {
    const { contests, attempts, assignments } = db.t
    const [klass, members] = await Promise.all([findClass(db, input.class), listMembers(db, input.class)])
    if (!klass) throw new Refusal('not-found')
    const numbers = numberStudents(members)
    return db.atomically(function* (tx) {
      const rows = yield* q(
        tx
          .select({ contest: contests, attempt: attempts, assignment: assignments })
          .from(contests)
          .innerJoin(attempts, eq(attempts.id, contests.attemptId))
          .innerJoin(assignments, eq(assignments.id, contests.assignmentId))
          .where(and(eq(contests.classId, input.class), isNull(contests.erasedAt)))
          .orderBy(asc(contests.createdAt), asc(contests.id)),
      )
      const rulings = yield* readRulings(
        db,
        tx,
        rows.map(({ attempt }) => attempt),
        new Map(rows.map(({ assignment }) => [assignment.id, assignment])),
      )
      const answers = yield* readAnswersOf(
        db,
        tx,
        rows.map(({ attempt }) => attempt.id),
      )
      const shown = rows.flatMap(({ contest, attempt, assignment }) => {
        const ruling = rulings.get(attempt.id)!
        const item = ruling.items.find(({ id }) => id === contest.item)
        const member = members.find(({ userId }) => userId === contest.userId)
        return item && member
          ? [
              {
                id: contest.id,
                name: member.displayName,
                number: numbers.get(contest.userId) ?? 0,
                assignment: { id: assignment.id, title: assignment.title },
                item,
                chosen: answers.get(attempt.id)?.get(item.id) ?? [],
                misreadings: ruling.misreadings,
                passage: { from: contest.passageFrom, to: contest.passageTo },
                words: contest.body ?? '',
                at: contest.createdAt.toISOString(),
                outcome: contest.outcome,
                reply: contest.reply,
              },
            ]
          : []
      })
      return {
        class: { id: klass.id, title: klass.title, zone: klass.zone },
        open: shown.filter(({ outcome }) => outcome === null),
        answered: shown.filter(({ outcome }) => outcome !== null).toReversed(),
      }
    })
  },
})

/** Answers one: the score stands, or the answer counts for this student. A changed key answers by itself, for all. */
export const answerContest = feature({
  input: z.strictObject({ contest: idSchema, outcome: z.enum(['upheld', 'accepted']), text: words }),
  permission: 'class.manage',
  subject: async (ctx: Context, input: { contest: string }) => {
    const [row] = await ctx.db.select().from(ctx.db.t.contests).where(eq(ctx.db.t.contests.id, input.contest))
    const assignment = row && (await findAssignment(ctx.db, row.assignmentId))
    return row && assignment ? { classId: row.classId, contest: row, assignment } : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, input, { contest, assignment }) => {
    const at = now()
    await db.atomically(function* (tx) {
      const { contests, attempts } = db.t
      const rows = yield* q(
        tx
          .update(contests)
          .set({ outcome: input.outcome, reply: input.text, answeredBy: viewer.userId, answeredAt: at })
          .where(and(eq(contests.id, contest.id), isNull(contests.outcome)))
          .returning(),
      )
      if (rows.length === 0) throw new Refusal('changed-elsewhere', { kept: false })
      yield* record(db, tx, {
        classId: contest.classId,
        actorId: viewer.userId,
        action: 'contest.answer',
        object: `contests/${contest.id}`,
        before: { outcome: null },
        after: { outcome: input.outcome },
        now: at,
      })
      const [attempt] = yield* q(tx.select().from(attempts).where(eq(attempts.id, contest.attemptId)))
      const given = new Map([[assignment.id, assignment]])
      const ruling = (yield* readRulings(db, tx, [attempt!], given)).get(attempt!.id)!
      if (input.outcome === 'accepted') {
        const saved = (yield* readAnswersOf(db, tx, [attempt!.id])).get(attempt!.id)!
        const before = scoreNow(attempt!, yield* readChangedScores(db, tx, [attempt!.id]))
        const score = scoreUnder(ruling, saved)
        yield* insertScoreChange(db, tx, { attempt: attempt!, score, cause: 'contest', causeId: contest.id, now: at })
        yield* record(db, tx, {
          classId: contest.classId,
          actorId: viewer.userId,
          action: 'score.change',
          object: `attempts/${attempt!.id}`,
          before,
          after: score,
          now: at,
        })
      }
      yield* tell(db, tx, {
        classId: contest.classId,
        to: [contest.userId],
        kind: 'contest-answered',
        facts: {
          title: assignment.title,
          question: ruling.items.findIndex(({ id }) => id === contest.item) + 1,
          outcome: input.outcome,
        },
        about: assignment.id,
        now: at,
        newId,
      })
    })
    return DONE
  },
})
