/** An exercise: what is sent before it is handed in, what is stored, what opens, and who sees it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import type { ExerciseFigures } from '#lib/domain/exercise-figures.ts'
import type { KeptExercise, KeptForecasts } from '#lib/domain/exercise.ts'
import { codedScore, ownScore, type ForecastFigures } from '#lib/domain/forecast-figures.ts'
import { listAssignable, previewAssignment } from '#lib/features/assign-work/assign-work.ts'
import { viewExercise } from '#lib/features/do-exercise/do-exercise.ts'
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
import { assign, FORECAST, fromNow, HOUR, setDates } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type World = { klass: Klass; teacher: Person; anna: Person; ben: Person; exercise: Assignment }
async function makeWorld(): Promise<World> {
  const klass = await makeClass(db)
  return {
    klass,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id),
    ben: await makeStudent(db, klass.id),
    exercise: await assign(db, klass.id, 'exercise'),
  }
}
type Answers = Record<string, string>
const at = ({ exercise }: World): string => `/api/assignments/${exercise.id}/exercise`
const save = (world: World, person: Person, seq: number, answers: Answers) =>
  call('PUT', at(world), { cookie: person.cookie, json: { seq, answers } })
const handIn = (world: World, person: Person, answers: Answers = FORECAST) =>
  call('POST', at(world), { cookie: person.cookie, json: { answers } })
const view = (world: World, person: Person) => viewExercise(asViewer(db, person), { assignment: world.exercise.id })

const forecasts = (kept: KeptExercise | null): KeptForecasts => kept as KeptForecasts
const figured = (figures: ExerciseFigures): ForecastFigures => figures as ForecastFigures & { form: 'forecasts' }

/** Every sentence that tells what came. */
const told = edition().forecastOutcomes.flatMap(({ what }) => what.map(({ text }) => text))
const toldIn = (text: string): string[] => told.filter((one) => text.includes(JSON.stringify(one).slice(1, -1)))

describe('before it is handed in', () => {
  test('no call of the route table and nothing that a page is given tells what came, or how the words are coded', async () => {
    const world = await makeWorld()
    const { klass, anna, ben, exercise } = world
    await handIn(world, ben)
    const sent: string[] = []
    for (const { method, path } of routes.filter((one) => /\{(assignment|class)\}/.test(one.path))) {
      const address = path
        .replace('{assignment}', exercise.id)
        .replace('{class}', klass.id)
        .replace('{member}', anna.userId)
      for (const json of [{}, { seq: 1, answers: { deadlock: '20' } }, { answers: { deadlock: '20' } }])
        sent.push((await call(method, address, { cookie: anna.cookie, ...(method === 'GET' ? {} : { json }) })).text)
    }
    const ctx = asViewer(db, anna)
    sent.push(JSON.stringify(await view(world, anna)), JSON.stringify(await seeMyWork(ctx, { class: klass.id })))
    sent.push(JSON.stringify(await previewAssignment(asViewer(db, world.teacher), { assignment: exercise.id })))
    expect(sent.flatMap(toldIn)).toEqual([])
    expect(sent.filter((text) => /"resolved"|"coded"/.test(text))).toEqual([])
    expect(await view(world, anna)).toMatchObject({ opened: null, class: null })
    // The search would find them: whoever handed in holds every one.
    expect(toldIn(JSON.stringify(await view(world, ben)))).toHaveLength(told.length)
  })

  test('the boxes are a draft whatever is in them; the same number again is the same receipt, another is refused', async () => {
    const world = await makeWorld()
    const first = await save(world, world.anna, 1, { deadlock: '70', 'no-conference': 'perhaps', 'zhou-away': '  ' })
    expect(first.status).toBe(200)
    expect((await save(world, world.anna, 1, { deadlock: '70', 'no-conference': 'perhaps' })).json).toEqual(first.json)
    const twice = await save(world, world.anna, 1, { deadlock: '71' })
    expect([twice.code, (twice.json as { stored: { answers: Answers } }).stored.answers]).toEqual([
      'changed-elsewhere',
      { deadlock: '70', 'no-conference': 'perhaps' },
    ])
    expect((await save(world, world.anna, 2, { deadlock: '71' })).status).toBe(200)
    expect((await seeMyWork(asViewer(db, world.anna), { class: world.klass.id })).assignments[0]).toMatchObject({
      state: 'under-way',
      progress: { done: 1, of: 12 },
    })
  })

  test.each([
    ['a box that is none', { nowhere: '3' }],
    ['text without end', { deadlock: 'x'.repeat(5000) }],
    ['a number for a text', { deadlock: 70 } as unknown as Answers],
  ])('%s is refused, and nothing is stored', async (_what, answers) => {
    const world = await makeWorld()
    for (const reply of [await save(world, world.anna, 1, answers), await handIn(world, world.anna, answers)])
      expect(reply.code).toBe('invalid')
    expect((await view(world, world.anna)).own).toBeNull()
  })

  test.each([
    ['empty', '', 'answer-empty'],
    ['no number', 'much', 'invalid'],
    ['too large', '101', 'invalid'],
    ['a fraction', '7.5', 'invalid'],
    ['below zero', '-1', 'invalid'],
  ])(
    'a box that is %s stops the hand-in by its name, and the rest is kept as the draft',
    async (_what, value, code) => {
      const world = await makeWorld()
      const reply = await handIn(world, world.anna, { ...FORECAST, 'albania-patient': value })
      expect(reply.code).toBe(code)
      expect(reply.text).toContain('answers.albania-patient')
      const { own, opened } = await view(world, world.anna)
      expect([own!.answers.deadlock, own!.handedInAt, own!.seq, opened]).toEqual([FORECAST.deadlock, null, 1, null])
    },
  )

  test('a form without script saves, comes back with its problem, and hands in', async () => {
    const world = await makeWorld()
    const { klass, anna } = world
    const fields = (answers: Answers) =>
      Object.fromEntries(Object.entries(answers).map(([id, text]) => [`answers.${id}`, text]))
    const page = `/classes/${klass.id}/exercises/${world.exercise.id}`
    const form = (answers: Answers, more = {}) => ({
      cookie: anna.cookie,
      form: { ...fields(answers), in: klass.id, ...more },
    })
    expect((await call('POST', `${at(world)}/save`, form({ deadlock: '70' }, { seq: '1' }))).location).toBe(
      `${page}?done=saved`,
    )
    // Words that stand nowhere else come back whole.
    const elsewhere = await call('POST', `${at(world)}/save`, form({ deadlock: '75' }, { seq: '1' }))
    expect([elsewhere.status, elsewhere.text.includes('deadlock: 75')]).toEqual([409, true])
    const refused = await call('POST', at(world), form({ ...FORECAST, 'zhou-away': '' }))
    expect([refused.status, refused.code, new URL(refused.location, 'http://x').searchParams.get('at')]).toEqual([
      303,
      'answer-empty',
      'answers.zhou-away',
    ])
    expect((await call('POST', at(world), form(FORECAST))).location).toBe(`${page}?done=handed-in`)
    expect((await view(world, anna)).own!.answers).toEqual(FORECAST)
  })
})

describe('handing in', () => {
  test('opens what came once and for good: the same boxes again are the same hand-in, others are refused', async () => {
    const world = await makeWorld()
    const first = await handIn(world, world.anna)
    expect(first.status).toBe(200)
    expect((await handIn(world, world.anna)).json).toEqual(first.json)
    const second = { ...FORECAST, deadlock: '99' }
    expect((await handIn(world, world.anna, second)).code).toBe('changed-elsewhere')
    expect((await save(world, world.anna, 2, second)).code).toBe('changed-elsewhere')
    const { own, opened, class: ofClass } = await view(world, world.anna)
    expect(own).toMatchObject({ answers: FORECAST, seq: 1 })
    expect(ofClass).toBeNull()
    expect(forecasts(opened).forecasts).toHaveLength(12)
    expect((await seeMyWork(asViewer(db, world.anna), { class: world.klass.id })).assignments[0]!.state).toBe('done')
  })

  /*
   * Seven of the twelve are decided. By hand, with FORECAST = 20, 25, … 75 in the order of the exercise:
   *   hope-for-easing 35 no .1225; deadlock 40 yes .36; trouble-in-october 50 yes .25; german-peace-treaty 55 no .3025;
   *   not-all-is-broken 60 no .36; albania-patient 65 no .4225; no-conference 70 yes .09. Sum 1.9075, over 7: .2725.
   * The words: possible 50, probable 75, possible 50, certain 95, possible 50, probable 75, certain 95:
   *   .25 + .0625 + .25 + .9025 + .25 + .5625 + .0025 = 2.28, over 7: .325714.
   */
  test('gives the known scores of the student and of the words as coded', async () => {
    const world = await makeWorld()
    await handIn(world, world.anna)
    const { own, opened } = await view(world, world.anna)
    expect(ownScore(forecasts(opened), own!.answers)!.score).toBeCloseTo(0.2725, 6)
    expect(codedScore(forecasts(opened))!.score).toBeCloseTo(0.325714, 6)
  })

  test('not before it opens, and after closing what is sent is kept for the instructor', async () => {
    const world = await makeWorld()
    await setDates(db, world.exercise.id, { opensAt: fromNow(HOUR) })
    expect((await handIn(world, world.anna)).code).toBe('not-open-yet')
    await setDates(db, world.exercise.id, { opensAt: null, closesAt: fromNow(-HOUR) })
    expect((await save(world, world.anna, 1, { deadlock: '70' })).code).toBe('closed')
    expect((await handIn(world, world.anna)).code).toBe('closed')
    const desk = await viewAnswers(asViewer(db, world.teacher), { assignment: world.exercise.id })
    expect(desk.late.map(({ body }) => body?.exercise)).toEqual([{ deadlock: '70' }, FORECAST])
    // Nothing is left to commit to, so what came opens to all.
    expect(toldIn(JSON.stringify(await view(world, world.ben)))).toHaveLength(told.length)
  })
})

describe('the class', () => {
  test('shows to students after closing alone, from five on, and without anybody’s name or row', async () => {
    const world = await makeWorld()
    const others = []
    for (let i = 0; i < 4; i += 1) others.push(await makeStudent(db, world.klass.id))
    for (const [i, person] of others.entries()) await handIn(world, person, { ...FORECAST, deadlock: String(90 - i) })
    await setDates(db, world.exercise.id, { closesAt: fromNow(HOUR) })
    await handIn(world, world.anna)
    expect((await view(world, world.anna)).class).toBeNull()
    await setDates(db, world.exercise.id, { closesAt: fromNow(-HOUR) })
    const { class: ofClass } = await view(world, world.anna)
    expect(ofClass!.n).toBe(5)
    expect(figured(ofClass!.figures).forecasts.find(({ id }) => id === 'deadlock')!.percents).toEqual([
      40, 87, 88, 89, 90,
    ])
    const sent = JSON.stringify(ofClass)
    for (const person of others) for (const word of [person.name, person.userId]) expect(sent).not.toContain(word)
  })

  test('four are too few', async () => {
    const world = await makeWorld()
    for (const person of [world.anna, world.ben]) await handIn(world, person)
    await setDates(db, world.exercise.id, { closesAt: fromNow(-HOUR) })
    expect((await view(world, world.anna)).class).toBeNull()
  })

  test('the desk reads every hand-in at once and no draft; an assistant those of their section; the CSV every box', async () => {
    const world = await makeWorld()
    const { klass, teacher, anna, ben, exercise } = world
    const section = await makeSection(db, klass.id, 'Friday')
    const carla = await makeStudent(db, klass.id, { sectionId: section })
    const assistant = await makeAssistant(db, klass.id, { sectionId: section })
    await handIn(world, anna)
    await handIn(world, carla, { ...FORECAST, deadlock: '99' })
    await save(world, ben, 1, { deadlock: '13' })
    const read = async (person: Person) =>
      (await viewAnswers(asViewer(db, person), { assignment: exercise.id })).exercise!
    expect((await read(teacher)).handedIn.map(({ student }) => student)).toEqual([anna.userId, carla.userId])
    expect(figured((await read(teacher)).figures).scores!.spread.n).toBe(2)
    expect((await read(assistant)).handedIn.map(({ answers }) => answers!.deadlock)).toEqual(['99'])
    expect(JSON.stringify(await read(teacher))).not.toContain('"13"')
    expect((await viewDesk(asViewer(db, teacher), { class: klass.id })).assignments[0]).toMatchObject({
      kind: 'exercise',
      of: 3,
      done: 2,
      underWay: 1,
    })
    const [work] = (await viewStudent(asViewer(db, teacher), { class: klass.id, member: anna.userId })).work
    expect(work!.exercise!.handedIn).toHaveLength(1)
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    expect(csv.split('\n').filter((line) => line.includes(',exercise,') && line.includes(',deadlock,'))).toHaveLength(2)
    const refused = async (person: Person) =>
      codeOf(await viewAnswers(asViewer(db, person), { assignment: exercise.id }).catch((error: unknown) => error))
    expect(await refused(anna)).toBe('not-found')
  })

  test('it is offered, assigned by the form, and not taken back once somebody has begun', async () => {
    const world = await makeWorld()
    const { klass, teacher, anna } = world
    const { offered } = await listAssignable(asViewer(db, teacher), { class: klass.id })
    expect(offered.exercises.map(({ id }) => id)).toContain('before-the-outcome')
    const form = { target: 'exercise/before-the-outcome', in: klass.id }
    expect(
      (await call('POST', `/api/classes/${klass.id}/assignments`, { cookie: teacher.cookie, form })).location,
    ).toContain('done=assigned')
    await save(world, anna, 1, { deadlock: '70' })
    expect(
      (await call('DELETE', `/api/assignments/${world.exercise.id}`, { cookie: teacher.cookie, json: {} })).code,
    ).toBe('work-exists')
  })
})
