import { and, count, countDistinct, eq, inArray, max } from 'drizzle-orm'
import { attemptStanding, type Rules } from '#lib/domain/availability.ts'
import { scoreUnder } from '#lib/domain/re-score.ts'
import type { Score } from '#lib/domain/score.ts'
import { boxesOf } from '#lib/domain/phases.ts'
import type { Work } from '#lib/domain/standing.ts'
import { q, type Db } from '../atomically.ts'
import { readAnswersOf, readChangedScores, readRulings, scoreNow, type AttemptRow } from './scores.ts'

const keyOf = (assignmentId: string, userId: string): string => `${assignmentId}/${userId}`
export type WorkIndex = (assignmentId: string, userId: string) => Work | undefined

/** The instant and everybody's own rules: what decides whether an attempt still runs. Null for whom the caller does not see. */
export type Clock = { now: Date; rules: (assignmentId: string, userId: string) => Rules | null }

/**
 * The scores of attempts that ran out and that no write has recorded yet, from what was saved: they count as handed in
 * at the deadline on every read, not only after the student has come back.
 */
async function scoresOfOverdue(db: Db, rows: readonly AttemptRow[], clock: Clock): Promise<Map<string, Score>> {
  const overdue = rows.filter((row) => {
    const rules = row.state === 'open' ? clock.rules(row.assignmentId, row.userId) : null
    return rules !== null && !attemptStanding(row, rules, clock.now).open
  })
  if (overdue.length === 0) return new Map()
  const { assignments } = db.t
  return db.atomically(function* (tx) {
    const given = yield* q(
      tx
        .select({ id: assignments.id, revisionHash: assignments.revisionHash })
        .from(assignments)
        .where(inArray(assignments.id, [...new Set(overdue.map((row) => row.assignmentId))])),
    )
    const rulings = yield* readRulings(db, tx, overdue, new Map(given.map((one) => [one.id, one])))
    const saved = yield* readAnswersOf(
      db,
      tx,
      overdue.map(({ id }) => id),
    )
    return new Map(overdue.map(({ id }) => [id, scoreUnder(rulings.get(id)!, saved.get(id)!)]))
  })
}

/** All work of a class, or of one student in it, in a handful of queries whatever the number of assignments. */
export async function listWork(db: Db, classId: string, clock: Clock, userId?: string): Promise<WorkIndex> {
  const { readingPlaces: places, predictions, attempts, answers, posts, postVersions: versions, exerciseAnswers } = db.t
  // A filter takes a string, never undefined: `and(undefined)` would be every row.
  const placesOf =
    userId === undefined ? eq(places.classId, classId) : and(eq(places.classId, classId), eq(places.userId, userId))
  const predictionsOf =
    userId === undefined
      ? eq(predictions.classId, classId)
      : and(eq(predictions.classId, classId), eq(predictions.userId, userId))
  const attemptsOf =
    userId === undefined
      ? eq(attempts.classId, classId)
      : and(eq(attempts.classId, classId), eq(attempts.userId, userId))
  const answersOf =
    userId === undefined ? eq(answers.classId, classId) : and(eq(answers.classId, classId), eq(answers.userId, userId))
  const postsOf =
    userId === undefined ? eq(posts.classId, classId) : and(eq(posts.classId, classId), eq(posts.userId, userId))
  const versionsOf =
    userId === undefined
      ? eq(versions.classId, classId)
      : and(eq(versions.classId, classId), eq(versions.userId, userId))
  const exercisesOf =
    userId === undefined
      ? eq(exerciseAnswers.classId, classId)
      : and(eq(exerciseAnswers.classId, classId), eq(exerciseAnswers.userId, userId))
  const [placeRows, predictionRows, attemptRows, answerRows, postRows, versionRows, exerciseRows] = await Promise.all([
    db.select().from(places).where(placesOf),
    db
      .select({
        assignmentId: predictions.assignmentId,
        userId: predictions.userId,
        postedAt: predictions.postedAt,
      })
      .from(predictions)
      .where(predictionsOf),
    db.select().from(attempts).where(attemptsOf).orderBy(attempts.ordinal),
    db
      .select({
        attemptId: answers.attemptId,
        answered: countDistinct(answers.item),
        lastSavedAt: max(answers.savedAt),
      })
      .from(answers)
      .where(answersOf)
      .groupBy(answers.attemptId),
    db.select().from(posts).where(postsOf),
    db.select({ postId: versions.postId, n: count() }).from(versions).where(versionsOf).groupBy(versions.postId),
    db.select().from(exerciseAnswers).where(exercisesOf),
  ])
  const [overdue, changed] = await Promise.all([
    scoresOfOverdue(db, attemptRows, clock),
    db.atomically((tx) =>
      readChangedScores(
        db,
        tx,
        attemptRows.filter(({ state }) => state === 'submitted').map(({ id }) => id),
      ),
    ),
  ])
  const answered = new Map(answerRows.map((row) => [row.attemptId, row]))
  const versionCount = new Map(versionRows.map((row) => [row.postId, row.n]))
  const index = new Map<
    string,
    Pick<Work, 'place' | 'predictedAt' | 'post' | 'exercise'> & { attempts: Work['attempts'][number][] }
  >()
  const at = (assignmentId: string, id: string) => {
    const key = keyOf(assignmentId, id)
    const known = index.get(key) ?? { place: null, predictedAt: null, attempts: [], post: null, exercise: null }
    index.set(key, known)
    return known
  }
  for (const row of placeRows) at(row.assignmentId, row.userId).place = row
  for (const row of predictionRows) at(row.assignmentId, row.userId).predictedAt = row.postedAt
  for (const row of attemptRows)
    at(row.assignmentId, row.userId).attempts.push({
      startedAt: row.startedAt,
      submittedAt: row.submittedAt,
      earned: (scoreNow(row, changed) ?? overdue.get(row.id))?.earned ?? null,
      total: (scoreNow(row, changed) ?? overdue.get(row.id))?.total ?? null,
      answered: answered.get(row.id)?.answered ?? 0,
      lastSavedAt: answered.get(row.id)?.lastSavedAt ?? null,
    })
  for (const row of postRows)
    at(row.assignmentId, row.userId).post = {
      state: row.state,
      startedAt: row.startedAt,
      savedAt: row.savedAt,
      postedAt: row.postedAt,
      versions: versionCount.get(row.id) ?? 0,
    }
  for (const row of exerciseRows)
    at(row.assignmentId, row.userId).exercise = {
      startedAt: row.startedAt,
      savedAt: row.savedAt,
      handedInAt: row.handedInAt,
      answered: Object.keys(boxesOf(row.body ?? {})).length,
    }
  return (assignmentId, id) => index.get(keyOf(assignmentId, id))
}
