/** Lists of a big class: one page at a time, every row once, and headings that speak of everybody on every page. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { partOf } from '#lib/domain/pages.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { viewTalk } from '#lib/features/review-class/view-talk.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { seatSitters } from '../factories/sitters.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

const SAT = 120
const AWAY = 5

let db: Db
let klass: Klass
let teacher: Person
let quiz: Assignment
let question: Assignment
let sitters: string[]
let away: Person[]

beforeAll(async () => {
  db = await openTestDb()
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  quiz = await assign(db, klass.id, 'quiz')
  question = await assign(db, klass.id, 'question')
  sitters = await seatSitters(db, klass.id, quiz, SAT)
  away = []
  for (let i = 0; i < AWAY; i += 1) away.push(await makeStudent(db, klass.id, { name: `Away ${i}` }))
  await db.atomically(function* (tx) {
    const at = new Date()
    for (const [n, userId] of sitters.entries()) {
      const base = { classId: klass.id, userId, erasedAt: null }
      const postId = v7()
      yield* q(
        tx.insert(db.t.posts).values({
          ...base,
          id: postId,
          assignmentId: question.id,
          state: 'posted',
          draft: null,
          draftSeq: 1,
          startedAt: new Date(at.getTime() + ((n * 37) % SAT)),
          savedAt: at,
          postedAt: at,
        }),
      )
      const body = { text: `Post ${n}.`, citations: [] }
      yield* q(tx.insert(db.t.postVersions).values({ ...base, postId, ordinal: 1, body, createdAt: at, digest: 'd' }))
      yield* q(
        tx.insert(db.t.lateSaves).values({
          ...base,
          id: v7(),
          assignmentId: quiz.id,
          attemptId: null,
          item: 'x',
          body: { answer: [String(n)] },
          receivedAt: at,
        }),
      )
    }
  })
})
afterAll(() => db.close())

const ctx = () => asViewer(db, teacher)
const answers = (given: Assignment, more: Partial<Parameters<typeof viewAnswers>[1]> = {}) =>
  viewAnswers(ctx(), { assignment: given.id, ...more })
/** Every page, by the number of pages that the first one tells. */
async function everyPage<V>(look: (page: number) => Promise<V>, pages: (view: V) => number): Promise<V[]> {
  const first = await look(1)
  const all = [first]
  for (let page = 2; page <= pages(first); page += 1) all.push(await look(page))
  return all
}
const once = (all: readonly string[], expected: readonly string[]) => {
  expect(all).toHaveLength(expected.length)
  expect(all.toSorted()).toEqual(expected.toSorted())
}

test('a list falls into pages without a gap, and a page that is not there is the nearest', () => {
  const rows = Array.from({ length: 7 }, (_none, i) => i)
  expect([1, 2, 3].flatMap((page) => partOf(rows, 3, page).shown)).toEqual(rows)
  expect(partOf(rows, 3, 3).part).toEqual({ page: 3, pages: 3, from: 7, to: 7, of: 7 })
  expect(partOf(rows, 3, 99).part.page).toBe(3)
  expect(partOf([], 3, 1)).toEqual({ shown: [], part: { page: 1, pages: 1, from: 0, to: 0, of: 0 } })
})

describe('the answers of a big class', () => {
  test('of a quiz: every student once, every answer once, and the counts of all on each page', async () => {
    const views = await everyPage(
      (page) => answers(quiz, { page }),
      ({ part }) => part.pages,
    )
    expect(views.length).toBeGreaterThan(3)
    once(
      views.flatMap(({ students }) => students.map(({ id }) => id)),
      [...sitters, ...away.map(({ userId }) => userId)],
    )
    const [first] = views
    expect(first!.counts).toEqual({ of: SAT + AWAY, done: SAT, underWay: 0, quiet: 0, notBegun: AWAY })
    for (const { id } of first!.items)
      once(
        views.flatMap(({ items }) => items.find((item) => item.id === id)!.answers.map(({ student }) => student)),
        sitters,
      )
    const figures = ({ items, misreadings, counts }: (typeof views)[number]) => ({
      items: items.map(({ answers: _rows, ...item }) => item),
      misreadings,
      counts,
    })
    for (const view of views) expect(figures(view)).toEqual(figures(first!))
    // What is counted over everybody is what the rows of all the pages say.
    for (const item of first!.items) {
      const rows = views.flatMap(({ items }) => items.find(({ id }) => id === item.id)!.answers)
      expect([item.answered, item.right]).toEqual([rows.length, rows.filter(({ correct }) => correct).length])
      for (const option of item.options)
        expect(option.count).toBe(rows.filter(({ chosen }) => chosen.includes(option.id)).length)
    }
    for (const { reading, students } of first!.misreadings) {
      const shown = views.flatMap(({ items }) =>
        items.flatMap((item) => item.answers.filter((row) => row.misreadings.includes(reading))),
      )
      expect(students).toBe(new Set(shown.map(({ student }) => student)).size)
    }
    // Who has handed in stands before who has not.
    expect(
      views
        .at(-1)!
        .students.slice(-AWAY)
        .map(({ state }) => state),
    ).toEqual(Array(AWAY).fill('not-begun'))
  })

  test('no page grows with the class', async () => {
    const bytes = JSON.stringify(await answers(quiz)).length
    const small = await makeClass(db)
    const given = await assign(db, small.id, 'quiz')
    await seatSitters(db, small.id, given, 25)
    const own = await viewAnswers(asViewer(db, await makeInstructor(db, small.id)), { assignment: given.id })
    // Each late save is a row of a page of its own.
    expect(bytes).toBeLessThan(JSON.stringify(own).length + 50 * 300)
  })

  test('by number while names are hidden, also across pages', async () => {
    const views = await everyPage(
      (page) => answers(quiz, { page, order: 'number' }),
      ({ part }) => part.pages,
    )
    const numbers = views.flatMap(({ students }) => students.filter(({ state }) => state === 'done'))
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map(({ number }) => number).toSorted((a, b) => a - b))
  })

  test('what came after closing has pages of its own', async () => {
    const views = await everyPage(
      (late) => answers(quiz, { late }),
      ({ latePart }) => latePart.pages,
    )
    expect(views.map(({ late }) => late.length)).toEqual([50, 50, 20])
    once(
      views.flatMap(({ late }) => late.map(({ student }) => student)),
      sitters,
    )
    expect(views[0]!.latePart.of).toBe(SAT)
  })

  test('of a question: every post once in the order of writing, with the talk under the posts of the page alone', async () => {
    const views = await everyPage(
      (page) => answers(question, { page }),
      ({ part }) => part.pages,
    )
    const posts = views.flatMap((view) => view.posts)
    once(
      posts.map(({ student }) => student),
      sitters,
    )
    expect(views[0]!.posts).toHaveLength(12)
    const began = views.flatMap(({ students }) => students.filter(({ state }) => state === 'done').map(({ id }) => id))
    const written = sitters.map((id, n) => ({ id, at: (n * 37) % SAT })).toSorted((a, b) => a.at - b.at)
    expect(began).toEqual(written.map(({ id }) => id))
    const { posts: talk } = await viewTalk(ctx(), {
      assignment: question.id,
      posts: views[1]!.posts.map(({ post }) => post),
    })
    once(
      talk.map(({ post }) => post),
      views[1]!.posts.map(({ post }) => post),
    )
  })
})

test('the desk: every student once, and what is found of the class the same on each page', async () => {
  const views = await everyPage(
    (page) => viewDesk(ctx(), { class: klass.id, page }),
    ({ part }) => part.pages,
  )
  expect(views.map(({ students }) => students.length)).toEqual([100, SAT + AWAY - 100])
  once(
    views.flatMap(({ students }) => students.map(({ id }) => id)),
    [...sitters, ...away.map(({ userId }) => userId)],
  )
  for (const { assignments, misreadings, of } of views) {
    expect(of).toBe(SAT + AWAY)
    expect(assignments[0]).toMatchObject({ of: SAT + AWAY, done: SAT, notBegun: AWAY, late: SAT })
    expect(misreadings).toEqual(views[0]!.misreadings)
  }
  expect(views[0]!.misreadings.length).toBeGreaterThan(0)
})
