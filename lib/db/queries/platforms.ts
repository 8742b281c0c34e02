import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { loginNameOf } from '#lib/domain/names.ts'
import { isOfPlatform } from '#lib/domain/platform.ts'
import type { Role } from '#lib/domain/viewer.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type Platform = Tables['platforms']['$inferSelect']
export type Course = Tables['platformCourses']['$inferSelect']
export type Launch = Tables['platformLaunches']['$inferSelect']

/** Every platform that may still send people, oldest first. */
export async function listPlatforms(db: Db): Promise<Platform[]> {
  const { platforms } = db.t
  return db
    .select()
    .from(platforms)
    .where(isNull(platforms.endedAt))
    .orderBy(asc(platforms.createdAt), asc(platforms.id))
}

export async function findPlatform(db: Db, id: string): Promise<Platform | null> {
  const [row] = await db
    .select()
    .from(db.t.platforms)
    .where(and(eq(db.t.platforms.id, id), isNull(db.t.platforms.endedAt)))
  return row ?? null
}

/** One issuer may have many clients, as hosted Canvas has; where it has one, its name need not be given. */
export async function findByIssuer(db: Db, issuer: string, clientId: string | undefined): Promise<Platform | null> {
  const { platforms } = db.t
  const rows = await db
    .select()
    .from(platforms)
    .where(and(eq(platforms.issuer, issuer), isNull(platforms.endedAt)))
  const meant = clientId === undefined ? rows : rows.filter((row) => row.clientId === clientId)
  return meant.length === 1 ? meant[0]! : null
}

export async function findCourse(
  db: Db,
  at: { platformId: string; deployment: string; context: string },
): Promise<Course | null> {
  const { platformCourses: c } = db.t
  const [row] = await db
    .select()
    .from(c)
    .where(and(eq(c.platformId, at.platformId), eq(c.deployment, at.deployment), eq(c.context, at.context)))
  return row ?? null
}

/** The courses that are this class, with their platforms. */
export async function coursesOf(db: Db, classId: string): Promise<{ course: Course; platform: Platform }[]> {
  const { platformCourses, platforms } = db.t
  return db
    .select({ course: platformCourses, platform: platforms })
    .from(platformCourses)
    .innerJoin(platforms, eq(platforms.id, platformCourses.platformId))
    .where(and(eq(platformCourses.classId, classId), isNull(platforms.endedAt)))
    .orderBy(asc(platformCourses.boundAt), asc(platformCourses.id))
}

/** An account that a platform vouches for: no address, no passphrase, known by issuer and subject alone. */
export function* insertIdentified(
  db: Db,
  tx: Executor,
  made: { userId: string; name: string; mayTeach: boolean; issuer: string; subject: string; now: Date },
): Steps<void> {
  yield* q(
    tx.insert(db.t.users).values({
      id: made.userId,
      name: made.name,
      email: null,
      passphraseHash: null,
      mayTeach: made.mayTeach,
      createdAt: made.now,
      erasedAt: null,
    }),
  )
  yield* q(
    tx
      .insert(db.t.identities)
      .values({ issuer: made.issuer, subject: made.subject, userId: made.userId, createdAt: made.now }),
  )
}

/** A name that nobody in the class signs in by: the second Anna Lee becomes “Anna Lee (2)”, and is never taken for the first. */
export function* freeName(db: Db, tx: Executor, classId: string, wanted: string | null): Steps<string> {
  const { memberships: m } = db.t
  const rows = yield* q(tx.select({ loginName: m.loginName, role: m.role }).from(m).where(eq(m.classId, classId)))
  const taken = new Set(rows.map((row) => row.loginName))
  const base = wanted ?? `Student ${rows.filter((row) => row.role === 'student').length + 1}`
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base.slice(0, 74)} (${n})`
    if (!taken.has(loginNameOf(name))) return name
  }
}

/** The section of that name, made where there is none. */
export function* sectionNamed(db: Db, tx: Executor, classId: string, name: string, newId: () => string): Steps<string> {
  const { sections: s } = db.t
  const rows = yield* q(tx.select().from(s).where(eq(s.classId, classId)))
  const found = rows.find((row) => row.name.toLowerCase() === name.toLowerCase())
  if (found) return found.id
  const id = newId()
  yield* q(tx.insert(s).values({ id, classId, name }))
  return id
}

/** Whether the class has an instructor besides this person. */
export function* hasOtherInstructor(db: Db, tx: Executor, classId: string, userId: string): Steps<boolean> {
  const { memberships: m } = db.t
  const rows = yield* q(
    tx
      .select({ userId: m.userId })
      .from(m)
      .where(and(eq(m.classId, classId), eq(m.role, 'instructor'), eq(m.state, 'active'))),
  )
  return rows.some((row) => row.userId !== userId)
}

/** Notes that the platform counts somebody among a course’s members, and as what. */
export function* noteMember(
  db: Db,
  tx: Executor,
  seen: { courseId: string; classId: string; userId: string; role: Role; isBrought: boolean; now: Date },
): Steps<void> {
  const { platformMembers: p } = db.t
  yield* q(
    tx
      .insert(p)
      .values({
        courseId: seen.courseId,
        classId: seen.classId,
        userId: seen.userId,
        role: seen.role,
        isBrought: seen.isBrought,
        seenAt: seen.now,
      })
      .onConflictDoUpdate({ target: [p.courseId, p.userId], set: { role: seen.role, seenAt: seen.now } }),
  )
}

type Services = Pick<Course, 'membersUrl' | 'lineItemsUrl' | 'scopes'>
/** Of what a launch offers, the addresses that are the platform’s own. */
export const trusted = (platform: Platform, offered: Services): Services => ({
  membersUrl: offered.membersUrl && isOfPlatform(offered.membersUrl, platform) ? offered.membersUrl : null,
  lineItemsUrl: offered.lineItemsUrl && isOfPlatform(offered.lineItemsUrl, platform) ? offered.lineItemsUrl : null,
  scopes: offered.scopes,
})

/** Which of these people the issuer knows, by its own name for them. */
export async function subjectsOf(db: Db, issuer: string, userIds: readonly string[]): Promise<Map<string, string>> {
  const { identities } = db.t
  const subjects = new Map<string, string>()
  for (let from = 0; from < userIds.length; from += 500) {
    const rows = await db
      .select({ userId: identities.userId, subject: identities.subject })
      .from(identities)
      .where(
        and(eq(identities.issuer, issuer), inArray(identities.userId, userIds.slice(from, from + 500) as string[])),
      )
    for (const row of rows) subjects.set(row.userId, row.subject)
  }
  return subjects
}
