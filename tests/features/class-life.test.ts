import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

async function stage(given: Parameters<typeof makeClass>[1] = {}): Promise<{ klass: Klass; teacher: Person }> {
  const klass = await makeClass(db, given)
  return { klass, teacher: await makeInstructor(db, klass.id) }
}
const actions = async (klass: Klass): Promise<string[]> =>
  (await db.select().from(db.t.audit).where(eq(db.t.audit.chain, klass.id)))
    .toSorted((a, b) => a.n - b.n)
    .map((row) => row.action)

describe('title, zone and seats', () => {
  const change = (klass: Klass, teacher: Person, json: object) =>
    call('PUT', `/api/classes/${klass.id}`, {
      cookie: teacher.cookie,
      json: { title: klass.title, zone: klass.zone, seats: 300, ...json },
    })

  test('are changed, and the log names the fields', async () => {
    const { klass, teacher } = await stage()
    expect((await change(klass, teacher, { title: ' HIST 215 ', seats: '40' })).status).toBe(200)
    expect(await findClass(db, klass.id)).toMatchObject({ title: 'HIST 215', zone: klass.zone, seats: 40 })
    expect(await actions(klass)).toEqual(['class.change title seats'])
    // The same once more changes nothing and leaves no trace.
    expect((await change(klass, teacher, { title: 'HIST 215', seats: 40 })).status).toBe(200)
    expect(await actions(klass)).toHaveLength(1)
    expect(await findBrokenLink(db, klass.id)).toBeNull()
  })

  test('another zone moves no date: the instants stay, and the boxes show them by its clocks', async () => {
    const { klass, teacher } = await stage({ zone: 'America/New_York' })
    const anna = await makeStudent(db, klass.id)
    const dueAt = new Date('2026-11-30T22:00:00.000Z')
    const quiz = await assign(db, klass.id, 'quiz', { dueAt })
    const own = await call('PUT', `/api/assignments/${quiz.id}/overrides/${anna.userId}`, {
      cookie: teacher.cookie,
      json: { due: '2026-12-02T17:00' },
    })
    expect(own.status, own.text).toBe(200)
    expect((await change(klass, teacher, { zone: 'America/Los_Angeles' })).status).toBe(200)
    const [row] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, quiz.id))
    expect(row).toMatchObject({ dueAt, dueWall: '2026-11-30T14:00', zone: 'America/Los_Angeles', closesWall: null })
    const [override] = await db.select().from(db.t.overrides).where(eq(db.t.overrides.assignmentId, quiz.id))
    expect(override).toMatchObject({ dueAt: new Date('2026-12-02T22:00:00.000Z'), dueWall: '2026-12-02T14:00' })
    expect((await actions(klass)).at(-1)).toBe('class.change zone')
  })

  test('seats never fall below those that are taken, and never rise above 2,000', async () => {
    const { klass, teacher } = await stage()
    for (let n = 0; n < 3; n++) await makeStudent(db, klass.id)
    await makeStudent(db, klass.id, { state: 'removed' })
    expect((await change(klass, teacher, { seats: 2 })).code).toBe('seats-taken')
    expect((await change(klass, teacher, { seats: 2001 })).code).toBe('invalid')
    expect((await change(klass, teacher, { title: ' ' })).code).toBe('invalid')
    expect((await change(klass, teacher, { zone: 'Mars/Olympus' })).code).toBe('invalid')
    expect((await change(klass, teacher, { seats: 3 })).status).toBe(200)
    const late = await call('POST', '/api/join', {
      json: { code: klass.code, name: 'One Too Many', passphrase: 'quiet bamboo grove' },
    })
    expect(late.code).toBe('class-full')
  })

  test('a refused form comes back with what was typed', async () => {
    const { klass, teacher } = await stage()
    await makeStudent(db, klass.id)
    await makeStudent(db, klass.id)
    const reply = await call('POST', `/api/classes/${klass.id}/save`, {
      cookie: teacher.cookie,
      form: { title: 'HIST 216', zone: 'UTC', seats: '1' },
    })
    expect(reply.status).toBe(303)
    const back = new URL(reply.headers.get('location')!, 'http://x')
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      problem: 'seats-taken',
      at: 'seats',
      'v.title': 'HIST 216',
      'v.seats': '1',
    })
  })
})
