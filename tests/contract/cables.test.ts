/** Cables and what classmates find in them, on every engine. */
import { v7 } from 'uuid'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import * as cables from '#lib/db/queries/cables.ts'
import * as remarks from '#lib/db/queries/remarks.ts'
import { CABLE, carryTheMessage, marks, POINTS, writeCable } from '../factories/cables.ts'
import { makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { assign, fromNow, HOUR, setDates } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const AT = new Date('2026-09-01T12:00:00.000Z')

describe.each(engines)('on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let ben: Person
  let quiz: Assignment
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id)
    anna = await makeStudent(db, klass.id, { name: 'Anna' })
    ben = await makeStudent(db, klass.id, { name: 'Ben' })
    quiz = await carryTheMessage(db, klass.id)
  })
  afterAll(() => opened.close())
  const workOf = async (given: Assignment) => (await cables.findCableWork(db, given.id))!
  const textsIn = async (given: Assignment, now = new Date()) => {
    const work = await workOf(given)
    return (await db.atomically((tx) => cables.readCables(db, tx, work, now))).map(({ text }) => text).toSorted()
  }

  test('a quiz with the text closed and reviews has cables; anything else has none', async () => {
    expect(await cables.findCableItem(db, quiz.revisionHash)).toMatchObject({ item: CABLE, points: POINTS })
    expect((await workOf(quiz)).revisions).toEqual(new Set([quiz.revisionHash]))
    const others = [
      await carryTheMessage(db, klass.id, { reviews: 0 }),
      await assign(db, klass.id, 'quiz', { reviews: 1 }),
      await assign(db, klass.id, 'question', { reviews: 1 }),
    ]
    for (const { id } of [...others, { id: v7() }]) expect(await cables.findCableWork(db, id)).toBeNull()
    expect(await cables.findCableItem(db, others[1]!.revisionHash)).toBeNull()
  })

  test('of each student who is here the first try counts, handed in or over, with the answer saved last', async () => {
    const given = await carryTheMessage(db, klass.id, { attemptsAllowed: 2 })
    const begun = () => db.atomically((tx) => cables.isBegun(db, tx, given.id))
    expect(await begun()).toBe(false)
    await writeCable(db, given, anna, 'First.')
    await writeCable(db, given, anna, 'Second.')
    await writeCable(db, given, ben, 'Still open.', true)
    await writeCable(db, given, await makeStudent(db, klass.id), '')
    const gone = await makeStudent(db, klass.id)
    await writeCable(db, given, gone, 'Gone.')
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, gone.userId)))
    })
    expect([await begun(), await textsIn(given)]).toEqual([true, ['First.']])
    await setDates(db, given.id, { closesAt: fromNow(-HOUR) })
    expect(await textsIn(given)).toEqual(['First.', 'Still open.'])
  })

  test('a review is counted while it stands: not before it is written, not hidden, and as words for who moderates', async () => {
    const attempt = await writeCable(db, quiz, anna, 'Annas.')
    await writeCable(db, quiz, ben, 'Bens.')
    const id = v7()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.cableReviews).values({
          id,
          classId: klass.id,
          userId: ben.userId,
          authorId: anna.userId,
          assignmentId: quiz.id,
          attemptId: attempt,
          givenOutAt: AT,
          points: null,
          reviewedAt: null,
          erasedAt: null,
        }),
      )
    })
    const work = await workOf(quiz)
    const carried = (authors = [anna.userId, ben.userId]) =>
      db.atomically((tx) => cables.readCarried(db, tx, work, new Set(authors), new Date()))
    expect((await carried()).n).toBe(0)
    expect(await remarks.findRemark(db, 'cable', id)).toBeNull()
    expect(await cables.listCableReviewsReceived(db, anna.userId)).toEqual([])
    const found = marks('carried', { [POINTS[0]!.id]: 'left-out' })
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.cableReviews).set({ points: found, reviewedAt: AT }).where(eq(db.t.cableReviews.id, id)))
    })
    expect(await carried()).toMatchObject({
      n: 1,
      cables: 1,
      points: [{ carried: 0, changed: 0, 'left-out': 1 }, {}, {}, {}, {}, {}, {}, {}],
    })
    expect((await carried([ben.userId])).n).toBe(0)
    const rows = await db.atomically((tx) => cables.readCableReviews(db, tx, quiz.id))
    expect([rows.length, (await cables.findCableReview(db, id))?.points]).toEqual([1, found])
    expect((await cables.findCableSaid(db, id))?.words).toContain(`Left out: ${POINTS[0]!.title}.`)

    const [wrote] = await cables.listCableReviewsWritten(db, ben.userId)
    expect([wrote!.points, 'authorId' in wrote!, 'attemptId' in wrote!]).toEqual([found, false, false])
    const received = async () => (await cables.listCableReviewsReceived(db, anna.userId))[0]!
    expect([(await received()).points, 'userId' in (await received())]).toEqual([found, false])

    const remark = (await remarks.findRemark(db, 'cable', id))!
    expect(remark).toMatchObject({ userId: ben.userId, assignmentId: quiz.id, postId: null })
    await db.atomically((tx) =>
      remarks.hideRemark(db, tx, remark, 'Why', { by: teacher.userId, now: AT, newId: () => v7() }),
    )
    expect(await db.atomically((tx) => cables.hiddenCableReviews(db, tx, quiz.id))).toEqual(new Set([id]))
    expect([(await carried()).n, await received()]).toMatchObject([0, { isHidden: true, points: null }])
  })
})
