import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { insertClass } from '#lib/db/queries/classes.ts'
import { findPlatform, noteMember, type Launch } from '#lib/db/queries/platforms.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { classTitleSchema, codeFrom, DEFAULT_SEATS, idSchema } from '#lib/domain/names.ts'
import { secretSchema } from '#lib/domain/platform.ts'
import { zoneSchema } from '#lib/domain/zone.ts'

/** The launch behind the secret of its page, while it waits; null where it is old, used, or was never. */
async function waiting(ctx: Context, secret: string): Promise<Launch | null> {
  const { platformLaunches: l } = ctx.db.t
  const [row] = await ctx.db
    .select()
    .from(l)
    .where(and(eq(l.id, digest('launch', secret)), isNull(l.usedAt)))
  return row && row.expiresAt > ctx.now() ? row : null
}

const chosenBy = async (ctx: Context, input: { launch: string }) => {
  const launch = await waiting(ctx, input.launch)
  return launch && launch.picks === null && launch.userId === ctx.viewer?.userId ? { launch } : null
}

/** What the page says that asks which class a course is: to whoever was sent, or to somebody who has another account here. */
export const lookAtLaunch = feature({
  input: z.strictObject({ launch: secretSchema }),
  permission: 'account.own',
  subject: async (ctx, input) => {
    const launch = await waiting(ctx, input.launch)
    return launch && launch.picks === null ? { launch } : null
  },
  run: async ({ db, viewer }, _input, { launch }) => {
    const { classes, memberships: m } = db.t
    const [platform, taught] = await Promise.all([
      findPlatform(db, launch.platformId),
      db
        .select({ id: classes.id, title: classes.title })
        .from(m)
        .innerJoin(classes, eq(classes.id, m.classId))
        .where(
          and(eq(m.userId, viewer.userId), eq(m.role, 'instructor'), eq(m.state, 'active'), isNull(classes.archivedAt)),
        ),
    ])
    if (!platform) throw new Refusal('not-found')
    const isMine = launch.userId === viewer.userId
    return {
      title: launch.title,
      platform: platform.title,
      isMine,
      /** Somebody else’s account is never taken: only one that this very launch has made. */
      mayTake: !isMine && launch.isFresh,
      isFresh: launch.isFresh,
      name: viewer.name,
      classes: taught.toSorted((a, b) => a.title.localeCompare(b.title, 'en')),
    }
  },
})

/** Says that the course is this class from now on. One course is one class; a class may be several courses. */
function* bind(
  ctx: Pick<Context, 'db' | 'now' | 'newId'>,
  tx: Executor,
  launch: Launch,
  classId: string,
  by: string,
  isBrought: boolean,
): Steps<string> {
  const { db, now, newId } = ctx
  const { platformCourses: c, platformLaunches: l } = db.t
  const at = { platformId: launch.platformId, deployment: launch.deployment, context: launch.context }
  const [other] = yield* q(
    tx
      .select({ id: c.id })
      .from(c)
      .where(and(eq(c.platformId, at.platformId), eq(c.deployment, at.deployment), eq(c.context, at.context))),
  )
  if (other) throw new Refusal('course-connected')
  const spent = launch.picks
    ? null
    : yield* q(
        tx
          .update(l)
          .set({ usedAt: now() })
          .where(and(eq(l.id, launch.id), isNull(l.usedAt)))
          .returning(),
      )
  if (spent?.length === 0) throw new Refusal('course-connected')
  const id = newId()
  yield* q(
    tx.insert(c).values({
      ...at,
      id,
      title: launch.title,
      classId,
      membersUrl: launch.membersUrl,
      lineItemsUrl: launch.lineItemsUrl,
      scopes: launch.scopes,
      boundBy: by,
      boundAt: now(),
    }),
  )
  yield* noteMember(db, tx, { courseId: id, classId, userId: by, role: 'instructor', isBrought, now: now() })
  yield* record(db, tx, {
    classId,
    actorId: by,
    action: 'course.connect',
    object: `platform_courses/${id}`,
    now: now(),
  })
  return id
}

const classInput = { title: classTitleSchema, zone: zoneSchema }

function* makeAndBind(
  ctx: Pick<Context, 'db' | 'now' | 'newId' | 'random'>,
  tx: Executor,
  launch: Launch,
  klass: { title: string; zone: string },
  by: { userId: string; name: string },
): Steps<string> {
  const id = ctx.newId()
  yield* insertClass(ctx.db, tx, { id, code: codeFrom(ctx.random), ...klass, seats: DEFAULT_SEATS, by, at: ctx.now() })
  yield* bind(ctx, tx, launch, id, by.userId, true)
  return id
}

/** A new class for the course, with whoever was sent as its instructor. */
export const makeClassOfCourse = feature({
  input: z.strictObject({ launch: secretSchema, ...classInput }),
  permission: 'class.create',
  subject: chosenBy,
  output: z.strictObject({ class: z.string() }),
  run: async (ctx, { title, zone }, { launch }) => ({
    class: await ctx.db.atomically((tx) => makeAndBind(ctx, tx, launch, { title, zone }, ctx.viewer)),
  }),
})

/** A class that the instructor has already. Whoever was sent has to teach it. */
export const linkCourse = feature({
  input: z.strictObject({ launch: secretSchema, class: idSchema }),
  permission: 'class.manage',
  subject: async (ctx, input) => {
    const chosen = await chosenBy(ctx, input)
    return chosen && { ...chosen, classId: input.class }
  },
  output: z.strictObject({ class: z.string() }),
  run: async (ctx, _input, { launch, classId }) => {
    await ctx.db.atomically((tx) => bind(ctx, tx, launch, classId, ctx.viewer.userId, false))
    return { class: classId }
  },
})

/**
 * Whoever has an account here keeps it: signed in with it, and holding the launch that the platform has just sent them by,
 * they have shown both. The account that the launch made, in which nothing has happened, goes.
 */
export const takeIdentity = feature({
  input: z.strictObject({ launch: secretSchema }),
  permission: 'account.own',
  subject: async (ctx, input) => {
    const launch = await waiting(ctx, input.launch)
    return launch?.isFresh && launch.picks === null && launch.userId !== ctx.viewer?.userId ? { launch } : null
  },
  output: z.strictObject({ launch: z.string() }),
  run: async (ctx: SignedIn, input, { launch }) => {
    const { db, viewer, now } = ctx
    const platform = await findPlatform(db, launch.platformId)
    if (!platform) throw new Refusal('not-found')
    await db.atomically(function* (tx) {
      const { identities, memberships: m, platformLaunches: l, users } = db.t
      const [lived] = yield* q(tx.select({ classId: m.classId }).from(m).where(eq(m.userId, launch.userId)).limit(1))
      const moved = yield* q(
        tx
          .update(identities)
          .set({ userId: viewer.userId })
          .where(
            and(
              eq(identities.issuer, platform.issuer),
              eq(identities.subject, launch.subject),
              eq(identities.userId, launch.userId),
            ),
          )
          .returning(),
      )
      if (lived || moved.length === 0) throw new Refusal('not-found')
      yield* q(tx.update(l).set({ userId: viewer.userId, isFresh: false }).where(eq(l.userId, launch.userId)))
      yield* q(tx.delete(users).where(eq(users.id, launch.userId)))
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'identity.take',
        object: `users/${viewer.userId}`,
        now: now(),
      })
    })
    return { launch: input.launch }
  },
})

/** A new class, asked for in the very frame where something is being picked for a course that is no class yet. */
export const makeClassForPick = feature({
  input: z.strictObject({ pick: secretSchema, ...classInput }),
  permission: 'door.enter',
  subject: async (ctx, input) => {
    const launch = await waiting(ctx, input.pick)
    return launch?.picks ? { launch } : null
  },
  output: z.strictObject({ pick: z.string() }),
  run: async (ctx, { pick, title, zone }, { launch }) => {
    const { db } = ctx
    const [user] = await db.select().from(db.t.users).where(eq(db.t.users.id, launch.userId))
    if (!user || user.erasedAt || !user.mayTeach) throw new Refusal('not-found')
    const by = { userId: user.id, name: user.name }
    await db.atomically((tx) => makeAndBind(ctx, tx, launch, { title, zone }, by))
    return { pick }
  },
})
