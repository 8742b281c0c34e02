import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Steps } from '#lib/db/atomically.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClassByCode, seatsTaken } from '#lib/db/queries/classes.ts'
import { insertSession } from '#lib/db/queries/sessions.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { codeSchema, displayNameSchema, loginNameOf, passphraseSchema } from '#lib/domain/names.ts'

/** Guessing codes is throttled by address, counting failures only; 30^8 codes do the rest. */
export async function classBehind(ctx: Context, code: string) {
  const throttles = [{ kind: 'code-address' as const, subject: ctx.address ?? 'unknown' }]
  const wait = await secondsToWait(ctx.db, throttles, ctx.now())
  if (wait) throw new Refusal('slow-down', { seconds: wait })
  const found = await findClassByCode(ctx.db, code)
  if (!found) {
    await countFailure(ctx.db, throttles, ctx.now())
    throw new Refusal('code-unknown')
  }
  if (!found.joins || found.klass.archivedAt) throw new Refusal('code-closed')
  return found.klass
}

/** What a join page may say of a class before anybody has joined: its title. */
export const lookUpCode = feature({
  input: z.strictObject({ code: codeSchema }),
  permission: 'door.enter',
  subject: () => ({}),
  run: async (ctx, input) => {
    const klass = await classBehind(ctx, input.code)
    return { classId: klass.id, title: klass.title }
  },
})

export function* takeSeat(
  ctx: Context,
  tx: Parameters<Parameters<Context['db']['atomically']>[0]>[0],
  classId: string,
  seats: number,
  userId: string,
  name: string,
): Steps<void> {
  const { memberships } = ctx.db.t
  if ((yield* seatsTaken(ctx.db, tx, classId)) >= seats) throw new Refusal('class-full')
  const [namesake] = yield* q(
    tx
      .select({ userId: memberships.userId })
      .from(memberships)
      .where(and(eq(memberships.classId, classId), eq(memberships.loginName, loginNameOf(name)))),
  )
  if (namesake) throw new Refusal('name-taken', { name })
  yield* q(
    tx.insert(memberships).values({
      classId,
      userId,
      role: 'student',
      sectionId: null,
      loginName: loginNameOf(name),
      displayName: name,
      extraTimePercent: 0,
      state: 'active',
      joinedAt: ctx.now(),
    }),
  )
  yield* record(ctx.db, tx, {
    classId,
    actorId: userId,
    action: 'class.join',
    object: `memberships/${userId}`,
    now: ctx.now(),
  })
}

/**
 * A new student: account, membership and session in one transaction. Whoever is signed in joins as themselves, under
 * another name in this class where they give one: the second Anna Lee is asked for an initial.
 */
export const joinClass = feature({
  input: z.strictObject({
    code: codeSchema,
    name: displayNameSchema.optional(),
    passphrase: passphraseSchema.optional(),
  }),
  permission: 'door.enter',
  subject: () => ({}),
  output: z.strictObject({ class: z.string(), session: z.string().nullable() }),
  run: async (ctx, input) => {
    const klass = await classBehind(ctx, input.code)
    const { db, viewer } = ctx
    if (viewer) {
      if (viewer.memberships.some((membership) => membership.classId === klass.id))
        return { class: klass.id, session: null }
      await db.atomically(function* (tx) {
        const m = db.t.memberships
        const [former] = yield* q(
          tx
            .select()
            .from(m)
            .where(and(eq(m.classId, klass.id), eq(m.userId, viewer.userId))),
        )
        // The same join sent twice at once is one join; a removed member, or a second entry, does not come back by the code.
        if (former?.state === 'active' && former.countsFor === null) return
        if (former) throw new Refusal('not-found')
        yield* takeSeat(ctx, tx, klass.id, klass.seats, viewer.userId, input.name ?? viewer.name)
      })
      return { class: klass.id, session: null }
    }
    const issues = [
      ...(input.name ? [] : [{ path: 'name', code: 'empty', message: 'empty' }]),
      ...(input.passphrase ? [] : [{ path: 'passphrase', code: 'too-short', message: 'too-short' }]),
    ]
    if (!input.name || !input.passphrase) throw new Refusal('invalid', { issues })
    const name = input.name
    const passphraseHash = await hashPassphrase(input.passphrase)
    const [userId, secret] = [ctx.newId(), Buffer.from(ctx.random(32)).toString('base64url')]
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.users).values({
          id: userId,
          name,
          email: null,
          passphraseHash,
          mayTeach: false,
          createdAt: ctx.now(),
          erasedAt: null,
        }),
      )
      yield* takeSeat(ctx, tx, klass.id, klass.seats, userId, name)
      yield* insertSession(db, tx, { secret, userId, now: ctx.now() })
    })
    return { class: klass.id, session: secret }
  },
})
