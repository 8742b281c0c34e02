import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { OverrideRow } from '#lib/db/queries/assignments.ts'
import { takeCalendar } from '#lib/features/take-calendar/take-calendar.ts'
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
import { assign } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

type Event = Record<string, string>

/** Reads a calendar as RFC 5545 has it: lines of at most 75 octets that end in CRLF, folded by a space, signs escaped. */
function read(text: string): Event[] {
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/u)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
  const lines = text.replaceAll('\r\n ', '').split('\r\n')
  const events: Event[] = []
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') events.push({})
    const [, name, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/u.exec(line) ?? []
    if (name && events.length > 0 && !(name in events.at(-1)!))
      events.at(-1)![name] = value!.replaceAll(/\\([\\;,nN])/gu, (_, sign: string) => (/n/iu.test(sign) ? '\n' : sign))
  }
  return events
}

const calendarOf = async (klass: Klass, person: Person): Promise<Event[]> => {
  const reply = await call('GET', `/api/classes/${klass.id}/calendar.ics`, { cookie: person.cookie })
  expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8'])
  return read(reply.text)
}
const brief = (events: readonly Event[]) => events.map(({ SUMMARY, DTSTART }) => `${DTSTART} ${SUMMARY}`)

const [OPENS, DUE, CLOSES] = [new Date('2026-10-01T13:00:00Z'), new Date('2026-11-02T04:59:00Z'), new Date('2026-11-08T05:00:00Z')] // prettier-ignore
const dates = { opensAt: OPENS, dueAt: DUE, closesAt: CLOSES }

async function move(klass: Klass, assignmentId: string, override: Partial<OverrideRow>): Promise<void> {
  await db.atomically(function* (tx) {
    yield* q(tx.insert(db.t.overrides).values({ id: v7(), classId: klass.id, assignmentId, ...override }))
  })
}

async function stage() {
  const klass = await makeClass(db, { zone: 'America/New_York' })
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  return {
    klass,
    friday,
    monday,
    teacher: await makeInstructor(db, klass.id),
    anna: await makeStudent(db, klass.id, { sectionId: friday }),
    ben: await makeStudent(db, klass.id, { sectionId: monday }),
  }
}

describe('the calendar of a class', () => {
  test('has for a student their own dates, their section’s and those moved for them, and for who teaches each section’s', async () => {
    const { klass, friday, monday, teacher, anna, ben } = await stage()
    const quiz = await assign(db, klass.id, 'quiz', { ...dates, title: 'Quiz' })
    await assign(db, klass.id, 'question', { dueAt: DUE, title: 'Monday asks', sectionId: monday })
    await assign(db, klass.id, 'essay', { title: 'No date' })
    await move(klass, quiz.id, { sectionId: friday, closesAt: new Date('2026-11-15T05:00:00Z') })
    await move(klass, quiz.id, { userId: anna.userId, dueAt: new Date('2026-11-05T04:59:00Z') })
    expect(brief(await calendarOf(klass, anna))).toEqual([
      '20261001T130000Z Opens: Quiz',
      '20261105T045900Z Due: Quiz',
      '20261115T050000Z Closes: Quiz',
    ])
    expect(brief(await calendarOf(klass, ben))).toEqual([
      '20261001T130000Z Opens: Quiz',
      '20261102T045900Z Due: Quiz',
      '20261108T050000Z Closes: Quiz',
      '20261102T045900Z Due: Monday asks',
    ])
    const all = [
      '20261001T130000Z Opens: Quiz',
      '20261102T045900Z Due: Quiz',
      '20261108T050000Z Closes: Quiz',
      '20261115T050000Z Closes (Friday): Quiz',
    ]
    expect(brief(await calendarOf(klass, teacher))).toEqual([...all, '20261102T045900Z Due (Monday): Monday asks'])
    const assistant = await makeAssistant(db, klass.id, { sectionId: friday })
    expect(brief(await calendarOf(klass, assistant))).toEqual(all)
  })

  test('says the hour of the class’s zone in words, and a time limit with extra time once the quiz is open', async () => {
    const { klass, anna } = await stage()
    const m = db.t.memberships
    await db.atomically(function* (tx) {
      yield* q(tx.update(m).set({ extraTimePercent: 50 }).where(eq(m.userId, anna.userId)))
    })
    await assign(db, klass.id, 'quiz', { ...dates, title: 'Quiz', timeLimitMinutes: 30 })
    const at = async (now: string) => {
      const { text } = await takeCalendar({ ...asViewer(db, anna), now: () => new Date(now) }, { class: klass.id })
      return read(text).find(({ SUMMARY }) => SUMMARY === 'Due: Quiz')!.DESCRIPTION
    }
    expect(await at('2026-09-30T00:00:00Z')).toBe('Due Sun, Nov 1, 11:59 PM (New York time).')
    expect(await at('2026-10-02T00:00:00Z')).toBe(
      'Due Sun, Nov 1, 11:59 PM (New York time).\nTime limit: 45 minutes from when you begin, your extra time included.',
    )
  })

  test('keeps the id of each entry when its date moves, and counts up, so that a calendar moves it too', async () => {
    const { klass, ben } = await stage()
    const quiz = await assign(db, klass.id, 'quiz', { dueAt: DUE, title: 'Quiz' })
    const at = async (ms: number) => {
      const now = () => new Date(Date.now() + ms)
      return read((await takeCalendar({ ...asViewer(db, ben), now }, { class: klass.id })).text)[0]!
    }
    const first = await at(0)
    const a = db.t.assignments
    await db.atomically(function* (tx) {
      yield* q(tx.update(a).set({ dueAt: CLOSES, title: 'Quiz, again' }).where(eq(a.id, quiz.id)))
    })
    const second = await at(120_000)
    expect(first.UID).toMatch(new RegExp(`^${quiz.id}\\.due@.`, 'u'))
    expect([second.UID, second.SUMMARY, second.DTSTART]).toEqual([first.UID, 'Due: Quiz, again', '20261108T050000Z'])
    expect(Number(second.SEQUENCE)).toBeGreaterThan(Number(first.SEQUENCE))
    expect(second.DTSTAMP! > first.DTSTAMP!).toBe(true)
  })

  test.each([
    'Commas, semicolons; backslashes \\ and \\n that is no line',
    'A line\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:planted',
    'BEGIN:VCALENDAR:ATTACH;FMTTYPE=text/html:"quoted"',
    `Ung Văn Khiêm ${'hữu nghị '.repeat(30)}`,
    '😀'.repeat(60),
    `a${'é'.repeat(80)}`,
  ])('holds the title %j, whatever is in it, as one entry of whole lines', async (title) => {
    const { klass, ben } = await stage()
    await assign(db, klass.id, 'quiz', { dueAt: DUE, title })
    const events = await calendarOf(klass, ben)
    expect(events.map(({ SUMMARY }) => SUMMARY)).toEqual([`Due: ${title.replaceAll('\r\n', '\n')}`])
  })
})
