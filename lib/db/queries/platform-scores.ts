import { and, asc, count, desc, eq, inArray, isNotNull, isNull, lte, max, ne, or } from 'drizzle-orm'
import { timeToTell } from '#lib/domain/platform.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type ScoreRow = Tables['platformScores']['$inferSelect']
export type Column = Tables['platformLinks']['$inferSelect']

/** The columns of a class in the gradebooks of its platforms. */
export const listColumns = async (db: Db, classId: string): Promise<Column[]> =>
  db
    .select()
    .from(db.t.platformLinks)
    .where(eq(db.t.platformLinks.classId, classId))
    .orderBy(asc(db.t.platformLinks.courseId), asc(db.t.platformLinks.assignmentId))

/** Classes that have a column at a platform which still is one. */
export async function classesWithColumns(db: Db): Promise<string[]> {
  const { platformLinks: l, platformCourses: c, platforms: p } = db.t
  const rows = await db
    .select({ classId: l.classId })
    .from(l)
    .innerJoin(c, eq(c.id, l.courseId))
    .innerJoin(p, eq(p.id, c.platformId))
    .where(isNull(p.endedAt))
    .groupBy(l.classId)
  return rows.map((row) => row.classId)
}

/**
 * What grades rest on, in a few counts: while it stays the same and no date has passed, nobody's points have changed, and
 * the gradebook need not be read.
 */
export async function signatureOf(db: Db, classId: string): Promise<string> {
  const { attempts, scoreChanges, grades, releases, gradebookEntries, posts, readingPlaces, exerciseAnswers } = db.t
  const { platformLinks, platformMembers, contests, gradeComments } = db.t
  const rows = await Promise.all([
    db
      .select({ n: count(), at: max(attempts.submittedAt) })
      .from(attempts)
      .where(eq(attempts.classId, classId)),
    db
      .select({ n: count(), at: max(scoreChanges.createdAt) })
      .from(scoreChanges)
      .where(eq(scoreChanges.classId, classId)),
    db
      .select({ n: count(), at: max(contests.answeredAt) })
      .from(contests)
      .where(eq(contests.classId, classId)),
    db
      .select({ n: count(), at: max(grades.savedAt) })
      .from(grades)
      .where(eq(grades.classId, classId)),
    db
      .select({ n: count(), at: max(gradeComments.savedAt), gone: max(gradeComments.removedAt) })
      .from(gradeComments)
      .where(eq(gradeComments.classId, classId)),
    db
      .select({ n: count(), at: max(releases.at) })
      .from(releases)
      .where(eq(releases.classId, classId)),
    db
      .select({ n: count(), at: max(gradebookEntries.at) })
      .from(gradebookEntries)
      .where(eq(gradebookEntries.classId, classId)),
    db
      .select({ n: count(), at: max(posts.postedAt) })
      .from(posts)
      .where(eq(posts.classId, classId)),
    db
      .select({ n: count(), at: max(readingPlaces.finishedAt) })
      .from(readingPlaces)
      .where(eq(readingPlaces.classId, classId)),
    db
      .select({ n: count(), at: max(exerciseAnswers.handedInAt) })
      .from(exerciseAnswers)
      .where(eq(exerciseAnswers.classId, classId)),
    db.select({ n: count() }).from(platformLinks).where(eq(platformLinks.classId, classId)),
    db.select({ n: count() }).from(platformMembers).where(eq(platformMembers.classId, classId)),
  ])
  return JSON.stringify(rows)
}

/** When a grader last said anything of each student’s work, or took it back. */
export async function listLastSaid(db: Db, classId: string) {
  const { grades: g, gradeComments: c } = db.t
  const [given, words] = await Promise.all([
    db
      .select({ assignmentId: g.assignmentId, userId: g.userId, at: max(g.savedAt) })
      .from(g)
      .where(eq(g.classId, classId))
      .groupBy(g.assignmentId, g.userId),
    db
      .select({ assignmentId: c.assignmentId, userId: c.userId, at: max(c.savedAt), gone: max(c.removedAt) })
      .from(c)
      .where(eq(c.classId, classId))
      .groupBy(c.assignmentId, c.userId),
  ])
  const last = new Map<string, Date>()
  for (const { assignmentId, userId, ...times } of [...given, ...words])
    for (const at of Object.values(times)) {
      const key = `${assignmentId}/${userId}`
      const before = last.get(key)
      if (at && (!before || at > before)) last.set(key, at)
    }
  return (assignmentId: string, userId: string): Date | null => last.get(`${assignmentId}/${userId}`) ?? null
}

export type Wanted = {
  courseId: string
  assignmentId: string
  classId: string
  userId: string
  lineItemUrl: string
  given: number | null
  maximum: number
  /** What was said since the last score left goes after it, also where the points stayed. */
  saidAt: Date | null
}
const keyOf = (one: Pick<Wanted, 'courseId' | 'assignmentId' | 'userId'>): string =>
  `${one.courseId}/${one.assignmentId}/${one.userId}`

/**
 * Puts on the way what differs from what was put on it last, and takes off what it replaces. Nothing is sent for whoever
 * never had points: there is nothing to take back.
 */
export function* queueScores(
  db: Db,
  tx: Executor,
  classId: string,
  wanted: readonly Wanted[],
  how: { now: Date; newId: () => string },
): Steps<number> {
  const { platformScores: s } = db.t
  const rows = yield* q(
    tx
      .select()
      .from(s)
      .where(and(eq(s.classId, classId), ne(s.state, 'replaced')))
      .orderBy(asc(s.queuedAt), asc(s.id)),
  )
  const last = new Map(rows.map((row) => [keyOf(row), row]))
  let queued = 0
  for (const { saidAt, ...one } of wanted) {
    const known = last.get(keyOf(one))
    const isSame = known
      ? known.given === one.given &&
        known.maximum === one.maximum &&
        known.lineItemUrl === one.lineItemUrl &&
        (one.given === null || saidAt === null || saidAt <= known.queuedAt)
      : one.given === null
    if (isSame) continue
    if (known)
      yield* q(
        tx
          .update(s)
          .set({ state: 'replaced' })
          .where(
            and(
              eq(s.courseId, one.courseId),
              eq(s.assignmentId, one.assignmentId),
              eq(s.userId, one.userId),
              inArray(s.state, ['waiting', 'given-up']),
            ),
          ),
      )
    yield* q(
      tx.insert(s).values({
        ...one,
        id: how.newId(),
        state: 'waiting',
        queuedAt: how.now,
        tries: 0,
        nextAt: how.now,
        heldBy: null,
        heldUntil: null,
        toldAt: null,
        answeredAt: null,
        status: null,
        answer: null,
      }),
    )
    queued += 1
  }
  return queued
}

const dueAt = (db: Db, now: Date) => {
  const { platformScores: s } = db.t
  return and(eq(s.state, 'waiting'), lte(s.nextAt, now), or(isNull(s.heldUntil), lte(s.heldUntil, now)))
}

/** Asked before anything is locked: mostly there is nothing. */
export async function isAnyDue(db: Db, now: Date): Promise<boolean> {
  const { platformScores: s } = db.t
  return (await db.select({ id: s.id }).from(s).where(dueAt(db, now)).limit(1)).length > 0
}

/**
 * Takes what is due, for this sender alone and for so long: of two processes that ask at once each gets other rows. The
 * time that the platform will be told is fixed here, later than every one before it for this person in this column.
 */
export function* holdDue(
  db: Db,
  tx: Executor,
  sender: { by: string; now: Date; forMs: number; most: number },
): Steps<ScoreRow[]> {
  const { platformScores: s } = db.t
  const isDue = dueAt(db, sender.now)
  const due = yield* q(tx.select().from(s).where(isDue).orderBy(asc(s.nextAt), asc(s.id)).limit(sender.most))
  const held: ScoreRow[] = []
  for (const row of due) {
    const [last] = yield* q(
      tx
        .select({ at: max(s.toldAt) })
        .from(s)
        .where(
          and(
            eq(s.classId, row.classId),
            eq(s.assignmentId, row.assignmentId),
            eq(s.userId, row.userId),
            eq(s.lineItemUrl, row.lineItemUrl),
            isNotNull(s.toldAt),
          ),
        ),
    )
    const taken = yield* q(
      tx
        .update(s)
        .set({
          heldBy: sender.by,
          heldUntil: new Date(sender.now.getTime() + sender.forMs),
          toldAt: timeToTell(sender.now, last?.at ?? null),
          tries: row.tries + 1,
        })
        .where(and(eq(s.id, row.id), isDue))
        .returning(),
    )
    held.push(...taken)
  }
  return held
}

/** What became of it, unless somebody else holds it by now or another score has taken its place. */
export function* noteAnswer(
  db: Db,
  tx: Executor,
  row: Pick<ScoreRow, 'id'>,
  by: string,
  set: Pick<ScoreRow, 'state' | 'nextAt' | 'answeredAt' | 'status' | 'answer'>,
): Steps<void> {
  const { platformScores: s } = db.t
  const { state, ...answer } = set
  const [now] = yield* q(
    tx
      .update(s)
      .set({ ...answer, heldBy: null, heldUntil: null })
      .where(and(eq(s.id, row.id), eq(s.heldBy, by)))
      .returning(),
  )
  // What arrived has arrived, also where it was replaced on its way.
  if (now && (now.state === 'waiting' || state === 'sent'))
    yield* q(tx.update(s).set({ state }).where(eq(s.id, row.id)))
}

/** The newest of each person and column first; what was replaced before it was sent is left out. */
export const listScores = async (db: Db, classId: string, most: number): Promise<ScoreRow[]> =>
  db
    .select()
    .from(db.t.platformScores)
    .where(and(eq(db.t.platformScores.classId, classId), ne(db.t.platformScores.state, 'replaced')))
    .orderBy(desc(db.t.platformScores.queuedAt), desc(db.t.platformScores.id))
    .limit(most)
