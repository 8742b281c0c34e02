/** The forms of exercise beside forecasts: for each, what is sent before it is handed in, what opens, and who sees what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { boxFits, fitOf } from '#lib/domain/exercise-figures.ts'
import { sentencesIn, type ExerciseAnswers, type KeptCards, type KeptPuzzle } from '#lib/domain/exercise.ts'
import { listAssignable, previewAssignment } from '#lib/features/assign-work/assign-work.ts'
import { exerciseHalves } from '#lib/features/assign-work/freeze-exercise.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { viewExercise } from '#lib/features/do-exercise/do-exercise.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { routes } from '#lib/web/api.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, exerciseOf, filledIn, fromNow, HOUR, setDates } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

const FORMS = ['certainty', 'telegrams', 'drift', 'puzzle'] as const
const halves = (form: (typeof FORMS)[number]) => exerciseHalves(exerciseOf(form))

type World = { klass: Klass; teacher: Person; anna: Person; ben: Person; exercise: Assignment }
async function makeWorld(form: (typeof FORMS)[number]): Promise<World> {
  const klass = await makeClass(db)
  return {
    klass,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id),
    ben: await makeStudent(db, klass.id),
    exercise: await assign(db, klass.id, 'exercise', {
      frozen: freeze('exercise', exerciseOf(form).id, { from: 's1', to: 's1' }),
    }),
  }
}
const at = ({ exercise }: World): string => `/api/assignments/${exercise.id}/exercise`
const handIn = (world: World, person: Person, answers: ExerciseAnswers) =>
  call('POST', at(world), { cookie: person.cookie, json: { answers } })
const view = (world: World, person: Person) => viewExercise(asViewer(db, person), { assignment: world.exercise.id })

/** Every text of ours that opens with the hand-in. */
function secretsOf(form: (typeof FORMS)[number]): string[] {
  const { kept } = halves(form)
  if (kept.form === 'forecasts' || kept.form === 'controversy') return []
  if (kept.form === 'puzzle')
    return [...kept.levels.map(({ does }) => does), ...kept.samples.flatMap(({ text, why }) => [text, why])]
  return kept.cards.flatMap(({ told, notes }) => [...told, ...notes].map(({ text }) => text))
}
const foundIn = (text: string, secrets: readonly string[]): string[] =>
  secrets.filter((one) => text.includes(JSON.stringify(one).slice(1, -1)))

describe.each(FORMS)('%s', (form) => {
  const { shown, kept } = halves(form)
  const secrets = secretsOf(form)

  test('before the hand-in no call and nothing a page is given holds the edition’s reading or a classmate’s box', async () => {
    const world = await makeWorld(form)
    const { klass, anna, ben, exercise } = world
    const bens = Object.fromEntries(
      Object.entries(filledIn(shown.fields, 'Ben thinks of the clock.')).map(([id, text]) => [
        id,
        text.startsWith('S.') ? '131 and 132' : text,
      ]),
    )
    expect((await handIn(world, ben, bens)).status).toBe(200)
    const one = shown.fields[0]!
    const sent: string[] = []
    for (const { method, path } of routes.filter((route) => /\{(assignment|class)\}/.test(route.path))) {
      const address = path
        .replace('{assignment}', exercise.id)
        .replace('{class}', klass.id)
        .replace('{member}', anna.userId)
      for (const json of [{}, { seq: 1, answers: {} }, { answers: { [one.id]: filledIn([one])[one.id] } }])
        sent.push((await call(method, address, { cookie: anna.cookie, ...(method === 'GET' ? {} : { json }) })).text)
    }
    sent.push(
      JSON.stringify(await view(world, anna)),
      JSON.stringify(await seeMyWork(asViewer(db, anna), { class: klass.id })),
      JSON.stringify(await previewAssignment(asViewer(db, world.teacher), { assignment: exercise.id })),
    )
    expect(sent.flatMap((text) => foundIn(text, secrets))).toEqual([])
    expect(sent.filter((text) => /"key"|"knot"|"samples"|Ben thinks|131 and 132/.test(text))).toEqual([])
    expect(await view(world, anna)).toMatchObject({ opened: null, class: null })
    // The search would find them: whoever handed in holds every one.
    expect(foundIn(JSON.stringify(await view(world, ben)), secrets)).toHaveLength(secrets.length)
    expect(secrets.length).toBeGreaterThan(5)
  })

  test('classmates’ boxes open after closing alone, from five on, and without whose they are', async () => {
    const world = await makeWorld(form)
    const { klass, anna } = world
    const others = [world.ben]
    for (let i = 0; i < 2; i += 1) others.push(await makeStudent(db, klass.id))
    for (const [i, person] of others.entries())
      await handIn(world, person, filledIn(shown.fields, `Number ${9 - i} says so.`))
    await handIn(world, anna, filledIn(shown.fields, 'Anna’s own.'))
    expect((await view(world, anna)).class).toBeNull()
    await setDates(db, world.exercise.id, { closesAt: fromNow(-HOUR) })
    expect((await view(world, anna)).class).toBeNull()
    await setDates(db, world.exercise.id, { closesAt: fromNow(HOUR) })
    const fifth = await makeStudent(db, klass.id)
    await handIn(world, fifth, filledIn(shown.fields, 'Number 1 says so.'))
    expect((await view(world, anna)).class).toBeNull()
    await setDates(db, world.exercise.id, { closesAt: fromNow(-HOUR) })
    const { class: ofClass } = await view(world, anna)
    expect(ofClass!.n).toBe(5)
    const sent = JSON.stringify(ofClass)
    for (const person of [...others, fifth])
      for (const word of [person.name, person.userId]) expect(sent).not.toContain(word)
    if (form === 'puzzle')
      expect(ofClass!.figures).toMatchObject({
        words: [
          {
            id: 'explanations',
            texts: ['Anna’s own.', 'Number 1 says so.', 'Number 7 says so.', 'Number 8 says so.', 'Number 9 says so.'],
          },
          { id: 'decide' },
        ],
      })
  })

  test('the desk reads who put what at once, with the edition’s reading; the CSV has every box', async () => {
    const world = await makeWorld(form)
    const { klass, teacher, anna, ben, exercise } = world
    const answers = filledIn(shown.fields, 'Anna’s own.')
    await handIn(world, anna, answers)
    const one = shown.fields[0]!
    await call('PUT', at(world), { cookie: ben.cookie, json: { seq: 1, answers: { [one.id]: 'a draft of his' } } })
    const { exercise: desk } = await viewAnswers(asViewer(db, teacher), { assignment: exercise.id })
    expect(desk!.handedIn).toMatchObject([{ student: anna.userId, answers }])
    expect(desk!.kept).toEqual(kept)
    expect(JSON.stringify(desk)).not.toContain('a draft of his')
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    expect(csv.split('\n').filter((line) => line.includes(',exercise,'))).not.toHaveLength(0)
    for (const { id } of shown.fields) expect(csv).toContain(`,${id},`)
  })

  test('it is offered and assigned by the form, and done by plain forms', async () => {
    const { klass, teacher, anna } = await makeWorld(form)
    const { id } = exerciseOf(form)
    const { offered } = await listAssignable(asViewer(db, teacher), { class: klass.id })
    expect(offered.exercises.map((exercise) => exercise.id)).toContain(id)
    const assigned = await call('POST', `/api/classes/${klass.id}/assignments`, {
      cookie: teacher.cookie,
      form: { target: `exercise/${id}`, in: klass.id },
    })
    expect(assigned.location).toContain('done=assigned')
    const { assignments } = await seeMyWork(asViewer(db, anna), { class: klass.id })
    const { id: assignment } = assignments.at(-1)!
    const fields = Object.fromEntries(
      Object.entries(filledIn(shown.fields)).map(([box, text]) => [`answers.${box}`, text]),
    )
    const page = `/classes/${klass.id}/exercises/${assignment}`
    const send = (more: Record<string, string>) =>
      call('POST', `/api/assignments/${assignment}/exercise`, {
        cookie: anna.cookie,
        form: { ...fields, in: klass.id, ...more },
      })
    const last = shown.fields.at(-1)!.id
    const refused = new URL((await send({ [`answers.${last}`]: '' })).location, 'http://x').searchParams
    expect([refused.get('at'), refused.get('problem') ?? refused.get('code')]).toContain(`answers.${last}`)
    expect((await send({})).location).toBe(`${page}?done=handed-in`)
  })
})

describe('how sure each claim is', () => {
  test('puts the edition’s own coding beside the student’s, and measures how far the class agrees', async () => {
    const world = await makeWorld('certainty')
    const { shown, kept } = halves('certainty')
    const { claims } = edition()
    const key = Object.assign({}, ...(kept as KeptCards).cards.map((card) => card.key)) as ExerciseAnswers
    for (const { id, value } of claims.filter((claim) => claim.id in key)) expect(key[id]).toBe(value.is)
    expect(fitOf(shown, kept, key)).toEqual({ fit: 9, of: 9 })
    for (const person of [world.anna, world.ben]) await handIn(world, person, key)
    const { exercise } = await viewAnswers(asViewer(db, world.teacher), { assignment: world.exercise.id })
    expect(exercise!.figures).toMatchObject({
      form: 'boxes',
      choices: [{ id: 'tirana-planned', n: 2, counts: { 'certain-yes': 2, unknown: 0 } }, ...Array(8).fill({ n: 2 })],
      agreement: { alpha: 1, people: 2, things: 9 },
    })
  })
})

describe('two columns of telegrams', () => {
  test('has ten points at least and the four knots, and its key is the edition’s table', () => {
    const { kept } = halves('telegrams') as { kept: KeptCards }
    expect(kept.cards.length).toBeGreaterThanOrEqual(10)
    expect(kept.cards.filter(({ knot }) => knot).map(({ id }) => id)).toEqual([
      'reply-before-departure',
      'what-the-reply-said',
      'whom-ho-saw',
      'tirana-or-sochi-first',
    ])
  })

  test.each([
    ['29', true],
    ['s29, s30', true],
    ['S. 109 and 3', true],
    ['silent', false],
    ['144', false],
  ])('a cell with %s in it fits: %s', (given, fits) => {
    const { shown, kept } = halves('telegrams')
    expect(boxFits(shown, kept, 'reply-before-departure-zhou', given)).toBe(fits)
    expect(boxFits(shown, kept, 'tirana-asked-zhou', 'Silent.')).toBe(true)
  })

  test.each(['somewhere', '29, maybe', '0', '9999', '29 30x', 's', ','])('%s is no cell', async (given) => {
    const world = await makeWorld('telegrams')
    const { shown } = halves('telegrams')
    const reply = await handIn(world, world.anna, { ...filledIn(shown.fields), 'whose-idea-zhou': given })
    expect(reply.code).toBe('invalid')
    expect(sentencesIn('29 30; s31.')).toEqual(['s29', 's30', 's31'])
  })
})

test('the puzzle opens three levels and six samples, and its notes for instructors to them alone', async () => {
  const world = await makeWorld('puzzle')
  const { shown, kept } = halves('puzzle')
  await handIn(world, world.anna, filledIn(shown.fields))
  const opened = (await view(world, world.anna)).opened as KeptPuzzle
  expect([opened.levels.length, opened.samples.length, opened.forInstructors.length]).toEqual([3, 6, 0])
  expect((kept as KeptPuzzle).forInstructors.length).toBeGreaterThan(5)
})
