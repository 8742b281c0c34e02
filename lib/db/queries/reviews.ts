/** Reviews of classmates' answers: given out once, written once, and never telling one side who the other is. */
import { and, eq, getTableColumns, isNotNull } from 'drizzle-orm'
import type { Db } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type ReviewRow = Tables['peerReviews']['$inferSelect']

/** What one person was given to read and wrote of it, without whose it was. */
export function listReviewsWritten(db: Db, userId: string): PromiseLike<Omit<ReviewRow, 'authorId' | 'postId'>[]> {
  const { authorId: _authorId, postId: _postId, ...shown } = columns(db)
  return db.select(shown).from(db.t.peerReviews).where(eq(db.t.peerReviews.userId, userId)).orderBy(db.t.peerReviews.id)
}

/** What was written of one person's answers, without who wrote it. */
export function listReviewsReceived(db: Db, authorId: string): PromiseLike<Omit<ReviewRow, 'userId'>[]> {
  const { peerReviews: r } = db.t
  const { userId: _userId, ...shown } = columns(db)
  return db
    .select(shown)
    .from(r)
    .where(and(eq(r.authorId, authorId), isNotNull(r.reviewedAt)))
    .orderBy(r.id)
}

const columns = (db: Db) => getTableColumns(db.t.peerReviews)
