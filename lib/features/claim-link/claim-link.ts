import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { opensMore } from '#lib/db/queries/codes.ts'
import { endForgotten } from '#lib/db/queries/forgotten.ts'
import { endSessionsOf, insertSession } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { findByClassAndName } from '#lib/db/queries/users.ts'
import type { Tables } from '#lib/db/tables.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  codeSchema,
  displayNameSchema,
  emailSchema,
  idSchema,
  loginNameOf,
  passphraseSchema,
} from '#lib/domain/names.ts'

export const LINK_HOURS = 24
const endOf = (from: Date): Date => new Date(from.getTime() + LINK_HOURS * 3_600_000)
export const freshSecret = (ctx: Context, bytes: number): string => Buffer.from(ctx.random(bytes)).toString('base64url')

/** An operator's or instructor's invitation to teach: a one-time secret for an address, good for a day. */
export const inviteInstructor = feature({
  input: z.strictObject({ email: emailSchema }),
  permission: 'class.create',
  subject: () => ({}),
  output: z.strictObject({ secret: z.string(), expiresAt: z.string() }),
  run: async (ctx, input) => {
    const { db } = ctx
    const [secret, at] = [freshSecret(ctx, 24), ctx.now()]
    await db.atomically(function* (tx) {
      const id = digest('link', secret)
      // The link sets a passphrase and whoever invites holds it, so a colleague may not make one for an account that stands.
      const [known] = yield* q(
        tx.select({ id: db.t.users.id }).from(db.t.users).where(eq(db.t.users.email, input.email)),
      )
      if (known && !ctx.system) throw new Refusal('email-taken', { path: 'email' })
      yield* q(
        tx.insert(db.t.links).values({
          id,
          purpose: 'instructor',
          userId: null,
          classId: null,
          email: input.email,
          createdAt: at,
          expiresAt: endOf(at),
          usedAt: null,
        }),
      )
      yield* record(db, tx, {
        classId: null,
        actorId: ctx.viewer?.userId ?? ctx.system,
        action: 'instructor.invite',
        object: `links/${id}`,
        now: at,
      })
    })
    return { secret, expiresAt: endOf(at).toISOString() }
  },
})

type Purpose = Tables['links']['$inferSelect']['purpose']
export const liveLink = async (ctx: Context, purposes: readonly Purpose[], secret: string) => {
  const { links } = ctx.db.t
  const [link] = await ctx.db
    .select()
    .from(links)
    .where(and(eq(links.id, digest('link', secret)), inArray(links.purpose, purposes), isNull(links.usedAt)))
  return link && link.expiresAt > ctx.now() ? link : null
}

/**
 * What an invitation is for, so that its page can say so: an address that may teach, or a class to teach together.
 * Refuses used and expired ones.
 */
export const readInvitation = feature({
  input: z.strictObject({ token: z.string().max(80) }),
  permission: 'door.enter',
  subject: () => ({}),
  run: async (ctx, input) => {
    const link = await liveLink(ctx, ['instructor', 'colleague'], input.token)
    if (!link) throw new Refusal('link-used-or-expired')
    if (link.purpose === 'instructor') return { kind: 'instructor' as const, email: link.email! }
    const klass = await findClass(ctx.db, link.classId!)
    if (!klass) throw new Refusal('link-used-or-expired')
    return {
      kind: 'colleague' as const,
      title: klass.title,
      /** What stands between the reader and the class. */
      reader: ctx.viewer
        ? ctx.viewer.mayTeach
          ? ('may-teach' as const)
          : ('may-not-teach' as const)
        : ('signed-out' as const),
    }
  },
})

/** A one-time link by which a colleague who teaches here becomes an instructor of this class too. */
export const inviteColleague = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ secret: z.string(), expiresAt: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer } = ctx
    const [secret, at] = [freshSecret(ctx, 24), ctx.now()]
    const id = digest('link', secret)
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.links).values({
          id,
          purpose: 'colleague',
          userId: null,
          classId: input.class,
          email: null,
          createdAt: at,
          expiresAt: endOf(at),
          usedAt: null,
        }),
      )
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'colleague.invite',
        object: `links/${id}`,
        now: at,
      })
    })
    return { secret, expiresAt: endOf(at).toISOString() }
  },
})

/** Takes the link: the signed-in colleague teaches the class from now on. Whoever may not teach here is refused. */
export const joinAsColleague = feature({
  input: z.strictObject({ token: z.string().max(80) }),
  permission: 'class.create',
  subject: () => ({}),
  output: z.strictObject({ class: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer } = ctx
    const link = await liveLink(ctx, ['colleague'], input.token)
    if (!link) throw new Refusal('link-used-or-expired')
    const [classId, at] = [link.classId!, ctx.now()]
    await db.atomically(function* (tx) {
      const { links, memberships: m } = db.t
      const spent = yield* q(
        tx
          .update(links)
          .set({ usedAt: at })
          .where(and(eq(links.id, link.id), isNull(links.usedAt)))
          .returning(),
      )
      if (spent.length === 0) throw new Refusal('link-used-or-expired')
      const [klass] = yield* q(tx.select().from(db.t.classes).where(eq(db.t.classes.id, classId)))
      if (klass?.archivedAt) throw new Refusal('class-closed')
      const members = yield* q(tx.select().from(m).where(eq(m.classId, classId)))
      const mine = members.find((member) => member.userId === viewer.userId)
      if (mine) {
        yield* q(
          tx
            .update(m)
            .set({ role: 'instructor', state: 'active', sectionId: null })
            .where(and(eq(m.classId, classId), eq(m.userId, viewer.userId))),
        )
      } else {
        // A student of the same name keeps it: names sign people in.
        const isTaken = members.some((member) => member.loginName === loginNameOf(viewer.name))
        const displayName = isTaken ? `${viewer.name} (instructor)` : viewer.name
        yield* q(
          tx.insert(m).values({
            classId,
            userId: viewer.userId,
            role: 'instructor',
            sectionId: null,
            loginName: loginNameOf(displayName),
            displayName,
            extraTimePercent: 0,
            state: 'active',
            joinedAt: at,
          }),
        )
      }
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'colleague.join',
        object: `memberships/${viewer.userId}`,
        now: at,
      })
    })
    return { class: classId }
  },
})

/** Turns an invitation into an instructor: a new account, or the right to teach (and a new passphrase) for the one that has the address. */
export const acceptInvitation = feature({
  input: z.strictObject({ token: z.string().max(80), name: displayNameSchema, passphrase: passphraseSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  output: z.strictObject({ session: z.string() }),
  run: async (ctx, input) => {
    const { db } = ctx
    const found = await liveLink(ctx, ['instructor'], input.token)
    if (!found) throw new Refusal('link-used-or-expired')
    const passphraseHash = await hashPassphrase(input.passphrase)
    const [session, at] = [freshSecret(ctx, 32), ctx.now()]
    await db.atomically(function* (tx) {
      const { users, links } = db.t
      const spent = yield* q(
        tx
          .update(links)
          .set({ usedAt: at })
          .where(and(eq(links.id, found.id), isNull(links.usedAt)))
          .returning(),
      )
      if (spent.length === 0) throw new Refusal('link-used-or-expired')
      // Other invitations to the same address would open the account that this one makes.
      yield* q(
        tx
          .update(links)
          .set({ usedAt: at })
          .where(and(eq(links.purpose, 'instructor'), eq(links.email, found.email!), isNull(links.usedAt))),
      )
      const [known] = yield* q(tx.select().from(users).where(eq(users.email, found.email!)))
      const userId = known?.id ?? ctx.newId()
      if (known) {
        yield* q(tx.update(users).set({ mayTeach: true, passphraseHash, name: input.name }).where(eq(users.id, userId)))
        yield* endSessionsOf(db, tx, userId, at)
        yield* endForgotten(db, tx, userId)
      } else {
        yield* q(
          tx.insert(users).values({
            id: userId,
            name: input.name,
            email: found.email,
            passphraseHash,
            mayTeach: true,
            createdAt: at,
            erasedAt: null,
          }),
        )
      }
      yield* insertSession(db, tx, { secret: session, userId, now: at })
      yield* record(db, tx, {
        classId: null,
        actorId: userId,
        action: 'instructor.accept',
        object: `links/${found.id}`,
        now: at,
      })
    })
    return { session }
  },
})

/** A forgotten passphrase, or the first one of somebody on the roster: the one-time code for the name in the class (rule 3). */
export const redeemReset = feature({
  input: z.strictObject({ class: codeSchema, name: displayNameSchema, code: codeSchema, passphrase: passphraseSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  output: z.strictObject({ class: z.string(), session: z.string() }),
  run: async (ctx, input) => {
    const { db } = ctx
    const throttles = [
      { kind: 'sign-in-account' as const, subject: `${input.class}/${loginNameOf(input.name)}` },
      { kind: 'sign-in-class' as const, subject: input.class },
    ]
    const wait = await secondsToWait(db, throttles, ctx.now())
    if (wait) throw new Refusal('slow-down', { seconds: wait })
    const member = await findByClassAndName(db, input.class, input.name)
    const link = await liveLink(ctx, ['reset', 'first'], input.code)
    if (!member || link?.userId !== member.id) {
      await countFailure(db, throttles, ctx.now())
      throw new Refusal('link-used-or-expired')
    }
    const passphraseHash = await hashPassphrase(input.passphrase)
    const [session, at] = [freshSecret(ctx, 32), ctx.now()]
    await db.atomically(function* (tx) {
      // Somebody may have been made staff elsewhere since the code was given out; the operator's names no class.
      if (link.classId !== null && (yield* opensMore(db, tx, link.classId, member.id))) throw new Refusal('opens-more')
      const spent = yield* q(
        tx
          .update(db.t.links)
          .set({ usedAt: at })
          .where(and(eq(db.t.links.id, link.id), isNull(db.t.links.usedAt)))
          .returning(),
      )
      if (spent.length === 0) throw new Refusal('link-used-or-expired')
      yield* q(tx.update(db.t.users).set({ passphraseHash }).where(eq(db.t.users.id, member.id)))
      yield* endSessionsOf(db, tx, member.id, at)
      yield* endForgotten(db, tx, member.id)
      yield* insertSession(db, tx, { secret: session, userId: member.id, now: at })
      yield* record(db, tx, {
        classId: member.classId,
        actorId: member.id,
        action: 'passphrase.reset',
        object: `users/${member.id}`,
        now: at,
      })
    })
    return { class: member.classId, session }
  },
})
