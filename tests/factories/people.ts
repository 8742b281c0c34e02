/** Small builders of classes and people. They write rows, so that a test can have what no screen would let it make. */
import { hash } from '@node-rs/argon2'
import { v7 } from 'uuid'
import { issue } from '#lib/auth/session.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { findViewer, insertSession } from '#lib/db/queries/sessions.ts'
import { contextFor } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { codeFrom, loginNameOf } from '#lib/domain/names.ts'
import type { Role, Viewer } from '#lib/domain/viewer.ts'
import { randomBytes } from 'node:crypto'

/** Everybody's passphrase in tests, hashed once and cheaply: what is tested is what stands around the hash. */
export const PASSPHRASE = 'quiet bamboo grove'
export const cheapHash = hash(PASSPHRASE, { memoryCost: 64, timeCost: 1, parallelism: 1 })

export type Klass = { id: string; code: string; title: string; zone: string }
export type Person = {
  userId: string
  name: string
  viewer: Viewer
  /** The Cookie header of a live session. */ cookie: string
}

let people = 0

export async function makeClass(
  db: Db,
  given: Partial<{
    title: string
    zone: string
    seats: number
    joins: boolean
    archivedAt: Date
    hypothesisAt: Date
    now: Date
  }> = {},
): Promise<Klass> {
  const klass = {
    id: v7(),
    code: codeFrom(randomBytes),
    title: given.title ?? 'HIST 214',
    zone: given.zone ?? 'America/New_York',
  }
  const at = given.now ?? new Date()
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.classes).values({
        id: klass.id,
        title: klass.title,
        zone: klass.zone,
        seats: given.seats ?? 300,
        createdAt: at,
        archivedAt: given.archivedAt ?? null,
        hypothesisAt: given.hypothesisAt ?? null,
      }),
    )
    yield* q(
      tx
        .insert(db.t.classCodes)
        .values({ code: klass.code, classId: klass.id, joins: given.joins ?? true, createdAt: at }),
    )
  })
  return klass
}

export async function makeSection(db: Db, classId: string, name: string): Promise<string> {
  const id = v7()
  await db.atomically(function* (tx) {
    yield* q(tx.insert(db.t.sections).values({ id, classId, name }))
  })
  return id
}

export async function makeUser(
  db: Db,
  given: Partial<{ name: string; email: string | null; mayTeach: boolean }> = {},
): Promise<{ userId: string; name: string }> {
  const user = { userId: v7(), name: given.name ?? `Reader ${++people}` }
  const passphraseHash = await cheapHash
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.users).values({
        id: user.userId,
        name: user.name,
        email: given.email ?? null,
        passphraseHash,
        mayTeach: given.mayTeach ?? false,
        createdAt: new Date(),
        erasedAt: null,
      }),
    )
  })
  return user
}

type Enrolment = Partial<{
  sectionId: string | null
  extraTimePercent: number
  state: 'active' | 'removed'
  joinedAt: Date
  countsFor: string
}>

export async function enrol(
  db: Db,
  classId: string,
  user: { userId: string; name: string },
  role: Role,
  given: Enrolment = {},
): Promise<void> {
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.memberships).values({
        classId,
        userId: user.userId,
        role,
        sectionId: given.sectionId ?? null,
        loginName: loginNameOf(user.name),
        displayName: user.name,
        extraTimePercent: given.extraTimePercent ?? 0,
        state: given.state ?? 'active',
        joinedAt: given.joinedAt ?? new Date(),
        countsFor: given.countsFor ?? null,
      }),
    )
  })
}

/** A session as the sign-in writes it: a row, and the cookie that opens it. `now` in the past gives one that has expired. */
export async function openSession(
  db: Db,
  userId: string,
  now = new Date(),
): Promise<{ cookie: string; secret: string }> {
  const secret = randomBytes(32).toString('base64url')
  await db.atomically((tx) => insertSession(db, tx, { secret, userId, now }))
  const [sealed] = await issue(secret)
  return { cookie: sealed!.split(';')[0]!, secret }
}

/** The person with roles as the database has them now. */
export async function signedIn(db: Db, user: { userId: string; name: string }): Promise<Person> {
  const { cookie, secret } = await openSession(db, user.userId)
  return { ...user, cookie, viewer: (await findViewer(db, secret, new Date()))! }
}

export async function makeMember(
  db: Db,
  classId: string,
  role: Role,
  given: Enrolment & Partial<{ name: string; email: string; mayTeach: boolean }> = {},
): Promise<Person> {
  const user = await makeUser(db, { mayTeach: role === 'instructor', ...given })
  await enrol(db, classId, user, role, given)
  return signedIn(db, user)
}
export const makeStudent = (db: Db, classId: string, given?: Parameters<typeof makeMember>[3]): Promise<Person> =>
  makeMember(db, classId, 'student', given)
export const makeInstructor = (db: Db, classId: string, given?: Parameters<typeof makeMember>[3]): Promise<Person> =>
  makeMember(db, classId, 'instructor', given)
export const makeAssistant = (db: Db, classId: string, given?: Parameters<typeof makeMember>[3]): Promise<Person> =>
  makeMember(db, classId, 'assistant', given)

/** What a feature is called with on behalf of somebody, at any hour. */
export const asViewer = (
  db: Db,
  person: { viewer: Viewer },
  now: Date = new Date(),
  idempotencyKey: string | null = null,
): SignedIn => contextFor(person.viewer, { db, now: () => now, idempotencyKey }) as SignedIn
