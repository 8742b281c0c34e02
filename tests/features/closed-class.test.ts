/** A class that is closed: read by all who are in it, written in by nobody, opened again at any time. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { ask, makeWorld, TABLE, type Role, type World } from '../factories/route-lines.ts'
import { call } from '../factories/call.ts'
import { makeAssistant, makeClass, makeInstructor, makeStudent, PASSPHRASE } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

/** What a closed class still takes: its opening, what goes out of it, and what is a person’s own. */
const TAKEN = [
  'POST /api/classes/{class}/closing',
  'DELETE /api/classes/{class}/closing',
  'POST /api/classes/{class}/copies',
  'POST /api/classes/{class}/inbox/read',
  'POST /api/classes/{class}/roster/{member}/reset',
]
/** What names no class before it is done, or names another one. */
const ELSEWHERE =
  /^\w+ \/api\/(bank|me|mail|lti|setup|sign-out|welcome|join|reset|invitations|school|self-check|courses)\b/

const close = (classId: string) =>
  db.update(db.t.classes).set({ archivedAt: new Date() }).where(eq(db.t.classes.id, classId))
let shared: Promise<World> | undefined
async function closedWorld(): Promise<World> {
  const world = await makeWorld(db)
  await close(world.here.id)
  return world
}

describe('every call that would change something in it', () => {
  const lines = Object.entries(TABLE).filter(
    ([key, line]) => !key.startsWith('GET ') && line.at && !ELSEWHERE.test(key),
  )
  const roleOf = (is: Record<Role, number>) =>
    (['instructor', 'student', 'classmate', 'assistant'] as const).find((role) => is[role] !== 404)!

  test('are many', () => expect(lines.length).toBeGreaterThan(80))

  test.each(lines)('%s', async (key, line) => {
    const role = roleOf(line.is)
    // Where all is refused nothing changes, and one world does for all of them.
    const world = await (TAKEN.includes(key) ? closedWorld() : (shared ??= closedWorld()))
    const reply = await ask(key, line, world, role)
    // Closed for a moment it is not closed long enough.
    if (key.endsWith('/erasure')) expect(reply.code).toBe('not-closed-long')
    else if (TAKEN.includes(key)) expect(reply.status, reply.text).toBe(200)
    else expect([reply.status, reply.code]).toEqual([409, 'class-closed'])
  })
})

describe('every call that reads', () => {
  const lines = Object.entries(TABLE).filter(([key, line]) => key.startsWith('GET ') && line.at)
  test('answers everybody as before', async () => {
    const world = await makeWorld(db)
    const said = async () => {
      const answers: Record<string, number> = {}
      for (const [key, line] of lines)
        for (const role of ['student', 'instructor', 'assistant', 'student of another class'] as const)
          answers[`${role}: ${key}`] = (await ask(key, line, world, role)).status
      return answers
    }
    const before = await said()
    await close(world.here.id)
    expect(await said()).toEqual(before)
  })
})

describe('closing and opening', () => {
  const stage = async () => {
    const klass = await makeClass(db)
    return { klass, teacher: await makeInstructor(db, klass.id), at: `/api/classes/${klass.id}/closing` }
  }
  const actions = async (classId: string) =>
    (await db.select().from(db.t.audit).where(eq(db.t.audit.chain, classId)))
      .toSorted((a, b) => a.n - b.n)
      .map((row) => row.action)

  test('takes the words, and keeps a trace of each', async () => {
    const { klass, teacher, at } = await stage()
    const as = { cookie: teacher.cookie }
    expect((await call('POST', at, { ...as, json: { confirm: 'close' } })).code).toBe('invalid')
    const close = () => call('POST', at, { ...as, json: { confirm: 'close this class' } })
    expect((await close()).status).toBe(200)
    const since = async () =>
      ((await call('GET', '/api/me', as)).json as { classes: { closedAt: string | null }[] }).classes[0]!.closedAt
    const first = await since()
    expect(first).not.toBeNull()
    // Closed is closed: pressed again it is not closed later.
    expect((await close()).status).toBe(200)
    expect(await since()).toBe(first)
    expect((await call('DELETE', at, as)).status).toBe(200)
    expect(await since()).toBeNull()
    expect(await actions(klass.id)).toEqual(['class.close', 'class.open-again'])
  })

  test('stops nobody’s way in, lets nobody new in, and gives everything back', async () => {
    const { klass, teacher, at } = await stage()
    const anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
    const helper = await makeAssistant(db, klass.id)
    const reading = await assign(db, klass.id, 'reading')
    const save = () => call('PUT', `/api/assignments/${reading.id}/place`, { cookie: anna.cookie, json: { at: 's80' } })
    const join = () =>
      call('POST', '/api/join', { json: { code: klass.code, name: 'Ben Late', passphrase: PASSPHRASE } })
    const { secret } = (await call('POST', `/api/classes/${klass.id}/colleagues`, { cookie: teacher.cookie, json: {} }))
      .json as { secret: string }
    await call('POST', at, { cookie: teacher.cookie, json: { confirm: 'close this class' } })

    expect((await save()).code).toBe('class-closed')
    expect((await join()).code).toBe('code-closed')
    const colleague = await makeInstructor(db, (await makeClass(db)).id)
    const take = () => call('POST', '/api/colleagues', { cookie: colleague.cookie, json: { token: secret } })
    expect((await take()).code).toBe('class-closed')
    for (const person of [anna, helper])
      expect((await call('GET', `/api/classes/${klass.id}/assignments`, { cookie: person.cookie })).status).toBe(200)
    for (const file of ['export.csv', 'archive.zip'])
      expect((await call('GET', `/api/classes/${klass.id}/${file}`, { cookie: teacher.cookie })).status).toBe(200)
    // Whoever has forgotten the passphrase reads on as well.
    const reset = await call('POST', `/api/classes/${klass.id}/roster/${anna.userId}/reset`, {
      cookie: teacher.cookie,
      json: {},
    })
    const { code } = reset.json as { code: string }
    const redeemed = await call('POST', '/api/reset', {
      json: { class: klass.code, name: 'Anna Lee', code, passphrase: PASSPHRASE },
    })
    expect(redeemed.status).toBe(200)

    expect((await call('DELETE', at, { cookie: teacher.cookie })).status).toBe(200)
    expect((await join()).status).toBe(200)
    // What was refused while it was closed is not used up by it.
    expect((await take()).status).toBe(200)
  })
})
