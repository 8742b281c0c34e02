/** Cables of a quiz that is taken with the text closed, and what classmates find carried in them. */
import { and, asc, eq, getTableColumns, isNotNull, isNull } from 'drizzle-orm'
import { attemptStanding } from '#lib/domain/availability.ts'
import { cableIn, marksInWords, pointsOf, tallyOf, type Carried, type Point } from '#lib/domain/cable.ts'
import type { ShownQuiz } from '#lib/domain/item.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'
import { versionOf } from './class-work.ts'
import { findAssignment, findRevision, rulesOf, type Assignment } from './assignments.ts'

export type CableReview = Tables['cableReviews']['$inferSelect']

/** The cable that a version of a quiz asks for, and its points; null where it asks for none. */
export async function findCableItem(
  db: Db,
  revision: string,
): Promise<{ item: string; version: string; points: Point[] } | null> {
  const found = await findRevision(db, revision)
  const asked = found && cableIn(found.shown as ShownQuiz)
  const item = asked && (found.kept as KeptQuiz).items.find(({ id }) => id === asked)
  return item && item.kind === 'written' ? { item: item.id, version: versionOf(item), points: pointsOf(item) } : null
}

export type CableWork = {
  assignment: Assignment
  item: string
  points: Point[]
  /** The versions of the quiz that ask for the same cable. */
  revisions: ReadonlySet<string>
}
/** A quiz whose cables classmates review; null for everything else. */
export async function findCableWork(db: Db, id: string): Promise<CableWork | null> {
  const assignment = await findAssignment(db, id)
  if (assignment?.kind !== 'quiz' || assignment.reviews === 0) return null
  const asked = await findCableItem(db, assignment.revisionHash)
  if (!asked) return null
  const { attempts } = db.t
  const sat = await db
    .select({ revision: attempts.revisionHash })
    .from(attempts)
    .where(eq(attempts.assignmentId, id))
    .groupBy(attempts.revisionHash)
  const revisions = new Set([assignment.revisionHash])
  for (const { revision } of sat)
    if (revision && !revisions.has(revision) && (await findCableItem(db, revision))?.version === asked.version)
      revisions.add(revision)
  return { assignment, item: asked.item, points: asked.points, revisions }
}

export type Cable = { attempt: string; authorId: string; text: string; handedInAt: Date }

/**
 * The cables that students who are here and were given the quiz wrote from memory: each one's first try, since later ones
 * have seen the reasons, handed in by them or by its deadline. An empty or an erased one is none.
 */
export function* readCables(db: Db, tx: Executor, work: CableWork, now: Date): Steps<Cable[]> {
  const { assignment, item, revisions } = work
  const { attempts, answers, memberships: m, overrides } = db.t
  const rows = yield* q(
    tx
      .select({
        attempt: attempts.id,
        userId: attempts.userId,
        startedAt: attempts.startedAt,
        submittedAt: attempts.submittedAt,
        revision: attempts.revisionHash,
        sectionId: m.sectionId,
        extraTimePercent: m.extraTimePercent,
        body: answers.body,
      })
      .from(attempts)
      .innerJoin(m, and(eq(m.classId, attempts.classId), eq(m.userId, attempts.userId)))
      .innerJoin(answers, and(eq(answers.attemptId, attempts.id), eq(answers.item, item)))
      .where(
        and(
          eq(attempts.assignmentId, assignment.id),
          eq(attempts.ordinal, 1),
          eq(m.state, 'active'),
          eq(m.role, 'student'),
          isNull(m.countsFor),
          assignment.sectionId === null ? undefined : eq(m.sectionId, assignment.sectionId),
        ),
      )
      .orderBy(asc(attempts.id), asc(answers.seq)),
  )
  const own = yield* q(tx.select().from(overrides).where(eq(overrides.assignmentId, assignment.id)))
  // Of an answer saved more than once the last row is the one that counts.
  return [...new Map(rows.map((row) => [row.attempt, row])).values()].flatMap((row) => {
    const text = row.body?.[0] ?? ''
    const { handedInAt } = attemptStanding(row, rulesOf(assignment, own, row), now)
    return text && handedInAt && revisions.has(row.revision ?? assignment.revisionHash)
      ? [{ attempt: row.attempt, authorId: row.userId, text, handedInAt }]
      : []
  })
}

/** Every review under a quiz, written or only given out. */
export function* readCableReviews(db: Db, tx: Executor, assignmentId: string): Steps<CableReview[]> {
  const { cableReviews: r } = db.t
  return yield* q(tx.select().from(r).where(eq(r.assignmentId, assignmentId)).orderBy(asc(r.id)))
}

export async function findCableReview(db: Db, id: string): Promise<CableReview | null> {
  const [row] = await db.select().from(db.t.cableReviews).where(eq(db.t.cableReviews.id, id))
  return row ?? null
}

/** Which of these reviews staff have hidden from the author. */
export function* hiddenCableReviews(db: Db, tx: Executor, assignmentId: string): Steps<Set<string>> {
  const { cableReviews: r, hidings: h } = db.t
  const rows = yield* q(
    tx
      .select({ id: r.id })
      .from(r)
      .innerJoin(h, and(eq(h.kind, 'cable'), eq(h.remarkId, r.id), isNull(h.shownAt)))
      .where(eq(r.assignmentId, assignmentId)),
  )
  return new Set(rows.map(({ id }) => id))
}

/** What of these people's cables was lost on the way, by the reviews that stand: point by point. */
export function* readCarried(
  db: Db,
  tx: Executor,
  work: CableWork,
  authors: ReadonlySet<string>,
  now: Date,
): Steps<Carried> {
  const cables = new Set((yield* readCables(db, tx, work, now)).map(({ attempt }) => attempt))
  const hidden = yield* hiddenCableReviews(db, tx, work.assignment.id)
  const reviews = (yield* readCableReviews(db, tx, work.assignment.id)).flatMap((row) =>
    row.points && authors.has(row.authorId) && cables.has(row.attemptId) && !hidden.has(row.id)
      ? [{ cable: row.attemptId, marks: row.points }]
      : [],
  )
  return tallyOf(work.points, reviews)
}

/** A written review with who wrote it, as a remark that can be hidden; its points in words. */
export async function findCableSaid(db: Db, id: string) {
  const { assignments: a, attempts, memberships: m, cableReviews: r } = db.t
  const [row] = await db
    .select({
      review: r,
      role: m.role,
      name: m.displayName,
      section: m.sectionId,
      title: a.title,
      asked: attempts.revisionHash,
      given: a.revisionHash,
    })
    .from(r)
    .innerJoin(a, eq(a.id, r.assignmentId))
    .innerJoin(attempts, eq(attempts.id, r.attemptId))
    .innerJoin(m, and(eq(m.classId, r.classId), eq(m.userId, r.userId)))
    .where(and(eq(r.id, id), isNotNull(r.reviewedAt)))
  if (!row) return null
  const asked = await findCableItem(db, row.asked ?? row.given)
  return { ...row, words: row.review.points && asked ? marksInWords(asked.points, row.review.points) : null }
}

/** What one person was given to read and found of it, without whose it was. */
export function listCableReviewsWritten(
  db: Db,
  userId: string,
): PromiseLike<Omit<CableReview, 'authorId' | 'attemptId'>[]> {
  const { authorId: _authorId, attemptId: _attemptId, ...shown } = getTableColumns(db.t.cableReviews)
  return db
    .select(shown)
    .from(db.t.cableReviews)
    .where(eq(db.t.cableReviews.userId, userId))
    .orderBy(db.t.cableReviews.id)
}

/** What was found of one person's cables, without who found it, and without the points of what staff have hidden. */
export async function listCableReviewsReceived(db: Db, authorId: string) {
  const { cableReviews: r, hidings: h } = db.t
  const { userId: _userId, givenOutAt: _givenOutAt, ...shown } = getTableColumns(r)
  const rows = await db
    .select({ ...shown, hiding: h.id })
    .from(r)
    .leftJoin(h, and(eq(h.kind, 'cable'), eq(h.remarkId, r.id), isNull(h.shownAt)))
    .where(and(eq(r.authorId, authorId), isNotNull(r.reviewedAt)))
    .orderBy(r.id)
  return rows.map(({ hiding, ...row }) =>
    hiding === null ? { ...row, isHidden: false } : { ...row, isHidden: true, points: null },
  )
}

/** Whether anybody has begun a quiz. */
export function* isBegun(db: Db, tx: Executor, assignmentId: string): Steps<boolean> {
  const { attempts } = db.t
  const rows = yield* q(
    tx.select({ id: attempts.id }).from(attempts).where(eq(attempts.assignmentId, assignmentId)).limit(1),
  )
  return rows.length > 0
}
