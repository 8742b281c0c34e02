/** A controversy in parts that hold: what each part opens and nothing before, who reads what, and that what is in stays. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { ExerciseAnswers, KeptControversy, ShownOf } from '#lib/domain/exercise.ts'
import { exerciseHalves } from '#lib/features/assign-work/freeze-exercise.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { previewAssignment } from '#lib/features/assign-work/assign-work.ts'
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

const { shown, kept } = exerciseHalves(exerciseOf('controversy')) as {
  shown: ShownOf<'controversy'>
  kept: KeptControversy
}
const [did, didNot] = kept.sides as [KeptControversy['sides'][0], KeptControversy['sides'][0]]
const evidence = (side: KeptControversy['sides'][0]): string => JSON.stringify(side.evidence)

type World = { klass: Klass; teacher: Person; anna: Person; ben: Person; exercise: Assignment }
async function makeWorld(): Promise<World> {
  const klass = await makeClass(db)
  const frozen = freeze('exercise', exerciseOf('controversy').id, { from: 's1', to: 's1' })
  return {
    klass,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id),
    ben: await makeStudent(db, klass.id),
    exercise: await assign(db, klass.id, 'exercise', { frozen }),
  }
}
const at = ({ exercise }: World): string => `/api/assignments/${exercise.id}/exercise`
const send = (world: World, person: Person, answers: ExerciseAnswers) =>
  call('POST', at(world), { cookie: person.cookie, json: { answers } })
const save = (world: World, person: Person, seq: number, answers: ExerciseAnswers) =>
  call('PUT', at(world), { cookie: person.cookie, json: { seq, answers } })
const boxes = (phase: string, words: string): ExerciseAnswers => {
  const mine = shown.phases.find(({ id }) => id === phase)!.boxes
  return filledIn(
    shown.fields.filter(({ id }) => mine.includes(id)),
    words,
  )
}
/** Hands in every part up to and with `last`, each word with the person's mark. */
async function upTo(world: World, person: Person, last: string, mark: string): Promise<void> {
  for (const { id } of shown.phases) {
    expect((await send(world, person, boxes(id, `${mark} in ${id}.`))).status).toBe(200)
    if (id === last) return
  }
}
const view = (world: World, person: Person) => viewExercise(asViewer(db, person), { assignment: world.exercise.id })
const read = async (world: World) =>
  (await viewAnswers(asViewer(db, world.teacher), { assignment: world.exercise.id })).exercise!

describe('parts that hold', () => {
  test('open one by one: the side after the first, the other’s case after one’s own, the other side after the answer', async () => {
    const world = await makeWorld()
    await upTo(world, world.ben, 'present', 'Ben')
    const seen: string[] = []
    for (const { id } of shown.phases) {
      const { parts, opened } = await view(world, world.anna)
      const text = JSON.stringify({ parts, opened })
      seen.push(
        [
          parts!.now,
          text.includes(didNot.claim) && 'own side',
          text.includes('Ben in present.') && 'Ben’s case',
          text.includes(did.claim) && 'other side',
        ]
          .filter(Boolean)
          .join(', '),
      )
      expect(text).not.toMatch(/Ben in (?:before|prepare)/)
      await send(world, world.anna, boxes(id, `Anna in ${id}.`))
    }
    expect(seen).toEqual([
      'before',
      'prepare, own side',
      'present, own side',
      'answer, own side, Ben’s case',
      'swap, own side, Ben’s case, other side',
      'together, own side, Ben’s case, other side',
      'after, own side, Ben’s case, other side',
    ])
    const { own, parts } = await view(world, world.anna)
    expect(own!.handedInAt).not.toBeNull()
    expect(parts!.now).toBeNull()
    expect([own!.answers['before-why'], own!.answers['after-why']]).toEqual(['Anna in before.', 'Anna in after.'])
    expect(Object.keys(own!.answers).filter((id) => id.includes('.'))).toEqual([])
  })

  test('before the parts are in no call of the table and nothing a page is given holds what they open', async () => {
    const world = await makeWorld()
    const { klass, anna, exercise } = world
    await upTo(world, world.ben, 'after', 'Ben')
    await upTo(world, anna, 'prepare', 'Anna')
    const sent: string[] = []
    for (const { method, path } of routes.filter((one) => /\{(assignment|class)\}/.test(one.path))) {
      const address = path
        .replace('{assignment}', exercise.id)
        .replace('{class}', klass.id)
        .replace('{member}', anna.userId)
      for (const json of [{}, { seq: 3, answers: {} }, { answers: { answer: 'too early' } }])
        sent.push((await call(method, address, { cookie: anna.cookie, ...(method === 'GET' ? {} : { json }) })).text)
    }
    sent.push(
      JSON.stringify(await view(world, anna)),
      JSON.stringify(await seeMyWork(asViewer(db, anna), { class: klass.id })),
      JSON.stringify(await previewAssignment(asViewer(db, world.teacher), { assignment: exercise.id })),
    )
    // Ben began first, so his side is the other one.
    const hidden = ['Ben in ', did.claim, evidence(did), ...kept.forInstructors.map(({ text }) => text)]
    expect(hidden.filter((text) => sent.some((one) => one.includes(text)))).toEqual([])
  })

  test('what is in stays: other words for it are refused, the same are the same hand-in, and a later part is too early', async () => {
    const world = await makeWorld()
    const { anna } = world
    await upTo(world, anna, 'prepare', 'Anna')
    const { seq } = (await view(world, anna)).own!
    expect((await send(world, anna, boxes('prepare', 'Anna in prepare.'))).status).toBe(200)
    expect((await view(world, anna)).own!.seq).toBe(seq)
    expect((await send(world, anna, boxes('before', 'A second thought.'))).code).toBe('changed-elsewhere')
    expect((await save(world, anna, seq + 1, boxes('before', 'A second thought.'))).code).toBe('changed-elsewhere')
    expect((await send(world, anna, boxes('answer', 'Too early.'))).code).toBe('invalid')
    expect((await save(world, anna, seq + 1, boxes('answer', 'Too early.'))).code).toBe('invalid')
    expect((await save(world, anna, seq + 1, { 'in.answer': 'x' })).code).toBe('invalid')
    expect((await view(world, anna)).own!.answers).toMatchObject(boxes('before', 'Anna in before.'))
    // The part now is a draft like any other, and an empty box stops it alone.
    expect((await save(world, anna, seq + 1, { case: 'half a case' })).status).toBe(200)
    expect((await send(world, anna, {})).code).toBe('answer-empty')
    expect((await view(world, anna)).parts!.now).toBe('present')
  })

  test('sides go to whoever begins in turn, and cases are paired by the order in which they came', async () => {
    const world = await makeWorld()
    const people = [world.anna, world.ben, await makeStudent(db, world.klass.id), await makeStudent(db, world.klass.id)]
    for (const [i, person] of people.entries()) await upTo(world, person, 'before', `P${i}`)
    const sides = await Promise.all(people.map(async (person) => (await view(world, person)).parts!.side!.id))
    expect(sides).toEqual([did.id, didNot.id, did.id, didNot.id])
    const finish = async (i: number) => {
      for (const phase of ['prepare', 'present'])
        expect((await send(world, people[i]!, boxes(phase, `P${i} in ${phase}.`))).status).toBe(200)
    }
    await finish(0)
    // Nobody is there yet; it is said and stops nothing.
    expect((await view(world, people[0]!)).parts!.theirCase).toBeNull()
    for (const i of [3, 1, 2]) await finish(i)
    const cases = await Promise.all(people.map(async (person) => (await view(world, person)).parts!.theirCase))
    expect(cases).toEqual(['P3 in present.', 'P2 in present.', 'P1 in present.', 'P0 in present.'])
  })

  test('the desk reads each part as soon as it is in and no draft; students see opinions alone, after closing', async () => {
    const world = await makeWorld()
    const { anna, ben } = world
    await upTo(world, anna, 'prepare', 'Anna')
    await save(world, anna, 3, { case: 'a draft of hers' })
    await save(world, ben, 1, { 'before-why': 'a draft of his' })
    const desk = await read(world)
    expect(desk.handedIn.map(({ student }) => student)).toEqual([anna.userId])
    expect(desk.handedIn[0]!.answers!['three-sentences']).toBe('Anna in prepare.')
    expect(JSON.stringify(desk)).not.toContain('a draft of')
    const csv = (await call('GET', `/api/classes/${world.klass.id}/export.csv`, { cookie: world.teacher.cookie })).text
    expect(csv).toContain('Anna in prepare.')
    for (const phase of shown.phases.slice(2)) await send(world, anna, boxes(phase.id, `Anna in ${phase.id}.`))
    for (let i = 0; i < 4; i += 1) await upTo(world, await makeStudent(db, world.klass.id), 'after', 'Somebody')
    await setDates(db, world.exercise.id, { closesAt: fromNow(-HOUR) })
    const { class: ofClass } = await view(world, anna)
    expect(ofClass).toMatchObject({ n: 5, figures: { choices: [{ n: 5 }, { n: 5 }], words: [] } })
  })

  test('both sides stand on sentences, and the notes are for instructors', () => {
    const { units } = edition().transcript
    for (const { evidence: cites } of kept.sides)
      for (const { at: id, quote } of cites) expect(units.get(id)!.text).toContain(quote)
    expect(JSON.stringify(shown)).not.toContain(did.claim)
  })
})
