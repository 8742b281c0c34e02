import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { accountAt, endForgotten } from '#lib/db/queries/forgotten.ts'
import { putIntoOutbox } from '#lib/db/queries/mail.ts'
import { endSessionsOf, insertSession } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait, type Throttle } from '#lib/db/queries/throttles.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { forgottenEnds } from '#lib/domain/mail.ts'
import { emailSchema, passphraseSchema } from '#lib/domain/names.ts'
import { freshSecret, liveLink } from './claim-link.ts'

/**
 * Asks for a link to a new passphrase. Whose address it is is looked up later, by the round that sends the letters: here a
 * known one and an unknown one are the same work and the same answer.
 */
export const askForLink = feature({
  input: z.strictObject({ email: emailSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  output: doneSchema,
  run: async (ctx, input) => {
    const { db, sendsMail } = ctx
    if (!sendsMail) throw new Refusal('not-found')
    const now = ctx.now()
    // Counted apart from signing in: whoever asks too often locks nobody out of it, a school behind one address least.
    const throttles: Throttle[] = [
      { kind: 'forgotten-account', subject: input.email },
      { kind: 'forgotten-address', subject: ctx.address ?? 'unknown' },
    ]
    const wait = await secondsToWait(db, throttles, now)
    if (wait) throw new Refusal('slow-down', { seconds: wait })
    const id = ctx.newId()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.links).values({
          id,
          purpose: 'asked',
          userId: null,
          classId: null,
          email: input.email,
          createdAt: now,
          expiresAt: forgottenEnds(now),
          usedAt: null,
        }),
      )
    })
    await countFailure(db, throttles, now)
    return DONE
  },
})

/** The link behind a letter's secret, for as long as its address still opens the account that it was made for. */
async function openLink(ctx: Context, token: string): Promise<{ id: string; userId: string; email: string }> {
  if (!ctx.sendsMail) throw new Refusal('not-found')
  const link = await liveLink(ctx, ['forgotten'], token)
  const [userId, email] = [link?.userId, link?.email]
  if (!link || !userId || !email) throw new Refusal('link-used-or-expired')
  if ((await ctx.db.atomically((tx) => accountAt(ctx.db, tx, email))) !== userId)
    throw new Refusal('link-used-or-expired')
  return { id: link.id, userId, email }
}

/** What the page of a link says before it is used: which address signs in. Looking uses nothing up, since programs look too. */
export const viewForgotten = feature({
  input: z.strictObject({ token: z.string().max(80) }),
  permission: 'door.enter',
  subject: () => ({}),
  run: async (ctx, input) => {
    const { email } = await openLink(ctx, input.token)
    return { email }
  },
})

/**
 * Uses the link: a new passphrase and nothing more, no right that the account did not have. Whatever was signed in is
 * signed out, every other link ends, and a second letter says what happened.
 */
export const choosePassphrase = feature({
  input: z.strictObject({ token: z.string().max(80), passphrase: passphraseSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  output: z.strictObject({ session: z.string() }),
  run: async (ctx, input) => {
    const { db } = ctx
    const { id, userId, email } = await openLink(ctx, input.token)
    const passphraseHash = await hashPassphrase(input.passphrase)
    const [session, letter, at] = [freshSecret(ctx, 32), ctx.newId(), ctx.now()]
    await db.atomically(function* (tx) {
      const { users, links } = db.t
      const spent = yield* q(
        tx
          .update(links)
          .set({ usedAt: at })
          .where(and(eq(links.id, id), isNull(links.usedAt)))
          .returning(),
      )
      // The account may have been erased, or have got another address, while the passphrase was hashed.
      if (spent.length === 0 || (yield* accountAt(db, tx, email)) !== userId) throw new Refusal('link-used-or-expired')
      yield* q(tx.update(users).set({ passphraseHash }).where(eq(users.id, userId)))
      yield* endSessionsOf(db, tx, userId, at)
      yield* endForgotten(db, tx, userId)
      yield* insertSession(db, tx, { secret: session, userId, now: at })
      yield* putIntoOutbox(db, tx, { id: letter, userId, kind: 'changed', through: at, now: at })
      yield* record(db, tx, {
        classId: null,
        actorId: userId,
        action: 'passphrase.forgotten',
        object: `users/${userId}`,
        now: at,
      })
    })
    return { session }
  },
})
