import { z } from 'zod'
import { findClass } from '#lib/db/queries/classes.ts'
import { countUnread, listInbox, markInboxRead } from '#lib/db/queries/inbox.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { tidingSchema, type Tiding } from '#lib/domain/inbox.ts'
import { idSchema } from '#lib/domain/names.ts'

/** More than anybody is told in a term; what is older stays stored and comes with "take my data". */
const SHOWN = 200

const noteSchema = z.intersection(
  tidingSchema,
  z.object({ id: z.string(), about: z.string(), at: z.string(), isRead: z.boolean() }),
)

/** What the viewer was told in a class, newest first. */
export const readInbox = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({
    class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
    unread: z.int(),
    notes: z.array(noteSchema),
  }),
  run: async ({ db, viewer }, input) => {
    const [klass, rows, unread] = await Promise.all([
      findClass(db, input.class),
      listInbox(db, input.class, viewer.userId, SHOWN),
      countUnread(db, viewer.userId),
    ])
    if (!klass) throw new Refusal('not-found')
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      unread: unread.get(klass.id) ?? 0,
      notes: rows.map((row) => ({
        ...({ kind: row.kind, facts: row.body } as Tiding),
        id: row.id,
        about: row.about,
        at: row.createdAt.toISOString(),
        isRead: row.readAt !== null,
      })),
    }
  },
})

/** Marks as read whatever had come by `until`, the newest that the page showed; left out, everything. */
export const markRead = feature({
  input: z.strictObject({ class: idSchema, until: z.iso.datetime().optional() }),
  permission: 'class.enter',
  alsoWhenClosed: true,
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const at = now()
    await db.atomically((tx) =>
      markInboxRead(db, tx, {
        classId: input.class,
        userId: viewer.userId,
        until: input.until === undefined ? at : new Date(input.until),
        now: at,
      }),
    )
    return DONE
  },
})
