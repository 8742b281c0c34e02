import { and, eq } from 'drizzle-orm'
import { loginNameOf } from '#lib/domain/names.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'

/** Whether anybody has an account here, or had: who is erased leaves a tombstone, so that a site begins once. */
const anybody = (db: Db, on: Executor) => on.select({ id: db.t.users.id }).from(db.t.users).limit(1)
export const hasBegun = async (db: Db): Promise<boolean> => (await anybody(db, db)).length > 0
export function* hasBegunIn(db: Db, tx: Executor): Steps<boolean> {
  return (yield* q(anybody(db, tx))).length > 0
}

export type Credentials = { id: string; name: string; passphraseHash: string | null }

/** By canonical e-mail; null for unknown and erased accounts. */
export async function findByEmail(db: Db, email: string): Promise<Credentials | null> {
  const [user] = await db.select().from(db.t.users).where(eq(db.t.users.email, email))
  return user && !user.erasedAt ? user : null
}

/** By any code the class has had and the login name in it; null where either is unknown or the membership has ended. */
export async function findByClassAndName(
  db: Db,
  code: string,
  name: string,
): Promise<(Credentials & { classId: string }) | null> {
  const { classCodes, memberships, users } = db.t
  const [row] = await db
    .select({
      id: users.id,
      name: users.name,
      passphraseHash: users.passphraseHash,
      erasedAt: users.erasedAt,
      classId: memberships.classId,
    })
    .from(classCodes)
    .innerJoin(memberships, eq(memberships.classId, classCodes.classId))
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(eq(classCodes.code, code), eq(memberships.loginName, loginNameOf(name)), eq(memberships.state, 'active')),
    )
  return row && !row.erasedAt ? row : null
}
