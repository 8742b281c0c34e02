import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { findClass, findMember } from '#lib/db/queries/classes.ts'
import { previewImport } from '#lib/features/import-roster/import-roster.ts'
import { listRoster } from '#lib/features/manage-roster/manage-roster.ts'
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
      json: { code: klass.code, name: 'One Too Many', passphrase: PASSPHRASE },
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
    const back = new URL(reply.location, 'http://x')
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      problem: 'seats-taken',
      at: 'seats',
      'v.title': 'HIST 216',
      'v.seats': '1',
    })
  })
})

describe('a student who was removed', () => {
  const remove = (klass: Klass, teacher: Person, member: Person) =>
    call('DELETE', `/api/classes/${klass.id}/roster/${member.userId}`, { cookie: teacher.cookie })
  const letBack = (klass: Klass, teacher: Person, member: Person) =>
    call('POST', `/api/classes/${klass.id}/roster/${member.userId}/return`, { cookie: teacher.cookie, json: {} })

  test('is let back in with everything that was theirs', async () => {
    const { klass, teacher } = await stage()
    const sectionId = await makeSection(db, klass.id, 'Friday')
    const anna = await makeStudent(db, klass.id, { name: 'Anna Lee', sectionId, extraTimePercent: 50 })
    const second = await makeStudent(db, klass.id, { countsFor: anna.userId })
    const reading = await assign(db, klass.id, 'reading')
    const place = { cookie: anna.cookie, json: { at: 's80' } }
    expect((await call('PUT', `/api/assignments/${reading.id}/place`, place)).status).toBe(200)
    const before = await findMember(db, klass.id, anna.userId)

    expect((await remove(klass, teacher, anna)).status).toBe(200)
    expect((await call('PUT', `/api/assignments/${reading.id}/place`, place)).code).toBe('not-found')
    const removed = (await listRoster(asViewer(db, teacher), { class: klass.id })).removed
    expect(removed.map(({ displayName, role }) => [displayName, role])).toEqual([['Anna Lee', 'student']])

    expect((await letBack(klass, teacher, anna)).status).toBe(200)
    expect(await findMember(db, klass.id, anna.userId)).toEqual(before)
    expect((await findMember(db, klass.id, second.userId))?.state).toBe('active')
    expect((await call('PUT', `/api/assignments/${reading.id}/place`, place)).status).toBe(200)
    const [kept] = await db.select().from(db.t.readingPlaces).where(eq(db.t.readingPlaces.userId, anna.userId))
    expect(kept?.at).toBe('s80')
    // Pressed twice it is one return.
    expect((await letBack(klass, teacher, anna)).status).toBe(200)
    expect(await actions(klass)).toEqual(['member.remove', 'member.return'])
    expect((await listRoster(asViewer(db, teacher), { class: klass.id })).removed).toEqual([])
  })

  test('needs a seat; staff need none', async () => {
    const { klass, teacher } = await stage({ seats: 1 })
    const anna = await makeStudent(db, klass.id)
    const helper = await makeAssistant(db, klass.id)
    await remove(klass, teacher, anna)
    await remove(klass, teacher, helper)
    const ben = await makeStudent(db, klass.id)
    expect((await letBack(klass, teacher, anna)).code).toBe('class-full')
    expect((await letBack(klass, teacher, helper)).status).toBe(200)
    expect((await findMember(db, klass.id, helper.userId))?.role).toBe('assistant')
    await remove(klass, teacher, ben)
    expect((await letBack(klass, teacher, anna)).status).toBe(200)
  })

  test('who has erased themselves is on no list and does not come back', async () => {
    const { klass, teacher } = await stage()
    const anna = await makeStudent(db, klass.id)
    const erased = await call('POST', '/api/me/erasure', {
      cookie: anna.cookie,
      json: { passphrase: PASSPHRASE, confirm: 'erase me' },
    })
    expect(erased.status).toBe(200)
    expect((await listRoster(asViewer(db, teacher), { class: klass.id })).removed).toEqual([])
    expect((await letBack(klass, teacher, anna)).code).toBe('not-found')
  })

  test('stands in the look at a pasted list with the way back, which leads to the list again', async () => {
    const { klass, teacher } = await stage()
    const anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
    await remove(klass, teacher, anna)
    const made = await call('POST', `/api/classes/${klass.id}/imports`, {
      cookie: teacher.cookie,
      json: { text: 'anna lee\nBen Whitaker' },
    })
    const { list } = made.json as { list: string }
    const look = () => previewImport(asViewer(db, teacher), { class: klass.id, list })
    expect((await look()).rows.map(({ problem, member }) => [problem, member])).toEqual([
      ['left-class', anna.userId],
      [null, null],
    ])
    const back = await call('POST', `/api/classes/${klass.id}/roster/${anna.userId}/return`, {
      cookie: teacher.cookie,
      form: { next: list },
    })
    expect([back.status, back.location]).toEqual([303, `/classes/${klass.id}/desk/roster/import?list=${list}`])
    expect((await look()).rows[0]).toMatchObject({ problem: 'in-class', member: null })
  })
})
