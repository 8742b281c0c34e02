import { deflateRawSync } from 'node:zlib'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { listAssignments, type Assignment } from '#lib/db/queries/assignments.ts'
import { viewCopy } from '#lib/features/assign-work/copy-class.ts'
import { fromLink, toLink, type SharedPlan } from '#lib/features/assign-work/plan-link.ts'
import { viewPlanLink, viewSharedPlan } from '#lib/features/assign-work/share-plan.ts'
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
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

let db: Db
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())

const NEW_YORK = 'America/New_York'
const wall = (day: string, hour = '17:00'): Record<string, string> => ({ due: `${day}T${hour}` })

type World = { klass: Klass; teacher: Person; student: Person; section: string }
/** A class of the fall whose work begins on September 7 and spans the change of the clocks. */
async function makeFall(): Promise<World> {
  const klass = await makeClass(db, { title: 'HIST 214, fall', zone: NEW_YORK })
  const teacher = await makeInstructor(db, klass.id)
  const section = await makeSection(db, klass.id, 'Friday')
  const student = await makeStudent(db, klass.id, { sectionId: section, name: 'Planted Penelope' })
  const give = async (json: object): Promise<void> => {
    const reply = await call('POST', `/api/classes/${klass.id}/assignments`, { cookie: teacher.cookie, json })
    expect(reply.status, reply.text).toBe(200)
  }
  await give({
    kind: 'reading',
    target: 'transcript',
    gate: 'predictions',
    opens: '2026-09-07T09:00',
    ...wall('2026-09-09'),
  })
  await give({
    kind: 'quiz',
    target: 'comprehension',
    title: 'The first quiz',
    points: 10,
    attempts: 3,
    timeLimit: 20,
    order: 'as-written',
    pages: 'one',
    confidence: 'not-asked',
    feedback: 'closed',
    closes: '2026-09-14T23:00',
    ...wall('2026-09-11'),
  })
  await give({
    kind: 'question',
    target: 'telegrams',
    section,
    names: 'hidden',
    points: 30,
    ...wall('2026-11-02', '09:00'),
  })
  return { klass, teacher, student, section }
}

const listed = async (classId: string) => listAssignments(db, classId)
/** What an assignment is, without where and when it stands. */
const settings = ({ id: _id, classId: _class, sectionId: _section, createdAt: _at, ...one }: Assignment) => {
  const { opensAt: _o, dueAt: _d, closesAt: _c, opensWall: _ow, dueWall: _dw, closesWall: _cw, ...rest } = one
  return rest
}
const copy = ({ klass, teacher }: World, form: Record<string, string>) =>
  call('POST', `/api/classes/${klass.id}/copies`, { cookie: teacher.cookie, form })
const classOf = (location: string): string => /classes\/([^/]+)\/desk/u.exec(location)![1]!

describe('a class for a new term', () => {
  test('has the same work by the same rules, each date as many days later at its own hour, and nobody in it', async () => {
    const world = await makeFall()
    const before = await listed(world.klass.id)
    await call('PUT', `/api/classes/${world.klass.id}/gradebook/rules`, {
      cookie: world.teacher.cookie,
      json: { weight_quiz: 40, weight_question: 60, drop_quiz: 1, unfinished: 'zero' },
    })
    await call('PUT', `/api/assignments/${before[2]!.id}/graders`, {
      cookie: world.teacher.cookie,
      json: { graders: 2 },
    })
    const preview = await viewCopy(asViewer(db, world.teacher), { class: world.klass.id, start: '2027-02-01' })
    expect(preview.first).toBe('2026-09-07')

    const made = await copy(world, { title: 'HIST 214, spring', start: '2027-02-01', once: 'a-page' })
    expect(made.status, made.text).toBe(303)
    const id = classOf(made.location)
    const after = await listed(id)
    expect(after.map(settings)).toEqual(before.map(settings))
    expect(after.map(({ opensWall, dueWall, closesWall }) => [opensWall, dueWall, closesWall])).toEqual([
      ['2027-02-01T09:00', '2027-02-03T17:00', null],
      [null, '2027-02-05T17:00', '2027-02-08T23:00'],
      [null, '2027-03-29T09:00', null],
    ])
    // Shown before it was written, to the instant; the clocks have gone forward by then, and the hour on the wall stays.
    expect(preview.steps.map((step) => step.when!.dueAt)).toEqual(after.map(({ dueAt }) => dueAt!.toISOString()))
    expect(after[2]!.dueAt!.toISOString()).toBe('2027-03-29T13:00:00.000Z')

    const { memberships, sections, gradebookRules, gradingPlans, overrides } = db.t
    const people = await db.select().from(memberships).where(eq(memberships.classId, id))
    expect(people.map(({ userId, role }) => [userId, role])).toEqual([[world.teacher.userId, 'instructor']])
    const [friday] = await db.select().from(sections).where(eq(sections.classId, id))
    expect(friday).toMatchObject({ name: 'Friday' })
    expect(after.map(({ sectionId }) => sectionId)).toEqual([null, null, friday!.id])
    const [rules] = await db.select().from(gradebookRules).where(eq(gradebookRules.classId, id))
    expect(rules!.rules).toMatchObject({ drops: { quiz: 1 }, unfinished: 'zero' })
    expect(await db.select().from(gradingPlans).where(eq(gradingPlans.classId, id))).toMatchObject([
      { assignmentId: after[2]!.id, state: 'in-use', graders: 2 },
    ])
    expect(await db.select().from(overrides).where(eq(overrides.classId, id))).toEqual([])
    expect(await findBrokenLink(db, id)).toBeNull()
    // Pressed twice it is made once.
    const again = await copy(world, { title: 'HIST 214, spring', start: '2027-02-01', once: 'a-page' })
    expect(classOf(again.location)).toBe(id)
  })

  test('is not made on days that cannot be: without a first one, or where the clocks skip an hour', async () => {
    const world = await makeFall()
    const bare = await copy(world, { title: 'HIST 214, spring' })
    expect([bare.code, new URLSearchParams(bare.location.split('?')[1]).get('at')]).toEqual(['invalid', 'start'])
    const none = await copy(world, { title: ' ', start: '2027-02-01' })
    expect([none.code, new URLSearchParams(none.location.split('?')[1]).get('at')]).toEqual(['invalid', 'title'])
    expect((await copy(world, { title: 'HIST', start: '2027-02-31' })).code).toBe('invalid')
    await call('POST', `/api/classes/${world.klass.id}/assignments`, {
      cookie: world.teacher.cookie,
      json: { kind: 'essay', target: 'reading-the-record', due: '2026-09-08T02:30' },
    })
    // The day after the first is then the 14th of March, on which half past two does not exist.
    const preview = await viewCopy(asViewer(db, world.teacher), { class: world.klass.id, start: '2027-03-13' })
    expect(preview.steps.map((step) => step.when!.problem)).toEqual([null, null, null, 'skipped-time'])
    expect((await copy(world, { title: 'HIST', start: '2027-03-13' })).code).toBe('skipped-time')
    const { classes } = db.t
    expect(await db.select().from(classes).where(eq(classes.title, 'HIST'))).toEqual([])
  })

  test('without any date is copied as it is, with no day asked for', async () => {
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    await assign(db, klass.id, 'quiz', { attemptsAllowed: null })
    const made = await call('POST', `/api/classes/${klass.id}/copies`, {
      cookie: teacher.cookie,
      json: { title: 'Again' },
    })
    const { class: id } = made.json as { class: string }
    expect(await listed(id)).toMatchObject([{ kind: 'quiz', dueAt: null, attemptsAllowed: null }])
  })
})

describe('a plan shared by link', () => {
  const linkOf = async ({ klass, teacher }: World): Promise<string> =>
    (await viewPlanLink(asViewer(db, teacher), { class: klass.id })).link!

  test('gives a colleague the same work in a class of their own, and holds nothing of anybody', async () => {
    const world = await makeFall()
    const quiz = plantedQuiz('shared', 'every')
    await assign(db, world.klass.id, 'quiz', { frozen: quiz.frozen, title: 'A quiz of my own', position: 9 })
    await db.atomically(function* (tx) {
      const revisions = db.t.contentRevisions
      yield* q(tx.update(revisions).set({ origin: 'instructor' }).where(eq(revisions.hash, quiz.frozen.hash)))
    })
    const link = await linkOf(world)
    const held = JSON.stringify(fromLink(link))
    const people = [world.student, world.teacher].flatMap(({ userId, name }) => [userId, name])
    expect(findPlanted([...people, world.klass.id, world.section], new Map([['link', held]]))).toEqual([])

    const there = await makeClass(db, { zone: 'Asia/Tokyo' })
    const colleague = await makeInstructor(db, there.id)
    const seen = await viewSharedPlan(asViewer(db, colleague), { plan: link, class: there.id, start: '2027-04-05' })
    expect(seen.steps.map(({ title, isHere }) => [title, isHere])).toEqual([
      ['Predict, then read the transcript', true],
      ['The first quiz', true],
      ['One journey, two sets of telegrams', true],
      ['A quiz of my own', true],
    ])
    const taken = await call('POST', `/api/classes/${there.id}/shared-plans`, {
      cookie: colleague.cookie,
      form: { plan: link, start: '2027-04-05', once: 'a-page' },
    })
    expect(taken.location).toBe(`/classes/${there.id}/desk/assign?done=planned&n=4`)
    const [before, after] = [await listed(world.klass.id), await listed(there.id)]
    const known = (one: Assignment) => ({ ...settings(one), zone: null, position: null })
    expect(after.map(known)).toEqual(before.map(known))
    expect(after.map(({ dueAt }) => dueAt?.toISOString() ?? null)).toEqual([
      '2027-04-07T08:00:00.000Z',
      '2027-04-09T08:00:00.000Z',
      '2027-05-31T00:00:00.000Z',
      null,
    ])
    expect(seen.steps.map((step) => step.when!.dueAt)).toEqual(after.map(({ dueAt }) => dueAt?.toISOString() ?? null))
  })

  test('is read by whoever teaches, and into classes that they teach', async () => {
    const world = await makeFall()
    const link = await linkOf(world)
    const elsewhere = await makeClass(db)
    const colleague = await makeInstructor(db, elsewhere.id)
    const look = (who: Person, into?: string) =>
      viewSharedPlan(asViewer(db, who), { plan: link, ...(into ? { class: into } : {}), start: '2027-04-05' })
    expect((await look(colleague, world.klass.id)).into).toBeNull()
    await expect(look(world.student)).rejects.toMatchObject({ code: 'not-found' })
    await expect(look(await makeAssistant(db, world.klass.id))).rejects.toMatchObject({ code: 'not-found' })
    const reply = await call('POST', `/api/classes/${world.klass.id}/shared-plans`, {
      cookie: colleague.cookie,
      json: { plan: link, start: '2027-04-05' },
    })
    expect(reply.code).toBe('not-found')
  })

  const base: SharedPlan = {
    title: 'A plan',
    steps: [{ kind: 'quiz', target: 'comprehension', attempts: 1, feedback: 'hand-in', due: [3, '17:00'] }],
  }
  const packed = (plan: unknown): string => deflateRawSync(JSON.stringify(plan)).toString('base64url')
  const step = (more: object) => packed({ ...base, steps: [{ ...base.steps[0], ...more }] })
  test.each([
    ['nothing', ''],
    ['noise', 'not-a-plan-at-all'],
    ['a list', packed([1, 2, 3])],
    ['no steps', packed({ ...base, steps: [] })],
    ['more than there is room for', packed({ ...base, steps: Array.from({ length: 61 }, () => base.steps[0]) })],
    ['what would fill the memory', deflateRawSync(Buffer.alloc(8_000_000, 0x20)).toString('base64url').slice(0, 3000)],
    ['an unknown field', step({ userId: 'x' })],
    ['a time that is none', step({ due: [3, '25:00'] })],
    ['days without end', step({ due: [100_000, '17:00'] })],
    ['a negative count', step({ attempts: -1 })],
    ['a hash of nothing', step({ frozen: 'f'.repeat(64) })],
    ['a quiz for visitors', step({ target: 'no-such-quiz' })],
  ])('of %s assigns nothing', async (_what, plan) => {
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    const reply = await call('POST', `/api/classes/${klass.id}/shared-plans`, {
      cookie: teacher.cookie,
      json: { plan, start: '2027-04-05' },
    })
    expect(reply.status, reply.text).toBeGreaterThanOrEqual(400)
    expect(reply.status).toBeLessThan(500)
    expect(await listed(klass.id)).toEqual([])
  })

  test('with rules that contradict each other is refused as a form would be', async () => {
    const klass = await makeClass(db)
    const teacher = await makeInstructor(db, klass.id)
    const take = (plan: string, more: object) =>
      call('POST', `/api/classes/${klass.id}/shared-plans`, { cookie: teacher.cookie, json: { plan, ...more } })
    expect((await take(toLink(base)!, {})).code).toBe('invalid')
    expect((await take(step({ feedback: 'closed' }), { start: '2027-04-05' })).code).toBe('invalid')
    expect((await take(step({ closes: [1, '17:00'] }), { start: '2027-04-05' })).code).toBe('dates-out-of-order')
    expect(await listed(klass.id)).toEqual([])
  })
})
