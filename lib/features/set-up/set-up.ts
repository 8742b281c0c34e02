import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { insertSession } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { hasBegun, hasBegunIn } from '#lib/db/queries/users.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { displayNameSchema, emailSchema, passphraseSchema } from '#lib/domain/names.ts'

const tokenSchema = z.string().max(80)
const isSame = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(digest(one)), Buffer.from(digest(other)))

/**
 * Lets in whoever holds what the process has printed, while nobody has an account. A site that has begun, a wrong token and
 * one guess too many look the same: as if there were nothing here.
 */
async function mustHoldToken(ctx: Context, token: string): Promise<void> {
  const { db, setupToken, address } = ctx
  if (setupToken === '' || (await hasBegun(db))) throw new Refusal('not-found')
  const throttles = [{ kind: 'code-address' as const, subject: `setup/${address ?? 'unknown'}` }]
  if (await secondsToWait(db, throttles, ctx.now())) throw new Refusal('not-found')
  if (isSame(token, setupToken)) return
  await countFailure(db, throttles, ctx.now())
  throw new Refusal('not-found')
}

/** Whether the page of the first account is open to whoever asks. */
export const viewSetUp = feature({
  input: z.strictObject({ token: tokenSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  output: doneSchema,
  run: async (ctx, input) => {
    await mustHoldToken(ctx, input.token)
    return DONE
  },
})

/** Makes the first account of the site, which may teach, and signs it in. Of two at the same time one is too late. */
export const setUp = feature({
  input: z.strictObject({
    token: tokenSchema,
    name: displayNameSchema,
    email: emailSchema,
    passphrase: passphraseSchema,
  }),
  permission: 'door.enter',
  subject: () => ({}),
  output: z.strictObject({ session: z.string() }),
  run: async (ctx, input) => {
    const { db } = ctx
    await mustHoldToken(ctx, input.token)
    const passphraseHash = await hashPassphrase(input.passphrase)
    const [userId, at] = [ctx.newId(), ctx.now()]
    const session = Buffer.from(ctx.random(32)).toString('base64url')
    await db.atomically(function* (tx) {
      if (yield* hasBegunIn(db, tx)) throw new Refusal('not-found')
      yield* q(
        tx.insert(db.t.users).values({
          id: userId,
          name: input.name,
          email: input.email,
          passphraseHash,
          mayTeach: true,
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* insertSession(db, tx, { secret: session, userId, now: at })
      yield* record(db, tx, {
        classId: null,
        actorId: userId,
        action: 'instructor.set-up',
        object: `users/${userId}`,
        now: at,
      })
    })
    return { session }
  },
})
