/** Attacks on the rules themselves, without a server: what tests/attacks.ts lists and no other test already tries. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { call, type Reply } from '../factories/call.ts'
import { makeClass, makeStudent, openSession, PASSPHRASE, type Klass, type Person } from '../factories/people.ts'
import { ask, makeWorld, ROLES, TABLE } from '../factories/route-lines.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

const planted = plantedQuiz('attacks')
const [item, right, wrong] = ['one-choice', planted.right['one-choice']!, planted.wrong['one-choice']!]
let db: Db
let klass: Klass
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
})
afterAll(() => db.close())

const distinct = (replies: readonly Reply[]): Set<string> =>
  new Set(replies.map(({ status, text }) => `${status} ${text}`))
const times = <T>(n: number, run: (i: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: n }, (_none, i) => run(i)))

async function sit(): Promise<{ anna: Person; quiz: string; begin: () => Promise<Reply> }> {
  const anna = await makeStudent(db, klass.id)
  const { id: quiz } = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, attemptsAllowed: 1 })
  return {
    anna,
    quiz,
    begin: () => call('POST', `/api/assignments/${quiz}/attempts`, { cookie: anna.cookie, json: {} }),
  }
}
async function begun() {
  const { anna, begin } = await sit()
  const { id } = (await begin()).json as { id: string }
  const save = (answer: unknown, seq: number) =>
    call('PUT', `/api/attempts/${id}/answers/${item}`, { cookie: anna.cookie, json: { answer, seq } })
  const handIn = () => call('POST', `/api/attempts/${id}/submission`, { cookie: anna.cookie, json: {} })
  const stored = async () => ({
    answers: await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, id)),
    attempt: (await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, id)))[0]!,
  })
  return { anna, id, save, handIn, stored }
}

describe('after hand-in', () => {
  test('no save, newer, older or the same with another answer, changes what was handed in or its score', async () => {
    const { save, handIn, stored } = await begun()
    const receipt = await save(wrong, 1)
    const result = await handIn()
    const before = await stored()
    for (const [answer, seq] of [
      [right, 2],
      [right, 1],
      [right, 1_000_000],
    ] as const) {
      const reply = await save(answer, seq)
      expect([reply.status, reply.code], `save ${seq}`).toEqual([409, 'attempt-closed'])
    }
    expect((await save(wrong, 1)).text, 'a reply that was lost may be fetched again').toBe(receipt.text)
    expect((await handIn()).text).toBe(result.text)
    expect(await stored()).toEqual(before)
    expect(before.attempt.earned).toBe(0)
  })
})

describe('fifty at once', () => {
  test('beginnings of a quiz that may be taken once are one attempt', async () => {
    const { quiz, begin } = await sit()
    const replies = await times(50, begin)
    expect(replies.map(({ status }) => status)).toEqual(replies.map(() => 200))
    expect(new Set(replies.map(({ json }) => (json as { id: string }).id)).size).toBe(1)
    expect(await db.select().from(db.t.attempts).where(eq(db.t.attempts.assignmentId, quiz))).toHaveLength(1)
  })
  test('hand-ins are one, with one result', async () => {
    const { save, handIn } = await begun()
    await save(right, 1)
    const replies = distinct(await times(50, handIn))
    expect(replies.size).toBe(1)
    expect([...replies][0]).toMatch(/^200 /)
  })
  test('a save beside the hand-in is either in what is scored or refused and kept, never neither', async () => {
    for (let round = 0; round < 25; round += 1) {
      const { save, handIn, stored, id } = await begun()
      await save(wrong, 1)
      const [saved] = await Promise.all(
        round % 2 ? [save(right, 2), handIn()] : [handIn(), save(right, 2)].toReversed(),
      )
      const { attempt } = await stored()
      const isIn = (await stored()).answers.some(({ seq }) => seq === 2)
      const late = await db.select().from(db.t.lateSaves).where(eq(db.t.lateSaves.attemptId, id))
      expect([saved!.status === 200, attempt.earned, late.length]).toEqual(isIn ? [true, 1, 0] : [false, 0, 1])
    }
  })
})

describe('guessing the code of a class', () => {
  const guess = (code: string, address: string) =>
    call('POST', '/api/join', {
      json: { code, name: 'Guesser', passphrase: PASSPHRASE },
      headers: { 'x-client-address': address },
    })
  test('wrong codes are answered alike, however near, and slowed by address; others still join', async () => {
    const near = klass.code.slice(0, 7) + (klass.code.endsWith('A') ? 'B' : 'A')
    expect((await guess(near, '10.0.0.1')).text).toBe((await guess('ZZZZ2222', '10.0.0.1')).text)
    const codes = (await times(70, (n) => guess(`ZZZZ${2222 + n * 7}`.replaceAll(/[01]/g, 'Z'), '10.0.0.1'))).map(
      ({ code }) => code,
    )
    expect(codes).toContain('code-unknown')
    const slowed = await guess(klass.code, '10.0.0.1')
    expect([slowed.status, slowed.code]).toEqual([429, 'slow-down'])
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await guess(klass.code.toLowerCase(), '10.0.0.2')).status).toBe(200)
  })
})

describe('fields that nobody asked for', () => {
  const EXTRA = { isInstructor: true, mayTeach: true, emailVerified: true, submittedAt: 0, earned: 99, classId: 'x' }
  const writes = Object.entries(TABLE).flatMap(([key, line]) => {
    const role = ROLES.find((one) => line.is[one] < 300)
    // A platform may send along with a login whatever it likes: LTI 1.3 lets it, and nothing of it is read.
    const isChecked = !/^(GET|DELETE) /.test(key) && key !== 'POST /api/lti/login'
    return role && isChecked ? [[key, { line, role }] as const] : []
  })
  let world: Awaited<ReturnType<typeof makeWorld>>
  beforeAll(async () => {
    world = await makeWorld(db)
  })
  test.each(writes)('%s refuses them and changes nothing', async (key, { line, role }) => {
    const reply = await ask(key, line, world, role, { extra: EXTRA })
    // What answers with a page of words says so in words.
    expect([reply.status, reply.code]).toEqual([422, line.page ? null : 'invalid'])
  })
  test('a prototype sent along is no more than another unknown field', async () => {
    const { cookie } = world.people.student
    const body = '{"name":"Anna","__proto__":{"mayTeach":true},"constructor":{"prototype":{"mayTeach":true}}}'
    expect((await call('POST', '/api/me/name', { cookie, body, type: 'application/json' })).code).toBe('invalid')
    expect(({} as { mayTeach?: boolean }).mayTeach).toBeUndefined()
  })
})

describe('the life of a session', () => {
  test('a new passphrase ends every other session at once, and the old one no longer proves anything', async () => {
    const anna = await makeStudent(db, klass.id)
    const { cookie: elsewhere } = await openSession(db, anna.userId)
    expect((await call('GET', '/api/me', { cookie: elsewhere })).status).toBe(200)
    const change = { current: PASSPHRASE, passphrase: 'another bamboo grove' }
    expect((await call('POST', '/api/me/passphrase', { cookie: anna.cookie, json: change })).status).toBe(200)
    expect((await call('GET', '/api/me', { cookie: elsewhere })).status).toBe(401)
    expect((await call('GET', '/api/me', { cookie: anna.cookie })).status).toBe(200)
    expect((await call('POST', '/api/me/passphrase', { cookie: anna.cookie, json: change })).code).toBe(
      'wrong-passphrase',
    )
  })
  test('signed out, the cookie opens nothing, two hundred times; a session is no bearer token', async () => {
    const anna = await makeStudent(db, klass.id)
    const bearer = { authorization: `Bearer ${anna.cookie.slice(anna.cookie.indexOf('=') + 1)}` }
    expect((await call('GET', '/api/me', { headers: bearer })).status).toBe(401)
    await call('POST', '/api/sign-out', { cookie: anna.cookie, json: {} })
    const replies = await times(200, () => call('GET', '/api/me', { cookie: anna.cookie }))
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([401]))
  })
})
