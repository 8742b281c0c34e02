import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { rulesOf } from '#lib/db/queries/assignments.ts'
import { readPlan } from '#lib/features/assign-work/plans.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeSection, makeStudent } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

const given = async (classId: string) =>
  (await db.select().from(db.t.assignments).where(eq(db.t.assignments.classId, classId))).toSorted(
    (a, b) => a.position - b.position,
  )

describe('a plan', () => {
  test.each(edition().plans.map((plan) => [plan.id, plan] as const))(
    '%s is assigned whole, in its order, at the hour of the first lesson',
    async (id, plan) => {
      const klass = await makeClass(db)
      const teacher = await makeInstructor(db, klass.id)
      const start = '2026-12-07T09:00'
      const view = await readPlan(asViewer(db, teacher), { class: klass.id, plan: id, start })
      const reply = await call('POST', `/api/classes/${klass.id}/plans/${id}`, {
        cookie: teacher.cookie,
        json: { start },
      })
      expect(reply.status, reply.text).toBe(200)
      const rows = await given(klass.id)
      expect(rows).toHaveLength(plan.steps.length)
      expect(rows.map((row) => row.dueAt?.toISOString())).toEqual(view.steps.map((step) => step.when?.dueAt))
      expect(rows.map((row) => row.dueWall?.slice(11))).toEqual(plan.steps.map(() => '09:00'))
    },
  )

  test('keeps its hour on the wall when the clocks change within it', async () => {
    const klass = await makeClass(db, { zone: 'America/New_York' })
    const teacher = await makeInstructor(db, klass.id)
    const view = await readPlan(asViewer(db, teacher), { class: klass.id, plan: 'one-week', start: '2026-10-29T09:00' })
    expect(view.steps.map((step) => step.when?.dueAt)).toEqual([
      '2026-10-31T13:00:00.000Z',
      '2026-11-01T14:00:00.000Z',
      '2026-11-01T14:00:00.000Z',
      '2026-11-03T14:00:00.000Z',
      '2026-11-05T14:00:00.000Z',
    ])
  })

  test('whose hour the clocks skip on one day assigns nothing, and says which', async () => {
    const klass = await makeClass(db, { zone: 'America/New_York' })
    const teacher = await makeInstructor(db, klass.id)
    const start = '2027-03-12T02:30'
    const view = await readPlan(asViewer(db, teacher), { class: klass.id, plan: 'one-week', start })
    expect(view.steps.map((step) => step.when?.problem)).toEqual(['skipped-time', null, null, null, null])
    const reply = await call('POST', `/api/classes/${klass.id}/plans/one-week`, {
      cookie: teacher.cookie,
      json: { start },
    })
    expect(reply.code).toBe('skipped-time')
    expect(await given(klass.id)).toHaveLength(0)
  })

  test('sent twice by two clicks is assigned once; an unknown one is nothing', async () => {
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    const press = () =>
      call('POST', `/api/classes/${klass.id}/plans/one-lesson`, {
        cookie: teacher.cookie,
        form: { start: '2026-12-07T09:00', once: 'a-page' },
      })
    expect([(await press()).status, (await press()).status]).toEqual([303, 303])
    expect(await given(klass.id)).toHaveLength(3)
    const none = await call('POST', `/api/classes/${klass.id}/plans/no-such`, {
      cookie: teacher.cookie,
      json: { start: '2026-12-07T09:00' },
    })
    expect(none.code).toBe('not-found')
  })
})

test('a section’s dates hold for its students, and a student’s own stand above them', async () => {
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  const anna = await makeStudent(db, klass.id, { sectionId: friday })
  const ben = await makeStudent(db, klass.id, { sectionId: friday })
  const cleo = await makeStudent(db, klass.id, { sectionId: monday })
  const quiz = await assign(db, klass.id, 'quiz')
  const put = (where: string, due: string) =>
    call('PUT', `/api/assignments/${quiz.id}/${where}`, { cookie: teacher.cookie, json: { due } })
  expect((await put(`section-overrides/${friday}`, '2026-12-04T10:00')).status).toBe(200)
  expect((await put(`overrides/${ben.userId}`, '2026-12-05T10:00')).status).toBe(200)
  expect((await put(`section-overrides/${ben.userId}`, '2026-12-05T10:00')).code).toBe('not-found')
  const overrides = await db.select().from(db.t.overrides).where(eq(db.t.overrides.assignmentId, quiz.id))
  const due = (person: { userId: string }, sectionId: string) =>
    rulesOf(quiz, overrides, { userId: person.userId, sectionId, extraTimePercent: 0 }).dueAt?.toISOString() ?? null
  expect([due(anna, friday), due(ben, friday), due(cleo, monday)]).toEqual([
    '2026-12-04T15:00:00.000Z',
    '2026-12-05T15:00:00.000Z',
    quiz.dueAt?.toISOString() ?? null,
  ])
  expect((await put(`section-overrides/${friday}`, '')).status).toBe(200)
  expect(await db.select().from(db.t.overrides).where(eq(db.t.overrides.sectionId, friday))).toHaveLength(0)
})
