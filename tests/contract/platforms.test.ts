/** Platforms, whom they send, and the scores on their way to them, on every engine. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import * as identities from '#lib/db/queries/identities.ts'
import * as scores from '#lib/db/queries/platform-scores.ts'
import * as platforms from '#lib/db/queries/platforms.ts'
import { listPublicKeys, rotateToolKey } from '#lib/db/tool-keys.ts'
import { env } from '#lib/env.ts'
import { makeClass, makeInstructor, makeSection, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { makeCourse } from '../factories/platform.ts'
import { assign } from '../factories/work.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { beginLogin, freshBrowser, openClass, post, register, STUDENT } from '../platform/course.ts'
import { openPlatform } from '../platform/platform.ts'
import { engines, type Opened } from './engines.ts'

const T0 = new Date('2026-09-01T12:00:00.400Z')
const after = (ms: number): Date => new Date(T0.getTime() + ms)

describe.each(engines)('platforms on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let quiz: Assignment
  let made: Awaited<ReturnType<typeof makeCourse>>
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id, { name: 'Ruth Adler' })
    anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
    quiz = await assign(db, klass.id, 'quiz', { points: 10 })
    made = await makeCourse(db, {
      classId: klass.id,
      instructorId: teacher.userId,
      studentId: anna.userId,
      assignmentId: quiz.id,
    })
  })
  afterAll(() => opened.close())

  test('a platform is found by its issuer, and by its client where an issuer has several', async () => {
    const [only] = await platforms.listPlatforms(db)
    expect(await platforms.findPlatform(db, only!.id)).toEqual(only)
    expect(await platforms.findByIssuer(db, only!.issuer, undefined)).toEqual(only)
    expect(await platforms.findByIssuer(db, only!.issuer, 'client-1')).toEqual(only)
    expect(await platforms.findByIssuer(db, only!.issuer, 'client-2')).toBeNull()
    const second = { ...only!, id: v7(), clientId: 'client-2' }
    await db.insert(db.t.platforms).values(second)
    expect(await platforms.findByIssuer(db, only!.issuer, undefined)).toBeNull()
    expect((await platforms.findByIssuer(db, only!.issuer, 'client-2'))!.id).toBe(second.id)
    await db.update(db.t.platforms).set({ endedAt: T0 }).where(eq(db.t.platforms.id, second.id))
    expect(await platforms.findPlatform(db, second.id)).toBeNull()
    expect(await platforms.listPlatforms(db)).toEqual([only])
    const at = { platformId: only!.id, deployment: 'd1', context: 'course-1' }
    expect((await platforms.findCourse(db, at))!.id).toBe(made.course)
    expect(await platforms.findCourse(db, { ...at, deployment: 'd2' })).toBeNull()
    expect((await platforms.coursesOf(db, klass.id)).map(({ course, platform }) => [course.id, platform.id])).toEqual([
      [made.course, only!.id],
    ])
    const offered = { membersUrl: 'http://127.0.0.1:1/m', lineItemsUrl: 'https://elsewhere.test/l', scopes: ['s'] }
    expect(platforms.trusted(only!, offered)).toEqual({ ...offered, lineItemsUrl: null })
  })

  test('a person is issuer and subject; what they are called is free in the class', async () => {
    const { issuer } = (await platforms.listPlatforms(db))[0]!
    expect((await identities.findByIdentity(db, issuer, `sub-${anna.userId}`))!.id).toBe(anna.userId)
    expect(await identities.findByIdentity(db, 'https://elsewhere.test', `sub-${anna.userId}`)).toBeNull()
    const subjects = await platforms.subjectsOf(db, issuer, [anna.userId, teacher.userId, v7()])
    expect([...subjects.values()].toSorted()).toEqual([`sub-${anna.userId}`, `sub-${teacher.userId}`].toSorted())
    const userId = v7()
    const one = { userId, name: 'Anna Lee', mayTeach: false, issuer, subject: 'new', now: T0 }
    await db.atomically((tx) => platforms.insertIdentified(db, tx, one))
    await expect(
      db.atomically((tx) => platforms.insertIdentified(db, tx, { ...one, userId: v7() })),
    ).rejects.toMatchObject({ code: 'conflict' })
    const free = (name: string | null) => db.atomically((tx) => platforms.freeName(db, tx, klass.id, name))
    expect([await free('ANNA LEE'), await free('Ben'), await free(null)]).toEqual(['ANNA LEE (2)', 'Ben', 'Student 2'])
    const other = (id: string) => db.atomically((tx) => platforms.hasOtherInstructor(db, tx, klass.id, id))
    expect([await other(teacher.userId), await other(anna.userId)]).toEqual([false, true])
    const friday = await makeSection(db, klass.id, 'Friday')
    const named = (name: string) => db.atomically((tx) => platforms.sectionNamed(db, tx, klass.id, name, v7))
    expect(await named('FRIDAY')).toBe(friday)
    expect(await named('Monday')).toBe(await named('Monday'))
    const seen = { courseId: made.course, classId: klass.id, userId: anna.userId, now: after(1000) }
    await db.atomically((tx) => platforms.noteMember(db, tx, { ...seen, role: 'assistant', isBrought: true }))
    const members = await db.select().from(db.t.platformMembers).where(eq(db.t.platformMembers.userId, anna.userId))
    // That somebody was brought is said once, when they were.
    expect(members).toMatchObject([{ role: 'assistant', isBrought: false }])
  })

  test('what was said last of a student’s work, and what was said since goes after the same points', async () => {
    const [column] = await scores.listColumns(db, klass.id)
    expect((await scores.listLastSaid(db, klass.id))(quiz.id, anna.userId)).toBeNull()
    await db.insert(db.t.gradeComments).values(
      [3, 9].map((ms) => ({
        id: v7(),
        classId: klass.id,
        userId: anna.userId,
        assignmentId: quiz.id,
        part: 'why',
        source: 'answer' as const,
        sourceId: v7(),
        version: 1,
        starts: 0,
        ends: 4,
        words: 'told',
        comment: 'By whom?',
        graderId: anna.userId,
        savedAt: after(ms),
        removedAt: ms === 3 ? after(12) : null,
        erasedAt: null,
      })),
    )
    const saidAt = (await scores.listLastSaid(db, klass.id))(quiz.id, anna.userId)
    expect(saidAt).toEqual(after(12))
    await db.delete(db.t.platformScores).where(eq(db.t.platformScores.classId, klass.id))
    const same = {
      courseId: made.course,
      assignmentId: quiz.id,
      classId: klass.id,
      userId: anna.userId,
      lineItemUrl: column!.lineItemUrl,
      given: 500,
      maximum: 10,
    }
    const queue = (said: Date | null, ms: number) =>
      db.atomically((tx) =>
        scores.queueScores(db, tx, klass.id, [{ ...same, saidAt: said }], { now: after(ms), newId: v7 }),
      )
    expect([await queue(null, 0), await queue(saidAt, 20), await queue(saidAt, 30)]).toEqual([1, 1, 0])
  })

  test('a changed score replaces what waits; what is the same is not queued', async () => {
    const before = await scores.signatureOf(db, klass.id)
    const [column] = await scores.listColumns(db, klass.id)
    expect(await scores.classesWithColumns(db)).toEqual([klass.id])
    await db.delete(db.t.platformScores).where(eq(db.t.platformScores.classId, klass.id))
    const want = (given: number | null) => ({
      courseId: made.course,
      assignmentId: quiz.id,
      classId: klass.id,
      userId: anna.userId,
      lineItemUrl: column!.lineItemUrl,
      given,
      maximum: 10,
      saidAt: null,
    })
    const queue = (given: number | null, ms: number) =>
      db.atomically((tx) => scores.queueScores(db, tx, klass.id, [want(given)], { now: after(ms), newId: v7 }))
    expect(await queue(null, 0)).toBe(0)
    expect([await queue(500, 0), await queue(500, 1), await queue(700, 2)]).toEqual([1, 0, 1])
    const all = await db.select().from(db.t.platformScores).where(eq(db.t.platformScores.classId, klass.id))
    expect(all.toSorted((a, b) => a.given! - b.given!).map(({ given, state }) => [given, state])).toEqual([
      [500, 'replaced'],
      [700, 'waiting'],
    ])
    expect(await scores.signatureOf(db, klass.id)).toBe(before)
    await makeStudent(db, klass.id).then((one) =>
      db.insert(db.t.readingPlaces).values({
        assignmentId: quiz.id,
        userId: one.userId,
        classId: klass.id,
        at: 's1',
        startedAt: T0,
        savedAt: T0,
        finishedAt: T0,
      }),
    )
    expect(await scores.signatureOf(db, klass.id)).not.toBe(before)

    // Held by one sender, told a later second than any before, and left to the next when the hold has passed.
    const hold = (by: string, ms: number) =>
      db.atomically((tx) => scores.holdDue(db, tx, { by, now: after(ms), forMs: 60_000, most: 5 }))
    expect(await scores.isAnyDue(db, after(3))).toBe(true)
    const [held] = await hold('a', 3)
    expect([held!.tries, held!.toldAt!.toISOString()]).toEqual([1, '2026-09-01T12:00:00.000Z'])
    expect([await hold('b', 4), await scores.isAnyDue(db, after(4))]).toEqual([[], false])
    const [again] = await hold('b', 60_010)
    expect([again!.id, again!.tries, again!.toldAt! > held!.toldAt!]).toEqual([held!.id, 2, true])
    const note = (by: string, state: 'sent' | 'waiting') =>
      db.atomically((tx) =>
        scores.noteAnswer(db, tx, held!, by, {
          state,
          nextAt: after(90_000),
          answeredAt: T0,
          status: 200,
          answer: 'ok',
        }),
      )
    // Whoever let it go has no more to say of it.
    await note('a', 'sent')
    expect((await scores.listScores(db, klass.id, 5))[0]).toMatchObject({ state: 'waiting', heldBy: 'b' })
    await note('b', 'waiting')
    expect(await hold('c', 80_000)).toEqual([])
    const [third] = await hold('c', 90_000)
    // Replaced while it is on its way: it has arrived nevertheless, and the one that replaces it goes after it.
    expect(await queue(900, 90_001)).toBe(1)
    await db.atomically((tx) =>
      scores.noteAnswer(db, tx, third!, 'c', { state: 'sent', nextAt: T0, answeredAt: T0, status: 200, answer: '' }),
    )
    const listed = await scores.listScores(db, klass.id, 5)
    expect(listed.map(({ given, state }) => [given, state])).toEqual([
      [900, 'waiting'],
      [700, 'sent'],
    ])
    const [last] = await hold('d', 90_002)
    expect(last!.toldAt! > third!.toldAt!).toBe(true)
  })

  test('keys: one signs, and the one before is shown for a week', async () => {
    await rotateToolKey(db, { id: 'second', now: after(0) })
    expect((await listPublicKeys(db, after(1000))).map((key) => key.kid)).toContain('second')
    const ids = async (ms: number) => (await listPublicKeys(db, after(ms))).length
    expect([await ids(1000), await ids(8 * 86_400_000)]).toEqual([2, 1])
  })

  test('of fifty launches by one token at once, exactly one opens', async () => {
    useDb(db)
    const platform = await openPlatform(env.publicUrl)
    try {
      await register(db, platform)
      await openClass(platform)
      const browser = freshBrowser()
      const { state, nonce } = await beginLogin(platform, browser)
      const id_token = await platform.sign({ ...platform.claims(STUDENT), nonce })
      const replies = await Promise.all(Array.from({ length: 50 }, () => post(browser, { state, id_token })))
      expect(replies.filter(({ status }) => status === 303)).toHaveLength(1)
      expect(replies.filter(({ status }) => status === 401)).toHaveLength(49)
    } finally {
      await platform.close()
    }
  })
})
