import { and, eq, ne } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { erasePerson } from '#lib/db/queries/erasure.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { mustBeKnown } from './passphrase.ts'

/**
 * Erases the person (rule 14): a tombstone takes their place, free text goes, counts and digests stay. An instructor
 * who is the last one of a class must hand it over first.
 */
export const eraseMe = feature({
  input: z.strictObject({ passphrase: z.string().max(300).default(''), confirm: z.literal('erase me') }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const { t } = db
    const mine = viewer.userId
    const at = now()
    const user = await mustBeKnown(db, viewer, input.passphrase, at)
    await db.atomically(function* (tx) {
      for (const membership of viewer.memberships.filter((one) => one.role === 'instructor')) {
        const others = yield* q(
          tx
            .select({ userId: t.memberships.userId, role: t.memberships.role })
            .from(t.memberships)
            .where(
              and(
                eq(t.memberships.classId, membership.classId),
                eq(t.memberships.state, 'active'),
                ne(t.memberships.userId, mine),
              ),
            ),
        )
        if (others.length > 0 && !others.some((one) => one.role === 'instructor')) throw new Refusal('last-instructor')
      }
      yield* erasePerson(
        db,
        tx,
        { userId: mine, email: user.email, classIds: viewer.memberships.map(({ classId }) => classId) },
        at,
      )
    })
    return DONE
  },
})
