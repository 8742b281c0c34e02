import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { addIdentity } from '#lib/db/queries/identities.ts'
import { insertSession } from '#lib/db/queries/sessions.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { codeSchema, displayNameSchema } from '#lib/domain/names.ts'
import { provenSchema } from '#lib/domain/school.ts'
import { classBehind, takeSeat } from './join-class.ts'

/**
 * A new student whom the school's own provider has shown: no passphrase, and still no account without the code of a class.
 * Whoever is signed in joins as themselves and not by this.
 */
export const joinBySchool = feature({
  input: z.strictObject({
    code: codeSchema,
    name: displayNameSchema,
    /** From the sealed cookie of this browser, whatever else was sent. */
    proven: provenSchema.nullable(),
  }),
  permission: 'door.enter',
  subject: ({ school, viewer }) => (school && !viewer ? { school } : null),
  output: z.strictObject({ class: z.string(), session: z.string() }),
  run: async (ctx, { code, name, proven }, { school }) => {
    const { db, now } = ctx
    if (proven?.issuer !== school.issuer) throw new Refusal('identity-needed')
    const klass = await classBehind(ctx, code)
    const [userId, secret] = [ctx.newId(), Buffer.from(ctx.random(32)).toString('base64url')]
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.users).values({
          id: userId,
          name,
          email: null,
          passphraseHash: null,
          mayTeach: false,
          createdAt: now(),
          erasedAt: null,
        }),
      )
      yield* addIdentity(db, tx, { ...proven, userId, now: now() })
      yield* takeSeat(ctx, tx, klass.id, klass.seats, userId, name)
      yield* insertSession(db, tx, { secret, userId, now: now() })
    })
    return { class: klass.id, session: secret }
  },
})
