import { and, eq, inArray, isNull, ne } from 'drizzle-orm'
import { inParts } from '../in-parts.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'

/** Who of them teaches or assists another class than this one. */
const staffElsewhere = (db: Db, on: Executor, classId: string, people: readonly string[]) => {
  const m = db.t.memberships
  return on
    .select({ userId: m.userId })
    .from(m)
    .where(
      and(
        inArray(m.userId, [...people]),
        ne(m.classId, classId),
        inArray(m.role, ['instructor', 'assistant']),
        eq(m.state, 'active'),
      ),
    )
}

/**
 * Whether an account opens more than a student's work: whoever may make classes, or teaches or assists another one. A code
 * that an instructor of this class holds may not open it.
 */
export function* opensMore(db: Db, tx: Executor, classId: string, userId: string): Steps<boolean> {
  const { users } = db.t
  const [user] = yield* q(tx.select({ mayTeach: users.mayTeach }).from(users).where(eq(users.id, userId)))
  return user?.mayTeach === true || (yield* q(staffElsewhere(db, tx, classId, [userId]))).length > 0
}

const withoutPassphrase = (db: Db, on: Executor, classId: string) => {
  const { memberships: m, users } = db.t
  return on
    .select({ userId: m.userId, name: m.displayName })
    .from(m)
    .innerJoin(users, eq(users.id, m.userId))
    .where(
      and(
        eq(m.classId, classId),
        eq(m.role, 'student'),
        eq(m.state, 'active'),
        isNull(m.countsFor),
        isNull(users.passphraseHash),
        eq(users.mayTeach, false),
        isNull(users.erasedAt),
      ),
    )
}

/** Students of the class who have no passphrase yet and may be given a first code: whose account opens nothing more. */
export function* whoWaits(db: Db, tx: Executor, classId: string): Steps<{ userId: string; name: string }[]> {
  const waiting = yield* q(withoutPassphrase(db, tx, classId))
  const others = new Set<string>()
  for (const part of inParts(waiting.map(({ userId }) => userId)))
    for (const { userId } of yield* q(staffElsewhere(db, tx, classId, part))) others.add(userId)
  return waiting.filter(({ userId }) => !others.has(userId))
}

/** How many they are. */
export const countWaiting = async (db: Db, classId: string): Promise<number> =>
  (await db.atomically((tx) => whoWaits(db, tx, classId))).length
