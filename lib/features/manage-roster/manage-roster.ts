import { and, count, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import {
  findClass,
  findMember,
  findNewestCode,
  listMembers,
  listSections,
  numberStudents,
  seatsTaken,
  type Member,
} from '#lib/db/queries/classes.ts'
import { opensMore } from '#lib/db/queries/codes.ts'
import { endSessionsOf } from '#lib/db/queries/sessions.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { EXTRA_TIME_MOST } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { codeFrom, displayNameSchema, idSchema, loginNameOf, tombstoneLogin } from '#lib/domain/names.ts'
import { ROLES } from '#lib/domain/viewer.ts'

const RESET_HOURS = 24

const inClass = z.strictObject({ class: idSchema })
const aMember = z.strictObject({ class: idSchema, member: idSchema })

/** The subject of every change to a member: null (and so 404) where the class has no such member. */
const memberOf = async (ctx: Context, input: { class: string; member: string }) => {
  const member = await findMember(ctx.db, input.class, input.member)
  return member && member.state === 'active' && member.countsFor === null ? { classId: input.class, member } : null
}

/** Removed on the roster and not erased; a second entry follows the one for which it counts. */
const isRemoved = (member: Member): boolean =>
  member.state === 'removed' && member.countsFor === null && member.loginName !== tombstoneLogin(member.userId)

/** Who is in the class, and who was taken out of it, with the code on the wall. */
export const listRoster = feature({
  input: inClass,
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db }, input) => {
    const [klass, members, code, sections] = await Promise.all([
      findClass(db, input.class),
      listMembers(db, input.class),
      findNewestCode(db, input.class),
      listSections(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const numbers = numberStudents(members)
    return {
      class: {
        id: klass.id,
        title: klass.title,
        zone: klass.zone,
        seats: klass.seats,
        createdAt: klass.createdAt.toISOString(),
      },
      code,
      sections,
      members: members
        .filter((member) => member.state === 'active' && member.countsFor === null)
        .map(({ state: _state, countsFor: _none, ...member }) => ({
          ...member,
          /** Their second entries, where they joined more than once. */
          alsoAs: members
            .filter((one) => one.countsFor === member.userId)
            .map((one) => ({ id: one.userId, name: one.displayName, number: numbers.get(one.userId) ?? 0 })),
          number: numbers.get(member.userId) ?? null,
          joinedAt: member.joinedAt.toISOString(),
        })),
      /** Whoever was removed and may be let back in; not those who were erased. */
      removed: members.filter(isRemoved).map(({ userId, displayName, role, joinedAt }) => ({
        userId,
        displayName,
        role,
        number: numbers.get(userId) ?? null,
        joinedAt: joinedAt.toISOString(),
      })),
    }
  },
})

/**
 * Reset on the roster (rule 3): a one-time code shown once, good for 24 hours; every session of the student ends now.
 * Whoever reads the code could use it, so an account that opens more than this class is left to the operator.
 */
export const resetPassphrase = feature({
  input: aMember,
  permission: 'class.manage',
  // Whoever has forgotten theirs could read nothing of a closed class.
  alsoWhenClosed: true,
  subject: memberOf,
  output: z.strictObject({ name: z.string(), code: z.string(), expiresAt: z.string() }),
  run: async ({ db, viewer, system, now, random }: Context, input, subject) => {
    const [code, at] = [codeFrom(random), now()]
    const expiresAt = new Date(at.getTime() + RESET_HOURS * 3_600_000)
    await db.atomically(function* (tx) {
      if (!system) {
        if (subject.member.role === 'instructor') throw new Refusal('not-found')
        if (yield* opensMore(db, tx, input.class, input.member)) throw new Refusal('opens-more')
      }
      yield* q(
        tx.insert(db.t.links).values({
          id: digest('link', code),
          purpose: 'reset',
          userId: input.member,
          // By this a code of the operator is known, which opens whatever account it is for.
          classId: system ? null : input.class,
          email: null,
          createdAt: at,
          expiresAt,
          usedAt: null,
        }),
      )
      yield* endSessionsOf(db, tx, input.member, at)
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer?.userId ?? system,
        action: 'passphrase.reset-offered',
        object: `users/${input.member}`,
        now: at,
      })
    })
    return { name: subject.member.displayName, code, expiresAt: expiresAt.toISOString() }
  },
})

type Change = {
  set: Partial<Pick<Member, 'state' | 'role' | 'extraTimePercent' | 'sectionId' | 'displayName' | 'loginName'>>
  action: string
  before: object
  after?: object
  /** Whether the second entries of whoever joined twice change with it. */
  ofSeconds?: true
}

/** Changes one membership, with its audit row. A class's last instructor stays one: nobody else could undo it. */
async function changeMember(
  { db, viewer, now }: SignedIn,
  { classId, member }: { classId: string; member: Member },
  change: Change,
) {
  const m = db.t.memberships
  const whose = eq(m.userId, member.userId)
  const endsTeaching =
    member.role === 'instructor' &&
    (change.set.state === 'removed' || (change.set.role ?? 'instructor') !== 'instructor')
  await db.atomically(function* (tx) {
    if (endsTeaching) {
      const [left] = yield* q(
        tx
          .select({ n: count() })
          .from(m)
          .where(and(eq(m.classId, classId), eq(m.role, 'instructor'), eq(m.state, 'active'))),
      )
      if (left!.n <= 1) throw new Refusal('last-instructor')
    }
    yield* q(
      tx
        .update(m)
        .set(change.set)
        .where(and(eq(m.classId, classId), change.ofSeconds ? or(whose, eq(m.countsFor, member.userId)) : whose)),
    )
    yield* record(db, tx, {
      classId,
      actorId: viewer.userId,
      action: change.action,
      object: `memberships/${member.userId}`,
      before: change.before,
      after: change.after,
      now: now(),
    })
  })
  return DONE
}

/** Leaves the rows and takes away the class (rule 14): it bites at the member's next request. */
export const removeMember = feature({
  input: aMember,
  permission: 'class.manage',
  subject: memberOf,
  output: doneSchema,
  run: (ctx, _input, subject) =>
    changeMember(ctx, subject, {
      set: { state: 'removed' },
      action: 'member.remove',
      before: { role: subject.member.role },
      ofSeconds: true,
    }),
})

/**
 * The way back, with everything that was theirs: name, role, section, extra time, and what they wrote. A student takes a
 * seat, so one has to be free.
 */
export const letBackIn = feature({
  input: aMember,
  permission: 'class.manage',
  subject: async (ctx, input) => {
    const member = await findMember(ctx.db, input.class, input.member)
    const isHere = member?.state === 'active' && member.countsFor === null
    return member && (isHere || isRemoved(member)) ? { classId: input.class, member, isHere } : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, { classId, member, isHere }) => {
    if (isHere) return DONE
    const { classes, memberships: m } = db.t
    await db.atomically(function* (tx) {
      const [klass] = yield* q(tx.select({ seats: classes.seats }).from(classes).where(eq(classes.id, classId)))
      if (member.role === 'student' && (yield* seatsTaken(db, tx, classId)) >= klass!.seats)
        throw new Refusal('class-full')
      const back = yield* q(
        tx
          .update(m)
          .set({ state: 'active' })
          .where(
            and(
              eq(m.classId, classId),
              eq(m.state, 'removed'),
              or(eq(m.userId, member.userId), eq(m.countsFor, member.userId)),
            ),
          )
          .returning(),
      )
      // Of two presses at once the second finds them in the class.
      if (back.length === 0) return
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'member.return',
        object: `memberships/${member.userId}`,
        after: { role: member.role },
        now: now(),
      })
    })
    return DONE
  },
})

export const changeRole = feature({
  input: z.strictObject({ class: idSchema, member: idSchema, role: z.enum(ROLES) }),
  permission: 'class.manage',
  subject: memberOf,
  output: doneSchema,
  run: (ctx, { role }, subject) =>
    changeMember(ctx, subject, {
      set: { role },
      action: 'role.change',
      before: { role: subject.member.role },
      after: { role },
    }),
})

/** Extra time as a percentage of a time limit, for every timed quiz of the class. */
export const setExtraTime = feature({
  input: z.strictObject({
    class: idSchema,
    member: idSchema,
    percent: z.coerce.number().int().min(0).max(EXTRA_TIME_MOST),
  }),
  permission: 'class.manage',
  subject: memberOf,
  output: doneSchema,
  run: (ctx, { percent }, subject) =>
    changeMember(ctx, subject, {
      set: { extraTimePercent: percent },
      action: 'extra-time.change',
      before: { percent: subject.member.extraTimePercent },
      after: { percent },
    }),
})

/** Another name in this class; it signs in from now on. Refuses `name-taken` where somebody has or had it. */
export const renameMember = feature({
  input: z.strictObject({ class: idSchema, member: idSchema, name: displayNameSchema }),
  permission: 'class.manage',
  subject: memberOf,
  output: doneSchema,
  run: async (ctx, { name }, subject) => {
    const loginName = loginNameOf(name)
    const members = await listMembers(ctx.db, subject.classId)
    if (members.some((one) => one.userId !== subject.member.userId && one.loginName === loginName))
      throw new Refusal('name-taken', { path: 'name', name })
    return changeMember(ctx, subject, {
      set: { displayName: name, loginName },
      action: 'member.rename',
      before: { name: subject.member.displayName },
      after: { name },
    })
  },
})

/** Puts a student, or an assistant, into a section of the class; an empty one takes them out of theirs. */
export const putInSection = feature({
  input: z.strictObject({
    class: idSchema,
    member: idSchema,
    section: z.union([z.literal('').transform(() => null), z.null(), idSchema]),
  }),
  permission: 'class.manage',
  subject: memberOf,
  output: doneSchema,
  run: async (ctx, { section }, subject) => {
    const known = await listSections(ctx.db, subject.classId)
    if (section !== null && !known.some((one) => one.id === section))
      throw new Refusal('invalid', { issues: [{ path: 'section', code: 'unknown', message: 'unknown' }] })
    return changeMember(ctx, subject, {
      set: { sectionId: section },
      action: 'section.change',
      before: { section: subject.member.sectionId },
      after: { section },
    })
  },
})

/** A new join code; the old ones no longer join but still sign their members in. */
export const rotateCode = feature({
  input: inClass,
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ code: z.string() }),
  run: async ({ db, viewer, now, random }, input) => {
    const code = codeFrom(random)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.classCodes).set({ joins: false }).where(eq(db.t.classCodes.classId, input.class)))
      yield* q(tx.insert(db.t.classCodes).values({ code, classId: input.class, joins: true, createdAt: now() }))
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'code.rotate',
        object: `classes/${input.class}`,
        now: now(),
      })
    })
    return { code }
  },
})

/** Closes joining, or opens it again with the newest code. */
export const setJoining = feature({
  input: z.strictObject({
    class: idSchema,
    open: z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const newest = await findNewestCode(db, input.class)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.classCodes).set({ joins: false }).where(eq(db.t.classCodes.classId, input.class)))
      if (input.open && newest)
        yield* q(tx.update(db.t.classCodes).set({ joins: true }).where(eq(db.t.classCodes.code, newest.code)))
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: input.open ? 'code.open' : 'code.close',
        object: `classes/${input.class}`,
        now: now(),
      })
    })
    return DONE
  },
})
