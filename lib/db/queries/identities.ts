import { and, eq, isNull, ne } from 'drizzle-orm'
import { Refusal } from '#lib/domain/errors.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { record } from './audit.ts'

/** Whom the issuer means; null for unknown and erased accounts. */
export async function findByIdentity(
  db: Db,
  issuer: string,
  subject: string,
): Promise<{ id: string; name: string } | null> {
  const { identities, users } = db.t
  const [row] = await db
    .select({ id: users.id, name: users.name, erasedAt: users.erasedAt })
    .from(identities)
    .innerJoin(users, eq(users.id, identities.userId))
    .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)))
  return row && !row.erasedAt ? row : null
}

export async function hasIdentity(db: Db, userId: string, issuer: string): Promise<boolean> {
  const { identities } = db.t
  const rows = await db
    .select({ subject: identities.subject })
    .from(identities)
    .where(and(eq(identities.userId, userId), eq(identities.issuer, issuer)))
  return rows.length > 0
}

type Identity = { issuer: string; subject: string; userId: string; now: Date }

/** Lets issuer and subject open the account from now on. Refuses `identity-taken` where they open another one. */
export function* addIdentity(db: Db, tx: Executor, { issuer, subject, userId, now }: Identity): Steps<void> {
  const { identities } = db.t
  const [known] = yield* q(
    tx
      .select({ userId: identities.userId })
      .from(identities)
      .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject))),
  )
  if (known?.userId === userId) return
  if (known) throw new Refusal('identity-taken')
  yield* q(tx.insert(identities).values({ issuer, subject, userId, createdAt: now }))
  yield* record(db, tx, { classId: null, actorId: userId, action: 'identity.link', object: `users/${userId}`, now })
}

/** Takes the issuer's sign-ins out of the account; false where it had none. Refuses `last-way-in` where nothing else opens it. */
export function* removeIdentity(
  db: Db,
  tx: Executor,
  { issuer, userId, now }: Omit<Identity, 'subject'>,
): Steps<boolean> {
  const { identities, platforms, users } = db.t
  const mine = and(eq(identities.userId, userId), eq(identities.issuer, issuer))
  const removed = yield* q(tx.delete(identities).where(mine).returning())
  if (removed.length === 0) return false
  const [user] = yield* q(tx.select({ hash: users.passphraseHash }).from(users).where(eq(users.id, userId)))
  const [platform] = yield* q(
    tx
      .select({ id: platforms.id })
      .from(identities)
      .innerJoin(platforms, eq(platforms.issuer, identities.issuer))
      .where(and(eq(identities.userId, userId), ne(identities.issuer, issuer), isNull(platforms.endedAt))),
  )
  if (!user?.hash && !platform) throw new Refusal('last-way-in')
  yield* record(db, tx, { classId: null, actorId: userId, action: 'identity.unlink', object: `users/${userId}`, now })
  return true
}
