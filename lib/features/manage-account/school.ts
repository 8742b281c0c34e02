/** The school's own provider and an account that stands: linked where both are shown, parted where another way in remains. */
import { and, eq, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { isPassphrase } from '#lib/db/passphrase.ts'
import { addIdentity, removeIdentity } from '#lib/db/queries/identities.ts'
import { insertSession } from '#lib/db/queries/sessions.ts'
import { whoIsMeant } from '#lib/db/queries/sign-in.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { provenSchema } from '#lib/domain/school.ts'
import { mustBeKnown } from './passphrase.ts'

const typed = z.string().max(300)
const linkInput = z.strictObject({
  class: typed.optional(),
  name: typed.optional(),
  email: typed.optional(),
  passphrase: typed.default(''),
  /** Whom the provider has shown; from the sealed cookie of this browser, whatever else was sent. */
  proven: provenSchema.nullable(),
})

/** The account whose passphrase this is: the one that is open, or the one that is named as at sign-in. */
async function shownAccount(ctx: Context, input: z.output<typeof linkInput>): Promise<string> {
  const { db, viewer, now } = ctx
  if (viewer) {
    await mustBeKnown(db, viewer, input.passphrase, now())
    return viewer.userId
  }
  const { user, throttles } = await whoIsMeant(db, input, ctx.address ?? 'unknown')
  const wait = await secondsToWait(db, throttles, now())
  if (wait) throw new Refusal('slow-down', { seconds: wait })
  if ((await isPassphrase(user?.passphraseHash ?? null, input.passphrase)) && user) return user.id
  await countFailure(db, throttles, now())
  throw new Refusal('wrong-passphrase')
}

/** Both are shown: the provider's word by the cookie, the account by its passphrase. An address decides nothing. */
export const linkSchool = feature({
  input: linkInput,
  permission: 'door.enter',
  subject: ({ school }) => (school ? { school } : null),
  output: z.strictObject({ session: z.string().nullable() }),
  run: async (ctx, input, { school }) => {
    const { db, viewer, now } = ctx
    const { proven } = input
    if (proven?.issuer !== school.issuer) throw new Refusal('identity-needed')
    const userId = await shownAccount(ctx, input)
    const secret = viewer ? null : Buffer.from(ctx.random(32)).toString('base64url')
    await db.atomically(function* (tx) {
      yield* addIdentity(db, tx, { ...proven, userId, now: now() })
      if (secret) yield* insertSession(db, tx, { secret, userId, now: now() })
    })
    return { session: secret }
  },
})

/** From now on the provider opens this account no more; wherever else it is open, it is closed. */
export const unlinkSchool = feature({
  input: z.strictObject({}),
  permission: 'account.own',
  subject: ({ school }) => (school ? { school } : null),
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, { school }) => {
    const { sessions } = db.t
    await db.atomically(function* (tx) {
      const wasLinked = yield* removeIdentity(db, tx, { issuer: school.issuer, userId: viewer.userId, now: now() })
      if (!wasLinked) return
      yield* q(
        tx
          .update(sessions)
          .set({ endedAt: now() })
          .where(and(eq(sessions.userId, viewer.userId), ne(sessions.id, viewer.sessionId), isNull(sessions.endedAt))),
      )
    })
    return DONE
  },
})
