import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Db, type Steps, type Executor } from '#lib/db/atomically.ts'
import { prepared } from '#lib/db/prepared.ts'
import { findAssignment, lastClosing, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import {
  closeAttempt,
  readChangedScores,
  readRulings,
  revisionOf,
  scoreNow,
  type AttemptRuling,
} from '#lib/db/queries/scores.ts'
import { listReleased } from '#lib/db/queries/released.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { attemptStanding, availabilityAt, feedbackIsDue } from '#lib/domain/availability.ts'
import { cableIn } from '#lib/domain/cable.ts'
import { firstDrawn, inOrderAsked } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { pointsThatCount } from '#lib/domain/gradebook.ts'
import { itemKindSchema, type ShownItem } from '#lib/domain/item.ts'
import { judge, type Verdict, verdictSchema } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { scoreUnder, type ContestOutcome } from '#lib/domain/re-score.ts'
import { bestOf, type Score } from '#lib/domain/score.ts'
import { readChecked } from './check-answer.ts'
import {
  attemptById,
  attemptSubject,
  itemsOf,
  readAnswers,
  readAttempts,
  readShown,
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
  /** What the score was at hand-in, where it has been changed since. */
  scoredFirst: z.strictObject({ earned: z.int(), total: z.int() }).nullable(),
  verdicts: z.array(verdictSchema).nullable(),
})
export type ResultView = {
  attempt: string
  handedInAt: string
  feedbackDue: boolean
  score: Score | null
  scoredFirst: Score | null
  verdicts: GivenVerdict[] | null
}
export type GivenVerdict = Verdict & {
  confidence: number | null
  /** Counts as right whatever was answered: the question was withdrawn, or the answer accepted after a second look. */
  granted: 'withdrawn' | 'accepted' | null
  /** The student's own contest of this score. */
  contest: { words: string; outcome: ContestOutcome | null; reply: string | null } | null
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

const overridesOf = prepared((on, { overrides }) =>
  on
    .select()
    .from(overrides)
    .where(eq(overrides.assignmentId, sql.placeholder('assignmentId'))),
)
const contestsOf = prepared((on, { contests }) =>
  on
    .select()
    .from(contests)
    .where(and(eq(contests.attemptId, sql.placeholder('attemptId')), isNull(contests.erasedAt))),
)

function* resultOf(db: Db, tx: Executor, attempt: Attempt, assignment: Assignment, now: Date): Steps<ResultView> {
  const overrides = yield* q(overridesOf(db, tx, { assignmentId: assignment.id }))
  const handedInAt = attempt.submittedAt!
  const base = { attempt: attempt.id, handedInAt: handedInAt.toISOString() }
  if (!feedbackIsDue(assignment.feedback, handedInAt, lastClosing(assignment, overrides), now))
    return { ...base, feedbackDue: false, score: null, scoredFirst: null, verdicts: null }
  const quiz = yield* readShown(db, tx, revisionOf(attempt, assignment))
  const ruling = yield* rulingOn(db, tx, attempt, assignment)
  const saved = yield* readAnswers(db, tx, attempt.id)
  const first = attempt.total === null ? null : { earned: attempt.earned ?? 0, total: attempt.total }
  const changed = (yield* readChangedScores(db, tx, [attempt.id])).get(attempt.id)
  const contested = yield* q(contestsOf(db, tx, { attemptId: attempt.id }))
  return {
    ...base,
    feedbackDue: true,
    // An attempt that ran out and that no write has closed yet is scored as it will be then.
    score: changed ?? first ?? scoreUnder(ruling, new Map([...saved].map(([item, { body }]) => [item, body ?? []]))),
    // A change may leave the score as it was: an answer in words that came late has no points of its own.
    scoredFirst: changed && first && (changed.earned !== first.earned || changed.total !== first.total) ? first : null,
    verdicts: itemsOf(quiz, attempt, assignment).map((shown) => {
      const answer = saved.get(shown.id)
      const item = ruling.items.find(({ id }) => id === shown.id)!
      const contest = contested.find((one) => one.item === shown.id)
      return {
        ...inOrderAsked(judge(item, answer?.body ?? [], ruling.misreadings), shown),
        confidence: answer?.confidence ?? null,
        granted: ruling.withdrawn.has(shown.id)
          ? ('withdrawn' as const)
          : ruling.granted.has(shown.id)
            ? ('accepted' as const)
            : null,
        contest: contest ? { words: contest.body ?? '', outcome: contest.outcome, reply: contest.reply } : null,
      }
    }),
  }
}

function* rulingOn(db: Db, tx: Executor, attempt: Attempt, assignment: Assignment): Steps<AttemptRuling> {
  return (yield* readRulings(db, tx, [attempt], new Map([[assignment.id, assignment]]))).get(attempt.id)!
}

const revisionNow = prepared((on, { assignments }) =>
  on
    .select({ revisionHash: assignments.revisionHash })
    .from(assignments)
    .where(eq(assignments.id, sql.placeholder('id'))),
)
const insertAttempt = prepared((on, { attempts }) =>
  on.insert(attempts).values({
    id: sql.placeholder('id'),
    classId: sql.placeholder('classId'),
    userId: sql.placeholder('userId'),
    assignmentId: sql.placeholder('assignmentId'),
    revisionHash: sql.placeholder('revisionHash'),
    ordinal: sql.placeholder('ordinal'),
    state: sql.placeholder('state'),
    seed: sql.placeholder('seed'),
    startedAt: sql.placeholder('startedAt'),
    submittedAt: null,
    earned: null,
    total: null,
  }),
)

/** Starts the attempt, or resumes the open one. Refuses `not-open-yet`, `closed`, `attempts-used-up`. */
export const startAttempt = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownWork('quiz'),
  output: attemptViewSchema,
  run: async ({ db, viewer, now, newId }, _input, { assignment }): Promise<AttemptView> => {
    const at = now()
    return db.atomically(function* (tx) {
      const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
      const attempts = yield* readAttempts(db, tx, assignment.id, viewer.userId)
      const last = attempts[0]
      if (last?.state === 'open') {
        const standing = attemptStanding(last, rules, at)
        if (standing.open) {
          const items = itemsOf(yield* readShown(db, tx, revisionOf(last, assignment)), last, assignment)
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
      // Read again: the assignment may have moved to another version since the page was asked for.
      const [fresh] = yield* q(revisionNow(db, tx, { id: assignment.id }))
      const attempt = {
        id: newId(),
        classId: assignment.classId,
        userId: viewer.userId,
        assignmentId: assignment.id,
        revisionHash: fresh!.revisionHash,
        ordinal: (last?.ordinal ?? 0) + 1,
        state: 'open' as const,
        // One seed a student and quiz: a later attempt can then ask what an earlier one has not.
        seed: attempts.at(-1)?.seed ?? newId(),
        startedAt: at,
        submittedAt: null,
        earned: null,
        total: null,
      }
      yield* q(insertAttempt(db, tx, attempt))
      return {
        id: attempt.id,
        items: itemsOf(yield* readShown(db, tx, attempt.revisionHash), attempt, assignment),
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
    const at = now()
    return db.atomically(function* (tx) {
      const [fresh] = yield* q(attemptById(db, tx, { id: attempt.id }))
      if (fresh!.state === 'submitted') return yield* resultOf(db, tx, fresh!, assignment, at)
      const standing = attemptStanding(fresh!, yield* rulesNow(db, tx, assignment, viewer.userId), at)
      if (standing.open && input.last) {
        const saved = yield* readAnswers(db, tx, attempt.id)
        const differing = [...new Set([...Object.keys(input.last), ...saved.keys()])]
          .filter((item) => (input.last?.[item] ?? 0) !== (saved.get(item)?.seq ?? 0))
          .toSorted()
        if (differing.length > 0) throw new Refusal('unsaved-answers', { items: differing })
      }
      const closed = yield* closeAttempt(db, tx, fresh!, assignment, standing.handedInAt ?? at)
      return yield* resultOf(db, tx, closed, assignment, at)
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
      const result = asClosed ? yield* resultOf(db, tx, asClosed, assignment, at) : null
      const changed = yield* readChangedScores(
        db,
        tx,
        attempts.map(({ id }) => id),
      )
      const openItems = open
        ? itemsOf(yield* readShown(db, tx, revisionOf(open.attempt, assignment)), open.attempt, assignment)
        : []
      const askedItems = result?.verdicts
        ? itemsOf(yield* readShown(db, tx, revisionOf(asClosed!, assignment)), asClosed!, assignment)
        : null
      const left = rules.attemptsAllowed === null ? null : Math.max(0, rules.attemptsAllowed - attempts.length)
      return {
        now: at.toISOString(),
        classId: assignment.classId,
        assignment: assignment.id,
        title: assignment.title,
        summary: quiz.summary,
        minutes: assignment.minutes,
        zone: assignment.zone,
        points: pointsThatCount(assignment),
        items: firstDrawn(quiz.items).length,
        availability,
        feedback: assignment.feedback,
        asksConfidence: assignment.asksConfidence,
        oneAtATime: assignment.oneAtATime,
        /** The item whose answer classmates read without a name, where they do. */
        cable: assignment.reviews > 0 ? cableIn(quiz) : null,
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
        asked: askedItems,
        result,
        /** What people gave the written answers, once released. */
        grades: released.get(assignment.id) ?? [],
        handedIn: standings.filter((one) => !one.open).length,
        best: result?.feedbackDue
          ? bestOf([...standings.filter((one) => !one.open).map((one) => scoreNow(one.attempt, changed)), result.score])
          : null,
      }
    })
  },
})
