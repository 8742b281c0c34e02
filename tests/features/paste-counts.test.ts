/** How much of an answer was pasted, on the wire: kept only where it was announced, and for its author and staff alone. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { viewQueue } from '#lib/features/grade-answers/queue.ts'
import { viewOnePage } from '#lib/features/review-class/one-page.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

let db: Db
let klass: Klass
let [friday, monday]: string[] = []
let [teacher, assistant, other, anna, ben]: Person[] = []
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  ;[friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  teacher = await makeInstructor(db, klass.id)
  ;[assistant, other] = [
    await makeAssistant(db, klass.id, { sectionId: friday! }),
    await makeAssistant(db, klass.id, { sectionId: monday! }),
  ]
  ;[anna, ben] = [
    await makeStudent(db, klass.id, { sectionId: friday! }),
    await makeStudent(db, klass.id, { sectionId: friday! }),
  ]
})
afterAll(() => db.close())

/** Figures that stand nowhere else in what is sent. */
const PASTED = { pastes: 7, characters: 4711 }
const TEXT = 'Two accounts differ.'
const ask = (countsPastes = true) => assign(db, klass.id, 'question', { countsPastes })
const post = async (who: Person, question: Assignment, more: object = {}) =>
  call('POST', `/api/assignments/${question.id}/posts`, {
    cookie: who.cookie,
    json: { text: TEXT, citations: ['s114'], ...more },
  })
const own = async (who: Person, question: Assignment) =>
  (await viewQuestion(asViewer(db, who), { assignment: question.id })).posts.own!.versions
const kept = async (question: Assignment) =>
  (
    await db
      .select({ pasted: db.t.postVersions.pasted })
      .from(db.t.postVersions)
      .innerJoin(db.t.posts, eq(db.t.posts.id, db.t.postVersions.postId))
      .where(eq(db.t.posts.assignmentId, question.id))
      .orderBy(db.t.postVersions.ordinal)
  ).map((row) => row.pasted)

test('it is kept with the version that it came with, and how long the answer was is the server’s to say', async () => {
  const question = await ask()
  expect((await post(anna!, question, { pasted: PASTED })).status).toBe(200)
  expect((await post(anna!, question, { pasted: { pastes: 8, characters: 9 } })).status, 'the same words').toBe(200)
  expect(await kept(question)).toEqual([{ ...PASTED, of: TEXT.length }])
  await post(anna!, question, { text: 'Two accounts agree.', pasted: { pastes: 0, characters: 0 } })
  expect((await own(anna!, question)).map((version) => version.pasted)).toEqual([
    { counted: { ...PASTED, of: TEXT.length } },
    { counted: { pastes: 0, characters: 0, of: 19 } },
  ])
})

test('nothing known is not nothing pasted', async () => {
  const question = await ask()
  await post(anna!, question)
  await post(ben!, question, { pasted: { pastes: 0, characters: 0 } })
  expect((await own(anna!, question))[0]!.pasted).toEqual({ counted: null })
  expect((await own(ben!, question))[0]!.pasted).toEqual({ counted: { pastes: 0, characters: 0, of: TEXT.length } })
})

test('where nobody was told, nothing is kept, whatever a screen sends', async () => {
  const question = await ask(false)
  expect((await post(anna!, question, { pasted: PASTED })).status).toBe(200)
  expect(await kept(question)).toEqual([null])
  expect((await own(anna!, question))[0]!.pasted).toBeNull()
})

test.each([
  { pastes: -1, characters: 0 },
  { pastes: 0, characters: 12 },
  { pastes: 2, characters: 0 },
  { pastes: 1.5, characters: 3 },
  { pastes: 1, characters: 3, words: 'what was pasted' },
  'many',
])('%j is no count', async (pasted) => {
  const question = await ask()
  expect((await post(anna!, question, { pasted })).status).toBe(422)
  expect(await kept(question)).toEqual([])
})

test('an instructor switches it on for a question, an assistant cannot, and it stays where the form leaves it out', async () => {
  const question = await ask(false)
  const change = (who: Person, json: object) =>
    call('PUT', `/api/assignments/${question.id}`, { cookie: who.cookie, json: { feedback: 'hand-in', ...json } })
  const counts = async () => (await viewQuestion(asViewer(db, anna!), { assignment: question.id })).countsPastes
  expect((await change(assistant!, { pastes: 'counted' })).status).toBe(404)
  expect(await counts()).toBe(false)
  expect((await change(teacher!, { pastes: 'counted' })).status).toBe(200)
  expect((await change(teacher!, {})).status).toBe(200)
  expect(await counts()).toBe(true)
  await post(anna!, question, { pasted: PASTED })
  expect((await change(teacher!, { pastes: 'not-counted' })).status).toBe(200)
  // What was counted while it was announced is shown to both sides as before.
  expect((await own(anna!, question))[0]!.pasted).toEqual({ counted: { ...PASTED, of: TEXT.length } })
})

test('staff read it beside the one answer: in no list, not on the projector; classmates never have it in the bytes', async () => {
  const question = await assign(db, klass.id, 'question', { countsPastes: true, names: 'hidden', reviews: 1 })
  const { post: id } = (await post(anna!, question, { pasted: PASTED })).json as { post: string }
  await post(ben!, question, { pasted: { pastes: 0, characters: 0 } })
  const shown = { counted: { ...PASTED, of: TEXT.length } }
  const one = { class: klass.id, member: anna!.userId }
  for (const who of [teacher!, assistant!]) {
    const ctx = asViewer(db, who)
    const { work } = await viewStudent(ctx, one)
    expect(work.find(({ assignment }) => assignment.id === question.id)!.posts[0]!.versions[0]!.pasted).toEqual(shown)
    const { answer, queue } = await viewQueue(ctx, { assignment: question.id, names: true, at: anna!.userId })
    expect(answer!.pasted).toEqual(shown)
    expect(JSON.stringify(queue)).not.toMatch(/past|4711/)
    expect(JSON.stringify(await viewAnswers(ctx, { assignment: question.id }))).not.toMatch(/"pasted"|4711/)
  }
  await expect(viewStudent(asViewer(db, other!), one), 'of another section').rejects.toThrow()
  expect((await call('PUT', `/api/posts/${id}/pick`, { cookie: teacher!.cookie, json: {} })).status).toBe(200)
  const projected = JSON.stringify(await viewOnePage(asViewer(db, teacher!), { class: klass.id }))
  expect(projected).toContain(TEXT)
  expect(projected).not.toContain('4711')

  for (const path of [
    `/api/assignments/${question.id}/posts`,
    `/api/assignments/${question.id}/posts?post=${id}`,
    `/api/assignments/${question.id}/reviews`,
    `/api/classes/${klass.id}/assignments`,
    '/api/me/data',
  ])
    expect((await call('GET', path, { cookie: ben!.cookie })).text, path).not.toContain('4711')
  const view = await viewQuestion(asViewer(db, ben!), { assignment: question.id })
  expect(view.posts.others.map((post) => post.post)).toContain(id)
  expect(JSON.stringify(view)).not.toContain('4711')
  for (const file of ['export.csv', 'changes.csv', 'gradebook/canvas.csv', 'gradebook/moodle.csv']) {
    const reply = await call('GET', `/api/classes/${klass.id}/${file}`, { cookie: teacher!.cookie })
    expect(reply.status, file).toBe(200)
    expect(reply.text, file).not.toContain('4711')
  }
})

test('its author takes it along, and erasure takes it away', async () => {
  const question = await ask()
  const cleo = await makeStudent(db, klass.id, { sectionId: friday! })
  await post(cleo, question, { pasted: PASTED })
  expect((await call('GET', '/api/me/data', { cookie: cleo.cookie })).text).toContain('4711')
  expect(await kept(question)).toEqual([{ ...PASTED, of: TEXT.length }])
  const erased = await call('POST', '/api/me/erasure', {
    cookie: cleo.cookie,
    json: { passphrase: PASSPHRASE, confirm: 'erase me' },
  })
  expect(erased.status, erased.text).toBe(200)
  expect(await kept(question)).toEqual([null])
})
