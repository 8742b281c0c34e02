import { and, countDistinct, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { CLOSE_WORDS, erasableFrom } from '#lib/domain/closing.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'

const inClass = z.strictObject({ class: idSchema })
const DAY_MS = 86_400_000

/** Whether the class is closed and from when it may be erased; before that, who would be stopped in the middle of a quiz. */
export const viewClosing = feature({
  input: inClass,
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, now }, input) => {
    const { classes, attempts } = db.t
    const [[klass], [taking]] = await Promise.all([
      db.select({ closedAt: classes.archivedAt }).from(classes).where(eq(classes.id, input.class)),
      db
        .select({ n: countDistinct(attempts.userId) })
        .from(attempts)
        .where(
          and(
            eq(attempts.classId, input.class),
            eq(attempts.state, 'open'),
            gt(attempts.startedAt, new Date(now().getTime() - DAY_MS)),
          ),
        ),
    ])
    if (!klass) throw new Refusal('not-found')
    const from = klass.closedAt && erasableFrom(klass.closedAt)
    return {
      closedAt: klass.closedAt?.toISOString() ?? null,
      erasableFrom: from?.toISOString() ?? null,
      mayErase: from !== null && from <= now(),
      /** Students who began a quiz within the last day and have not handed it in. */
      taking: taking!.n,
    }
  },
})

/** Closes the class, or opens it; the same twice is done once. */
function setClosed({ db, viewer, system, now }: Context, id: string, isClosed: boolean) {
  const at = now()
  return db.atomically(function* (tx) {
    const { classes } = db.t
    const [klass] = yield* q(tx.select().from(classes).where(eq(classes.id, id)))
    if (!klass) throw new Refusal('not-found')
    if ((klass.archivedAt !== null) === isClosed) return DONE
    yield* q(
      tx
        .update(classes)
        .set({ archivedAt: isClosed ? at : null })
        .where(eq(classes.id, id)),
    )
    yield* record(db, tx, {
      classId: id,
      actorId: viewer?.userId ?? system,
      action: isClosed ? 'class.close' : 'class.open-again',
      object: `classes/${id}`,
      now: at,
    })
    return DONE
  })
}

/**
 * Closes the class: its members read everything and take it along as before, and the door refuses whatever would write in
 * it. Nobody joins; every code it has had still signs its members in.
 */
export const closeClass = feature({
  input: inClass.extend({ confirm: z.literal(CLOSE_WORDS) }),
  permission: 'class.manage',
  alsoWhenClosed: true,
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: (ctx, input) => setClosed(ctx, input.class, true),
})

/** Opens it again, as it was: dates that have passed meanwhile have passed. */
export const openAgain = feature({
  input: inClass,
  permission: 'class.manage',
  alsoWhenClosed: true,
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: (ctx, input) => setClosed(ctx, input.class, false),
})
