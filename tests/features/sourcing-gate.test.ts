/** A reading that begins with its header: what is sent before the predictions are in, what is kept, and who sees it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { PREDICTION_MAX, PROMPT_IDS } from '#lib/domain/prediction.ts'
import { previewAssignment } from '#lib/features/assign-work/assign-work.ts'
import { postPredictions } from '#lib/features/read-along/predict.ts'
import { viewReading } from '#lib/features/read-along/read-along.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { routes } from '#lib/web/api.ts'
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
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, PREDICTED, setDates } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type World = { klass: Klass; teacher: Person; anna: Person; ben: Person; reading: Assignment }
async function makeWorld(): Promise<World> {
  const klass = await makeClass(db)
  return {
    klass,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id),
    ben: await makeStudent(db, klass.id),
    reading: await assign(db, klass.id, 'reading', { gate: true, range: { from: 'h1', to: 'end' } }),
  }
}
const at = ({ reading }: World): string => `/api/assignments/${reading.id}/predictions`
const post = (world: World, person: Person, json: Record<string, unknown> = PREDICTED) =>
  call('POST', at(world), { cookie: person.cookie, json })

/** The talk, sentence by sentence; very short ones stand in any text. */
const body = [...edition().transcript.units.values()]
  .filter(({ id, text }) => id.startsWith('s') && text.split(' ').length > 3)
  .map(({ text }) => text)
const sentencesIn = (text: string): string[] =>
  body.filter((sentence) => text.includes(JSON.stringify(sentence).slice(1, -1)))

describe('before the predictions are in', () => {
  test('no call of the route table and nothing that a page is given holds a sentence of the talk', async () => {
    const world = await makeWorld()
    const { klass, anna, reading } = world
    const sent: string[] = []
    for (const { method, path } of routes.filter((one) => /\{(assignment|class)\}/.test(one.path))) {
      const address = path
        .replace('{assignment}', reading.id)
        .replace('{class}', klass.id)
        .replace('{member}', anna.userId)
      for (const json of [{}, { at: 's80' }, { done: true }, { text: 'A text', citations: [] }])
        sent.push((await call(method, address, { cookie: anna.cookie, ...(method === 'GET' ? {} : { json }) })).text)
    }
    const ctx = asViewer(db, anna)
    sent.push(JSON.stringify(await viewReading(ctx, { assignment: reading.id })))
    sent.push(JSON.stringify(await seeMyWork(ctx, { class: klass.id })))
    expect(sent.filter((text) => sentencesIn(text).length > 0)).toEqual([])
    expect((await viewReading(ctx, { assignment: reading.id })).gate).toMatchObject({ isShut: true, predicted: null })
    // The search would find them: the instructor’s preview of the same reading holds every one.
    const preview = await previewAssignment(asViewer(db, world.teacher), { assignment: reading.id })
    expect(sentencesIn(JSON.stringify(preview))).toHaveLength(body.length)
  })

  test('no place can be saved and nothing is done', async () => {
    const world = await makeWorld()
    for (const json of [{ at: 's80' }, { done: true }])
      expect(
        (await call('PUT', `/api/assignments/${world.reading.id}/place`, { cookie: world.anna.cookie, json })).code,
      ).toBe('predictions-first')
    expect((await seeMyWork(asViewer(db, world.anna), { class: world.klass.id })).assignments[0]).toMatchObject({
      state: 'not-begun',
      predicted: false,
    })
  })

  test.each(PROMPT_IDS)('an empty or overlong “%s” is refused by name, and nothing is stored', async (id) => {
    const world = await makeWorld()
    const empty = await post(world, world.anna, { ...PREDICTED, [id]: ' \n ' })
    expect([empty.code, (empty.json as { path: string }).path]).toEqual(['answer-empty', id])
    const long = await post(world, world.anna, { ...PREDICTED, [id]: 'x'.repeat(PREDICTION_MAX + 1) })
    expect(long.code).toBe('invalid')
    expect((await viewReading(asViewer(db, world.anna), { assignment: world.reading.id })).gate!.isShut).toBe(true)
  })

  test('a form that is refused gives every word back', async () => {
    const world = await makeWorld()
    const reply = await call('POST', at(world), {
      cookie: world.anna.cookie,
      form: { ...PREDICTED, audience: '', limits: '<b>Nothing</b> of his tone.', in: world.klass.id },
    })
    expect(reply.status).toBe(422)
    for (const words of [PREDICTED.author, PREDICTED.aims, '&#60;b&#62;Nothing&#60;/b&#62; of his tone.'])
      expect(reply.text).toContain(words)
  })
})

describe('posting', () => {
  test('opens the text once and for good: the same words again are the same post, others are refused', async () => {
    const world = await makeWorld()
    const first = await post(world, world.anna)
    expect(first.status).toBe(200)
    expect((await post(world, world.anna)).json).toEqual(first.json)
    const second = await post(world, world.anna, { ...PREDICTED, aims: 'I have looked now.' })
    expect(second.code).toBe('changed-elsewhere')
    const view = await viewReading(asViewer(db, world.anna), { assignment: world.reading.id })
    expect(view.gate).toMatchObject({ isShut: false, predicted: { body: PREDICTED } })
    expect(view.gate!.predicted!.postedAt).toBe((first.json as { postedAt: string }).postedAt)
    expect((await viewReading(asViewer(db, world.ben), { assignment: world.reading.id })).gate!.isShut).toBe(true)
    const place = await call('PUT', `/api/assignments/${world.reading.id}/place`, {
      cookie: world.anna.cookie,
      json: { done: true },
    })
    expect(place.status).toBe(200)
  })

  test('two at once make one', async () => {
    const world = await makeWorld()
    const replies = await Promise.all([post(world, world.anna), post(world, world.anna)])
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    expect(replies[0]!.json).toEqual(replies[1]!.json)
  })

  test('the time on the receipt is the time that is kept, however the clock runs on', async () => {
    const world = await makeWorld()
    let tick = Date.now()
    const ctx = { ...asViewer(db, world.anna), now: () => new Date((tick += 1000)) }
    const { postedAt } = await postPredictions(ctx, { assignment: world.reading.id, ...PREDICTED })
    expect((await post(world, world.anna)).json).toMatchObject({ postedAt })
  })

  test('as a form leads to the text', async () => {
    const world = await makeWorld()
    const reply = await call('POST', at(world), {
      cookie: world.anna.cookie,
      form: { ...PREDICTED, in: world.klass.id },
    })
    expect([reply.status, reply.location]).toEqual([
      303,
      `/classes/${world.klass.id}/reading/${world.reading.id}?done=predicted#document`,
    ])
  })

  test('before it opens is refused; after it closes the text is open and late words are kept for the instructor', async () => {
    const world = await makeWorld()
    await setDates(db, world.reading.id, { opensAt: fromNow(HOUR) })
    expect((await post(world, world.anna)).code).toBe('not-open-yet')
    await setDates(db, world.reading.id, { opensAt: null, closesAt: fromNow(-HOUR) })
    expect((await post(world, world.anna)).code).toBe('closed')
    expect((await viewReading(asViewer(db, world.anna), { assignment: world.reading.id })).gate!.isShut).toBe(false)
    const { late } = await viewAnswers(asViewer(db, world.teacher), { assignment: world.reading.id })
    expect(late).toMatchObject([{ student: world.anna.userId, body: { predictions: PREDICTED } }])
  })

  test('a reading without the option has nothing to post to', async () => {
    const world = await makeWorld()
    const plain = await assign(db, world.klass.id, 'reading')
    expect(
      (await call('POST', `/api/assignments/${plain.id}/predictions`, { cookie: world.anna.cookie, json: PREDICTED }))
        .code,
    ).toBe('not-found')
    expect((await viewReading(asViewer(db, world.anna), { assignment: plain.id })).gate).toBeNull()
  })
})

test('the instructor sees them on the desk, under the reading, with the student and in the CSV; a classmate nowhere', async () => {
  const world = await makeWorld()
  await post(world, world.anna)
  const teacher = asViewer(db, world.teacher)
  const answers = await viewAnswers(teacher, { assignment: world.reading.id })
  expect(answers.predictions!.posted).toMatchObject([{ student: world.anna.userId, body: PREDICTED }])
  expect(answers.predictions!.prompts.map(({ id }) => id)).toEqual(PROMPT_IDS)
  const desk = await viewDesk(teacher, { class: world.klass.id })
  const cell = desk.students.find(({ id }) => id === world.anna.userId)!.cells[0]!
  expect(cell).toMatchObject({ state: 'under-way', doneAt: null })
  expect(cell.predictedAt).toBe(cell.lastSavedAt)
  const student = await viewStudent(teacher, { class: world.klass.id, member: world.anna.userId })
  expect(student.work[0]!.predictions!.posted).toHaveLength(1)
  const csv = (await call('GET', `/api/classes/${world.klass.id}/export.csv`, { cookie: world.teacher.cookie })).text
  for (const words of Object.values(PREDICTED)) expect(csv).toContain(words)
  expect(csv).toContain('What can we not learn here?')
  const bens = [
    await viewReading(asViewer(db, world.ben), { assignment: world.reading.id }),
    await seeMyWork(asViewer(db, world.ben), { class: world.klass.id }),
  ]
  for (const words of Object.values(PREDICTED)) expect(JSON.stringify(bens)).not.toContain(words)
})

test('who has left posts nothing, staff post nothing, and an assistant reads the predictions of their own section alone', async () => {
  const world = await makeWorld()
  const [friday, monday] = [
    await makeSection(db, world.klass.id, 'Friday'),
    await makeSection(db, world.klass.id, 'Monday'),
  ]
  const cleo = await makeStudent(db, world.klass.id, { sectionId: friday })
  const gone = await makeStudent(db, world.klass.id, { sectionId: friday, state: 'removed' })
  const assistants = await Promise.all(
    [friday, monday].map((sectionId) => makeAssistant(db, world.klass.id, { sectionId })),
  )
  expect((await post(world, cleo)).status).toBe(200)
  for (const person of [gone, world.teacher, ...assistants]) {
    expect((await post(world, person)).code).toBe('not-found')
    const reading = viewReading(asViewer(db, person), { assignment: world.reading.id })
    expect(codeOf(await reading.catch((error: unknown) => error))).toBe('not-found')
  }
  const read = async (person: Person) =>
    (await viewAnswers(asViewer(db, person), { assignment: world.reading.id })).predictions!.posted.map(
      ({ student }) => student,
    )
  expect(await Promise.all(assistants.map(read))).toEqual([[cleo.userId], []])
})

test('the option is part of what is frozen, and belongs to readings of the transcript alone', async () => {
  const world = await makeWorld()
  const give = async (json: Record<string, unknown>) =>
    (
      (await call('POST', `/api/classes/${world.klass.id}/assignments`, { cookie: world.teacher.cookie, json }))
        .json as { assignment: string }
    ).assignment
  const gated = await give({ kind: 'reading', target: 'transcript', gate: 'predictions' })
  const essay = await give({ kind: 'essay', target: 'how-albania-left-the-bloc', gate: 'predictions' })
  const view = await viewReading(asViewer(db, world.anna), { assignment: gated })
  expect([view.title, view.gate!.isShut]).toEqual(['Predict, then read the transcript', true])
  expect((await viewReading(asViewer(db, world.anna), { assignment: essay })).gate).toBeNull()
})
