/** A quiz from memory: while it is open the class keeps the text back from whoever sits it, and from nobody else. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { call } from '../factories/call.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { makePost } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
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

test('no file and no call of the class quotes the text to the one who sits it, and each says why where it is a file', async () => {
  const { klass, anna, ben, quiz } = await makeWorld()
  const question = await assign(db, klass.id, 'question')
  const quote = (at: string): string => edition().transcript.units.get(at)!.text
  const QUOTED = ['s79', 's80', 's114'].map(quote)
  for (const person of [anna, ben]) {
    await insertNotes(db, [
      noteRow({ classId: klass.id, userId: person.userId, body: 'My own words.' }, { from: 's80' }),
    ])
    await makePost(db, question, person, 'My own post.', { citations: [{ at: 's114', quote: quote('s114') }] })
    await call('POST', `/api/classes/${klass.id}/claims/${edition().claims[0]!.id}/readings`, {
      cookie: person.cookie,
      json: { text: 'My own reading.', citations: [{ at: 's114', quote: quote('s114') }] },
    })
  }
  const teacher = await makeInstructor(db, klass.id)
  const get = async (person: Person, path: string, accept = '*/*') =>
    (await call('GET', path, { cookie: person.cookie, headers: { accept } })).text
  const notes = `/api/classes/${klass.id}/notes`
  const FILES = [[`${notes}.jsonld`], [`${notes}.csv`], [notes, 'application/ld+json'], ['/api/me/data']] as const
  const CALLS = [
    [notes],
    [`/api/assignments/${question.id}/posts`],
    [`/api/classes/${klass.id}/claims/${edition().claims[0]!.id}/readings`],
  ] as const
  /** What of the text stands in the bytes, be it the words before and after a quotation. */
  const quotedIn = (sent: string): string[] =>
    QUOTED.flatMap((words) => [words, words.slice(-25), words.slice(0, 25)]).filter((words) =>
      sent.includes(JSON.stringify(words).slice(1, -1)),
    )
  const { id } = await startAttempt(asViewer(db, anna), { assignment: quiz.id })
  for (const [path, accept] of [...FILES, ...CALLS]) {
    const sent = await get(anna, path, accept)
    expect(sent, path).toContain('My own')
    expect(quotedIn(sent), path).toEqual([])
  }
  const why = 'The words of the text are left out while “Carry the message” is open.'
  for (const [path, accept] of FILES) {
    expect(await get(anna, path, accept), path).toContain(why)
    expect(quotedIn(await get(ben, path, accept)), path).not.toEqual([])
  }
  expect(quotedIn(await get(teacher, `${notes}.csv`))).not.toEqual([])
  await submitAttempt(asViewer(db, anna), { attempt: id })
  for (const [path, accept] of FILES) {
    const sent = await get(anna, path, accept)
    expect(sent, path).not.toContain(why)
    expect(quotedIn(sent), path).not.toEqual([])
  }
})
