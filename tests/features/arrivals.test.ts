/** Work that comes in while the desk looks on: what is counted as new, for whom, and that it is nothing but a count. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { saveDraft } from '#lib/features/answer-question/answer-question.ts'
import { savePlace } from '#lib/features/read-along/read-along.ts'
import { countArrivals } from '#lib/features/review-class/count-arrivals.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { makePost } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

const planted = plantedQuiz('arrivals')
const OPENED = new Date('2027-01-04T17:00:00.000Z')
const minutes = (n: number) => new Date(OPENED.getTime() + n * 60_000)

let db: Db
let klass: Klass
let friday: string
let teacher: Person
let anna: Person
let ben: Person
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
beforeEach(async () => {
  klass = await makeClass(db)
  friday = await makeSection(db, klass.id, 'Friday')
  teacher = await makeInstructor(db, klass.id)
  anna = await makeStudent(db, klass.id, { sectionId: friday })
  ben = await makeStudent(db, klass.id)
})
afterAll(() => db.close())

const quizOf = (how: Partial<Assignment> = {}) =>
  assign(db, klass.id, 'quiz', { frozen: planted.frozen, attemptsAllowed: 2, ...how })
async function sit(quiz: Assignment, person: Person, from: number, to: number | null): Promise<void> {
  const { id } = await startAttempt(asViewer(db, person, minutes(from)), { assignment: quiz.id })
  if (to !== null) await submitAttempt(asViewer(db, person, minutes(to)), { attempt: id })
}
const more = async (work: Assignment, now: number, since = OPENED, who = teacher) =>
  (await countArrivals(asViewer(db, who, minutes(now)), { assignment: work.id, since: since.toISOString() })).more

test('counts who handed in after the page was made, once each, and nobody who is still at it', async () => {
  const quiz = await quizOf()
  await sit(quiz, anna, -20, -10)
  await sit(quiz, ben, -5, null)
  expect(await more(quiz, 1)).toBe(0)
  // A second attempt is not a second student.
  await sit(quiz, anna, 1, 2)
  expect(await more(quiz, 3)).toBe(0)
  const { id } = await startAttempt(asViewer(db, ben, minutes(3)), { assignment: quiz.id })
  await saveAnswer(asViewer(db, ben, minutes(3)), { attempt: id, item: 'one-choice', answer: ['b'], seq: 1 })
  expect(await more(quiz, 4)).toBe(0)
  await submitAttempt(asViewer(db, ben, minutes(5)), { attempt: id })
  expect(await more(quiz, 6)).toBe(1)
  expect(await more(quiz, 6, minutes(6))).toBe(0)
})

test('what runs out while the page is open has come in, as the page itself will say', async () => {
  const quiz = await quizOf({ timeLimitMinutes: 10 })
  await sit(quiz, anna, -5, null)
  const page = (now: number) => viewAnswers(asViewer(db, teacher, minutes(now)), { assignment: quiz.id })
  expect(await more(quiz, 4)).toBe(0)
  expect([await more(quiz, 6), (await page(6)).counts.done]).toEqual([1, 1])
  expect(await more(quiz, 7, minutes(6))).toBe(0)
})

test('posts, and readings read to the end; of drafts and places nothing', async () => {
  const [question, reading] = [await assign(db, klass.id, 'question'), await assign(db, klass.id, 'reading')]
  const since = new Date()
  await new Promise((wake) => setTimeout(wake, 5))
  const count = async (work: Assignment) =>
    (await countArrivals(asViewer(db, teacher), { assignment: work.id, since: since.toISOString() })).more
  await saveDraft(asViewer(db, anna), { assignment: question.id, seq: 1, text: 'Two accounts', citations: [] })
  await savePlace(asViewer(db, anna), { assignment: reading.id, at: 's74' })
  expect([await count(question), await count(reading)]).toEqual([0, 0])
  await makePost(db, question, ben, 'They differ.')
  await savePlace(asViewer(db, anna), { assignment: reading.id, done: true })
  expect([await count(question), await count(reading)]).toEqual([1, 1])
})

test('an assistant counts the section given to them, and nothing of another’s work', async () => {
  const quiz = await quizOf()
  await sit(quiz, anna, 1, 2)
  await sit(quiz, ben, 1, 2)
  const theirs = await makeAssistant(db, klass.id, { sectionId: friday })
  const none = await makeAssistant(db, klass.id)
  expect([await more(quiz, 3), await more(quiz, 3, OPENED, theirs), await more(quiz, 3, OPENED, none)]).toEqual([2, 1, 0]) // prettier-ignore
  const monday = await makeSection(db, klass.id, 'Monday')
  const mondays = await quizOf({ sectionId: monday })
  const address = `/api/assignments/${mondays.id}/arrivals?since=${OPENED.toISOString()}`
  expect((await call('GET', address, { cookie: theirs.cookie })).code).toBe('not-found')
})

test('on the wire it is one number; a student learns nothing, and an instant that is none is refused', async () => {
  const quiz = await quizOf()
  await sit(quiz, anna, 1, 2)
  const ask = (person: Person, since: string) =>
    call('GET', `/api/assignments/${quiz.id}/arrivals?since=${since}`, { cookie: person.cookie })
  expect((await ask(teacher, OPENED.toISOString())).text).toBe('{"more":1}')
  expect((await ask(ben, OPENED.toISOString())).code).toBe('not-found')
  expect((await ask(teacher, 'yesterday')).status).toBe(422)
  const all = await call('GET', `/api/assignments/${quiz.id}/arrivals`, { cookie: teacher.cookie })
  expect(all.json).toEqual({ more: 1 })
})

test('the page asks no more once nothing can come', async () => {
  const quiz = await quizOf({ closesAt: minutes(0) })
  const asks = async (now: number) =>
    (await viewAnswers(asViewer(db, teacher, minutes(now)), { assignment: quiz.id })).mayCome
  expect([await asks(-1), await asks(1)]).toEqual([true, false])
})
