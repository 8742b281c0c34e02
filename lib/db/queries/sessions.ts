import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Viewer } from '#lib/domain/viewer.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { digest } from '../digest.ts'
import { prepared } from '../prepared.ts'

export const SESSION_DAYS = 7
const TOUCH_AFTER_MS = 10 * 60_000

/** Writes the session row for a fresh secret; only the digest of the secret is kept. */
export function* insertSession(
  db: Db,
  tx: Executor,
  session: { secret: string; userId: string; now: Date },
): Steps<void> {
  yield* q(
    tx.insert(db.t.sessions).values({
      id: digest(session.secret),
      userId: session.userId,
      createdAt: session.now,
      lastSeenAt: session.now,
      expiresAt: new Date(session.now.getTime() + SESSION_DAYS * 86_400_000),
      endedAt: null,
    }),
  )
}

export function* endSessionsOf(db: Db, tx: Executor, userId: string, now: Date): Steps<void> {
  yield* q(
    tx
      .update(db.t.sessions)
      .set({ endedAt: now })
      .where(and(eq(db.t.sessions.userId, userId), isNull(db.t.sessions.endedAt))),
  )
}

export function* endSession(db: Db, tx: Executor, sessionId: string, now: Date): Steps<void> {
  yield* q(
    tx
      .update(db.t.sessions)
      .set({ endedAt: now })
      .where(and(eq(db.t.sessions.id, sessionId), isNull(db.t.sessions.endedAt))),
  )
}

const viewerRows = prepared((on, { sessions, users, memberships, classes }) =>
  on
    .select({
      userId: users.id,
      name: users.name,
      mayTeach: users.mayTeach,
      erasedAt: users.erasedAt,
      expiresAt: sessions.expiresAt,
      endedAt: sessions.endedAt,
      lastSeenAt: sessions.lastSeenAt,
      classId: memberships.classId,
      role: memberships.role,
      sectionId: memberships.sectionId,
      state: memberships.state,
      countsFor: memberships.countsFor,
      archivedAt: classes.archivedAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(memberships, eq(memberships.userId, users.id))
    .leftJoin(classes, eq(classes.id, memberships.classId))
    .where(eq(sessions.id, sql.placeholder('id'))),
)

/** The viewer behind a session secret, with roles as they are now; null where the session ended, expired or never was. */
export async function findViewer(db: Db, secret: string, now: Date): Promise<Viewer | null> {
  const sessionId = digest(secret)
  const rows = await db.reading(viewerRows(db, db, { id: sessionId }))
  const first = rows[0]
  if (!first || first.endedAt || first.erasedAt || first.expiresAt <= now) return null
  if (now.getTime() - first.lastSeenAt.getTime() > TOUCH_AFTER_MS) {
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.sessions).set({ lastSeenAt: now }).where(eq(db.t.sessions.id, sessionId)))
    })
  }
  return {
    userId: first.userId,
    name: first.name,
    sessionId,
    mayTeach: first.mayTeach,
    memberships: rows.flatMap((row) =>
      row.classId && row.role && row.state === 'active' && row.countsFor === null
        ? [
            {
              classId: row.classId,
              role: row.role,
              sectionId: row.sectionId,
              ...(row.archivedAt && { isClosed: true as const }),
            },
          ]
        : [],
    ),
  }
}
