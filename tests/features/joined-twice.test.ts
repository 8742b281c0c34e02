/** A student who joined twice: both entries count for one, no row moves, and it can be taken apart again. */
import { and, count, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
import { viewTogether } from '#lib/features/manage-roster/second-entry.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { seeMyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { together } from '#lib/domain/standing.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  enrol,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  PASSPHRASE,
  signedIn,
  type Person,
} from '../factories/people.ts'
import { makePost, makeReply } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

/** Anna joined twice: as Anna Lee she read and had a quiz half right, as Anna B. Lee she had it right and wrote. */
async function makeWorld() {
  const klass = await makeClass(db, { seats: 4 })
  const friday = await makeSection(db, klass.id, 'Friday')
  const [teacher, anna, annaB, ben] = [
    await makeInstructor(db, klass.id),
    await makeStudent(db, klass.id, { name: 'Anna Lee' }),
    await makeStudent(db, klass.id, { name: 'Anna B. Lee' }),
    await makeStudent(db, klass.id, { name: 'Ben Osei', sectionId: friday }),
  ]
  const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
  const quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('twice').frozen, points: 10 })
  const [reading, question, spare] = [
    await assign(db, klass.id, 'reading', { points: 5 }),
    await assign(db, klass.id, 'question', { points: 15 }),
    await assign(db, klass.id, 'reading', { points: 5 }),
  ]
  await readIt(anna, reading)
  await sit(anna, quiz, 'a')
  await sit(annaB, quiz, 'b')
  const post = await makePost(db, question, annaB, 'Zhou puts the method before the man.')
  const bens = await makePost(db, question, ben, 'He trusts the man.')
  await makeReply(db, question, post, ben, 'Which sentence?')
  await makeReply(db, question, bens, annaB, 'Where?')
  return { klass, teacher, anna, annaB, ben, assistant, quiz, reading, question, spare }
}
type World = Awaited<ReturnType<typeof makeWorld>>

const readIt = (who: Person, reading: Assignment) =>
  call('PUT', `/api/assignments/${reading.id}/place`, { cookie: who.cookie, json: { done: true } })
async function sit({ cookie }: Person, quiz: Assignment, answer: string) {
  const { id } = (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie, json: {} })).json as {
    id: string
  }
  await call('PUT', `/api/attempts/${id}/answers/one-choice`, { cookie, json: { answer: [answer], seq: 1 } })
  expect((await call('POST', `/api/attempts/${id}/submission`, { cookie, json: {} })).status).toBe(200)
}
const path = ({ klass }: World, who: { userId: string }) => `/api/classes/${klass.id}/roster/${who.userId}/together`
const put = (world: World, goesOn: { userId: string }, ends: { userId: string }, by = world.teacher) =>
  call('PUT', path(world, goesOn), { cookie: by.cookie, json: { other: ends.userId } })
const apart = (world: World, second: { userId: string }, by = world.teacher) =>
  call('DELETE', path(world, second), { cookie: by.cookie })
const bookOf = async ({ klass, teacher }: World): Promise<BookView> =>
  (await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })).json as BookView

/** How many rows about students each table has, of each of these people; memberships and the record of changes aside. */
const LEFT_ASIDE = new Set(['memberships', 'audit', 'sessions', 'idempotency', 'throttles', 'gradeViews'])
async function rowsOf(people: readonly Person[]) {
  const found: Record<string, number[]> = {}
  for (const [name, table] of Object.entries(db.t)) {
    if (!('userId' in table) || LEFT_ASIDE.has(name)) continue
    const owned = table as typeof db.t.attempts
    found[name] = await Promise.all(
      people.map(async ({ userId }) => {
        const [row] = await db.select({ n: count() }).from(owned).where(eq(owned.userId, userId))
        return row!.n
      }),
    )
  }
  return found
}

describe('two entries put together', () => {
  test('are looked at first: what each has, what will count, what stays', async () => {
    const world = await makeWorld()
    const view = await viewTogether(asViewer(db, world.teacher), {
      class: world.klass.id,
      member: world.anna.userId,
      other: world.annaB.userId,
    })
    const states = (id: string) => {
      const row = view.rows.find((one) => one.id === id)!
      return [row.own.state, row.second.state, row.counts.state, row.both]
    }
    expect(states(world.reading.id)).toEqual(['done', 'not-begun', 'done', false])
    expect(states(world.question.id)).toEqual(['not-begun', 'done', 'done', false])
    expect(states(world.quiz.id)).toEqual(['done', 'done', 'done', true])
    expect(states(world.spare.id)).toEqual(['not-begun', 'not-begun', 'not-begun', false])
    expect(view.ends.written).toMatchObject({ attempts: 1, posts: 1, replies: 1, notes: 0 })
    expect(await rowsOf([world.anna, world.annaB])).toMatchObject({ attempts: [1, 1], posts: [0, 1] })
  })

  test('count as one student on the desk and in the gradebook, and not a row has moved', async () => {
    const world = await makeWorld()
    const people = [world.anna, world.annaB, world.ben]
    const before = await rowsOf(people)
    const desk = () => viewDesk(asViewer(db, world.teacher), { class: world.klass.id })
    const statistics = async () => {
      const view = await viewAnswers(asViewer(db, world.teacher), { assignment: world.quiz.id })
      return JSON.stringify([view.items.map((one) => ({ ...one, answers: undefined })), view.misreadings])
    }
    const misread = await statistics()
    expect((await desk()).of).toBe(3)
    const single = (await bookOf(world)).rows.find((row) => row.id === world.annaB.userId)!.cells

    expect((await put(world, world.anna, world.annaB)).status).toBe(200)
    // A second press is the same press.
    expect((await put(world, world.anna, world.annaB)).status).toBe(200)

    expect(await rowsOf(people)).toEqual(before)
    const now = await desk()
    expect([now.of, now.students.map((one) => one.name)]).toEqual([2, ['Anna Lee', 'Ben Osei']])
    expect(now.assignments.map(({ id, done, of }) => [id, done, of])).toEqual(
      [world.quiz, world.reading, world.question, world.spare].map(({ id }, i) => [id, [1, 1, 2, 0][i], 2]),
    )
    const book = await bookOf(world)
    expect(book.rows.map((row) => row.name)).toEqual(['Anna Lee', 'Ben Osei'])
    const place = (id: string) => book.columns.findIndex((column) => column.id === id)
    const cells = book.rows[0]!.cells
    // The better of the two attempts, and the reading that only the first entry did.
    expect(cells[place(world.quiz.id)]).toEqual(single[place(world.quiz.id)])
    expect(cells[place(world.reading.id)]![0]).toBe(5)
    expect(await statistics()).toBe(misread)

    const answers = await viewAnswers(asViewer(db, world.teacher), { assignment: world.question.id })
    expect([answers.counts.of, answers.counts.done]).toEqual([2, 2])
    expect(answers.posts.map((one) => one.name).toSorted()).toEqual(['Anna B. Lee', 'Ben Osei'])
    const page = await viewStudent(asViewer(db, world.teacher), { class: world.klass.id, member: world.anna.userId })
    expect([page.done, page.alsoAs.map((one) => one.id)]).toEqual([3, [world.annaB.userId]])
    const second = await viewStudent(asViewer(db, world.teacher), { class: world.klass.id, member: world.annaB.userId })
    expect(second.countsFor.map((one) => one.id)).toEqual([world.anna.userId])
    expect(await findBrokenLink(db, world.klass.id)).toBeNull()
  })

  test('grades: one’s own first, else that of the other, and the student reads its reason once it is released', async () => {
    const world = await makeWorld()
    await put(world, world.anna, world.annaB)
    const [post] = await db
      .select()
      .from(db.t.posts)
      .where(and(eq(db.t.posts.assignmentId, world.question.id), eq(db.t.posts.userId, world.annaB.userId)))
    const at = { assignmentId: world.question.id, classId: world.klass.id, part: '', source: 'post' as const }
    const row = { ...at, sourceId: post!.id, version: 1, graderId: world.teacher.userId, kind: 'given' as const }
    await db.atomically(function* (tx) {
      for (const [n, { id: criterion }] of edition().rubrics[0]!.rows.entries())
        yield* q(
          tx.insert(db.t.grades).values({
            ...row,
            userId: world.annaB.userId,
            n: n + 1,
            criterion,
            level: 3,
            comment: null,
            save: 'one',
            undoes: null,
            savedAt: new Date(),
            erasedAt: null,
          }),
        )
    })
    const mine = () => seeMyGrades(asViewer(db, world.anna), { class: world.klass.id })
    expect((await mine()).grades).toEqual([])
    await call('PUT', `/api/assignments/${world.question.id}/release`, {
      cookie: world.teacher.cookie,
      json: { released: true },
    })
    expect((await mine()).grades.map((one) => [one.assignment, one.sourceId])).toEqual([[world.question.id, post!.id]])
    const book = await bookOf(world)
    const place = book.columns.findIndex((column) => column.id === world.question.id)
    expect(book.rows[0]!.cells[place]![0]).toBe(15)
  })

  test('the second entry opens the class no more, keeps other classes, takes no seat and does not come back by the code', async () => {
    const world = await makeWorld()
    const elsewhere = await makeClass(db)
    await enrol(db, elsewhere.id, world.annaB, 'student')
    await put(world, world.anna, world.annaB)
    const get = (classId: string) =>
      call('GET', `/api/classes/${classId}/assignments`, { cookie: world.annaB.cookie }).then((reply) => reply.status)
    expect([await get(world.klass.id), await get(elsewhere.id)]).toEqual([404, 200])
    const me = (await call('GET', '/api/me', { cookie: world.annaB.cookie })).json as { classes: { id: string }[] }
    expect(me.classes.map(({ id }) => id)).toEqual([elsewhere.id])
    const join = (name: string, cookie?: string) =>
      call('POST', '/api/join', { cookie, json: { code: world.klass.code, name, passphrase: PASSPHRASE } })
    expect((await join('Anna B. Lee', world.annaB.cookie)).code).toBe('not-found')
    // Four seats, and two students: two more may come, a third may not.
    expect([(await join('Carla')).status, (await join('Dan')).status]).toEqual([200, 200])
    expect((await join('Eve')).code).toBe('class-full')
    expect((await apart(world, world.annaB)).code).toBe('class-full')
  })

  test('the student sees what is done on their list, and what classmates saw stays', async () => {
    const world = await makeWorld()
    await put(world, world.anna, world.annaB)
    const work = await seeMyWork(asViewer(db, world.anna), { class: world.klass.id })
    expect(work.assignments.map((one) => [one.id, one.state])).toEqual([
      [world.quiz.id, 'done'],
      [world.reading.id, 'done'],
      [world.question.id, 'done'],
      [world.spare.id, 'not-begun'],
    ])
    const talk = await call('GET', `/api/assignments/${world.question.id}/posts`, { cookie: world.ben.cookie })
    expect(talk.text).toContain('Zhou puts the method before the man.')
    expect(talk.text).toContain('Where?')
  })

  test('are taken apart again, and everything is as it was', async () => {
    const world = await makeWorld()
    const before = [await bookOf(world), await viewDesk(asViewer(db, world.teacher), { class: world.klass.id })]
    await put(world, world.anna, world.annaB)
    expect((await apart(world, world.annaB)).status).toBe(200)
    expect((await bookOf(world)).rows).toEqual((before[0] as BookView).rows)
    expect((await viewDesk(asViewer(db, world.teacher), { class: world.klass.id })).students).toEqual(
      (before[1] as Awaited<ReturnType<typeof viewDesk>>).students,
    )
    expect((await apart(world, world.annaB)).code).toBe('not-found')
  })

  test('three entries count for one, and removing the student closes all of them', async () => {
    const world = await makeWorld()
    const third = await makeStudent(db, world.klass.id, { name: 'A. Lee' })
    await readIt(third, world.spare)
    await put(world, world.annaB, third)
    await put(world, world.anna, world.annaB)
    const roster = await listRoster(asViewer(db, world.teacher), { class: world.klass.id })
    expect(roster.members.find((one) => one.userId === world.anna.userId)!.alsoAs).toHaveLength(2)
    const page = await viewStudent(asViewer(db, world.teacher), { class: world.klass.id, member: world.anna.userId })
    expect(page.done).toBe(4)
    await call('DELETE', `/api/classes/${world.klass.id}/roster/${world.anna.userId}`, { cookie: world.teacher.cookie })
    const states = await db
      .select({ name: db.t.memberships.displayName, state: db.t.memberships.state })
      .from(db.t.memberships)
      .where(and(eq(db.t.memberships.classId, world.klass.id), eq(db.t.memberships.state, 'active')))
    expect(states.map((one) => one.name)).not.toContain('Anna B. Lee')
    expect(states.map((one) => one.name)).not.toContain('A. Lee')
  })

  test('is the instructor’s alone, of two students of one class', async () => {
    const world = await makeWorld()
    const other = await makeWorld()
    const { anna, annaB, ben, teacher, assistant } = world
    for (const by of [anna, ben, assistant, other.teacher])
      expect((await put(world, anna, annaB, by)).code, by.name).toBe('not-found')
    for (const [goesOn, ends] of [
      [anna, anna],
      [anna, teacher],
      [assistant, anna],
      [anna, other.annaB],
      [anna, { userId: v7() }],
    ] as const)
      expect((await put(world, goesOn, ends)).code).toBe('not-found')
    for (const hostile of ['', '%', '../x', '’; drop table', 'x'.repeat(400)])
      expect(['not-found', 'invalid']).toContain((await put(world, anna, { userId: hostile })).code)
    await put(world, anna, annaB)
    // Neither round again, nor on top of a second entry.
    expect((await put(world, annaB, anna)).code).toBe('not-found')
    expect((await put(world, ben, annaB)).code).toBe('not-found')
    expect((await put(world, annaB, ben)).code).toBe('not-found')
    expect((await apart(world, annaB, assistant)).code).toBe('not-found')
    expect((await apart(world, anna)).code).toBe('not-found')
    // Nor is it changed as a member by itself.
    const role = await call('PUT', `/api/classes/${world.klass.id}/roster/${annaB.userId}/role`, {
      cookie: teacher.cookie,
      json: { role: 'instructor' },
    })
    expect(role.code).toBe('not-found')
  })

  test('of two presses at once, one way round and the other, one holds', async () => {
    const world = await makeWorld()
    const replies = await Promise.all([put(world, world.anna, world.annaB), put(world, world.annaB, world.anna)])
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200, 404]))
    expect((await bookOf(world)).rows).toHaveLength(2)
  })

  test('each takes away its own data, without the other’s name or id, and erases its own', async () => {
    const world = await makeWorld()
    await put(world, world.anna, world.annaB)
    const dataOf = async (who: Person) => (await call('GET', '/api/me/data', { cookie: who.cookie })).text
    const [anna, annaB] = [await dataOf(world.anna), await dataOf(world.annaB)]
    expect(anna).not.toContain('the method before the man')
    expect(anna).not.toContain(world.annaB.userId)
    expect(annaB).toContain('the method before the man')
    expect(annaB).not.toContain(world.anna.userId)
    expect(JSON.parse(annaB)).toMatchObject({ memberships: [{ countsForAnother: true }] })
    const erased = await call('POST', '/api/me/erasure', {
      cookie: world.annaB.cookie,
      json: { passphrase: PASSPHRASE, confirm: 'erase me' },
    })
    expect(erased.status).toBe(200)
    const talk = await call('GET', `/api/assignments/${world.question.id}/posts`, { cookie: world.ben.cookie })
    expect(talk.text).not.toContain('the method before the man')
    // What is left of it names nobody, and still counts.
    const book = await bookOf(world)
    expect(
      book.rows.find((row) => row.id === world.anna.userId)!.cells.filter((cell) => cell![0] !== null),
    ).toHaveLength(2)
    const again = await signedIn(db, world.anna)
    expect((await call('GET', '/api/me/data', { cookie: again.cookie })).status).toBe(200)
  })
})

test('of what there is once, what is done counts; where both are or neither is, one’s own', () => {
  const none = { place: null, predictedAt: null, attempts: [], post: null, exercise: null }
  const at = new Date(0)
  const place = (where: string, finishedAt: Date | null) => ({ at: where, startedAt: at, savedAt: at, finishedAt })
  const placeOf = (own: ReturnType<typeof place> | null, other: ReturnType<typeof place> | null) =>
    together({ ...none, place: own }, { ...none, place: other }).place?.at ?? null
  expect(placeOf(place('s1', null), place('s9', at))).toBe('s9')
  expect(placeOf(place('s1', at), place('s9', at))).toBe('s1')
  expect(placeOf(place('s1', null), place('s9', null))).toBe('s1')
  expect(placeOf(null, place('s9', null))).toBe('s9')
  expect(placeOf(place('s1', null), null)).toBe('s1')
  expect(placeOf(null, null)).toBeNull()
})
