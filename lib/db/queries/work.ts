import { and, count, countDistinct, eq, inArray, max, type AnyColumn, type SQL } from 'drizzle-orm'
import { attemptStanding, type Rules } from '#lib/domain/availability.ts'
import { scoreUnder } from '#lib/domain/re-score.ts'
import type { Score } from '#lib/domain/score.ts'
import { boxesOf } from '#lib/domain/phases.ts'
import { together, type Work } from '#lib/domain/standing.ts'
import { q, type Db, type Executor } from '../atomically.ts'
import { ofOneStudent, prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'
import { entriesOf, findSecondEntries } from './second-entries.ts'
import { readAnswersOf, readRulings, scoreNow, type AttemptRow } from './scores.ts'

/** The work of one student at one assignment while it is put together. */
type Found = Pick<Work, 'place' | 'predictedAt' | 'post' | 'exercise'> & { attempts: Work['attempts'][number][] }
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

type Narrowed = { classId: AnyColumn; userId: AnyColumn; assignmentId?: AnyColumn }
type Within = (table: Narrowed) => SQL
type Asked = { db: Db; within: Within; one: { classId: string; userId: string } | null }

/** A query within a class; of one student, which every page of theirs asks for, its SQL is made once. */
function within<T>(
  build: (on: Executor, t: Tables, within: Within) => PromiseLike<T> & { prepare: (name: string) => unknown },
) {
  const prepare = prepared<{ classId: string; userId: string }, T>((on, t) => build(on, t, ofOneStudent))
  return (asked: Asked): PromiseLike<T> =>
    asked.one ? prepare(asked.db, asked.db, asked.one) : build(asked.db, asked.db.t, asked.within)
}

const places = within((on, { readingPlaces: t }, those) => on.select().from(t).where(those(t)))
const predictions = within((on, { predictions: t }, those) =>
  on.select({ assignmentId: t.assignmentId, userId: t.userId, postedAt: t.postedAt }).from(t).where(those(t)),
)
const attemptsAt = within((on, { attempts: t }, those) => on.select().from(t).where(those(t)).orderBy(t.ordinal))
const answered = within((on, { attempts, answers }, those) =>
  on
    .select({
      attemptId: answers.attemptId,
      answered: countDistinct(answers.item),
      lastSavedAt: max(answers.savedAt),
    })
    .from(attempts)
    .innerJoin(answers, eq(answers.attemptId, attempts.id))
    .where(and(those(attempts), eq(attempts.state, 'open')))
    .groupBy(answers.attemptId),
)
// Without the words of any draft, which are long and are not asked for.
const posts = within((on, { posts: t }, those) =>
  on
    .select({
      id: t.id,
      assignmentId: t.assignmentId,
      userId: t.userId,
      state: t.state,
      startedAt: t.startedAt,
      savedAt: t.savedAt,
      postedAt: t.postedAt,
      erasedAt: t.erasedAt,
    })
    .from(t)
    .where(those(t)),
)
// By way of the class’s posts: versions alone have no index on the class, and every class’s would be looked through.
const versions = within((on, { posts: t, postVersions }, those) =>
  on
    .select({ postId: postVersions.postId, n: count() })
    .from(t)
    .innerJoin(postVersions, eq(postVersions.postId, t.id))
    .where(those(t))
    .groupBy(postVersions.postId),
)
const exercises = within((on, { exerciseAnswers: t }, those) => on.select().from(t).where(those(t)))
const changes = within((on, { scoreChanges: t }, those) =>
  on
    .select({ attemptId: t.attemptId, earned: t.earned, total: t.total })
    .from(t)
    .where(those({ classId: t.classId, userId: t.userId }))
    .orderBy(t.n),
)

/**
 * All work of a class, or of one student in it, or at one assignment, in a handful of queries whatever the number of
 * assignments. What was saved is counted for attempts that are not handed in: of the others the score tells.
 * Of whoever joined twice, what both entries did counts for the one that goes on; the other has its own alone.
 */
export async function listWork(
  db: Db,
  classId: string,
  clock: Clock,
  userId?: string,
  assignmentId?: string,
): Promise<WorkIndex> {
  const seconds = await findSecondEntries(db, classId)
  const own = userId === undefined ? null : entriesOf(seconds, userId)
  const asked: Asked = {
    db,
    one: own?.length === 1 && assignmentId === undefined ? { classId, userId: own[0]! } : null,
    // A filter takes a string, never undefined: `and(undefined)` would be every row.
    within: (table) => {
      const filters = [eq(table.classId, classId)]
      if (own) filters.push(inArray(table.userId, own))
      if (assignmentId !== undefined && table.assignmentId) filters.push(eq(table.assignmentId, assignmentId))
      return and(...filters)!
    },
  }
  const [placeRows, predictionRows, attemptRows, answerRows, postRows, versionRows, exerciseRows, changeRows] =
    await Promise.all([
      places(asked),
      predictions(asked),
      attemptsAt(asked),
      answered(asked),
      posts(asked),
      versions(asked),
      exercises(asked),
      changes(asked),
    ])
  const changed = new Map(changeRows.map(({ attemptId, ...score }): [string, Score] => [attemptId, score]))
  const overdue = await scoresOfOverdue(db, attemptRows, {
    now: clock.now,
    rules: (assignment, id) => clock.rules(assignment, id) ?? clock.rules(assignment, seconds.get(id) ?? id),
  })
  const answeredIn = new Map(answerRows.map((row) => [row.attemptId, row]))
  const versionCount = new Map(versionRows.map((row) => [row.postId, row.n]))
  const index = new Map<string, Map<string, Found>>()
  const at = (assignmentId: string, id: string): Found => {
    let those = index.get(assignmentId)
    if (!those) index.set(assignmentId, (those = new Map()))
    let known = those.get(id)
    if (!known) those.set(id, (known = { place: null, predictedAt: null, attempts: [], post: null, exercise: null }))
    return known
  }
  for (const row of placeRows) at(row.assignmentId, row.userId).place = row
  for (const row of predictionRows) at(row.assignmentId, row.userId).predictedAt = row.postedAt
  for (const row of attemptRows) {
    const score = scoreNow(row, changed) ?? overdue.get(row.id)
    at(row.assignmentId, row.userId).attempts.push({
      startedAt: row.startedAt,
      submittedAt: row.submittedAt,
      earned: score?.earned ?? null,
      total: score?.total ?? null,
      answered: answeredIn.get(row.id)?.answered ?? 0,
      lastSavedAt: answeredIn.get(row.id)?.lastSavedAt ?? row.submittedAt,
    })
  }
  for (const row of postRows)
    at(row.assignmentId, row.userId).post = {
      state: row.state,
      startedAt: row.startedAt,
      savedAt: row.savedAt,
      postedAt: row.postedAt,
      versions: versionCount.get(row.id) ?? 0,
      isErased: row.erasedAt !== null,
    }
  for (const row of exerciseRows)
    at(row.assignmentId, row.userId).exercise = {
      startedAt: row.startedAt,
      savedAt: row.savedAt,
      handedInAt: row.handedInAt,
      answered: Object.keys(boxesOf(row.body ?? {})).length,
    }
  const more = Map.groupBy(seconds.keys(), (second) => seconds.get(second)!)
  return (assignmentId, id) => {
    const those = index.get(assignmentId)
    return [id, ...(more.get(id) ?? [])].reduce<Work | undefined>((all, entry) => {
      const one = those?.get(entry)
      return all && one ? together(all, one) : (all ?? one)
    }, undefined)
  }
}
