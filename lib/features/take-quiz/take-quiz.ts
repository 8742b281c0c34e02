import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Db, type Steps, type Executor } from '#lib/db/atomically.ts'
import { findAssignment, lastClosing, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import { listReleased } from '#lib/db/queries/released.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { attemptStanding, availabilityAt, feedbackIsDue } from '#lib/domain/availability.ts'
import { firstDrawn, inOrderAsked } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { itemKindSchema, type ShownItem, type ShownQuiz } from '#lib/domain/item.ts'
import { judge, type Verdict, verdictSchema } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { bestOf, type Score } from '#lib/domain/score.ts'
import { readChecked } from './check-answer.ts'
import {
  attemptSubject,
  closeAttempt,
  itemsOf,
  readAnswers,
  readAttempts,
  readKept,
  shownQuiz,
  type AnswerRow,
  type Attempt,
} from './attempt.ts'

export const shownItemSchema = z
  .object({ id: z.string(), revision: z.int(), stem: z.string(), kind: itemKindSchema })
  .loose()
const savedAnswerSchema = z.strictObject({
  item: z.string(),
  seq: z.int(),
  answer: z.array(z.string()),
  confidence: z.int().nullable(),
  savedAt: z.string(),
})
const attemptViewSchema = z.strictObject({
  id: z.string(),
  items: z.array(shownItemSchema),
  answers: z.array(savedAnswerSchema),
  deadlineAt: z.string().nullable(),
})
export type SavedAnswer = z.infer<typeof savedAnswerSchema>
export type AttemptView = { id: string; items: ShownItem[]; answers: SavedAnswer[]; deadlineAt: string | null }

const resultSchema = z.strictObject({
  attempt: z.string(),
  handedInAt: z.string(),
  feedbackDue: z.boolean(),
  /** Present with the feedback, never before it (rule 8). */
  score: z.strictObject({ earned: z.int(), total: z.int() }).nullable(),
  verdicts: z.array(verdictSchema).nullable(),
})
export type ResultView = {
  attempt: string
  handedInAt: string
  feedbackDue: boolean
  score: Score | null
  verdicts: (Verdict & { confidence: number | null })[] | null
}

/** In the order of the items: a database gives rows in whatever order it likes. */
const shownAnswers = (items: readonly ShownItem[], rows: ReadonlyMap<string, AnswerRow>): SavedAnswer[] =>
  items.flatMap(({ id }) => {
    const row = rows.get(id)
    return row
      ? [
          {
            item: id,
            seq: row.seq,
            answer: row.body ?? [],
            confidence: row.confidence,
            savedAt: row.savedAt.toISOString(),
          },
        ]
      : []
  })

/** The student's own work on an assignment of one kind; anybody else, and staff, look as if it did not exist. */
export const ownWork =
  (kind: Assignment['kind'] | readonly Assignment['kind'][]) => async (ctx: Context, input: { assignment: string }) => {
    const assignment = await findAssignment(ctx.db, input.assignment)
    return assignment && ctx.viewer && [kind].flat().includes(assignment.kind)
      ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
      : null
  }

function* resultOf(
  db: Db,
  tx: Executor,
  attempt: Attempt,
  assignment: Assignment,
  quiz: ShownQuiz,
  now: Date,
): Steps<ResultView> {
  const overrides = yield* q(tx.select().from(db.t.overrides).where(eq(db.t.overrides.assignmentId, assignment.id)))
  const handedInAt = attempt.submittedAt!
  const base = { attempt: attempt.id, handedInAt: handedInAt.toISOString() }
  if (!feedbackIsDue(assignment.feedback, handedInAt, lastClosing(assignment, overrides), now))
    return { ...base, feedbackDue: false, score: null, verdicts: null }
  const kept = yield* readKept(db, tx, assignment)
  const saved = yield* readAnswers(db, tx, attempt.id)
  return {
    ...base,
    feedbackDue: true,
    score: { earned: attempt.earned ?? 0, total: attempt.total ?? 0 },
    verdicts: itemsOf(quiz, attempt, assignment).map((shown) => {
      const answer = saved.get(shown.id)
      const item = kept.items.find(({ id }) => id === shown.id)!
      return {
        ...inOrderAsked(judge(item, answer?.body ?? [], kept.misreadings), shown),
        confidence: answer?.confidence ?? null,
      }
    }),
  }
}

/** Starts the attempt, or resumes the open one. Refuses `not-open-yet`, `closed`, `attempts-used-up`. */
export const startAttempt = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownWork('quiz'),
  output: attemptViewSchema,
  run: async ({ db, viewer, now, newId }, _input, { assignment }): Promise<AttemptView> => {
    const quiz = await shownQuiz(db, assignment.revisionHash)
    const at = now()
    return db.atomically(function* (tx) {
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const attempts = yield* readAttempts(db, tx, assignment.id, viewer.userId)
      const last = attempts[0]
      if (last?.state === 'open') {
        const standing = attemptStanding(last, rules, at)
        if (standing.open) {
          const items = itemsOf(quiz, last, assignment)
          return {
            id: last.id,
            items,
            answers: shownAnswers(items, yield* readAnswers(db, tx, last.id)),
            deadlineAt: standing.deadlineAt?.toISOString() ?? null,
          }
        }
        yield* closeAttempt(db, tx, last, assignment, standing.handedInAt!)
      }
      const availability = availabilityAt(rules, at)
      if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
      if (availability === 'closed') throw new Refusal('closed', { closedAt: rules.closesAt!.toISOString() })
      if (rules.attemptsAllowed !== null && attempts.length >= rules.attemptsAllowed)
        throw new Refusal('attempts-used-up', { allowed: rules.attemptsAllowed })
      const attempt = {
        id: newId(),
        classId: assignment.classId,
        userId: viewer.userId,
        assignmentId: assignment.id,
        ordinal: (last?.ordinal ?? 0) + 1,
        state: 'open' as const,
        // One seed a student and quiz: a later attempt can then ask what an earlier one has not.
        seed: attempts.at(-1)?.seed ?? newId(),
        startedAt: at,
        submittedAt: null,
        earned: null,
        total: null,
      }
      yield* q(tx.insert(db.t.attempts).values(attempt))
      return {
        id: attempt.id,
        items: itemsOf(quiz, attempt, assignment),
        answers: [],
        deadlineAt: attemptStanding(attempt, rules, at).deadlineAt?.toISOString() ?? null,
      }
    })
  },
})

/**
 * Hands in. `last` names the last `seq` of each item that the sender knows of; where the server's differ, the hand-in
 * is refused with `unsaved-answers` and nothing is closed. Repeatable: a second hand-in gives the first result.
 */
export const submitAttempt = feature({
  input: z.strictObject({ attempt: idSchema, last: z.record(z.string().max(80), z.int()).optional() }),
  permission: 'work.do',
  subject: attemptSubject,
  output: resultSchema,
  run: async ({ db, now, viewer }, input, { attempt, assignment }): Promise<ResultView> => {
    const quiz = await shownQuiz(db, assignment.revisionHash)
    const at = now()
    return db.atomically(function* (tx) {
      const [fresh] = yield* q(tx.select().from(db.t.attempts).where(eq(db.t.attempts.id, attempt.id)))
      if (fresh!.state === 'submitted') return yield* resultOf(db, tx, fresh!, assignment, quiz, at)
      const standing = attemptStanding(fresh!, yield* rulesNow(db, tx, assignment, viewer.userId), at)
      if (standing.open && input.last) {
        const saved = yield* readAnswers(db, tx, attempt.id)
        const differing = [...new Set([...Object.keys(input.last), ...saved.keys()])]
          .filter((item) => (input.last?.[item] ?? 0) !== (saved.get(item)?.seq ?? 0))
          .toSorted()
        if (differing.length > 0) throw new Refusal('unsaved-answers', { items: differing })
      }
      const closed = yield* closeAttempt(db, tx, fresh!, assignment, standing.handedInAt ?? at)
      return yield* resultOf(db, tx, closed, assignment, quiz, at)
    })
  },
})

/** The quiz page: where the student stands, the open attempt if there is one, the newest result if there is one. */
export const viewQuiz = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownWork('quiz'),
  run: async ({ db, viewer, now }, _input, { assignment }) => {
    const [quiz, released] = await Promise.all([
      shownQuiz(db, assignment.revisionHash),
      listReleased(
        db,
        { classId: assignment.classId, userId: viewer.userId, assignments: [assignment] },
        edition().rubrics[0]!,
      ),
    ])
    const at = now()
    return db.atomically(function* (tx) {
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const availability = availabilityAt(rules, at)
      const attempts = yield* readAttempts(db, tx, assignment.id, viewer.userId)
      // A page only reads: an attempt past its deadline is shown as handed in and recorded by the next write.
      const standings = attempts.map((attempt) => ({ attempt, ...attemptStanding(attempt, rules, at) }))
      const open = standings.find((one) => one.open)
      const newest = standings.find((one) => !one.open)
      const asClosed = newest ? { ...newest.attempt, submittedAt: newest.handedInAt } : null
      const result = asClosed ? yield* resultOf(db, tx, asClosed, assignment, quiz, at) : null
      const unrecorded = result?.verdicts && asClosed?.state === 'open'
      if (unrecorded)
        result.score = {
          earned: result.verdicts!.filter((verdict) => verdict.correct).length,
          total: result.verdicts!.filter((verdict) => verdict.correct !== null).length,
        }
      const openItems = open ? itemsOf(quiz, open.attempt, assignment) : []
      const left = rules.attemptsAllowed === null ? null : Math.max(0, rules.attemptsAllowed - attempts.length)
      return {
        now: at.toISOString(),
        classId: assignment.classId,
        assignment: assignment.id,
        title: assignment.title,
        summary: quiz.summary,
        minutes: assignment.minutes,
        zone: assignment.zone,
        points: assignment.points,
        items: firstDrawn(quiz.items).length,
        availability,
        feedback: assignment.feedback,
        asksConfidence: assignment.asksConfidence,
        oneAtATime: assignment.oneAtATime,
        timeLimitMinutes: rules.timeLimitMinutes,
        extraTimePercent: rules.extraTimePercent,
        opensAt: rules.opensAt?.toISOString() ?? null,
        dueAt: rules.dueAt?.toISOString() ?? null,
        closesAt: rules.closesAt?.toISOString() ?? null,
        attemptsLeft: left,
        canStart: !open && (availability === 'open' || availability === 'after-due') && left !== 0,
        open: open
          ? ({
              id: open.attempt.id,
              items: openItems,
              answers: shownAnswers(openItems, yield* readAnswers(db, tx, open.attempt.id)),
              deadlineAt: open.deadlineAt?.toISOString() ?? null,
            } satisfies AttemptView)
          : null,
        /** What the open attempt has been told so far, where each answer is checked. */
        checked:
          open && assignment.feedback === 'each' ? yield* readChecked(db, tx, open.attempt, assignment, quiz) : [],
        /** The questions as they were asked, to stand over their explanations. */
        asked: result?.verdicts ? itemsOf(quiz, asClosed!, assignment) : null,
        result,
        /** What people gave the written answers, once released. */
        grades: released.get(assignment.id) ?? [],
        handedIn: standings.filter((one) => !one.open).length,
        best: result?.feedbackDue
          ? bestOf([
              ...standings
                .filter((one) => !one.open)
                .map((one) =>
                  one.attempt.total === null ? null : { earned: one.attempt.earned!, total: one.attempt.total },
                ),
              result.score,
            ])
          : null,
      }
    })
  },
})
