import { and, count, desc, eq, isNull, lte, max, sql } from 'drizzle-orm'
import type { Tiding } from '#lib/domain/inbox.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'

export type InboxRow = Tables['inbox']['$inferSelect']

/** Rows a statement, so that a class of any size stays under the engines' limit of bound values. */
const AT_ONCE = 500

/** Tells people of one class what happened, in the transaction in which it happened. `about` is the id it is about. */
export function* tell(
  db: Db,
  tx: Executor,
  told: Tiding & {
    classId: string
    to: readonly string[]
    about: string
    now: Date
    newId: () => string
  },
): Steps<void> {
  const rows = told.to.map((userId) => ({
    id: told.newId(),
    classId: told.classId,
    userId,
    kind: told.kind,
    about: told.about,
    body: told.facts,
    createdAt: told.now,
    readAt: null,
  }))
  for (let from = 0; from < rows.length; from += AT_ONCE)
    yield* q(tx.insert(db.t.inbox).values(rows.slice(from, from + AT_ONCE)))
}

/** Takes back what was told about something that is gone. */
export function* untell(db: Db, tx: Executor, about: string): Steps<void> {
  yield* q(tx.delete(db.t.inbox).where(eq(db.t.inbox.about, about)))
}

/** The active students of a class, or of one of its sections: whom news about its work reaches. */
export function* studentsIn(db: Db, tx: Executor, classId: string, sectionId: string | null): Steps<string[]> {
  const m = db.t.memberships
  const rows = yield* q(
    tx
      .select({ userId: m.userId, sectionId: m.sectionId })
      .from(m)
      .where(and(eq(m.classId, classId), eq(m.role, 'student'), eq(m.state, 'active'), isNull(m.countsFor))),
  )
  return rows.filter((row) => sectionId === null || row.sectionId === sectionId).map((row) => row.userId)
}

/** When students were last reminded of an assignment. */
export function* lastReminder(db: Db, tx: Executor, assignmentId: string): Steps<Date | null> {
  const { inbox } = db.t
  const [row] = yield* q(
    tx
      .select({ at: max(inbox.createdAt) })
      .from(inbox)
      .where(and(eq(inbox.about, assignmentId), eq(inbox.kind, 'reminded'))),
  )
  return row?.at ?? null
}

/** What one person was told in one class, newest first. */
export const listInbox = (db: Db, classId: string, userId: string, limit: number): PromiseLike<InboxRow[]> =>
  db
    .select()
    .from(db.t.inbox)
    .where(and(eq(db.t.inbox.userId, userId), eq(db.t.inbox.classId, classId)))
    .orderBy(desc(db.t.inbox.createdAt), desc(db.t.inbox.id))
    .limit(limit)

const unreadOf = prepared((on, { inbox }) =>
  on
    .select({ classId: inbox.classId, n: count() })
    .from(inbox)
    .where(and(eq(inbox.userId, sql.placeholder('userId')), isNull(inbox.readAt)))
    .groupBy(inbox.classId),
)
/** Unread, class by class; classes with none are left out. */
export async function countUnread(db: Db, userId: string): Promise<Map<string, number>> {
  const rows = await unreadOf(db, db, { userId })
  return new Map(rows.map((row) => [row.classId, row.n]))
}

/** Marks as read what had come by an instant: what came since the page was opened stays unread. */
export function* markInboxRead(
  db: Db,
  tx: Executor,
  mine: { classId: string; userId: string; until: Date; now: Date },
): Steps<void> {
  const { inbox } = db.t
  yield* q(
    tx
      .update(inbox)
      .set({ readAt: mine.now })
      .where(
        and(
          eq(inbox.userId, mine.userId),
          eq(inbox.classId, mine.classId),
          isNull(inbox.readAt),
          lte(inbox.createdAt, mine.until),
        ),
      ),
  )
}
