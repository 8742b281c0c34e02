import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { inParts } from '#lib/db/in-parts.ts'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { eraseAccounts, eraseClassWords, whoIsShutOut } from '#lib/db/queries/erasure.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { ERASE_WORDS, erasableFrom } from '#lib/domain/closing.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'

/**
 * Erases a class that has been closed for 30 days (rule 14): names, free text and notes go, counts and digests stay, and
 * nobody is in it afterwards. Accounts stay with those who can still enter them; one that nothing opens any more goes too.
 */
export const eraseClass = feature({
  input: z.strictObject({ class: idSchema, confirm: z.literal(ERASE_WORDS) }),
  permission: 'class.manage',
  alsoWhenClosed: true,
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async ({ db, viewer, system, now }: Context, { class: id }) => {
    const at = now()
    await db.atomically(function* (tx) {
      const [klass] = yield* q(tx.select().from(db.t.classes).where(eq(db.t.classes.id, id)))
      if (!klass) throw new Refusal('not-found')
      if (!klass.archivedAt || erasableFrom(klass.archivedAt) > at) throw new Refusal('not-closed-long')
      const shutOut = yield* whoIsShutOut(db, tx, id)
      yield* eraseClassWords(db, tx, id, at)
      for (const part of inParts(shutOut)) yield* eraseAccounts(db, tx, part, at)
      yield* record(db, tx, {
        classId: id,
        actorId: viewer?.userId ?? system,
        action: 'class.erase',
        object: `classes/${id}`,
        after: { accounts: shutOut.length },
        now: at,
      })
    })
    return DONE
  },
})
