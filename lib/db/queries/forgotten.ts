/** Links for a forgotten passphrase: whose address may open an account, and the link itself. */
import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { forgottenEnds, mailAddressSchema } from '#lib/domain/mail.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { digest } from '../digest.ts'
import type { Tables } from '../tables.ts'

type User = Pick<Tables['users']['$inferSelect'], 'email' | 'passphraseHash' | 'mayTeach' | 'erasedAt'>
type Setting = Pick<Tables['mailSettings']['$inferSelect'], 'address' | 'confirmedAt'>

/**
 * The address whose reader may open the account: the one that signs in, never one that is for mail alone, since whoever
 * borrows a session can set that. Somebody has vouched for it: it was invited to teach here, or its reader has said yes in
 * a letter. Whoever has no passphrase has forgotten none and comes by their school or by a first code.
 */
export function reachedAt(user: User, setting: Setting | null): string | null {
  const { email } = user
  if (email === null || user.erasedAt !== null || user.passphraseHash === null) return null
  if (!mailAddressSchema.safeParse(email).success) return null
  const hasSaidYes = setting !== null && setting.confirmedAt !== null && setting.address.toLowerCase() === email
  return user.mayTeach || hasSaidYes ? email : null
}

/** The account that a link sent to the address would open; null for unknown ones and for those that no letter may open. */
export function* accountAt(db: Db, tx: Executor, email: string): Steps<string | null> {
  const { users, mailSettings: s } = db.t
  const [row] = yield* q(
    tx
      .select({ user: users, setting: s })
      .from(users)
      .leftJoin(s, eq(s.userId, users.id))
      .where(eq(users.email, email)),
  )
  return row && reachedAt(row.user, row.setting) !== null ? row.user.id : null
}

/**
 * The link that a letter carries, made when it goes. It ends those of letters asked for before. A letter that goes twice,
 * since its process died, has two, and either works: a mail program may show only the first.
 */
export function* makeForgottenLink(
  db: Db,
  tx: Executor,
  link: { secret: string; userId: string; email: string; askedAt: Date; now: Date },
): Steps<void> {
  const { links } = db.t
  const { userId, email, now } = link
  yield* q(
    tx
      .delete(links)
      .where(and(eq(links.purpose, 'forgotten'), eq(links.userId, userId), lt(links.createdAt, link.askedAt))),
  )
  yield* q(
    tx.insert(links).values({
      id: digest('link', link.secret),
      purpose: 'forgotten',
      userId,
      classId: null,
      email,
      createdAt: now,
      expiresAt: forgottenEnds(now),
      usedAt: null,
    }),
  )
}

/** The account has a new passphrase: no link that was sent or asked for before may set another. */
export function* endForgotten(db: Db, tx: Executor, userId: string): Steps<void> {
  const { links, outbox, users } = db.t
  const [user] = yield* q(tx.select({ email: users.email }).from(users).where(eq(users.id, userId)))
  const sent = and(eq(links.purpose, 'forgotten'), eq(links.userId, userId), isNull(links.usedAt))
  const asked = user?.email ? and(eq(links.purpose, 'asked'), eq(links.email, user.email)) : undefined
  yield* q(tx.delete(links).where(or(sent, asked)))
  yield* q(tx.delete(outbox).where(and(eq(outbox.userId, userId), eq(outbox.kind, 'forgotten'))))
}
