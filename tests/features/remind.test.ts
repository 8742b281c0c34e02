/** Reminding those who have not begun: whom it reaches, how often, what it says and what stays behind of it. */
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { setOverride } from '#lib/features/assign-work/overrides.ts'
import { savePlace } from '#lib/features/read-along/read-along.ts'
import { readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { remind } from '#lib/features/review-class/remind.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
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
import { assign, fromNow, HOUR, setDates } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let friday: string
let anna: Person
let ben: Person
let reading: Assignment
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
beforeEach(async () => {
  klass = await makeClass(db)
  friday = await makeSection(db, klass.id, 'Friday')
  teacher = await makeInstructor(db, klass.id)
  anna = await makeStudent(db, klass.id, { sectionId: friday })
  ben = await makeStudent(db, klass.id)
  reading = await assign(db, klass.id, 'reading')
})
afterAll(() => db.close())

const noon = (day: number) => new Date(Date.UTC(2027, 0, day, 17))
const send = (at = noon(4), work = reading) => remind(asViewer(db, teacher, at), { assignment: work.id })
const told = async (person: Person) =>
  (await readInbox(asViewer(db, person), { class: klass.id })).notes.filter(({ kind }) => kind === 'reminded')
const seen = async (at = noon(4), who = teacher) =>
  (await viewAnswers(asViewer(db, who, at), { assignment: reading.id })).reminder
const refused = async (work: Promise<unknown>) => codeOf(await work.catch((error: unknown) => error))

test('it reaches who has not begun, as many as the desk says before, and says what the work is', async () => {
  await savePlace(asViewer(db, ben), { assignment: reading.id, at: 's74' })
  expect(await seen()).toEqual({ reaches: 1, lastAt: null, today: false })
  expect(await send()).toEqual({ told: 1 })
  expect(await told(anna)).toMatchObject([
    { about: reading.id, isRead: false, facts: { title: reading.title, work: 'reading', minutes: reading.minutes } },
  ])
  expect(await told(ben)).toEqual([])
  expect(await seen()).toEqual({ reaches: 1, lastAt: noon(4).toISOString(), today: true })
})

test('once a day in the class’s zone, whoever asks, and each assignment for itself', async () => {
  await send()
  const colleague = await makeInstructor(db, klass.id)
  // 21:00 of the same day in New York is the next day by UTC.
  const late = new Date(Date.UTC(2027, 0, 5, 2))
  expect(await refused(remind(asViewer(db, colleague, late), { assignment: reading.id }))).toBe('reminded-today')
  expect(await send(noon(4), await assign(db, klass.id, 'essay'))).toEqual({ told: 2 })
  expect(await send(new Date(Date.UTC(2027, 0, 5, 14)))).toEqual({ told: 2 })
  expect(await told(anna)).toHaveLength(3)
})

test('nobody is reminded of what is closed or not open, to them; an exception counts', async () => {
  await setDates(db, reading.id, { closesAt: fromNow(-HOUR) })
  const now = new Date()
  expect((await seen(now))!.reaches).toBe(0)
  await setOverride(asViewer(db, teacher), { assignment: reading.id, member: ben.userId, closes: '2030-01-01T17:00' })
  expect(await send(now)).toEqual({ told: 1 })
  expect([(await told(anna)).length, (await told(ben)).length]).toEqual([0, 1])
  const later = await assign(db, klass.id, 'reading', { opensAt: fromNow(HOUR) })
  expect(await send(now, later)).toEqual({ told: 0 })
})

test('of a section only its students, and nobody who was removed', async () => {
  const fridays = await assign(db, klass.id, 'question', { sectionId: friday })
  await makeStudent(db, klass.id, { sectionId: friday, state: 'removed' })
  expect(await send(noon(4), fridays)).toEqual({ told: 1 })
  expect(await told(ben)).toEqual([])
})

test('an assistant is shown no button and may not press it; a student neither', async () => {
  const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
  expect(await seen(noon(4), assistant)).toBeNull()
  for (const person of [assistant, anna])
    expect((await call('POST', `/api/assignments/${reading.id}/reminders`, { cookie: person.cookie, json: {} })).code) // prettier-ignore
      .toBe('not-found')
})

test('it stands in the audit, and work taken back takes it along', async () => {
  const rows = () =>
    db
      .select()
      .from(db.t.audit)
      .where(and(eq(db.t.audit.chain, klass.id), eq(db.t.audit.action, 'work.remind')))
  await send()
  expect(await rows()).toMatchObject([{ actorId: teacher.userId, object: `assignments/${reading.id}` }])
  await refused(send())
  expect(await rows()).toHaveLength(1)
  expect(await findBrokenLink(db, klass.id)).toBeNull()
  await call('DELETE', `/api/assignments/${reading.id}`, { cookie: teacher.cookie })
  expect(await told(anna)).toEqual([])
})

test('by a plain form: back to the answers with how many were reminded, or with why not', async () => {
  const press = () =>
    call('POST', `/api/assignments/${reading.id}/reminders`, { cookie: teacher.cookie, form: { in: klass.id } })
  const page = `/classes/${klass.id}/desk/answers/${reading.id}`
  const first = await press()
  expect([first.status, first.location]).toEqual([303, `${page}?done=reminded&n=2#remind`])
  const second = await press()
  expect([second.status, second.code]).toEqual([303, 'reminded-today'])
  expect(second.location.startsWith(page)).toBe(true)
})
