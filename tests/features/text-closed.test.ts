/** A quiz from memory: while it is open the class keeps the text back from whoever sits it, and from nobody else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { asViewer, makeClass, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
})
afterAll(() => db.close())

const cable = () => freeze('quiz', 'carry-the-message', { from: 's1', to: 's2' })

async function makeWorld(given: { timeLimitMinutes?: number } = {}) {
  const klass = await makeClass(db)
  const [anna, ben] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
  const quiz = await assign(db, klass.id, 'quiz', { frozen: cable(), ...given })
  const shutFor = (person: Person, now = new Date()) => findClosedText(asViewer(db, person, now), { class: klass.id })
  return { klass, anna, ben, quiz, shutFor }
}

test('closed for the one who sits it, by name; open before, after the hand-in, and for a classmate', async () => {
  const { anna, ben, quiz, shutFor } = await makeWorld()
  expect(await shutFor(anna)).toBeNull()
  const { id } = await startAttempt(asViewer(db, anna), { assignment: quiz.id })
  expect(await shutFor(anna)).toEqual({ assignment: quiz.id, title: 'Carry the message' })
  expect(await shutFor(ben)).toBeNull()
  await submitAttempt(asViewer(db, anna), { attempt: id })
  expect(await shutFor(anna)).toBeNull()
})

test('open again when the time is up, though no write has recorded it', async () => {
  const { anna, quiz, shutFor } = await makeWorld({ timeLimitMinutes: 10 })
  await startAttempt(asViewer(db, anna), { assignment: quiz.id })
  expect(await shutFor(anna)).not.toBeNull()
  expect(await shutFor(anna, fromNow(HOUR))).toBeNull()
})

test('any other quiz closes nothing, and another class nothing of this one', async () => {
  const { klass, anna } = await makeWorld()
  const other = await assign(db, klass.id, 'quiz')
  await startAttempt(asViewer(db, anna), { assignment: other.id })
  expect(await findClosedText(asViewer(db, anna), { class: klass.id })).toBeNull()
})

test('the attempt itself is sent no sentence of the text', async () => {
  const { anna, quiz } = await makeWorld()
  const sent = JSON.stringify(await startAttempt(asViewer(db, anna), { assignment: quiz.id }))
  const sentences = [...edition().transcript.units.values()]
    .filter(({ id, text }) => id.startsWith('s') && text.split(' ').length > 5)
    .map(({ text }) => JSON.stringify(text).slice(1, -1))
  expect(sentences.filter((sentence) => sent.includes(sentence))).toEqual([])
})
