/** The end of a class (rule 14): closed for 30 days first, then without a name or a word, with its counts. */
import { and, eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { asSystem } from '#lib/door/context.ts'
import { closeClass, openAgain, viewClosing } from '#lib/features/keep-class/close-class.ts'
import { eraseClass } from '#lib/features/keep-class/erase-class.ts'
import { engines, pglite, server, type Opened } from '../contract/engines.ts'
import { call } from '../factories/call.ts'
import { MINE, rowCounts, rowsHolding, writeEveryWord, type Written } from '../factories/every-word.ts'
import {
  asViewer,
  enrol,
  makeClass,
  makeInstructor,
  makeStudent,
  PASSPHRASE,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { DAY } from '../factories/work.ts'

/** What staff wrote for the class, and what classmates wrote in it. */
const OURS = {
  title: 'title-of-the-class',
  section: 'section-of-the-class',
  assignment: 'assignment-of-the-class',
  ask: 'asked-of-the-class',
  option: 'option-of-the-class',
  banked: 'banked-for-the-class',
  rubric: 'rubric-of-the-class',
  rule: 'rule-of-the-class',
  reason: 'reason-of-the-class',
  pasted: 'Pasted Forthe Class',
  ben: 'Ben stays.',
}
const CLOSED = new Date('2026-06-01T12:00:00.000Z')
const after = (days: number) => new Date(CLOSED.getTime() + days * DAY)
const confirm = 'erase this class' as const

const onEngines = [engines.find((one) => one.name === 'better-sqlite3 file')!, pglite, ...(server ? [server] : [])]

describe.each(onEngines)('a class that is erased, on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let all: Written
  let bystander: Person
  const erase = (on: number) => eraseClass(asViewer(db, all.teacher, after(on)), { class: all.klass.id, confirm })

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    useDb(db)
    all = await writeEveryWord(db)
    const { klass, teacher, quiz, question } = all
    const at = `/api/classes/${klass.id}`
    const send = async (method: string, path: string, json: object) => {
      const reply = await call(method, path, { cookie: teacher.cookie, json })
      expect(reply.status, `${path} ${reply.text}`).toBe(200)
    }
    await send('PUT', at, { title: OURS.title, zone: 'UTC', seats: 50 })
    await send('POST', `${at}/sections`, { name: OURS.section })
    await send('POST', `${at}/assignments`, { kind: 'reading', target: 'transcript', title: OURS.assignment })
    await send('POST', `${at}/polls`, { ask: OURS.ask, options: [OURS.option, 'That'] })
    await send('POST', `${at}/comment-bank`, { text: OURS.banked })
    await send('POST', `${at}/imports`, { text: OURS.pasted })
    await send('POST', `${at}/colleagues`, {})
    await db.atomically(function* (tx) {
      const [one] = yield* q(tx.select().from(db.t.assignments).where(eq(db.t.assignments.id, quiz)))
      const row = { id: 'r', name: OURS.rubric, levels: [], weight: 1 }
      yield* q(
        tx.insert(db.t.gradingPlans).values({
          assignmentId: question,
          ordinal: 1,
          classId: klass.id,
          state: 'in-use',
          graders: 1,
          rubrics: { '': [row] } as never,
          savedBy: teacher.userId,
          savedAt: CLOSED,
        }),
      )
      yield* q(tx.delete(db.t.gradebookRules).where(eq(db.t.gradebookRules.classId, klass.id)))
      yield* q(
        tx
          .insert(db.t.gradebookRules)
          .values({ classId: klass.id, rules: { groups: [OURS.rule] } as never, savedAt: CLOSED }),
      )
      yield* q(
        tx.insert(db.t.reScores).values({
          id: v7(),
          classId: klass.id,
          assignmentId: quiz,
          toHash: one!.revisionHash,
          reason: OURS.reason,
          createdAt: CLOSED,
        }),
      )
    })
    // Somebody of another class, whose account and words have nothing to do with this one.
    bystander = await makeStudent(db, (await makeClass(db)).id, { name: 'Bystander Elsewhere' })
  })
  afterAll(() => opened.close())

  test('must have been closed for 30 days: not open, not on day 29, and not from before it was opened again', async () => {
    const { klass, teacher } = all
    await expect(erase(400)).rejects.toMatchObject({ code: 'not-closed-long' })
    const close = (day: number) =>
      closeClass(asViewer(db, teacher, after(day)), { class: klass.id, confirm: 'close this class' })
    await close(-40)
    await openAgain(asViewer(db, teacher, after(-10)), { class: klass.id })
    await close(0)
    await expect(erase(29.99)).rejects.toMatchObject({ code: 'not-closed-long' })
    const view = (day: number) => viewClosing(asViewer(db, teacher, after(day)), { class: klass.id })
    expect(await view(29.99)).toMatchObject({ mayErase: false, erasableFrom: after(30).toISOString() })
    expect(await view(30)).toMatchObject({ mayErase: true, closedAt: CLOSED.toISOString() })
    await expect(
      eraseClass(asViewer(db, teacher, after(31)), { class: klass.id, confirm: 'close this class' as never }),
    ).rejects.toMatchObject({ code: 'invalid' })
    for (const word of [MINE.post, OURS.reason]) expect(await rowsHolding(db, word)).not.toEqual({})
  })

  test('on day 30 it goes: no word of it is in any table, and every count is', async () => {
    const { klass, anna, ben } = all
    const before = await rowCounts(db)
    await erase(30)
    expect(await rowCounts(db)).toEqual(before)
    const { name, email, mail, subject, renamed: _renamed, ...words } = MINE
    for (const word of [...Object.values(words), ...Object.values(OURS)])
      expect(await rowsHolding(db, word), word).toEqual({})
    // Her account stays hers: it has an address. The class no longer knows what she was called.
    for (const own of [name, email, mail, subject]) expect(await rowsHolding(db, own), own).not.toEqual({})
    const [user] = await db.select().from(db.t.users).where(eq(db.t.users.id, anna.userId))
    expect(user).toMatchObject({ name, email, erasedAt: null })
    // Ben had no way in but this class, so nobody could erase him later.
    const [bens] = await db.select().from(db.t.users).where(eq(db.t.users.id, ben.userId))
    expect(bens).toMatchObject({ name: 'Erased', passphraseHash: null })
    expect(bens!.erasedAt).not.toBeNull()
    expect(await rowsHolding(db, ben.name)).toEqual({})
    const members = await db.select().from(db.t.memberships).where(eq(db.t.memberships.classId, klass.id))
    expect(new Set(members.map((one) => [one.displayName, one.state].join()))).toEqual(new Set(['Erased,removed']))
    const attempts = await db
      .select()
      .from(db.t.attempts)
      .where(and(eq(db.t.attempts.userId, anna.userId), eq(db.t.attempts.state, 'submitted')))
    expect(attempts.some((one) => one.earned === 1 && one.total === 8)).toBe(true)
    const digests = await db.select({ digest: db.t.answers.digest }).from(db.t.answers)
    expect(digests).toHaveLength(before.answers!)
    expect(await findBrokenLink(db, klass.id)).toBeNull()
  })

  test('nobody is in it any more, nothing leads to it, and others are as they were', async () => {
    const { klass, anna, ben, teacher } = all
    for (const person of [anna, teacher]) {
      const me = (await call('GET', '/api/me', { cookie: person.cookie })).json as { classes: { id: string }[] }
      expect(me.classes.map(({ id }) => id)).not.toContain(klass.id)
      expect((await call('GET', `/api/classes/${klass.id}/assignments`, { cookie: person.cookie })).status).toBe(404)
    }
    expect((await call('GET', '/api/me', { cookie: ben.cookie })).code).toBe('sign-in-needed')
    const join = await call('POST', '/api/join', {
      json: { code: klass.code, name: 'Somebody New', passphrase: PASSPHRASE },
    })
    expect(join.code).toBe('code-closed')
    // Whoever presses once more is nobody’s instructor.
    const again = await call('POST', `/api/classes/${klass.id}/erasure`, { cookie: teacher.cookie, json: { confirm } })
    expect(again.code).toBe('not-found')
    expect((await rowsHolding(db, 'Bystander Elsewhere')).users).toBe(1)
    expect((await call('GET', '/api/me', { cookie: bystander.cookie })).status).toBe(200)
  })
})

describe('an account in an erased class', () => {
  let db: Db
  beforeAll(async () => {
    db = await openTestDb()
    useDb(db)
  })
  afterAll(() => db.close())

  test('stays where another class, an address or a school still opens it', async () => {
    const [klass, other] = [await makeClass(db), await makeClass(db)]
    const teacher = await makeInstructor(db, klass.id, { email: 'teacher@school.test' })
    const sent = await makeStudent(db, klass.id, { name: 'Sent By School' })
    await db.insert(db.t.identities).values({ issuer: 'x', subject: 's', userId: sent.userId, createdAt: CLOSED })
    const both = await makeStudent(db, klass.id, { name: 'In Both' })
    await enrol(db, other.id, both, 'student')
    const alone = await makeStudent(db, klass.id, { name: 'In This Alone', state: 'removed' })
    await closeClass(asViewer(db, teacher, CLOSED), { class: klass.id, confirm: 'close this class' })
    // The operator does it where nobody teaches it any more, and waits as long.
    const operator = (day: number) => asSystem('operator', { db, now: () => after(day) })
    await expect(eraseClass(operator(29), { class: klass.id, confirm })).rejects.toMatchObject({
      code: 'not-closed-long',
    })
    await eraseClass(operator(30), { class: klass.id, confirm })
    const named = async (one: Person) =>
      (await db.select().from(db.t.users).where(eq(db.t.users.id, one.userId)))[0]!.name
    expect([await named(teacher), await named(sent), await named(both), await named(alone)]).toEqual([
      teacher.name,
      'Sent By School',
      'In Both',
      'Erased',
    ])
    const signsIn = await db
      .select()
      .from(db.t.memberships)
      .where(and(eq(db.t.memberships.classId, other.id), eq(db.t.memberships.userId, both.userId)))
    expect(signsIn[0]).toMatchObject({ displayName: 'In Both', state: 'active' })
  })
})
