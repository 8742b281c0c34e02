import { and, count, eq, ne, or } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { listAssignments, listOverrides, rulesOf } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { isGivenTo } from '#lib/db/queries/class-work.ts'
import { findClass, findMember, listMembers, numberStudents, takesSeat, type Member } from '#lib/db/queries/classes.ts'
import { listWork } from '#lib/db/queries/work.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { NO_WORK, standingOf, together } from '#lib/domain/standing.ts'

const aPair = z.strictObject({ class: idSchema, member: idSchema, other: idSchema })

/** Two students of one class, neither of them somebody's second entry; anything else does not exist. */
const pairOf = async (ctx: Context, input: { class: string; member: string; other: string }) => {
  const [member, other] = await Promise.all([
    findMember(ctx.db, input.class, input.member),
    findMember(ctx.db, input.class, input.other),
  ])
  if (!member || !other || member.userId === other.userId || !takesSeat(member)) return null
  const isDone = other.countsFor === member.userId && other.state === 'active'
  return takesSeat(other) || isDone ? { classId: input.class, member, other, isDone } : null
}

/** How much was written under an entry, kind by kind: all of it stays there. */
async function writtenUnder({ db }: Context, classId: string, userId: string) {
  const {
    attempts,
    posts,
    exerciseAnswers,
    predictions,
    replies,
    notes,
    rivalReadings,
    peerReviews,
    cableReviews,
    grades,
  } = db.t
  const rowsIn = async (table: typeof attempts, ...more: Parameters<typeof and>) => {
    const [row] = await db
      .select({ n: count() })
      .from(table)
      .where(and(eq(table.classId, classId), eq(table.userId, userId), ...more))
    return row!.n
  }
  const of = (table: unknown, ...more: Parameters<typeof and>) => rowsIn(table as typeof attempts, ...more)
  return {
    attempts: await of(attempts),
    posts: await of(posts, eq(posts.state, 'posted')),
    exercises: await of(exerciseAnswers),
    predictions: await of(predictions),
    replies: await of(replies),
    notes: await of(notes),
    readings: await of(rivalReadings),
    reviews: (await of(peerReviews)) + (await of(cableReviews)),
    grades: await of(grades),
  }
}

/** What putting two entries together would do, before it is done: assignment by assignment, and what stays where it is. */
export const viewTogether = feature({
  input: aPair,
  permission: 'class.manage',
  subject: pairOf,
  run: async (ctx, input, { member, other, isDone }) => {
    const { db } = ctx
    if (isDone) throw new Refusal('not-found')
    const [klass, members, assignments, overrides] = await Promise.all([
      findClass(db, input.class),
      listMembers(db, input.class),
      listAssignments(db, input.class),
      listOverrides(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const now = ctx.now()
    const [byId, pair] = [new Map(assignments.map((one) => [one.id, one])), [member, other]]
    const work = await listWork(db, input.class, {
      now,
      rules: (assignment, userId) => {
        const whose = pair.find((one) => one.userId === userId)
        return whose && byId.has(assignment) ? rulesOf(byId.get(assignment)!, overrides, whose) : null
      },
    })
    const numbers = numberStudents(members)
    const entry = async (one: Member) => ({
      id: one.userId,
      name: one.displayName,
      number: numbers.get(one.userId) ?? 0,
      joinedAt: one.joinedAt.toISOString(),
      written: await writtenUnder(ctx, input.class, one.userId),
    })
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      goesOn: await entry(member),
      ends: await entry(other),
      rows: assignments
        .filter((one) => isGivenTo(one, member) || work(one.id, other.userId))
        .map((one) => {
          const [mine, theirs] = pair.map(({ userId }) => work(one.id, userId) ?? NO_WORK)
          const [own, second] = [
            standingOf(mine!, rulesOf(one, overrides, member), now),
            standingOf(theirs!, rulesOf(one, overrides, other), now),
          ]
          return {
            id: one.id,
            kind: one.kind,
            title: one.title,
            isGiven: isGivenTo(one, member),
            own,
            second,
            counts: standingOf(together(mine!, theirs!), rulesOf(one, overrides, member), now),
            /** Both wrote or tried: neither goes, and a rule says which counts. */
            both: own.state !== 'not-begun' && second.state !== 'not-begun',
          }
        }),
    }
  },
})
export type Together = Awaited<ReturnType<typeof viewTogether>>

/**
 * Lets a student's second entry count for the one that goes on. No row is moved: what was written stays under the entry
 * under which it was written. The second entry opens the class no more and takes no seat.
 */
export const putTogether = feature({
  input: aPair,
  permission: 'class.manage',
  subject: pairOf,
  output: doneSchema,
  run: async ({ db, viewer, now }, input, { classId, member, other, isDone }) => {
    if (isDone) return DONE
    const m = db.t.memberships
    await db.atomically(function* (tx) {
      // Read again where it is written: of two presses at once, one way round and the other, one comes too late.
      const firsts = yield* q(
        tx
          .select()
          .from(m)
          .where(and(eq(m.classId, classId), or(eq(m.userId, member.userId), eq(m.userId, other.userId)))),
      )
      if (!firsts.every(takesSeat)) throw new Refusal('not-found')
      // Whoever joined three times has two second entries, and both count for the one that goes on.
      yield* q(
        tx
          .update(m)
          .set({ countsFor: member.userId })
          .where(and(eq(m.classId, classId), or(eq(m.userId, other.userId), eq(m.countsFor, other.userId)))),
      )
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'member.put-together',
        object: `memberships/${input.other}`,
        before: { countsFor: null },
        after: { countsFor: input.member },
        now: now(),
      })
    })
    return DONE
  },
})

/** The way back: the second entry is a student's own again. It takes a seat, so it needs one. */
export const takeApart = feature({
  input: z.strictObject({ class: idSchema, member: idSchema }),
  permission: 'class.manage',
  subject: async (ctx, input) => {
    const member = await findMember(ctx.db, input.class, input.member)
    return member && member.state === 'active' && member.countsFor !== null ? { classId: input.class, member } : null
  },
  output: doneSchema,
  run: async ({ db, viewer, now }, input, { classId, member }) => {
    const m = db.t.memberships
    const klass = await findClass(db, classId)
    await db.atomically(function* (tx) {
      const rows = yield* q(
        tx
          .select()
          .from(m)
          .where(and(eq(m.classId, classId), ne(m.userId, member.userId))),
      )
      if (rows.filter(takesSeat).length >= klass!.seats) throw new Refusal('class-full')
      yield* q(
        tx
          .update(m)
          .set({ countsFor: null })
          .where(and(eq(m.classId, classId), eq(m.userId, member.userId))),
      )
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'member.take-apart',
        object: `memberships/${input.member}`,
        before: { countsFor: member.countsFor },
        after: { countsFor: null },
        now: now(),
      })
    })
    return DONE
  },
})
