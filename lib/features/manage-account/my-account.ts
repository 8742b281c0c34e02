import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { prepared } from '#lib/db/prepared.ts'
import { record } from '#lib/db/queries/audit.ts'
import { countUnread } from '#lib/db/queries/inbox.ts'
import { endSession } from '#lib/db/queries/sessions.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { displayNameSchema, loginNameOf } from '#lib/domain/names.ts'
import { ROLES } from '#lib/domain/viewer.ts'

const nothing = z.strictObject({})

const emailOf = prepared((on, { users }) =>
  on
    .select({ email: users.email })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId'))),
)
const classesOf = prepared((on, { memberships: m, classes }) =>
  on
    .select({ id: classes.id, title: classes.title, zone: classes.zone, role: m.role, closedAt: classes.archivedAt })
    .from(m)
    .innerJoin(classes, eq(classes.id, m.classId))
    .where(and(eq(m.userId, sql.placeholder('userId')), eq(m.state, 'active'), isNull(m.countsFor))),
)

/** The viewer and their classes with role. */
export const getMe = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  output: z.strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    mayTeach: z.boolean(),
    classes: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        zone: z.string(),
        role: z.enum(ROLES),
        /** Unread in its inbox. */
        unread: z.int(),
        /** Since when the class is closed; null while it is open. */
        closedAt: z.string().nullable(),
      }),
    ),
  }),
  run: async ({ db, viewer }) => {
    const { userId } = viewer
    const [[user], unread, rows] = await Promise.all([
      emailOf(db, db, { userId }),
      countUnread(db, userId),
      classesOf(db, db, { userId }),
    ])
    return {
      id: viewer.userId,
      name: viewer.name,
      email: user?.email ?? null,
      mayTeach: viewer.mayTeach,
      classes: rows
        .toSorted((a, b) => a.title.localeCompare(b.title, 'en'))
        .map((row) => ({ ...row, closedAt: row.closedAt?.toISOString() ?? null, unread: unread.get(row.id) ?? 0 })),
    }
  },
})

export const signOut = feature({
  input: nothing,
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }) => {
    await db.atomically((tx) => endSession(db, tx, viewer.sessionId, now()))
    return DONE
  },
})

/** Changes the name in the account and in every class, where it is also the login name. */
export const rename = feature({
  input: z.strictObject({ name: displayNameSchema }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    await db.atomically(function* (tx) {
      const { users, memberships } = db.t
      for (const membership of viewer.memberships) {
        const [namesake] = yield* q(
          tx
            .select({ userId: memberships.userId })
            .from(memberships)
            .where(
              and(
                eq(memberships.classId, membership.classId),
                eq(memberships.loginName, loginNameOf(input.name)),
                ne(memberships.userId, viewer.userId),
              ),
            ),
        )
        if (namesake) throw new Refusal('name-taken', { name: input.name })
      }
      yield* q(tx.update(users).set({ name: input.name }).where(eq(users.id, viewer.userId)))
      // A class that the viewer was removed from keeps the name it knew: somebody there may bear the new one.
      yield* q(
        tx
          .update(memberships)
          .set({ displayName: input.name, loginName: loginNameOf(input.name) })
          .where(and(eq(memberships.userId, viewer.userId), eq(memberships.state, 'active'))),
      )
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'name.change',
        object: `users/${viewer.userId}`,
        now: now(),
      })
    })
    return DONE
  },
})
