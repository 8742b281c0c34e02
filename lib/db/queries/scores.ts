import { and, asc, desc, eq, inArray, sql, type AnyColumn } from 'drizzle-orm'
import { drawn } from '#lib/domain/draw.ts'
import type { ItemAnswer } from '#lib/domain/item.ts'
import type { KeptQuiz, NamedMisreading } from '#lib/domain/judge.ts'
import { correctedBy, scoreUnder, type Ruling } from '#lib/domain/re-score.ts'
import type { Score } from '#lib/domain/score.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { prepared, preparedFor } from '../prepared.ts'
import type { Tables } from '../tables.ts'
import type { Assignment } from './assignments.ts'

export type AttemptRow = Tables['attempts']['$inferSelect']

/** How one attempt is judged today: its own items under the keys that hold, and what counts as right whatever it says. */
export type AttemptRuling = Ruling & {
  /** What it asked, and the version that corrects its keys, if one does. */
  revision: string
  correctedTo: string | null
  misreadings: NamedMisreading[]
  withdrawn: ReadonlySet<string>
}

/** The version an attempt was asked; one stored before attempts kept it has the assignment's, which had never moved. */
export const revisionOf = (attempt: AttemptRow, assignment: Pick<Assignment, 'revisionHash'>): string =>
  attempt.revisionHash ?? assignment.revisionHash

/** What of an attempt says which questions it was asked, and under which keys they are judged. */
export type Asked = Pick<AttemptRow, 'assignmentId' | 'revisionHash' | 'startedAt' | 'seed' | 'ordinal'>
/** The keys of one attempt, shared by all that were asked the same under the same keys. */
export type Keys = Omit<AttemptRuling, 'granted'>

const correctionsOf = preparedFor(
  (ids) =>
    (on, { reScores }) =>
      on
        .select()
        .from(reScores)
        .where(inArray(reScores.assignmentId, [...ids]))
        .orderBy(desc(reScores.createdAt), desc(reScores.id)),
)

/** Frozen bodies never change, so that a quiz with its keys is read and parsed once a process. */
const keptQuizzes = new Map<string, KeptQuiz>()
const KEPT_MOST = 200
function* readKept(db: Db, tx: Executor, hashes: readonly string[]): Steps<Map<string, KeptQuiz>> {
  const { contentRevisions } = db.t
  const bodies = new Map(hashes.flatMap((hash) => (keptQuizzes.has(hash) ? [[hash, keptQuizzes.get(hash)!]] : [])))
  const missing = hashes.filter((hash) => !bodies.has(hash))
  if (missing.length === 0) return bodies
  const rows = yield* q(
    tx
      .select({ hash: contentRevisions.hash, kept: contentRevisions.kept })
      .from(contentRevisions)
      .where(inArray(contentRevisions.hash, missing)),
  )
  if (keptQuizzes.size + rows.length > KEPT_MOST) keptQuizzes.clear()
  for (const { hash, kept } of rows) {
    keptQuizzes.set(hash, kept as KeptQuiz)
    bodies.set(hash, kept as KeptQuiz)
  }
  return bodies
}

type Given = ReadonlyMap<string, Pick<Assignment, 'revisionHash'>>
const versionIn =
  (assignments: Given) =>
  (attempt: Asked): string =>
    attempt.revisionHash ?? assignments.get(attempt.assignmentId)!.revisionHash
/** What of its draw tells an attempt from others at the same version: nothing of a first one. */
const drawnAs = ({ seed, ordinal }: Asked): string => (ordinal === 1 ? '' : `${seed}/${ordinal}`)

/** The ids of what attempts at these assignments asked: each its own version, and of a family the item that it drew. */
export function* readAsked(
  db: Db,
  tx: Executor,
  attempts: readonly Asked[],
  assignments: Given,
): Steps<(attempt: Asked) => ReadonlySet<string>> {
  const revision = versionIn(assignments)
  const bodies = yield* readKept(db, tx, [...new Set(attempts.map(revision))])
  const known = new Map<string, ReadonlySet<string>>()
  return (attempt) => {
    const key = `${revision(attempt)}/${drawnAs(attempt)}`
    const asked = known.get(key) ?? new Set(drawn(bodies.get(revision(attempt))!.items, attempt).map(({ id }) => id))
    known.set(key, asked)
    return asked
  }
}

/**
 * The keys that hold for attempts at these assignments. First attempts at one version are all asked the same, so that
 * the keys of a class are worked out once, however many sat. `pending` judges as if a correction had been made already.
 */
export function* readKeys(
  db: Db,
  tx: Executor,
  attempts: readonly Asked[],
  assignments: Given,
  pending?: KeptQuiz,
): Steps<(attempt: Asked) => Keys> {
  const revision = versionIn(assignments)
  const corrections = yield* q(correctionsOf(db, tx, [...new Set(attempts.map((one) => one.assignmentId))]))
  const hashes = [...new Set([...attempts.map(revision), ...corrections.map(({ toHash }) => toHash)])]
  const bodies = yield* readKept(db, tx, hashes)
  const known = new Map<string, Keys>()
  return (attempt) => {
    const own = revision(attempt)
    const correction =
      corrections.find((one) => one.assignmentId === attempt.assignmentId && one.createdAt >= attempt.startedAt) ?? null
    const key = `${own}/${correction?.id}/${drawnAs(attempt)}`
    const found = known.get(key)
    if (found) return found
    const asked = drawn(bodies.get(own)!.items, attempt)
    const corrected = pending ?? (correction ? bodies.get(correction.toHash)! : null)
    const { items, withdrawn } = corrected
      ? correctedBy(asked, corrected.items)
      : { items: asked, withdrawn: new Set<string>() }
    const keys = {
      revision: own,
      correctedTo: correction?.toHash ?? null,
      items,
      misreadings: (corrected ?? bodies.get(own)!).misreadings,
      withdrawn,
    }
    known.set(key, keys)
    return keys
  }
}

const acceptedOf = preparedFor(
  (ids) =>
    (on, { contests }) =>
      on
        .select({ attemptId: contests.attemptId, item: contests.item })
        .from(contests)
        .where(and(eq(contests.outcome, 'accepted'), inArray(contests.attemptId, [...ids]))),
)

/** The rulings on attempts, all of them or none read afresh: their keys, and what was granted to each of them. */
export function* readRulings(
  db: Db,
  tx: Executor,
  attempts: readonly AttemptRow[],
  assignments: Given,
  pending?: KeptQuiz,
): Steps<Map<string, AttemptRuling>> {
  if (attempts.length === 0) return new Map()
  const keysOf = yield* readKeys(db, tx, attempts, assignments, pending)
  const accepted = Map.groupBy(
    yield* q(
      acceptedOf(
        db,
        tx,
        attempts.map(({ id }) => id),
      ),
    ),
    ({ attemptId }) => attemptId,
  )
  return new Map(
    attempts.map((attempt): [string, AttemptRuling] => {
      const keys = keysOf(attempt)
      const granted = [...keys.withdrawn, ...(accepted.get(attempt.id) ?? []).map(({ item }) => item)]
      return [attempt.id, { ...keys, granted: new Set(granted) }]
    }),
  )
}

const bodiesOf = preparedFor(
  (ids) =>
    (on, { answers }) =>
      on
        .select({ attemptId: answers.attemptId, item: answers.item, body: answers.body })
        .from(answers)
        .where(inArray(answers.attemptId, [...ids]))
        .orderBy(asc(answers.seq)),
)

/** The answers of attempts that count: the highest `seq` of each item. */
export function* readAnswersOf(
  db: Db,
  tx: Executor,
  attemptIds: readonly string[],
): Steps<Map<string, Map<string, ItemAnswer>>> {
  const rows = attemptIds.length === 0 ? [] : yield* q(bodiesOf(db, tx, attemptIds))
  const byAttempt = new Map<string, Map<string, ItemAnswer>>(attemptIds.map((id) => [id, new Map()]))
  for (const row of rows) byAttempt.get(row.attemptId)!.set(row.item, row.body ?? [])
  return byAttempt
}

const changesOf = preparedFor(
  (ids) =>
    (on, { scoreChanges }) =>
      on
        .select()
        .from(scoreChanges)
        .where(inArray(scoreChanges.attemptId, [...ids]))
        .orderBy(asc(scoreChanges.n)),
)

/** Scores that were changed since hand-in, the newest of each attempt; an attempt without one keeps its first. */
export function* readChangedScores(db: Db, tx: Executor, attemptIds: readonly string[]): Steps<Map<string, Score>> {
  if (attemptIds.length === 0) return new Map()
  const rows = yield* q(changesOf(db, tx, attemptIds))
  return new Map(rows.map(({ attemptId, earned, total }) => [attemptId, { earned, total }]))
}

/** The score of a handed-in attempt as it stands; null while none is recorded. */
export const scoreNow = (attempt: AttemptRow, changed: ReadonlyMap<string, Score>): Score | null =>
  changed.get(attempt.id) ??
  (attempt.total === null || attempt.earned === null ? null : { earned: attempt.earned, total: attempt.total })

const closeOpen = prepared((on, { attempts }) => {
  const set = (column: AnyColumn, name: string) => sql`${sql.param(sql.placeholder(name), column)}`
  return on
    .update(attempts)
    .set({
      state: 'submitted',
      submittedAt: set(attempts.submittedAt, 'submittedAt'),
      earned: set(attempts.earned, 'earned'),
      total: set(attempts.total, 'total'),
    })
    .where(and(eq(attempts.id, sql.placeholder('id')), eq(attempts.state, 'open')))
    .returning()
})

/** Scores what was saved and closes the attempt; by hand-in, or later by the first write after its deadline. */
export function* closeAttempt(
  db: Db,
  tx: Executor,
  attempt: AttemptRow,
  assignment: Pick<Assignment, 'id' | 'revisionHash'>,
  handedInAt: Date,
): Steps<AttemptRow> {
  const saved = (yield* readAnswersOf(db, tx, [attempt.id])).get(attempt.id)!
  const ruling = (yield* readRulings(db, tx, [attempt], new Map([[assignment.id, assignment]]))).get(attempt.id)!
  const score = scoreUnder(ruling, saved)
  const [closed] = yield* q(closeOpen(db, tx, { id: attempt.id, submittedAt: handedInAt, ...score }))
  return closed ?? attempt
}

/** Writes a new score beside the old ones, which stay readable. */
export function* insertScoreChange(
  db: Db,
  tx: Executor,
  change: { attempt: AttemptRow; score: Score; cause: 're-score' | 'contest' | 'late'; causeId: string; now: Date },
): Steps<void> {
  const { scoreChanges } = db.t
  const before = yield* q(
    tx.select({ n: scoreChanges.n }).from(scoreChanges).where(eq(scoreChanges.attemptId, change.attempt.id)),
  )
  yield* q(
    tx.insert(scoreChanges).values({
      attemptId: change.attempt.id,
      n: before.length + 1,
      classId: change.attempt.classId,
      userId: change.attempt.userId,
      ...change.score,
      cause: change.cause,
      causeId: change.causeId,
      createdAt: change.now,
    }),
  )
}
