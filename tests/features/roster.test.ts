import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { listMembers } from '#lib/db/queries/classes.ts'
import { asSystem } from '#lib/door/context.ts'
import { previewImport, viewWaiting } from '#lib/features/import-roster/import-roster.ts'
import { resetPassphrase } from '#lib/features/manage-roster/manage-roster.ts'
import { call } from '../factories/call.ts'
import {
  asViewer,
  enrol,
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
import { assign, DAY, fromNow } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

async function stage(seats = 300): Promise<{ klass: Klass; teacher: Person }> {
  const klass = await makeClass(db, { seats })
  return { klass, teacher: await makeInstructor(db, klass.id) }
}
const students = async (klass: Klass) =>
  (await listMembers(db, klass.id)).filter((one) => one.role === 'student' && one.state === 'active')

async function paste(klass: Klass, teacher: Person, text: string): Promise<string> {
  const reply = await call('POST', `/api/classes/${klass.id}/imports`, { cookie: teacher.cookie, json: { text } })
  expect(reply.status, reply.text).toBe(200)
  return (reply.json as { list: string }).list
}
const look = (klass: Klass, teacher: Person, list: string) =>
  previewImport(asViewer(db, teacher), { class: klass.id, list })
const confirm = (klass: Klass, teacher: Person, list: string, json: object = {}) =>
  call('POST', `/api/classes/${klass.id}/imports/${list}/confirm`, { cookie: teacher.cookie, json })

describe('a roster from a list', () => {
  test('is looked at before anybody is added, and then adds names and sections at once', async () => {
    const { klass, teacher } = await stage()
    await makeStudent(db, klass.id, { name: 'Old Member' })
    const list = await paste(
      klass,
      teacher,
      'ID;Last name;First name;Section\n1;Lee;Anna;Friday\n2;Osei;Amara;Monday\n3;lee;ANNA;Friday\n4;Member;Old;\n',
    )
    const view = await look(klass, teacher, list)
    expect(view.rows.map(({ name, section, problem }) => [name, section, problem])).toEqual([
      ['Anna Lee', 'Friday', null],
      ['Amara Osei', 'Monday', null],
      ['ANNA lee', 'Friday', 'twice-in-list'],
      ['Old Member', null, 'in-class'],
    ])
    expect([view.adds, view.newSections]).toEqual([2, ['Friday', 'Monday']])
    expect(await students(klass)).toHaveLength(1)

    expect((await confirm(klass, teacher, list)).json).toEqual({ added: 2, left: 2 })
    expect((await students(klass)).map((one) => one.displayName)).toEqual(['Amara Osei', 'Anna Lee', 'Old Member'])
    expect(new Set((await students(klass)).map((one) => one.sectionId)).size).toBe(3)
    expect((await confirm(klass, teacher, list)).code).toBe('not-found')
    expect(await findBrokenLink(db, klass.id)).toBeNull()
  })

  test('whose columns nothing names asks which one is the name', async () => {
    const { klass, teacher } = await stage()
    const list = await paste(klass, teacher, 'Anna\tLee\nAmara\tOsei')
    expect((await look(klass, teacher, list)).readable).toBe(false)
    expect((await confirm(klass, teacher, list)).code).toBe('invalid')
    const at = `/api/classes/${klass.id}/imports/${list}`
    const save = (column: string[]) =>
      call('POST', `${at}/save`, { cookie: teacher.cookie, form: { column, in: klass.id } })
    expect((await save(['name', 'name'])).code).toBe('invalid')
    expect((await save(['given', 'family'])).code).toBeNull()
    expect((await look(klass, teacher, list)).rows.map((row) => row.name)).toEqual(['Anna Lee', 'Amara Osei'])
  })

  test('leaves out the lines that are ticked', async () => {
    const { klass, teacher } = await stage()
    const list = await paste(klass, teacher, 'Anna Lee\nAmara Osei\nBen Whitaker')
    expect((await confirm(klass, teacher, list, { leaveOut: [2] })).json).toMatchObject({ added: 2 })
    expect((await students(klass)).map((one) => one.displayName)).toEqual(['Anna Lee', 'Ben Whitaker'])
  })

  test('can keep the names with the instructor: no real name is in the database afterwards', async () => {
    const { klass, teacher } = await stage()
    const list = await paste(klass, teacher, 'Zelda Quintessa\nYorick Pemberton')
    await call('PUT', `/api/classes/${klass.id}/imports/${list}`, {
      cookie: teacher.cookie,
      json: { column: ['name'], pseudonyms: true },
    })
    expect((await look(klass, teacher, list)).rows.map(({ name, alias }) => [name, alias])).toEqual([
      ['Zelda Quintessa', 'Reader 1'],
      ['Yorick Pemberton', 'Reader 2'],
    ])
    await confirm(klass, teacher, list, { leaveOut: [1] })
    expect((await students(klass)).map((one) => one.displayName)).toEqual(['Reader 2'])
    const everything = JSON.stringify(
      await Promise.all(Object.values(db.t).map((table) => db.select().from(table as typeof db.t.users))),
    )
    expect(everything).not.toMatch(/Quintessa|Pemberton/)
  })

  test('stops at the seats of the class, with nobody added and the list kept', async () => {
    const { klass, teacher } = await stage(1)
    const list = await paste(klass, teacher, 'Anna Lee\nAmara Osei')
    expect((await confirm(klass, teacher, list)).code).toBe('class-full')
    expect(await students(klass)).toHaveLength(0)
    expect((await look(klass, teacher, list)).seatsLeft).toBe(1)
  })

  test('is refused empty and too long, and the words come back', async () => {
    const { klass, teacher } = await stage()
    const send = (text: string) =>
      call('POST', `/api/classes/${klass.id}/imports`, { cookie: teacher.cookie, json: { text } })
    expect((await send(' \n \n')).code).toBe('invalid')
    const long = Array.from({ length: 502 }, (_, i) => `Name Number${i}`).join('\n')
    expect((await send(long)).code).toBe('invalid')
    const kept = await call('POST', `/api/classes/${klass.id}/imports`, {
      cookie: teacher.cookie,
      form: { text: long, in: klass.id },
    })
    expect(kept.text).toContain('Name Number501')
  })

  test('is gone after a day, and thrown away at once when asked', async () => {
    const { klass, teacher } = await stage()
    const old = await paste(klass, teacher, 'Anna Lee')
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .update(db.t.rosterImports)
          .set({ createdAt: fromNow(-1.1 * DAY) })
          .where(eq(db.t.rosterImports.id, old)),
      )
    })
    await expect(look(klass, teacher, old)).rejects.toMatchObject({ code: 'not-found' })
    const list = await paste(klass, teacher, 'Anna Lee')
    const left = await db.select().from(db.t.rosterImports).where(eq(db.t.rosterImports.classId, klass.id))
    expect(left.map((row) => row.id)).toEqual([list])
    await call('DELETE', `/api/classes/${klass.id}/imports/${list}`, { cookie: teacher.cookie })
    expect((await confirm(klass, teacher, list)).code).toBe('not-found')
  })
})

describe('first codes', () => {
  const codesIn = (text: string) =>
    Object.fromEntries(
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => [line.split(',')[0]!, line.split(',')[2]!]),
    )

  test('let each student choose a passphrase once; a new file replaces the old codes', async () => {
    const { klass, teacher } = await stage()
    await makeStudent(db, klass.id, { name: 'Has Signed In' })
    await confirm(klass, teacher, await paste(klass, teacher, 'Anna Lee\nAmara Osei'))
    const file = () => call('POST', `/api/classes/${klass.id}/first-codes`, { cookie: teacher.cookie, form: {} })
    const first = codesIn((await file()).text)
    expect(Object.keys(first)).toEqual(['Amara Osei', 'Anna Lee'])
    const redeem = (code: string) =>
      call('POST', '/api/reset', { json: { class: klass.code, name: 'anna lee', code, passphrase: PASSPHRASE } })
    expect((await redeem(first['Amara Osei']!)).code).toBe('link-used-or-expired')
    const second = codesIn((await file()).text)
    expect((await redeem(first['Anna Lee']!)).code).toBe('link-used-or-expired')
    expect((await redeem(second['Anna Lee']!)).status).toBe(200)
    expect((await redeem(second['Anna Lee']!)).code).toBe('link-used-or-expired')
    expect(Object.keys(codesIn((await file()).text))).toEqual(['Amara Osei'])
  })
})

describe('an account that opens more than this class', () => {
  const offered = (klass: Klass, teacher: Person, member: { userId: string }) =>
    call('POST', `/api/classes/${klass.id}/roster/${member.userId}/reset`, { cookie: teacher.cookie, json: {} })
  const redeemed = (klass: Klass, name: string, code: string) =>
    call('POST', '/api/reset', { json: { class: klass.code, name, code, passphrase: PASSPHRASE } })
  const codesIn = async (klass: Klass, teacher: Person) =>
    (await call('POST', `/api/classes/${klass.id}/first-codes`, { cookie: teacher.cookie, form: {} })).text
  const unset = (userId: string) =>
    db.atomically(function* (tx) {
      yield* q(tx.update(db.t.users).set({ passphraseHash: null }).where(eq(db.t.users.id, userId)))
    })

  test.each(['assistant', 'instructor'] as const)('%s elsewhere: no code of this class opens it', async (role) => {
    const [{ klass, teacher }, other] = [await stage(), await stage()]
    const olga = await makeStudent(db, klass.id, { name: `Olga ${role}` })
    await enrol(db, other.klass.id, olga, role)
    expect((await offered(klass, teacher, olga)).code).toBe('opens-more')
    // Nobody was signed out, and no link was left behind.
    expect((await call('GET', '/api/me', { cookie: olga.cookie })).status).toBe(200)
    expect(await db.select().from(db.t.links).where(eq(db.t.links.userId, olga.userId))).toEqual([])
    // Who came by a school’s system has no passphrase, and would be on the list of first codes.
    await unset(olga.userId)
    expect(await codesIn(klass, teacher)).not.toContain('Olga')
    expect(await viewWaiting(asViewer(db, teacher), { class: klass.id })).toEqual({ waiting: 0 })
    // The right ended there, and the code may be given here.
    await db.atomically(function* (tx) {
      yield* q(
        tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.classId, other.klass.id)),
      )
    })
    expect((await offered(klass, teacher, olga)).status).toBe(200)
    expect(await codesIn(klass, teacher)).toContain('Olga')
  })

  test('may teach: neither', async () => {
    const { klass, teacher } = await stage()
    const olga = await makeStudent(db, klass.id, { name: 'Olga Teaches', mayTeach: true })
    expect((await offered(klass, teacher, olga)).code).toBe('opens-more')
    await unset(olga.userId)
    expect(await codesIn(klass, teacher)).not.toContain('Olga')
  })

  test('became staff after the code was read: it opens nothing any more', async () => {
    const [{ klass, teacher }, other] = [await stage(), await stage()]
    const olga = await makeStudent(db, klass.id, { name: 'Olga Later' })
    const { code } = (await offered(klass, teacher, olga)).json as { code: string }
    await enrol(db, other.klass.id, olga, 'assistant')
    expect((await redeemed(klass, 'Olga Later', code)).code).toBe('opens-more')
    // By the other class’s code it is the same account, and the same refusal.
    expect((await redeemed(other.klass, 'Olga Later', code)).code).toBe('opens-more')
  })

  test('studies elsewhere, or assists here alone: reset as ever', async () => {
    const [{ klass, teacher }, other] = [await stage(), await stage()]
    const olga = await makeStudent(db, klass.id, { name: 'Olga Studies' })
    await enrol(db, other.klass.id, olga, 'student')
    expect((await offered(klass, teacher, olga)).status).toBe(200)
    expect((await offered(klass, teacher, await makeAssistant(db, klass.id))).status).toBe(200)
  })

  test('is given a code by the operator, which opens it', async () => {
    const [{ klass }, other] = [await stage(), await stage()]
    const olga = await makeStudent(db, klass.id, { name: 'Olga Assists' })
    await enrol(db, other.klass.id, olga, 'assistant')
    const { code } = await resetPassphrase(asSystem('operator', { db }), { class: other.klass.id, member: olga.userId })
    expect((await call('GET', '/api/me', { cookie: olga.cookie })).code).toBe('sign-in-needed')
    expect((await redeemed(klass, 'Olga Assists', code)).status).toBe(200)
  })
})

describe('sections', () => {
  test('are made, renamed and taken away; names stay apart, and work keeps its section', async () => {
    const { klass, teacher } = await stage()
    const at = `/api/classes/${klass.id}/sections`
    const as = { cookie: teacher.cookie }
    const made = await call('POST', at, { ...as, json: { name: 'Friday' } })
    const { section } = made.json as { section: string }
    expect((await call('POST', at, { ...as, json: { name: 'FRIDAY' } })).code).toBe('section-taken')
    expect((await call('PUT', `${at}/${section}`, { ...as, json: { name: 'Friday 10:00' } })).status).toBe(200)
    const anna = await makeStudent(db, klass.id, { sectionId: section })
    await assign(db, klass.id, 'question', { sectionId: section })
    expect((await call('DELETE', `${at}/${section}`, as)).code).toBe('section-in-use')
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.assignments).where(eq(db.t.assignments.sectionId, section)))
    })
    expect((await call('DELETE', `${at}/${section}`, as)).status).toBe(200)
    expect((await students(klass)).find((one) => one.userId === anna.userId)?.sectionId).toBeNull()
  })

  test('of another class take nobody in, and an assistant moved sees the new one alone', async () => {
    const { klass, teacher } = await stage()
    const elsewhere = await makeClass(db)
    const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
    const foreign = await makeSection(db, elsewhere.id, 'Foreign')
    const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
    const anna = await makeStudent(db, klass.id, { name: 'Anna Monday', sectionId: monday })
    const put = (section: string) =>
      call('PUT', `/api/classes/${klass.id}/roster/${assistant.userId}/section`, {
        cookie: teacher.cookie,
        json: { section },
      })
    expect((await put(foreign)).code).toBe('invalid')
    expect((await put(monday)).status).toBe(200)
    const m = db.t.memberships
    const [row] = await db
      .select()
      .from(m)
      .where(and(eq(m.classId, klass.id), eq(m.userId, assistant.userId)))
    expect([row!.sectionId, anna.userId === row!.userId]).toEqual([monday, false])
  })
})

test('a new name signs in, and never that of somebody else', async () => {
  const { klass, teacher } = await stage()
  const anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
  await makeStudent(db, klass.id, { name: 'Ben Whitaker' })
  const put = (name: string) =>
    call('PUT', `/api/classes/${klass.id}/roster/${anna.userId}/name`, { cookie: teacher.cookie, json: { name } })
  expect((await put('ben whitaker')).code).toBe('name-taken')
  expect((await put('Anna B. Lee')).status).toBe(200)
  expect((await students(klass)).map((one) => one.loginName)).toEqual(['anna b. lee', 'ben whitaker'])
})

describe('a colleague', () => {
  test('who may teach takes the link once; a student may not', async () => {
    const { klass, teacher } = await stage()
    const other = await stage()
    const made = await call('POST', `/api/classes/${klass.id}/colleagues`, { cookie: teacher.cookie, json: {} })
    const { secret } = made.json as { secret: string }
    const take = (person: Person) => call('POST', '/api/colleagues', { cookie: person.cookie, json: { token: secret } })
    expect((await take(await makeStudent(db, other.klass.id))).code).toBe('not-found')
    expect((await take(other.teacher)).json).toEqual({ class: klass.id })
    expect((await take(teacher)).code).toBe('link-used-or-expired')
    const seen = await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: other.teacher.cookie })
    expect(seen.status).toBe(200)
  })
})
