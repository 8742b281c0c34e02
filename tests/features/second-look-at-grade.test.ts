/** A second look at what a person gave: asked once while the grade is released, answered as its history bears out. */
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { listContestedGrades } from '#lib/features/contest-score/contest-grade.ts'
import { viewQueue } from '#lib/features/grade-answers/queue.ts'
import { seeMyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { call } from '../factories/call.ts'
import { gradedAndReleased } from '../factories/grades.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let anna: Person
let question: Assignment
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
})
afterAll(() => db.close())
beforeEach(async () => {
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  anna = await makeStudent(db, klass.id, { name: 'Annabel Sentinelle' })
  question = await assign(db, klass.id, 'question', { points: 30 })
})

const ROWS = edition().rubrics[0]!.rows.map(({ id }) => id)
const at = (level: number) => Object.fromEntries(ROWS.map((row) => [`level:${row}`, level]))
const post = (who: Person, path: string, json: Record<string, unknown> = {}) =>
  call('POST', path, { cookie: who.cookie, json })
const ask = (json: Record<string, unknown> = {}, who = anna, part = 'post', of = question) =>
  post(who, `/api/assignments/${of.id}/grades/${part}/contest`, { from: '73', text: 'It stands there.', ...json })
const listed = (names = false) => listContestedGrades(asViewer(db, teacher), { class: klass.id, names })
const answer = async (outcome: string, text = 'I looked again.') => {
  const [row] = await db.select().from(db.t.gradeContests).where(eq(db.t.gradeContests.classId, klass.id))
  return post(teacher, `/api/grade-contests/${row!.id}`, { outcome, text })
}
const hold = (released: boolean) =>
  call('PUT', `/api/assignments/${question.id}/release`, { cookie: teacher.cookie, json: { released } })
const gradeAgain = async (level: number, by = teacher) => {
  const path = `/api/assignments/${question.id}/grading/post/${anna.userId}`
  const { source, version } = (await call('GET', path, { cookie: teacher.cookie })).json as {
    source: string
    version: number
  }
  const reply = await call('PUT', path, { cookie: by.cookie, json: { source, version, ...at(level) } })
  expect(reply.status, reply.text).toBe(200)
}
const mine = async () => (await seeMyGrades(asViewer(db, anna), { class: klass.id })).grades
const inbox = async (who: Person) =>
  (
    (await call('GET', `/api/classes/${klass.id}/inbox`, { cookie: who.cookie })).json as {
      notes: { kind: string; facts: unknown }[]
    }
  ).notes

const graded = (level = 1) => gradedAndReleased(db, question, anna, { by: teacher.userId, level })

describe('asking', () => {
  test('what is held and what nobody has graded are refused alike, and neither is told of', async () => {
    const ungraded = await ask()
    await graded()
    await hold(false)
    const held = await ask()
    expect([ungraded.code, held.code]).toEqual(['no-released-grade', 'no-released-grade'])
    expect(held.text.replace(/"instance":"[^"]*"/u, '')).toBe(ungraded.text.replace(/"instance":"[^"]*"/u, ''))
    expect(await inbox(teacher)).toEqual([])
    await hold(true)
    expect((await ask()).status).toBe(200)
  })

  test('once, with a passage of the transcript and words, about a part that is graded by people', async () => {
    await graded()
    for (const bad of [{ from: '9999' }, { from: '80', to: '73' }, { text: '  ' }, { text: 'x'.repeat(1001) }])
      expect((await ask(bad)).code).toBe('invalid')
    expect((await ask({}, anna, 'no-such-item')).code).toBe('no-released-grade')
    expect((await ask({}, anna, 'constructor')).code).toBe('no-released-grade')
    expect((await ask({ from: '73', to: '75' })).status).toBe(200)
    expect((await ask()).code).toBe('contested-once')
    const other = await makeStudent(db, klass.id)
    expect((await ask({}, other)).code).toBe('no-released-grade')
    expect(await db.select().from(db.t.gradeContests).where(eq(db.t.gradeContests.classId, klass.id))).toMatchObject([
      { userId: anna.userId, passageFrom: 's73', passageTo: 's75', entryN: ROWS.length, outcome: null },
    ])
    expect(await inbox(teacher)).toMatchObject([{ kind: 'grade-contested', facts: { question: null } }])
    expect((await mine())[0]!.contest).toMatchObject({ words: 'It stands there.', outcome: null, reply: null })
  })

  test('not at a grade that is the full one already', async () => {
    await graded(3)
    expect((await ask()).code).toBe('not-contestable')
  })

  test('a form comes back to the grade that it is about, and a refused one says why there', async () => {
    await graded()
    const send = (form: Record<string, string>) =>
      call('POST', `/api/assignments/${question.id}/grades/post/contest`, { cookie: anna.cookie, form })
    const place = `/classes/${klass.id}/grades`
    const given = { in: klass.id, work: question.id, to: '', text: 'It stands there.' }
    // Words that a refusal would lose are given back whole.
    const refused = await send({ ...given, from: 'soon' })
    expect([refused.status, refused.text.includes('It stands there.')]).toEqual([422, true])
    const sent = await send({ ...given, from: '73' })
    expect([sent.status, sent.headers.get('location')]).toEqual([303, `${place}#${question.id}`])
  })

  test('each written item of a quiz is a part of its own', async () => {
    const quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('look', 'every').frozen })
    const { id } = (await post(anna, `/api/assignments/${quiz.id}/attempts`)).json as { id: string }
    const saved = { answer: 'In my own words.', seq: 1 }
    await call('PUT', `/api/attempts/${id}/answers/in-words`, { cookie: anna.cookie, json: saved })
    await post(anna, `/api/attempts/${id}/submission`)
    const path = `/api/assignments/${quiz.id}/grading/in-words/${anna.userId}`
    const screen = (await call('GET', path, { cookie: teacher.cookie })).json as { source: string; version: number }
    const { rubric } = await viewQueue(asViewer(db, teacher), { assignment: quiz.id, names: false })
    await call('PUT', path, {
      cookie: teacher.cookie,
      json: {
        source: screen.source,
        version: screen.version,
        ...Object.fromEntries(rubric.map((row) => [`level:${row.id}`, 1])),
      },
    })
    await call('PUT', `/api/assignments/${quiz.id}/release`, { cookie: teacher.cookie, json: { released: true } })
    expect((await ask({}, anna, 'post', quiz)).code).toBe('no-released-grade')
    expect((await ask({}, anna, 'in-words', quiz)).status).toBe(200)
    const [open] = (await listed()).open
    expect(open).toMatchObject({ part: 'in-words', text: 'In my own words.', would: 'kept' })
    expect(open!.question).toBeGreaterThan(0)
  })
})

describe('answering', () => {
  test('no name is sent to the desk unless it is asked for, and the look leaves its trace', async () => {
    await graded()
    await ask()
    expect(JSON.stringify(await listed())).not.toContain(anna.name)
    expect((await listed(true)).open[0]!.name).toBe(anna.name)
    const { gradeViews: views } = db.t
    expect(
      await db
        .select()
        .from(views)
        .where(and(eq(views.classId, klass.id), eq(views.page, 'grading'))),
    ).toMatchObject([{ userId: anna.userId, viewerId: teacher.userId, assignmentId: question.id }])
  })

  test('a grade that stands is said to stand; the student reads why, and the inbox has no figure', async () => {
    await graded()
    await ask()
    expect((await answer('changed')).code).toBe('conflict')
    expect((await answer('kept', ' ')).code).toBe('invalid')
    expect((await answer('kept', 'Read 73 once more.')).status).toBe(200)
    expect((await answer('kept')).code).toBe('changed-elsewhere')
    expect((await mine())[0]).toMatchObject({
      points: 5,
      contest: { outcome: 'kept', reply: 'Read 73 once more.', was: { points: 5, of: 15 } },
    })
    const [told] = await inbox(anna)
    expect(told).toMatchObject({ kind: 'grade-contest-answered', facts: { outcome: 'kept' } })
    expect(JSON.stringify(told)).not.toMatch(/"(?:points|of|reply)"/u)
    expect(await listed()).toMatchObject({ open: [], answered: [{ outcome: 'kept', reply: 'Read 73 once more.' }] })
  })

  test('a changed grade is said to be changed; what it was stays, entry by entry', async () => {
    await graded()
    await ask()
    await gradeAgain(2)
    expect((await listed()).open[0]).toMatchObject({ before: { points: 5 }, after: { points: 10 }, would: 'changed' })
    expect((await answer('kept')).code).toBe('conflict')
    expect((await answer('changed')).status).toBe(200)
    expect((await mine())[0]).toMatchObject({ points: 10, contest: { outcome: 'changed', was: { points: 5, of: 15 } } })
    const history = await db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, question.id))
    expect(history.map(({ level }) => level)).toEqual([...ROWS.map(() => 1), ...ROWS.map(() => 2)])
    const trail = await db.select().from(db.t.audit).where(eq(db.t.audit.chain, klass.id))
    expect(trail.map(({ action }) => action)).toEqual(['contest.create', 'grade.save', 'contest.answer'])
    expect(await findBrokenLink(db, klass.id)).toBeNull()
  })

  test('changed and set back is the grade that stood', async () => {
    await graded()
    await ask()
    await gradeAgain(3)
    await gradeAgain(1)
    expect((await answer('kept')).status).toBe(200)
  })

  test('while it is held again nothing is answered, and its student sees neither grade nor second look', async () => {
    await graded()
    await ask()
    await hold(false)
    expect((await listed()).open[0]!.would).toBeNull()
    expect((await answer('kept')).code).toBe('no-released-grade')
    expect(await mine()).toEqual([])
    await hold(true)
    expect((await answer('kept')).status).toBe(200)
  })

  test('while two graders differ nothing is answered', async () => {
    await graded()
    await ask()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.gradingPlans).values({
          assignmentId: question.id,
          ordinal: 1,
          classId: klass.id,
          state: 'in-use',
          graders: 2,
          rubrics: {
            '': edition().rubrics[0]!.rows.map(({ id, title, asks, cells }) => ({ id, title, asks, cells, weight: 1 })),
          },
          savedBy: teacher.userId,
          savedAt: new Date(),
        }),
      )
    })
    await gradeAgain(3, await makeInstructor(db, klass.id))
    expect((await listed()).open[0]).toMatchObject({ after: null, would: null })
    expect((await answer('changed')).code).toBe('no-released-grade')
  })
})
