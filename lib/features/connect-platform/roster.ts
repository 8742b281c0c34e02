import { and, eq, inArray, lt } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, listMembers, takesSeat, type Member } from '#lib/db/queries/classes.ts'
import { findPlatform, noteMember, type Platform } from '#lib/db/queries/platforms.ts'
import type { Db } from '#lib/db/atomically.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { nextPageIn, peopleIn, SCOPE, type RosterPerson } from '#lib/domain/platform.ts'
import { enrol, makePerson, mustHaveSeat } from './come-in.ts'
import { readJson } from '#lib/outbound/ask.ts'
import { askWithToken } from './services.ts'

const KEPT_MS = 86_400_000
const PAGES_MOST = 60
const PEOPLE_MOST = 3000

/** Everybody in the course, page after page, as long as the pages are the platform’s own and never the same twice. */
async function fetchPeople(ctx: Context, platform: Platform, address: string): Promise<RosterPerson[]> {
  const failed = (what: string): Refusal => new Refusal('platform-failed', { what })
  const people = new Map<string, RosterPerson>()
  const read = new Set<string>()
  for (let page: string | null = address; page !== null;) {
    if (read.has(page) || read.size >= PAGES_MOST) throw failed('pages')
    read.add(page)
    const answer = await askWithToken(ctx, platform, SCOPE.members, page, {
      headers: { accept: 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json' },
    })
    const found = answer.status === 200 ? peopleIn(readJson(answer)) : null
    if (!found) throw failed('members')
    for (const one of found) people.set(one.subject, one)
    if (people.size > PEOPLE_MOST) throw failed('people')
    page = nextPageIn(answer.headers.link)
  }
  return [...people.values()]
}

const courseSubject = async ({ db }: Context, input: { class: string; course: string }) => {
  const { platformCourses: c } = db.t
  const [course] = await db
    .select()
    .from(c)
    .where(and(eq(c.id, input.course), eq(c.classId, input.class)))
  const platform = course && (await findPlatform(db, course.platformId))
  return platform ? { classId: course.classId, course, platform } : null
}

/** Asks the platform who is in the course and keeps the list for a day, to be looked at before anybody is added. */
export const askForRoster = feature({
  input: z.strictObject({ class: idSchema, course: idSchema }),
  permission: 'class.manage',
  subject: courseSubject,
  output: z.strictObject({ list: z.string() }),
  run: async (ctx, _input, { course, platform }) => {
    const { db, viewer, now, newId } = ctx
    if (course.membersUrl === null) throw new Refusal('platform-failed', { what: 'no-list' })
    const people = await fetchPeople(ctx, platform, course.membersUrl)
    const [id, at] = [newId(), now()]
    await db.atomically(function* (tx) {
      const { platformRosters: r } = db.t
      yield* q(tx.delete(r).where(lt(r.createdAt, new Date(at.getTime() - KEPT_MS))))
      yield* q(
        tx
          .insert(r)
          .values({ id, courseId: course.id, classId: course.classId, userId: viewer.userId, people, createdAt: at }),
      )
    })
    return { list: id }
  },
})

const listSubject = async (ctx: Context, input: { class: string; list: string }) => {
  const { platformRosters: r } = ctx.db.t
  const [list] = await ctx.db
    .select()
    .from(r)
    .where(and(eq(r.id, input.list), eq(r.classId, input.class)))
  if (!list || list.createdAt.getTime() <= ctx.now().getTime() - KEPT_MS) return null
  const found = await courseSubject(ctx, { class: input.class, course: list.courseId })
  return found && { ...found, list }
}

/** Who of the list is known by the platform’s name for them, by account. */
async function accountsOf(db: Db, platform: Platform, people: readonly RosterPerson[]) {
  const { identities, users } = db.t
  const known = new Map<string, { id: string; name: string }>()
  for (let from = 0; from < people.length; from += 500) {
    const subjects = people.slice(from, from + 500).map(({ subject }) => subject)
    const rows = await db
      .select({ subject: identities.subject, id: users.id, name: users.name, erasedAt: users.erasedAt })
      .from(identities)
      .innerJoin(users, eq(users.id, identities.userId))
      .where(and(eq(identities.issuer, platform.issuer), inArray(identities.subject, subjects)))
    for (const row of rows) if (!row.erasedAt) known.set(row.subject, row)
  }
  return known
}

type Standing = 'new' | 'here' | 'left'
const standingOf = (account: { id: string } | undefined, members: ReadonlyMap<string, Member>): Standing => {
  const member = account && members.get(account.id)
  return member ? (member.state === 'active' ? 'here' : 'left') : 'new'
}

/** What would happen if the list were taken now: who is new, who is here, who left and stays away, and who is not on it. */
export const lookAtRoster = feature({
  input: z.strictObject({ class: idSchema, list: idSchema }),
  permission: 'class.manage',
  subject: listSubject,
  run: async ({ db }, input, { course, platform, list }) => {
    const [klass, members, accounts] = await Promise.all([
      findClass(db, input.class),
      listMembers(db, input.class),
      accountsOf(db, platform, list.people),
    ])
    if (!klass) throw new Refusal('not-found')
    const byId = new Map(members.map((member) => [member.userId, member]))
    const listed = new Set([...accounts.values()].map(({ id }) => id))
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      list: list.id,
      course: course.title,
      platform: platform.title,
      people: list.people.map(({ subject, name, role }) => ({
        name,
        role,
        standing: standingOf(accounts.get(subject), byId),
      })),
      notListed: members
        .filter((member) => member.state === 'active' && member.role === 'student' && !listed.has(member.userId))
        .map(({ displayName }) => displayName),
      seatsLeft: klass.seats - members.filter(takesSeat).length,
    }
  },
})

/** Adds whoever is new on the list, all or nothing; nobody is taken out, and nobody’s role is changed. */
export const takeRoster = feature({
  input: z.strictObject({ class: idSchema, list: idSchema }),
  permission: 'class.manage',
  subject: listSubject,
  output: z.strictObject({ added: z.int() }),
  run: async (ctx, input, { course, platform, list }) => {
    const { db, viewer, now } = ctx
    const accounts = await accountsOf(db, platform, list.people)
    const klass = await findClass(db, input.class)
    if (!klass) throw new Refusal('not-found')
    return db.atomically(function* (tx) {
      const { memberships: m, platformRosters: r } = db.t
      const gone = yield* q(tx.delete(r).where(eq(r.id, list.id)).returning())
      // Two clicks are one list taken: the second finds none.
      if (gone.length === 0) throw new Refusal('not-found')
      const members = new Map(
        (yield* q(tx.select().from(m).where(eq(m.classId, input.class)))).map((member) => [member.userId, member]),
      )
      let added = 0
      for (const one of list.people) {
        const account = accounts.get(one.subject)
        const standing = standingOf(account, members)
        if (standing === 'left') continue
        const note = { courseId: course.id, classId: course.classId, role: one.role, now: now() }
        if (standing === 'here') {
          yield* noteMember(db, tx, { ...note, userId: account!.id, isBrought: false })
          continue
        }
        if (one.role === 'student') yield* mustHaveSeat(ctx, tx, course.classId, klass.seats)
        const { userId, name } = yield* makePerson(ctx, tx, { ...one, platform, known: account ?? null })
        yield* enrol(ctx, tx, course, {
          userId,
          name: account?.name ?? one.name ?? (one.role === 'student' ? null : name),
          role: one.role,
          sectionId: null,
        })
        yield* noteMember(db, tx, { ...note, userId, isBrought: true })
        added += 1
      }
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'roster.import',
        object: `classes/${input.class}`,
        after: { added },
        now: now(),
      })
      return { added }
    })
  },
})

/** Throws the list away; nothing of it was written into the class. */
export const dropRoster = feature({
  input: z.strictObject({ class: idSchema, list: idSchema }),
  permission: 'class.manage',
  subject: listSubject,
  output: doneSchema,
  run: async ({ db }, _input, { list }) => {
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.platformRosters).where(eq(db.t.platformRosters.id, list.id)))
    })
    return DONE
  },
})
