/** A question before a discussion and again after it: committed before seen, counted as the rows are, and nobody in it. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { suggestions, type PollView } from '#lib/features/ask-class/ask-class.ts'
import { call } from '../factories/call.ts'
import {
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

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type World = { klass: Klass; teacher: Person; students: Person[]; poll: string }
async function makeWorld(many = 5): Promise<World> {
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const students = []
  for (let i = 0; i < many; i++) students.push(await makeStudent(db, klass.id, { name: `Given Family${i}` }))
  const reply = await ask({ klass, teacher }, { ask: ' Which   of the three? ', options: 'This\n\n That \nNeither' })
  return { klass, teacher, students, poll: (reply.json as { poll: string }).poll }
}
const ask = ({ klass, teacher }: Pick<World, 'klass' | 'teacher'>, json: object) =>
  call('POST', `/api/classes/${klass.id}/polls`, { cookie: teacher.cookie, json })
const answer = ({ poll }: World, who: Person, round: string, choice: string) =>
  call('PUT', `/api/polls/${poll}/answer`, { cookie: who.cookie, json: { round, choice } })
const step = async ({ poll, teacher }: World, ...steps: string[]) => {
  let reply
  for (const one of steps)
    reply = await call('PUT', `/api/polls/${poll}`, { cookie: teacher.cookie, json: { step: one } })
  return reply!
}
const wall = async ({ poll, teacher }: World) =>
  (await call('GET', `/api/polls/${poll}`, { cookie: teacher.cookie })).json as PollView
const mine = ({ poll }: World, who: Person) => call('GET', `/api/polls/${poll}/answer`, { cookie: who.cookie })
const rows = (poll: string) => db.select().from(db.t.pollAnswers).where(eq(db.t.pollAnswers.pollId, poll))

async function all(world: World, round: string, choices: string) {
  for (const [i, choice] of Array.from(choices).entries())
    if (choice !== '.') expect((await answer(world, world.students[i]!, round, choice)).status).toBe(200)
}

describe('a question before and after', () => {
  test('counts both rounds as the rows are, and who went from what to what, with nobody in its bytes', async () => {
    const world = await makeWorld()
    await all(world, 'before', 'aab.c')
    expect(await wall(world)).toMatchObject({ state: 'before', of: 5, answered: { before: 4, again: 0 } })
    await step(world, 'close', 'ask-again')
    await all(world, 'again', 'bbbb.')
    await step(world, 'end', 'show')
    const view = await wall(world)
    expect(view.poll.options.map(({ text }) => text)).toEqual(['This', 'That', 'Neither'])
    expect([view.poll.ask, view.state]).toEqual(['Which of the three?', 'over'])
    expect(view.counts.rounds).toEqual([
      { round: 'before', n: 4, counts: [2, 1, 1] },
      { round: 'again', n: 4, counts: [0, 4, 0] },
    ])
    expect(view.counts.changed).toEqual({ n: 3, stayed: 1, moves: [{ from: 'This', to: 'That', n: 2 }] })
    expect(view.counts.rounds.reduce((sum, round) => sum + round.n, 0)).toBe((await rows(world.poll)).length)
    const bytes = JSON.stringify([view, (await mine(world, world.students[0]!)).json])
    for (const { userId, name } of world.students) {
      expect(bytes).not.toContain(userId)
      expect(bytes).not.toContain(name)
    }
  })

  test('no student’s bytes hold a count before it is shown and they have answered what was asked last', async () => {
    const world = await makeWorld()
    const [first, second, , silent] = world.students as [Person, Person, Person, Person]
    const countsFor = async (who: Person) => ((await mine(world, who)).json as { counts: unknown }).counts
    await all(world, 'before', 'ab')
    expect([await countsFor(first), await countsFor(silent)]).toEqual([null, null])
    expect((await step(world, 'show')).code).toBe('poll-step')
    await step(world, 'close')
    expect(await countsFor(first)).toBeNull()
    await step(world, 'show')
    expect(await countsFor(first)).toMatchObject({ rounds: [{ round: 'before', n: 2 }], changed: null })
    expect(await countsFor(silent)).toBeNull()
    // Asked again: who has not answered anew sees nothing, and the open round is counted for nobody.
    await step(world, 'ask-again')
    expect(await countsFor(first)).toBeNull()
    await answer(world, first, 'again', 'b')
    expect(await countsFor(first)).toMatchObject({ rounds: [{ round: 'before' }], changed: null })
    expect((await wall(world)).counts.rounds).toHaveLength(1)
    await step(world, 'end')
    expect(await countsFor(first)).toMatchObject({ rounds: [{ round: 'before' }, { round: 'again', n: 1 }] })
    expect([await countsFor(second), await countsFor(silent)]).toEqual([null, null])
    await step(world, 'hide')
    expect(await countsFor(first)).toBeNull()
    expect((await wall(world)).counts.rounds).toEqual([])
    // Nor do the lists that every student is sent tell of it.
    const list = await call('GET', `/api/classes/${world.klass.id}/polls`, { cookie: silent.cookie })
    expect(list.text).not.toMatch(/counts|answered"/u)
  })

  test('an answer can be changed while its round is open, is one row, and is for that round alone', async () => {
    const world = await makeWorld()
    const [who] = world.students as [Person]
    await answer(world, who, 'before', 'a')
    await answer(world, who, 'before', 'c')
    expect((await rows(world.poll)).map((row) => [row.round, row.choice])).toEqual([['before', 'c']])
    expect((await answer(world, who, 'again', 'a')).code).toBe('poll-not-open')
    await step(world, 'close')
    expect((await answer(world, who, 'before', 'a')).code).toBe('poll-not-open')
    await step(world, 'ask-again')
    // A form of the first round that comes late is not taken for the second.
    expect((await answer(world, who, 'before', 'a')).code).toBe('poll-not-open')
    await Promise.all([answer(world, who, 'again', 'a'), answer(world, who, 'again', 'a')])
    expect((await rows(world.poll)).length).toBe(2)
    const form = await call('POST', `/api/polls/${world.poll}/answer/save`, {
      cookie: who.cookie,
      form: { in: world.klass.id, round: 'again', choice: 'b' },
    })
    expect(form.location).toBe(`/classes/${world.klass.id}/polls/${world.poll}?done=answered`)
  })

  test('steps come in their order, and the same step twice is one', async () => {
    const world = await makeWorld(1)
    for (const early of ['ask-again', 'end', 'show']) expect((await step(world, early)).code, early).toBe('poll-step')
    expect((await step(world, 'close', 'close')).status).toBe(200)
    expect((await step(world, 'ask-again', 'ask-again')).status).toBe(200)
    expect((await step(world, 'end', 'end')).status).toBe(200)
    expect((await step(world, 'ask-again')).status).toBe(200)
    expect((await wall(world)).state).toBe('over')
    const short = await makeWorld(1)
    await step(short, 'close', 'end')
    expect((await step(short, 'ask-again')).code).toBe('poll-step')
    await step(short, 'show')
    expect((await wall(short)).counts.rounds.map(({ round }) => round)).toEqual(['before'])
  })

  test('suggestions are the edition’s own words and open cruxes; anything else is refused with what was typed', async () => {
    const world = await makeWorld(0)
    const from = suggestions()
    expect(from).toHaveLength(edition().controversies.length + edition().cruxes.filter(({ open }) => open).length)
    for (const one of from) expect(one.options.length, one.from).toBeLessThanOrEqual(6)
    const reply = await ask(world, { from: 'crux:no-news-from-albania' })
    const [row] = await db
      .select()
      .from(db.t.polls)
      .where(eq(db.t.polls.id, (reply.json as { poll: string }).poll))
    const crux = edition().cruxes.find(({ id }) => id === 'no-news-from-albania')!
    expect(row!.options.slice(0, -1).map(({ text }) => text)).toEqual(crux.readings.map(({ text }) => text))
    for (const bad of [
      {},
      { from: 'crux:three-points' },
      { from: 'crux:__proto__' },
      { ask: 'One option?', options: 'Only' },
      { ask: 'Twice?', options: 'Same\nsame' },
      { ask: 'Many?', options: '1\n2\n3\n4\n5\n6\n7' },
      { ask: ' ', options: 'a\nb' },
      { ask: 'x'.repeat(301), options: 'a\nb' },
      { ask: 'Long?', options: `a\n${'b'.repeat(201)}` },
      { ask: 'Extra?', options: 'a\nb', isShown: true },
    ])
      expect((await ask(world, bad)).code, JSON.stringify(bad).slice(0, 60)).toBe('invalid')
    const back = await call('POST', `/api/classes/${world.klass.id}/polls`, {
      cookie: world.teacher.cookie,
      form: { ask: 'One option?', options: 'Only' },
    })
    expect(back.text + back.location).toMatch(/One(\+|%20| )option/u)
  })

  test('only students answer, only instructors ask and look; hostile ids and choices are refused', async () => {
    const world = await makeWorld()
    const section = await makeSection(db, world.klass.id, 'Friday')
    const assistant = await makeAssistant(db, world.klass.id, { sectionId: section })
    const stranger = await makeStudent(db, (await makeClass(db)).id)
    for (const who of [world.teacher, assistant, stranger])
      expect((await answer(world, who, 'before', 'a')).code, who.name).toBe('not-found')
    for (const { cookie } of [assistant, stranger, world.students[0]!])
      expect((await call('PUT', `/api/polls/${world.poll}`, { cookie, json: { step: 'close' } })).code).toBe(
        'not-found',
      )
    const [who] = world.students as [Person]
    for (const choice of ['', 'z', 'A', '__proto__', 'constructor', 'x'.repeat(9)])
      expect((await answer(world, who, 'before', choice)).code, choice).toBe('invalid')
    for (const poll of [v7(), '%', 'x'.repeat(300)])
      expect(['not-found', 'invalid', 'bad-request']).toContain(
        (await answer({ ...world, poll }, who, 'before', 'a')).code,
      )
    expect(await rows(world.poll)).toEqual([])
  })

  test('an answer goes with its person: it is theirs to take, gone when they are erased, not counted when they have left', async () => {
    const world = await makeWorld(3)
    await all(world, 'before', 'abc')
    const [erased, removed] = world.students as [Person, Person]
    const data = (await call('GET', '/api/me/data', { cookie: erased.cookie })).json as { pollAnswers: object[] }
    expect(data.pollAnswers).toMatchObject([{ pollId: world.poll, round: 'before', choice: 'a' }])
    await call('POST', '/api/me/erasure', {
      cookie: erased.cookie,
      json: { passphrase: PASSPHRASE, confirm: 'erase me' },
    })
    await call('DELETE', `/api/classes/${world.klass.id}/roster/${removed.userId}`, { cookie: world.teacher.cookie })
    await step(world, 'close', 'show')
    expect((await wall(world)).counts.rounds).toEqual([{ round: 'before', n: 1, counts: [0, 0, 1] }])
    expect((await rows(world.poll)).find((row) => row.userId === erased.userId)!.choice).toBeNull()
  })
})
