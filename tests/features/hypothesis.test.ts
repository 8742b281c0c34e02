/** The page of a reading for the Hypothesis client: there where it is allowed, and with nothing that the reading keeps back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { startAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, PREDICTED } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

const { units } = edition().transcript
const look = (reading: { id: string }, { cookie }: Person) =>
  call('GET', `/api/assignments/${reading.id}/for-hypothesis`, { cookie })
const policy = (reply: Awaited<ReturnType<typeof look>>) => reply.headers.get('content-security-policy')

async function makeWorld() {
  const klass = await makeClass(db, { hypothesisAt: new Date() })
  return { klass, anna: await makeStudent(db, klass.id), teacher: await makeInstructor(db, klass.id) }
}

test('off until an instructor allows it, and off again', async () => {
  const klass = await makeClass(db)
  const [anna, teacher] = [await makeStudent(db, klass.id), await makeInstructor(db, klass.id)]
  const reading = await assign(db, klass.id, 'reading')
  const set = (allowed: boolean) =>
    call('PUT', `/api/classes/${klass.id}/notes/hypothesis`, { cookie: teacher.cookie, json: { allowed } })
  const shut = await look(reading, anna)
  expect([shut.status, policy(shut)?.includes('hypothes.is')]).toEqual([404, false])
  for (let twice = 0; twice < 2; twice++) expect((await set(true)).status).toBe(200)
  const open = await look(reading, anna)
  expect([open.status, (await look(reading, teacher)).status]).toEqual([200, 200])
  expect(policy(open)).toContain('script-src https://hypothes.is https://*.hypothes.is')
  expect(policy(open)).toContain("default-src 'none'")
  expect(open.text).not.toContain('<script')
  await set(false)
  expect((await look(reading, anna)).status).toBe(404)
  expect((await findClass(db, klass.id))?.hypothesisAt).toBeNull()
})

test('its text is the reading’s own, sentence for sentence, under the one address of the transcript', async () => {
  const { klass, anna } = await makeWorld()
  const reading = await assign(db, klass.id, 'reading', { range: { from: 's79', to: 's81' } })
  const { text } = await look(reading, anna)
  const sentences = [...text.matchAll(/<span class="s" id="(s\d+)" data-n="\d+">([^<]*)<\/span>/gu)]
  expect(sentences.map(([, id]) => id)).toEqual(['s79', 's80', 's81'])
  for (const [, id, words] of sentences)
    expect(words!.replace(/&#(\d+);/gu, (_all, code: string) => String.fromCodePoint(Number(code)))).toBe(units.get(id!)!.text) // prettier-ignore
  expect(text).toMatch(/<link rel="canonical" href="[^"]+\/transcript" \/>/u)
})

test('shut like the reading itself: before it opens, before the predictions, and while a quiz is taken from memory', async () => {
  const { klass, anna, teacher } = await makeWorld()
  const isShut = async (reading: { id: string }) => {
    const reply = await look(reading, anna)
    expect(reply.text).not.toContain(units.get('s80')!.text)
    return [reply.status, reply.headers.get('location')]
  }
  const at = (reading: { id: string }) => [303, `/classes/${klass.id}/reading/${reading.id}`]
  const later = await assign(db, klass.id, 'reading', { opensAt: fromNow(HOUR) })
  expect(await isShut(later)).toEqual(at(later))
  const gated = await assign(db, klass.id, 'reading', { gate: true })
  expect(await isShut(gated)).toEqual(at(gated))
  await call('POST', `/api/assignments/${gated.id}/predictions`, { cookie: anna.cookie, json: PREDICTED })
  expect((await look(gated, anna)).status).toBe(200)
  const quiz = await assign(db, klass.id, 'quiz', { frozen: freeze('quiz', 'carry-the-message', { from: 's1', to: 's2' }) }) // prettier-ignore
  await startAttempt(asViewer(db, anna), { assignment: quiz.id })
  expect(await isShut(gated)).toEqual(at(gated))
  expect((await look(gated, teacher)).status).toBe(200)
})
