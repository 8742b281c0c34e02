import { and, count, desc, eq, isNull, sql } from 'drizzle-orm'
import { loginNameOf } from '#lib/domain/names.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { ofOneStudent, prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'
import { record } from './audit.ts'

export type ClassRow = Tables['classes']['$inferSelect']
export type Member = Tables['memberships']['$inferSelect']

const classById = prepared((on, { classes }) =>
  on
    .select()
    .from(classes)
    .where(eq(classes.id, sql.placeholder('id'))),
)
export async function findClass(db: Db, id: string): Promise<ClassRow | null> {
  const [row] = await classById(db, db, { id })
  return row ?? null
}

const byName = new Intl.Collator('en')

/** Everybody who is or was in the class, by display name. */
export async function listMembers(db: Db, classId: string): Promise<Member[]> {
  const m = db.t.memberships
  const rows = await db.select().from(m).where(eq(m.classId, classId))
  return rows.toSorted((a, b) => byName.compare(a.displayName, b.displayName))
}

const memberByIds = prepared((on, { memberships: m }) => on.select().from(m).where(ofOneStudent(m)))
export async function findMember(db: Db, classId: string, userId: string): Promise<Member | null> {
  const [row] = await memberByIds(db, db, { classId, userId })
  return row ?? null
}

/** Whether an entry stands for a student of its own: of somebody who joined twice, the one that goes on. */
export const takesSeat = (member: Member): boolean =>
  member.role === 'student' && member.state === 'active' && member.countsFor === null

/** How many of the seats of a class are taken, counted where a seat is given. */
export function* seatsTaken(db: Db, tx: Executor, classId: string): Steps<number> {
  const m = db.t.memberships
  const [taken] = yield* q(
    tx
      .select({ n: count() })
      .from(m)
      .where(and(eq(m.classId, classId), eq(m.role, 'student'), eq(m.state, 'active'), isNull(m.countsFor))),
  )
  return taken!.n
}

/** What students are called while names are hidden: their place in the order of joining, which newcomers never move. */
export function numberStudents(members: readonly Member[]): Map<string, number> {
  const joined = members
    .filter((member) => member.role === 'student')
    .toSorted((a, b) => a.joinedAt.getTime() - b.joinedAt.getTime() || (a.userId < b.userId ? -1 : 1))
  return new Map(joined.map((member, index) => [member.userId, index + 1]))
}

/** The sections of a class, by name. */
export async function listSections(db: Db, classId: string): Promise<{ id: string; name: string }[]> {
  const s = db.t.sections
  return (await db.select({ id: s.id, name: s.name }).from(s).where(eq(s.classId, classId))).toSorted((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  )
}

/** The newest code, which is the one on the wall. */
export async function findNewestCode(db: Db, classId: string): Promise<{ code: string; joins: boolean } | null> {
  const [row] = await db
    .select({ code: db.t.classCodes.code, joins: db.t.classCodes.joins })
    .from(db.t.classCodes)
    .where(eq(db.t.classCodes.classId, classId))
    .orderBy(desc(db.t.classCodes.createdAt), desc(db.t.classCodes.code))
    .limit(1)
  return row ?? null
}

export async function findClassByCode(db: Db, code: string): Promise<{ klass: ClassRow; joins: boolean } | null> {
  const { classCodes, classes } = db.t
  const [row] = await db
    .select({ klass: classes, joins: classCodes.joins })
    .from(classCodes)
    .innerJoin(classes, eq(classes.id, classCodes.classId))
    .where(eq(classCodes.code, code))
  return row ?? null
}

type Made = {
  id: string
  code: string
  title: string
  zone: string
  seats: number
  /** Its maker is its first instructor. */
  by: { userId: string; name: string }
  at: Date
}

/** Writes a class with its first join code, its maker and its audit row. */
export function* insertClass(db: Db, tx: Executor, { id, code, title, zone, seats, by, at }: Made): Steps<void> {
  const { classes, classCodes, memberships } = db.t
  yield* q(tx.insert(classes).values({ id, title, zone, seats, createdAt: at, archivedAt: null }))
  yield* q(tx.insert(classCodes).values({ code, classId: id, joins: true, createdAt: at }))
  yield* q(
    tx.insert(memberships).values({
      classId: id,
      userId: by.userId,
      role: 'instructor',
      sectionId: null,
      loginName: loginNameOf(by.name),
      displayName: by.name,
      extraTimePercent: 0,
      state: 'active',
      joinedAt: at,
    }),
  )
  yield* record(db, tx, {
    classId: id,
    actorId: by.userId,
    action: 'class.create',
    object: `classes/${id}`,
    after: { zone, seats },
    now: at,
  })
}
