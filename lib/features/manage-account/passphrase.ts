import { and, eq, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Db } from '#lib/db/atomically.ts'
import { hashPassphrase, isPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { endForgotten } from '#lib/db/queries/forgotten.ts'
import { hasIdentity } from '#lib/db/queries/identities.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { passphraseSchema } from '#lib/domain/names.ts'

/** Whoever came from a school's system has just shown there who they are; for so long that is as good as a passphrase. */
const FRESH_MS = 10 * 60_000

type Known = { email: string | null; passphraseHash: string | null; isFresh: boolean }
async function findKnown(db: Db, viewer: { userId: string; sessionId: string }, at: Date): Promise<Known | null> {
  const { users, sessions } = db.t
  const [user] = await db
    .select({ email: users.email, passphraseHash: users.passphraseHash, since: sessions.createdAt })
    .from(users)
    .innerJoin(sessions, eq(sessions.userId, users.id))
    .where(and(eq(users.id, viewer.userId), eq(sessions.id, viewer.sessionId)))
  return user ? { ...user, isFresh: at.getTime() - user.since.getTime() < FRESH_MS } : null
}

/** How the viewer signs in, for the page on which that is changed. */
export const howISignIn = feature({
  input: z.strictObject({}),
  permission: 'account.own',
  subject: () => ({}),
  run: async ({ db, viewer, now, school }) => {
    const { identities, platforms } = db.t
    const [known, isLinked, issuers] = await Promise.all([
      findKnown(db, viewer, now()),
      school !== null && hasIdentity(db, viewer.userId, school.issuer),
      db
        .select({ title: platforms.title })
        .from(identities)
        .innerJoin(platforms, eq(platforms.issuer, identities.issuer))
        .where(eq(identities.userId, viewer.userId)),
    ])
    return {
      hasPassphrase: known?.passphraseHash !== null,
      isFresh: known?.isFresh === true,
      platforms: [...new Set(issuers.map(({ title }) => title))].toSorted(),
      /** Whether the school's own provider opens the account; null where there is none. */
      school: school && { title: school.title, isLinked },
    }
  },
})

/**
 * A borrowed session must not become a way to guess: failures count against the account, as at sign-in. Who has no
 * passphrase came from a school's system, and comes from it once more.
 */
export async function mustBeKnown(
  db: Db,
  viewer: { userId: string; sessionId: string },
  passphrase: string,
  at: Date,
): Promise<{ email: string | null }> {
  const throttles = [{ kind: 'sign-in-account' as const, subject: viewer.userId }]
  const wait = await secondsToWait(db, throttles, at)
  if (wait) throw new Refusal('slow-down', { seconds: wait })
  const user = await findKnown(db, viewer, at)
  if (user && user.passphraseHash === null) {
    if (user.isFresh) return { email: user.email }
    throw new Refusal('launch-needed')
  }
  if (user && (await isPassphrase(user.passphraseHash, passphrase))) return { email: user.email }
  await countFailure(db, throttles, at)
  throw new Refusal('wrong-passphrase')
}

/** Needs the present passphrase where there is one; every other session ends. */
export const changePassphrase = feature({
  input: z.strictObject({ current: z.string().max(300).default(''), passphrase: passphraseSchema }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const { users, sessions } = db.t
    await mustBeKnown(db, viewer, input.current, now())
    const passphraseHash = await hashPassphrase(input.passphrase)
    await db.atomically(function* (tx) {
      yield* q(tx.update(users).set({ passphraseHash }).where(eq(users.id, viewer.userId)))
      yield* q(
        tx
          .update(sessions)
          .set({ endedAt: now() })
          .where(and(eq(sessions.userId, viewer.userId), ne(sessions.id, viewer.sessionId), isNull(sessions.endedAt))),
      )
      yield* endForgotten(db, tx, viewer.userId)
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'passphrase.change',
        object: `users/${viewer.userId}`,
        now: now(),
      })
    })
    return DONE
  },
})
