/** Rival readings and reviews by classmates, on every engine. */
import { v7 } from 'uuid'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import * as remarks from '#lib/db/queries/remarks.ts'
import * as reviews from '#lib/db/queries/reviews.ts'
import * as rivals from '#lib/db/queries/rivals.ts'
import { makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { giveReview, makePost } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const AT = new Date('2026-09-01T12:00:00.000Z')

describe.each(engines)('on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let ben: Person
  let cam: Person
  let question: Assignment
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db)
    teacher = await makeInstructor(db, klass.id, { name: 'Dr. Lind' })
    anna = await makeStudent(db, klass.id, { name: 'Anna' })
    ben = await makeStudent(db, klass.id, { name: 'Ben' })
    cam = await makeStudent(db, klass.id, { name: 'Cam' })
    question = await assign(db, klass.id, 'question', { names: 'hidden', reviews: 1 })
  })
  afterAll(() => opened.close())
  const act = () => ({ by: teacher.userId, now: AT, newId: () => v7() })

  test('rival readings come in order with their answers, counted by claim, hidden with a reason', async () => {
    const [first, second, answer] = [v7(), v7(), v7()]
    const row = (id: string, who: Person, answers: string | null) => ({
      id,
      classId: klass.id,
      userId: who.userId,
      claim: 'tirana-first',
      answers,
      body: { text: who.name, citations: [] },
      digest: 'd',
      createdAt: AT,
      erasedAt: null,
    })
    await db.atomically(function* (tx) {
      for (const one of [row(first, anna, null), row(second, ben, null), row(answer, teacher, first)])
        yield* q(tx.insert(db.t.rivalReadings).values(one))
    })
    const at = { classId: klass.id, claim: 'tirana-first' }
    const idsOf = (rows: rivals.RivalWithAuthor[]) => rows.map((one) => one.row.id)
    expect(idsOf(await rivals.listRivals(db, at, undefined, 9))).toEqual([first, second])
    expect(idsOf(await rivals.listRivals(db, at, first, 9))).toEqual([second])
    expect(idsOf(await rivals.listAnswers(db, [first, second]))).toEqual([answer])
    expect(await rivals.listAnswers(db, [])).toEqual([])
    expect(idsOf(await rivals.listRivalsIn(db, klass.id)).toSorted()).toEqual([first, second, answer].toSorted())
    expect(idsOf(await rivals.listRivalsIn(db, klass.id))).toEqual([first, second, answer])
    const pageOf = (id: string, size: number, claim = at.claim) =>
      rivals.findPageOf(db, { classId: klass.id, claim }, id, size)
    // Alone on its page, the second comes after the first; the answer stands with what it answers.
    expect(await Promise.all([pageOf(second, 1), pageOf(first, 1), pageOf(answer, 1)])).toEqual([
      first,
      undefined,
      undefined,
    ])
    expect(await Promise.all([pageOf(second, 2), pageOf(second, 1, 'another'), pageOf(v7(), 1)])).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(await rivals.countRivals(db, klass.id)).toEqual(new Map([['tirana-first', 2]]))
    const remark = (await remarks.findRemark(db, 'rival', first))!
    expect(remark).toMatchObject({ claim: 'tirana-first', assignmentId: null, userId: anna.userId })
    await db.atomically((tx) => remarks.hideRemark(db, tx, remark, 'Why', act()))
    expect((await rivals.findRival(db, first))?.hiding).toEqual({ reason: 'Why' })
    expect((await rivals.findRival(db, second))?.hiding).toBeNull()
    expect(await rivals.findRival(db, v7())).toBeNull()
  })

  test('what can be reviewed: nameless answers of others, counted, without what is hidden', async () => {
    const posts = new Map<Person, string>()
    for (const [index, one] of [anna, ben, cam].entries())
      posts.set(one, await makePost(db, question, one, one.name, { alias: index + 1 }))
    const named = await makeStudent(db, klass.id)
    await makePost(db, question, named, 'With a name.')
    const review = await giveReview(db, question, anna, { post: posts.get(ben)!, author: ben })
    expect(await remarks.findRemark(db, 'review', review)).toBeNull()
    const could = async () =>
      (await db.atomically((tx) => reviews.reviewable(db, tx, question, anna.userId))).map(({ authorId, given }) => [
        authorId,
        given,
      ])
    expect(new Map((await could()) as [string, number][])).toEqual(
      new Map([
        [ben.userId, 1],
        [cam.userId, 0],
      ]),
    )
    const remark = (await remarks.findRemark(db, 'post', posts.get(cam)!))!
    await db.atomically((tx) => remarks.hideRemark(db, tx, remark, 'Why', act()))
    expect(await could()).toEqual([[ben.userId, 1]])

    expect(
      (await db.atomically((tx) => reviews.reviewsBy(db, tx, question.id, anna.userId))).map(({ id }) => id),
    ).toEqual([review])
    // Given out only, it is nothing that its author has received.
    expect(await reviews.listReviewsReceived(db, ben.userId)).toEqual([])
    await db.atomically(function* (tx) {
      const written = { version: 1, levels: { accuracy: 2 as const }, comment: 'Good.', digest: 'd', reviewedAt: AT }
      yield* q(tx.update(db.t.peerReviews).set(written).where(eq(db.t.peerReviews.id, review)))
    })
    const [received] = await reviews.listReviewsReceived(db, ben.userId)
    expect([received!.comment, 'userId' in received!]).toEqual(['Good.', false])
    const [wrote] = await reviews.listReviewsWritten(db, anna.userId)
    expect([wrote!.comment, 'authorId' in wrote!, 'postId' in wrote!]).toEqual(['Good.', false, false])
    expect((await reviews.findReview(db, review))?.levels).toEqual({ accuracy: 2 })
    expect(await reviews.listReviews(db, question.id)).toHaveLength(1)
    const scoresOf = (userId: string) => db.atomically((tx) => reviews.scoresBy(db, tx, question.id, userId))
    expect([await reviews.listSampleScores(db, question.id), await scoresOf(anna.userId)]).toEqual([[], []])
    const written = (await remarks.findRemark(db, 'review', review))!
    expect(written).toMatchObject({ userId: anna.userId, postId: null, body: { text: 'Good.' } })
    await db.atomically((tx) => remarks.hideRemark(db, tx, written, 'Why', act()))
    expect(await reviews.listReviewsReceived(db, ben.userId)).toMatchObject([
      { id: review, comment: null, levels: null, isHidden: true },
    ])
  })
})
