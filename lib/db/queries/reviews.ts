/** Reviews of classmates' answers: given out once, written once, and never telling one side who the other is. */
import { and, asc, count, eq, getTableColumns, isNotNull, isNull, ne } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'
import type { Assignment } from './assignments.ts'

export type ReviewRow = Tables['peerReviews']['$inferSelect']

/** What one person was given to read and wrote of it, without whose it was. */
export function listReviewsWritten(db: Db, userId: string): PromiseLike<Omit<ReviewRow, 'authorId' | 'postId'>[]> {
  const { authorId: _authorId, postId: _postId, ...shown } = columns(db)
  return db.select(shown).from(db.t.peerReviews).where(eq(db.t.peerReviews.userId, userId)).orderBy(db.t.peerReviews.id)
}

export type Received = Omit<ReviewRow, 'userId'> & { isHidden: boolean }

/** What was written of one person's answers, without who wrote it, and without the words of what staff have hidden. */
export async function listReviewsReceived(db: Db, authorId: string): Promise<Received[]> {
  const { peerReviews: r, hidings: h } = db.t
  const { userId: _userId, ...shown } = columns(db)
  const rows = await db
    .select({ ...shown, hiding: h.id })
    .from(r)
    .leftJoin(h, and(eq(h.kind, 'review'), eq(h.remarkId, r.id), isNull(h.shownAt)))
    .where(and(eq(r.authorId, authorId), isNotNull(r.reviewedAt)))
    .orderBy(r.id)
  return rows.map(({ hiding, ...row }) =>
    hiding === null
      ? { ...row, isHidden: false }
      : { ...row, isHidden: true, levels: null, comment: null, digest: null },
  )
}

const columns = (db: Db) => getTableColumns(db.t.peerReviews)

/** One student's own review rows under a question, in the order in which they were given out. */
export function* reviewsBy(db: Db, tx: Executor, assignmentId: string, userId: string): Steps<ReviewRow[]> {
  const { peerReviews: r } = db.t
  return yield* q(
    tx
      .select()
      .from(r)
      .where(and(eq(r.assignmentId, assignmentId), eq(r.userId, userId)))
      .orderBy(asc(r.id)),
  )
}

export function* scoresBy(db: Db, tx: Executor, assignmentId: string, userId: string) {
  const { sampleScores: s } = db.t
  return yield* q(
    tx
      .select()
      .from(s)
      .where(and(eq(s.assignmentId, assignmentId), eq(s.userId, userId))),
  )
}

export type Reviewable = { post: string; authorId: string; given: number }

/**
 * Answers that can be given to this reader: posted without a name by a classmate who is here and among those to whom
 * the question was given, not hidden. With each how many have been given it.
 */
export function* reviewable(
  db: Db,
  tx: Executor,
  assignment: Pick<Assignment, 'id' | 'classId' | 'sectionId'>,
  userId: string,
): Steps<Reviewable[]> {
  const { posts, memberships: m, hidings: h, peerReviews: r } = db.t
  return yield* q(
    tx
      .select({ post: posts.id, authorId: posts.userId, given: count(r.id) })
      .from(posts)
      .innerJoin(m, and(eq(m.classId, posts.classId), eq(m.userId, posts.userId)))
      .leftJoin(h, and(eq(h.kind, 'post'), eq(h.remarkId, posts.id), isNull(h.shownAt)))
      .leftJoin(r, eq(r.postId, posts.id))
      .where(
        and(
          eq(posts.assignmentId, assignment.id),
          eq(posts.state, 'posted'),
          eq(posts.nameless, true),
          ne(posts.userId, userId),
          eq(m.state, 'active'),
          eq(m.role, 'student'),
          assignment.sectionId === null ? undefined : eq(m.sectionId, assignment.sectionId),
          isNull(h.id),
        ),
      )
      .groupBy(posts.id, posts.userId),
  )
}

/** Every review under a question, written or only given out. */
export const listReviews = (db: Db, assignmentId: string): PromiseLike<ReviewRow[]> =>
  db
    .select()
    .from(db.t.peerReviews)
    .where(eq(db.t.peerReviews.assignmentId, assignmentId))
    .orderBy(asc(db.t.peerReviews.id))

export const listSampleScores = (db: Db, assignmentId: string) =>
  db.select().from(db.t.sampleScores).where(eq(db.t.sampleScores.assignmentId, assignmentId))

export async function findReview(db: Db, id: string): Promise<ReviewRow | null> {
  const [row] = await db.select().from(db.t.peerReviews).where(eq(db.t.peerReviews.id, id))
  return row ?? null
}
