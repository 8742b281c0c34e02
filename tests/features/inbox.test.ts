import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { call } from '../factories/call.ts'
import { makeClass, makeInstructor, makeSection, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

type Inbox = { unread: number; notes: { kind: string; about: string; at: string; isRead: boolean; facts: unknown }[] }

describe('the inbox', () => {
  let db: Db
  let klass: Klass
  let teacher: Person
  let anna: Person
  let ben: Person
  let friday: string
  const inbox = async (person: Person): Promise<Inbox> =>
    (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: person.cookie })).json as Inbox
  const assign = async (json: Record<string, unknown>): Promise<string> =>
    (
      (await call('POST', `/api/classes/${klass.id}/assignments`, { cookie: teacher.cookie, json })).json as {
        assignment: string
      }
    ).assignment

  beforeAll(async () => {
    db = await openTestDb()
    useDb(db)
    klass = await makeClass(db)
    friday = await makeSection(db, klass.id, 'Friday')
    teacher = await makeInstructor(db, klass.id)
    anna = await makeStudent(db, klass.id, { sectionId: friday })
    ben = await makeStudent(db, klass.id)
  })
  afterAll(() => db.close())

  test('new work is told to whom it is given, and to nobody else', async () => {
    const whole = await assign({ kind: 'quiz', target: 'comprehension', title: 'Monday’s quiz' })
    const fridays = await assign({ kind: 'question', target: 'telegrams', section: friday })
    expect((await inbox(anna)).notes).toMatchObject([
      { kind: 'assigned', about: fridays, isRead: false },
      { kind: 'assigned', about: whole, facts: { title: 'Monday’s quiz', work: 'quiz' } },
    ])
    expect((await inbox(ben)).notes.map((note) => note.about)).toEqual([whole])
    expect(await inbox(teacher)).toMatchObject({ unread: 0, notes: [] })
    const me = (await call('GET', '/api/me', { cookie: anna.cookie })).json as { classes: { unread: number }[] }
    expect(me.classes.map((one) => one.unread)).toEqual([2])
  })

  test('what came after the page was opened stays unread', async () => {
    const seen = (await inbox(anna)).notes[0]!.at
    await new Promise((wake) => setTimeout(wake, 5))
    const later = await assign({ kind: 'reading', target: 'transcript' })
    const read = await call('POST', `/api/classes/${klass.id}/inbox/read`, {
      cookie: anna.cookie,
      form: { until: seen },
    })
    expect([read.status, read.location]).toEqual([303, `/classes/${klass.id}/inbox`])
    const now = await inbox(anna)
    expect(now.notes.filter((note) => !note.isRead).map((note) => note.about)).toEqual([later])
    expect((await inbox(ben)).unread).toBe(2)
    await call('POST', `/api/classes/${klass.id}/inbox/read`, { cookie: anna.cookie, json: {} })
    expect((await inbox(anna)).unread).toBe(0)
  })

  test('work taken back takes its news with it', async () => {
    const gone = await assign({ kind: 'essay', target: 'how-albania-left-the-bloc' })
    expect((await inbox(ben)).notes.some((note) => note.about === gone)).toBe(true)
    await call('DELETE', `/api/assignments/${gone}`, { cookie: teacher.cookie })
    expect((await inbox(ben)).notes.some((note) => note.about === gone)).toBe(false)
  })

  test('an instant that is none is refused', async () => {
    const reply = await call('POST', `/api/classes/${klass.id}/inbox/read`, {
      cookie: anna.cookie,
      json: { until: 'yesterday' },
    })
    expect([reply.status, reply.code]).toEqual([422, 'invalid'])
  })
})
