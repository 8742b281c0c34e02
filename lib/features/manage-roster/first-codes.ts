import { stringify } from 'csv-stringify/sync'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, findNewestCode } from '#lib/db/queries/classes.ts'
import { whoWaits } from '#lib/db/queries/codes.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { codeFrom, idSchema } from '#lib/domain/names.ts'

/** Long enough for the first week of a term; a reset of somebody who has signed in before lives a day. */
export const FIRST_CODE_DAYS = 14

/**
 * A one-time code for each student who never set a passphrase, as a file to hand out or to merge into letters. Only digests
 * are kept, so a new file replaces the codes of the one before. Whose account opens more than this class gets none.
 */
export const giveFirstCodes = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, viewer, now, random }, input) => {
    const [klass, code] = await Promise.all([findClass(db, input.class), findNewestCode(db, input.class)])
    if (!klass || !code) throw new Refusal('not-found')
    const at = now()
    const expiresAt = new Date(at.getTime() + FIRST_CODE_DAYS * 24 * 3_600_000)
    const given = await db.atomically(function* (tx) {
      const { links } = db.t
      const waiting = yield* whoWaits(db, tx, input.class)
      yield* q(
        tx.delete(links).where(and(eq(links.classId, input.class), eq(links.purpose, 'first'), isNull(links.usedAt))),
      )
      const rows: { name: string; code: string }[] = []
      for (const student of waiting) {
        const secret = codeFrom(random)
        yield* q(
          tx.insert(links).values({
            id: digest('link', secret),
            purpose: 'first',
            userId: student.userId,
            classId: input.class,
            email: null,
            createdAt: at,
            expiresAt,
            usedAt: null,
          }),
        )
        rows.push({ name: student.name, code: secret })
      }
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'passphrase.first-codes',
        object: `classes/${input.class}`,
        after: { students: rows.length },
        now: at,
      })
      return rows.toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    })
    return {
      name: 'first-codes.csv',
      text: stringify(
        [
          ['name', 'class_code', 'one_time_code', 'valid_until', 'page'],
          ...given.map((row) => [row.name, code.code, row.code, expiresAt.toISOString(), '/reset']),
        ],
        { bom: true, escape_formulas: true },
      ),
    }
  },
})
