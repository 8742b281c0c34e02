import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { listFalseReceipts } from '#lib/db/queries/receipts.ts'
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { viewQueue } from '#lib/features/grade-answers/queue.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeStudent,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, plantedQuiz, setDates, type Given } from '../factories/work.ts'

const { frozen, right, wrong } = plantedQuiz('late', 'every')
let db: Db
let klass: Klass
let teacher: Person
let anna: Person

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())
beforeEach(async () => {
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  anna = await makeStudent(db, klass.id)
})

const ITEM = 'one-choice'
const save = (id: string, answer: string[], seq: number, item = ITEM) =>
  call('PUT', `/api/attempts/${id}/answers/${item}`, { cookie: anna.cookie, json: { answer, seq } })
const begin = async (quiz: Assignment): Promise<string> =>
  (
    (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: anna.cookie, json: {} })).json as {
      id: string
    }
  ).id
const handIn = (id: string) => call('POST', `/api/attempts/${id}/submission`, { cookie: anna.cookie, json: {} })
const lateIn = async (quiz: Assignment) =>
  (await viewAnswers(asViewer(db, teacher), { assignment: quiz.id, page: 1, order: 'name', late: 1 })).late
const count = (late: string, by = teacher) => call('POST', `/api/late-saves/${late}/count`, { cookie: by.cookie })
const seen = (quiz: Assignment) => viewQuiz(asViewer(db, anna), { assignment: quiz.id })
const told = async () =>
  (
    (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: anna.cookie })).json as {
      notes: { kind: string; facts: unknown }[]
    }
  ).notes

/** A quiz of which Anna handed in one wrong answer, and sent the right one after that. */
async function sentTooLate(given: Given = {}): Promise<{ quiz: Assignment; id: string; late: string }> {
  const quiz = await assign(db, klass.id, 'quiz', { frozen, points: 7, ...given })
  const id = await begin(quiz)
  await save(id, wrong[ITEM]!, 1)
  await handIn(id)
  expect((await save(id, right[ITEM]!, 2)).code).toBe('attempt-closed')
  return { quiz, id, late: (await lateIn(quiz))[0]!.id }
}

describe('an answer that came after closing', () => {
  test('counts when an instructor says so: scored, told, audited, and the first score stays', async () => {
    const { quiz, id, late } = await sentTooLate()
    expect((await lateIn(quiz))[0]).toMatchObject({ counts: 'can-be', item: ITEM })
    expect((await seen(quiz)).result).toMatchObject({ score: { earned: 0, total: 7 }, scoredFirst: null })
    expect((await count(late)).status).toBe(200)
    const { result } = await seen(quiz)
    expect(result).toMatchObject({ score: { earned: 1, total: 7 }, scoredFirst: { earned: 0, total: 7 } })
    expect(result!.verdicts!.find((one) => one.item === ITEM)).toMatchObject({ correct: true, chosen: right[ITEM] })
    expect((await lateIn(quiz))[0]).toMatchObject({ counts: 'counted' })
    const [attempt] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, id))
    expect(attempt).toMatchObject({ earned: 0, total: 7 })
    expect(await told()).toMatchObject([
      {
        kind: 'late-counted',
        facts: { title: quiz.title, question: 1, before: { earned: 0, total: 7 }, after: { earned: 1, total: 7 } },
      },
    ])
    const [entry] = await db.select().from(db.t.audit).where(eq(db.t.audit.action, 'late.count'))
    expect(entry).toMatchObject({ actorId: teacher.userId, object: `late_saves/${late}` })
    expect(await findBrokenLink(db, klass.id)).toBeNull()
    // It is a saved answer like any other: its receipt holds, and the browser that still has it is given that receipt.
    expect(await listFalseReceipts(db)).toEqual([])
    expect((await save(id, right[ITEM]!, 2)).status).toBe(200)
  })

  test('counts once, however often it is pressed', async () => {
    const { id, late } = await sentTooLate()
    expect((await Promise.all([count(late), count(late)])).map(({ status }) => status)).toEqual([200, 200])
    expect(await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, id))).toHaveLength(2)
    expect(await told()).toHaveLength(1)
  })

  test('is the instructor’s to count, not an assistant’s and not the student’s', async () => {
    const { late } = await sentTooLate()
    const assistant = await makeAssistant(db, klass.id)
    for (const other of [assistant, anna, await makeInstructor(db, (await makeClass(db)).id)])
      expect((await count(late, other)).code).toBe('not-found')
  })

  test('of an attempt that ran out, the score without it is recorded first', async () => {
    const quiz = await assign(db, klass.id, 'quiz', { frozen, points: 7 })
    const id = await begin(quiz)
    await save(id, wrong[ITEM]!, 1)
    await setDates(db, quiz.id, { closesAt: fromNow(-HOUR) })
    expect((await save(id, right[ITEM]!, 2)).code).toBe('attempt-closed')
    const { id: late } = (await lateIn(quiz))[0]!
    // More time: the attempt is open again, and its student can answer.
    await setDates(db, quiz.id, { closesAt: fromNow(HOUR) })
    expect((await count(late)).code).toBe('open-again')
    await setDates(db, quiz.id, { closesAt: fromNow(-HOUR) })
    await count(late)
    const [attempt] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, id))
    expect(attempt).toMatchObject({ state: 'submitted', earned: 0, total: 7 })
    expect((await seen(quiz)).result).toMatchObject({ score: { earned: 1, total: 7 } })
    const book = (await call('GET', `/api/classes/${klass.id}/gradebook`, { cookie: teacher.cookie })).json as BookView
    expect(book.rows[0]!.cells[0]).toEqual([0.88, ''])
  })

  test('says no score before the quiz does', async () => {
    const { late } = await sentTooLate({ feedback: 'closed', closesAt: fromNow(HOUR) })
    await count(late)
    expect(await told()).toMatchObject([{ facts: { before: null, after: null } }])
  })

  test('in words waits for people, and changes no score', async () => {
    const { quiz, id } = await sentTooLate()
    await save(id, ['Zhou was told it.'], 1, 'in-words')
    const late = (await lateIn(quiz)).find(({ item }) => item === 'in-words')!
    await count(late.id)
    expect((await seen(quiz)).result).toMatchObject({ score: { earned: 0, total: 7 }, scoredFirst: null })
    const view = await viewQueue(asViewer(db, teacher), { assignment: quiz.id, names: false })
    expect(view.answer).toMatchObject({ text: 'Zhou was told it.', state: 'waiting' })
  })

  test('is gone once its student is erased; what came to a question cannot be counted', async () => {
    const { late } = await sentTooLate()
    const question = await assign(db, klass.id, 'question', { closesAt: fromNow(-HOUR) })
    await call('POST', `/api/assignments/${question.id}/posts`, {
      cookie: anna.cookie,
      json: { text: 'Zhou was told it.', citations: [{ at: 's108' }] },
    })
    const [posted] = await lateIn(question)
    expect(posted).toMatchObject({ counts: 'no' })
    expect((await count(posted!.id)).code).toBe('not-found')
    await call('POST', '/api/me/erasure', {
      cookie: anna.cookie,
      json: { passphrase: PASSPHRASE, confirm: 'erase me' },
    })
    expect((await count(late)).code).toBe('not-found')
  })
})
