/** Whom an issuer means, and whose account a passphrase is asked for, on every engine. */
import { v7 } from 'uuid'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import * as identities from '#lib/db/queries/identities.ts'
import { insertIdentified } from '#lib/db/queries/platforms.ts'
import { whoIsMeant } from '#lib/db/queries/sign-in.ts'
import { makeClass, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { makeCourse } from '../factories/platform.ts'
import { assign } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const issuer = 'https://id.school.test'
const now = new Date('2026-09-01T12:00:00.000Z')

describe.each(engines)('identities on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let anna: Person
  let ben: Person
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    anna = await makeStudent(db, klass.id, { name: 'Anna Lee', email: `anna-${v7()}@school.test` })
    ben = await makeStudent(db, klass.id, { name: 'Ben Ortiz' })
  })
  afterAll(() => opened.close())

  const link = (userId: string, subject: string) =>
    db.atomically((tx) => identities.addIdentity(db, tx, { issuer, subject, userId, now }))
  const part = (userId: string) => db.atomically((tx) => identities.removeIdentity(db, tx, { issuer, userId, now }))

  test('issuer and subject open one account; linked again it is the same, and nobody else’s', async () => {
    await link(anna.userId, 's-1')
    await link(anna.userId, 's-1')
    await expect(link(ben.userId, 's-1')).rejects.toMatchObject({ code: 'identity-taken' })
    expect(await identities.findByIdentity(db, issuer, 's-1')).toMatchObject({ id: anna.userId })
    expect(await identities.findByIdentity(db, 'https://elsewhere.test', 's-1')).toBeNull()
    expect(await identities.hasIdentity(db, anna.userId, issuer)).toBe(true)
    expect(await identities.hasIdentity(db, ben.userId, issuer)).toBe(false)
  })

  test('an erased account is opened by nobody', async () => {
    const gone = await makeStudent(db, klass.id, { name: 'Gone' })
    await link(gone.userId, 's-gone')
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.users).set({ erasedAt: now }).where(eq(db.t.users.id, gone.userId)))
    })
    expect(await identities.findByIdentity(db, issuer, 's-gone')).toBeNull()
  })

  test('the last way in stays; a passphrase or a course that still stands is another', async () => {
    expect(await part(anna.userId)).toBe(true)
    expect(await part(anna.userId)).toBe(false)
    const only = v7()
    const made = { userId: only, name: 'Only', mayTeach: false, issuer, subject: 's-only', now }
    await db.atomically((tx) => insertIdentified(db, tx, made))
    await expect(part(only)).rejects.toMatchObject({ code: 'last-way-in' })
    expect(await identities.hasIdentity(db, only, issuer)).toBe(true)

    const { id: assignmentId } = await assign(db, klass.id, 'quiz')
    const sent = { classId: klass.id, instructorId: ben.userId, studentId: anna.userId, assignmentId }
    const course = await makeCourse(db, sent)
    const { platforms, platformCourses } = db.t
    const [platform] = await db
      .select({ id: platforms.id, issuer: platforms.issuer })
      .from(platforms)
      .innerJoin(platformCourses, eq(platformCourses.platformId, platforms.id))
      .where(eq(platformCourses.id, course.course))
    const fromCourse = { issuer: platform!.issuer, subject: 'as-in-the-course', userId: only, now }
    await db.atomically((tx) => identities.addIdentity(db, tx, fromCourse))
    const setEnded = (endedAt: Date | null) =>
      db.atomically(function* (tx) {
        yield* q(tx.update(platforms).set({ endedAt }).where(eq(platforms.id, platform!.id)))
      })
    await setEnded(now)
    await expect(part(only)).rejects.toMatchObject({ code: 'last-way-in' })
    await setEnded(null)
    expect(await part(only)).toBe(true)
  })

  test('who is meant: by class and name before the address, and what a failure counts against', async () => {
    const byClass = await whoIsMeant(db, { class: klass.code.toLowerCase(), name: 'ANNA  lee' }, '203.0.113.9')
    expect(byClass.user?.id).toBe(anna.userId)
    expect(byClass.throttles.map(({ kind }) => kind)).toEqual(['sign-in-account', 'sign-in-class', 'sign-in-address'])
    const byMail = await whoIsMeant(db, { email: 'nobody@school.test' }, '203.0.113.9')
    expect(byMail).toEqual({
      user: null,
      throttles: [
        { kind: 'sign-in-account', subject: 'nobody@school.test' },
        { kind: 'sign-in-address', subject: '203.0.113.9' },
      ],
    })
    expect((await whoIsMeant(db, {}, 'x')).user).toBeNull()
  })
})
