import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { viewQuestion } from '#lib/features/answer-question/read-posts.ts'
import { viewRubric } from '#lib/features/grade-answers/plan.ts'
import { listGrading, viewQueue } from '#lib/features/grade-answers/queue.ts'
import { viewStudentGrades } from '#lib/features/grade-answers/student-grades.ts'
import { viewWaiting } from '#lib/features/grade-answers/waiting.ts'
import { seeMyGrades } from '#lib/features/see-my-grades/see-my-grades.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { readInbox } from '#lib/features/read-inbox/read-inbox.ts'
import { routes } from '#lib/web/api.ts'
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

const ROWS = ['accuracy', 'evidence', 'sourcing', 'corroboration', 'contextualization']
const levels = (...given: number[]) => Object.fromEntries(ROWS.map((row, index) => [`level:${row}`, given[index]!]))

type World = {
  klass: Klass
  teacher: Person
  friday: Person
  monday: Person
  anna: Person
  ben: Person
  question: Assignment
}
/** Anna sits in Friday, Ben in Monday; each section has an assistant, and both students have posted. */
async function makeWorld(): Promise<World> {
  const klass = await makeClass(db)
  const [friday, monday] = [await makeSection(db, klass.id, 'Friday'), await makeSection(db, klass.id, 'Monday')]
  const world = {
    klass,
    teacher: await makeInstructor(db, klass.id),
    friday: await makeAssistant(db, klass.id, { sectionId: friday }),
    monday: await makeAssistant(db, klass.id, { sectionId: monday }),
    anna: await makeStudent(db, klass.id, { sectionId: friday }),
    ben: await makeStudent(db, klass.id, { sectionId: monday }),
    question: await assign(db, klass.id, 'question', { points: 30 }),
  }
  await post(world, world.anna, 'Zhou has it from the Albanian party. Khiem was there.')
  await post(world, world.ben, 'Both can be true.')
  return world
}
const post = async ({ question }: World, who: Person, text: string): Promise<void> => {
  const reply = await call('POST', `/api/assignments/${question.id}/posts`, {
    cookie: who.cookie,
    json: { text, citations: [{ at: 's108' }] },
  })
  expect(reply.status, reply.text).toBe(200)
}
type Answer = { source: string; version: number; levels: Record<string, number>; comment: string; state: string }
const pathOf = ({ question }: World, student: Person): string =>
  `/api/assignments/${question.id}/grading/post/${student.userId}`
const read = async (world: World, grader: Person, student: Person): Promise<Answer> => {
  const reply = await call('GET', pathOf(world, student), { cookie: grader.cookie })
  expect(reply.status, reply.text).toBe(200)
  return reply.json as Answer
}
const give = async (world: World, grader: Person, student: Person, json: Record<string, unknown>, path = '') => {
  const { source, version } = await read(world, world.teacher, student)
  return call('PUT', pathOf(world, student) + path, { cookie: grader.cookie, json: { source, version, ...json } })
}
const undo = ({ question }: World, grader: Person) =>
  call('POST', `/api/assignments/${question.id}/grading/post/undo`, { cookie: grader.cookie, json: {} })
const release = ({ question, teacher }: World, released = true) =>
  call('PUT', `/api/assignments/${question.id}/release`, { cookie: teacher.cookie, json: { released } })
const gradeOf = async (world: World, who: Person) =>
  (await viewQuestion(asViewer(db, who), { assignment: world.question.id })).grade

describe('giving a grade', () => {
  test('levels and comment are kept as a history; saving the same again adds nothing', async () => {
    const world = await makeWorld()
    const saved = await give(world, world.teacher, world.anna, { ...levels(3, 2, 3, 1, 0), text: 'Who told him?' })
    expect(saved.json).toMatchObject({ state: 'graded', points: 9, of: 15, next: world.ben.userId })
    const history = () => db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, world.question.id))
    expect(await history()).toHaveLength(6)
    await give(world, world.teacher, world.anna, { ...levels(3, 2, 3, 1, 0), text: 'Who told him?' })
    expect(await history()).toHaveLength(6)
    await give(world, world.teacher, world.anna, { 'level:evidence': 3 })
    expect((await history()).map((row) => [row.n, row.criterion, row.level]).at(-1)).toEqual([7, 'evidence', 3])
    expect(await read(world, world.teacher, world.anna)).toMatchObject({
      state: 'graded',
      levels: { accuracy: 3, evidence: 3, sourcing: 3, corroboration: 1, contextualization: 0 },
      comment: 'Who told him?',
    })
    expect(await findBrokenLink(db, world.klass.id)).toBeNull()
  })

  test('undo takes back one save after the other, and the history keeps all of them', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, levels(1, 1, 1, 1, 1))
    await give(world, world.teacher, world.anna, { 'level:accuracy': 3, text: 'Better.' })
    await give(world, world.teacher, world.ben, levels(0, 0, 0, 0, 0))
    expect((await undo(world, world.teacher)).json).toEqual({ member: world.ben.userId })
    expect(await read(world, world.teacher, world.ben)).toMatchObject({ state: 'waiting', levels: {} })
    expect((await undo(world, world.teacher)).json).toEqual({ member: world.anna.userId })
    expect(await read(world, world.teacher, world.anna)).toMatchObject({ levels: { accuracy: 1 }, comment: '' })
    await undo(world, world.teacher)
    expect(await read(world, world.teacher, world.anna)).toMatchObject({ state: 'waiting', levels: {} })
    expect((await undo(world, world.teacher)).code).toBe('nothing-to-undo')
    expect(await db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, world.question.id))).toHaveLength(24)
  })

  test('what another grader has changed since is not undone', async () => {
    const world = await makeWorld()
    await give(world, world.friday, world.anna, levels(1, 1, 1, 1, 1))
    await give(world, world.teacher, world.anna, { 'level:accuracy': 3 })
    await undo(world, world.friday)
    expect((await read(world, world.teacher, world.anna)).levels).toEqual({ accuracy: 3 })
  })

  test('only rows of the rubric, only levels, only versions that this student wrote', async () => {
    const world = await makeWorld()
    const put = (json: Record<string, unknown>, student = world.anna) => give(world, world.teacher, student, json)
    for (const json of [
      { 'level:style': 3 },
      { 'level:accuracy': 4 },
      { 'level:accuracy': 1.5 },
      { verdict: 1 },
      { text: 'x'.repeat(2001) },
    ])
      expect((await put(json)).code, JSON.stringify(json)).toBe('invalid')
    const bens = await read(world, world.teacher, world.ben)
    expect((await put({ ...levels(1, 1, 1, 1, 1), source: bens.source })).code).toBe('not-found')
    expect((await put({ ...levels(1, 1, 1, 1, 1), version: 2 })).code).toBe('not-found')
    expect(await db.select().from(db.t.grades).where(eq(db.t.grades.assignmentId, world.question.id))).toEqual([])
  })

  test('a revision leaves the grade on its version, and says so until it is graded itself', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, levels(1, 1, 1, 1, 1))
    await post(world, world.anna, 'Zhou has it from the Albanian party, and says that he does not know.')
    const revised = await read(world, world.teacher, world.anna)
    expect(revised).toMatchObject({
      version: 2,
      state: 'revised',
      levels: {},
      grade: { points: 5, version: 1, isOfThis: false },
    })
    await release(world)
    expect(await gradeOf(world, world.anna)).toMatchObject({ version: 1, points: 5 })
    await give(world, world.teacher, world.anna, levels(2, 2, 2, 2, 2))
    expect(await gradeOf(world, world.anna)).toMatchObject({ version: 2, points: 10 })
  })

  test('assistants have the students of their section, and nothing of the rest', async () => {
    const world = await makeWorld()
    const queueOf = async (who: Person) =>
      (await viewQueue(asViewer(db, who), { assignment: world.question.id, names: true })).queue.map(
        (one) => one.member,
      )
    expect(await queueOf(world.friday)).toEqual([world.anna.userId])
    expect(await queueOf(world.monday)).toEqual([world.ben.userId])
    expect(new Set(await queueOf(world.teacher))).toEqual(new Set([world.anna.userId, world.ben.userId]))
    expect((await give(world, world.friday, world.anna, levels(1, 1, 1, 1, 1))).status).toBe(200)
    expect((await give(world, world.friday, world.ben, levels(1, 1, 1, 1, 1))).status).toBe(404)
    const list = await listGrading(asViewer(db, world.monday), { class: world.klass.id })
    expect(list.assignments[0]!.parts[0]).toMatchObject({ of: 1, graded: 0, open: 1 })
  })

  test('names are not sent unless they are asked for, and the order stays', async () => {
    const world = await makeWorld()
    const ask = (names: boolean) => viewQueue(asViewer(db, world.teacher), { assignment: world.question.id, names })
    const [hidden, shown] = [JSON.stringify(await ask(false)), await ask(true)]
    expect(findPlanted([world.anna.name, world.ben.name], new Map([['hidden', hidden]]))).toEqual([])
    expect(JSON.stringify(shown)).toContain(world.anna.name)
    expect((JSON.parse(hidden) as typeof shown).queue.map((one) => one.member)).toEqual(
      shown.queue.map((one) => one.member),
    )
  })

  test('set aside, an answer waits behind the others until it is graded', async () => {
    const world = await makeWorld()
    const aside = (who: Person, on: boolean) =>
      call('PUT', `${pathOf(world, who)}/aside`, { cookie: world.teacher.cookie, json: { aside: on } })
    const at = async () =>
      (await viewQueue(asViewer(db, world.teacher), { assignment: world.question.id, names: false })).answer?.member
    const first = await at()
    const [one, other] = first === world.anna.userId ? [world.anna, world.ben] : [world.ben, world.anna]
    await aside(one, true)
    expect(await at()).toBe(other.userId)
    await give(world, world.teacher, other, levels(1, 1, 1, 1, 1))
    expect(await at()).toBe(one.userId)
    await give(world, world.teacher, one, levels(1, 1, 1, 1, 1))
    expect(await db.select().from(db.t.setAside).where(eq(db.t.setAside.assignmentId, world.question.id))).toEqual([])
  })
})

describe('comments inside the words', () => {
  test('stand on the words of one version, and only on words that are there', async () => {
    const world = await makeWorld()
    const { source, version } = await read(world, world.teacher, world.anna)
    const comment = (json: Record<string, unknown>) =>
      call('POST', `${pathOf(world, world.anna)}/comments`, {
        cookie: world.teacher.cookie,
        json: { source, version, ...json },
      })
    expect((await comment({ words: 'Khiem', from: 37, text: 'Which day?' })).json).toMatchObject({ from: 37, to: 42 })
    expect((await comment({ words: 'Albanian party', text: 'Who exactly?' })).json).toMatchObject({
      words: 'Albanian party',
    })
    expect((await comment({ words: 'Soviet', text: 'No.' })).code).toBe('words-not-found')
    const comments = (await read(world, world.teacher, world.anna)) as unknown as { comments: { id: string }[] }
    expect(comments.comments).toHaveLength(2)
    const gone = await call('DELETE', `/api/grade-comments/${comments.comments[0]!.id}`, {
      cookie: world.teacher.cookie,
    })
    expect(gone.status).toBe(200)
    expect(((await read(world, world.teacher, world.anna)) as unknown as typeof comments).comments).toHaveLength(1)
    expect(
      await db.select().from(db.t.gradeComments).where(eq(db.t.gradeComments.assignmentId, world.question.id)),
    ).toHaveLength(2)
  })
})

describe('held and released', () => {
  const SECRETS = [
    'hidden-comment-on-the-whole',
    'hidden-comment-on-words',
    'hidden-banked-comment',
    'hidden-second-comment',
  ]

  test('nothing of a held grade is in any byte that its student can fetch; after release all of it is', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, { ...levels(3, 2, 3, 1, 0), text: SECRETS[0] })
    const { source, version } = await read(world, world.teacher, world.anna)
    await call('POST', `${pathOf(world, world.anna)}/comments`, {
      cookie: world.teacher.cookie,
      json: { source, version, words: 'Albanian party', text: SECRETS[1] },
    })
    await call('POST', `/api/classes/${world.klass.id}/comment-bank`, {
      cookie: world.teacher.cookie,
      json: { text: SECRETS[2] },
    })
    await call('PUT', `/api/assignments/${world.question.id}/entries/${world.anna.userId}`, {
      cookie: world.teacher.cookie,
      json: { points: '27.25' },
    })
    const asked = async (who: Person): Promise<Map<string, string>> => {
      const texts = new Map<string, string>()
      const at: Record<string, string> = {
        class: world.klass.id,
        assignment: world.question.id,
        member: world.anna.userId,
        part: 'post',
      }
      for (const { method, path } of routes) {
        if (method !== 'GET' || /\{(?!class|assignment|member|part)/u.test(path)) continue
        const address = path.replace(/\{(\w+)\}/gu, (_all, name: string) => at[name]!)
        texts.set(address, (await call('GET', address, { cookie: who.cookie })).text)
      }
      texts.set('my grades', JSON.stringify(await seeMyGrades(asViewer(db, who), { class: world.klass.id })))
      texts.set('my work', JSON.stringify(await seeMyWork(asViewer(db, who), { class: world.klass.id })))
      texts.set(
        'the question',
        JSON.stringify(await viewQuestion(asViewer(db, who), { assignment: world.question.id })),
      )
      return texts
    }
    const held = await asked(world.anna)
    expect(held.size).toBeGreaterThan(8)
    expect(findPlanted([...SECRETS, '27.25', '"byHand":2725'], held)).toEqual([])
    const before = await seeMyGrades(asViewer(db, world.anna), { class: world.klass.id })
    expect(before.cells).toMatchObject([{ points: null, isByHand: false }])
    expect(before.grades).toEqual([])
    expect(before.traces.filter((trace) => trace.assignment !== null)).toEqual([])

    expect((await release(world)).status).toBe(200)
    const after = await asked(world.anna)
    expect(findPlanted([SECRETS[0]!, SECRETS[1]!], after).length).toBeGreaterThan(3)
    expect(findPlanted([SECRETS[2]!], after)).toEqual([])
    const grade = (await gradeOf(world, world.anna))!
    expect(grade).toMatchObject({ points: 9, of: 15, comments: [{ by: world.teacher.name, comment: SECRETS[0] }] })
    expect(grade.rows.map((row) => row.level)).toEqual([3, 2, 3, 1, 0])
    expect(grade.rows.every((row) => row.cell.length > 10)).toBe(true)
    // A classmate, and a student of nothing, still have none of it.
    expect(findPlanted(SECRETS, await asked(world.ben))).toEqual([])

    await release(world, false)
    expect(await gradeOf(world, world.anna)).toBeNull()
    expect(findPlanted([...SECRETS, '"byHand":2725'], await asked(world.anna))).toEqual([])
  })

  test('whoever has a grade is told at release, once, and can read who gave, saw and released it', async () => {
    const world = await makeWorld()
    await give(world, world.friday, world.anna, levels(1, 1, 1, 1, 1))
    await give(world, world.teacher, world.anna, { 'level:accuracy': 2 })
    await viewQueue(asViewer(db, world.teacher), { assignment: world.question.id, at: world.anna.userId, names: false })
    await release(world)
    await release(world)
    const told = async (who: Person) =>
      (await readInbox(asViewer(db, who), { class: world.klass.id })).notes.map((note) => note.kind)
    expect(await told(world.anna)).toEqual(['grades-released'])
    expect(await told(world.ben)).toEqual([])
    const { traces } = await seeMyGrades(asViewer(db, world.anna), { class: world.klass.id })
    expect(new Set(traces.map((trace) => `${trace.by} ${trace.what}`))).toEqual(
      new Set([
        `${world.friday.name} graded`,
        `${world.teacher.name} changed`,
        `${world.teacher.name} released`,
        `${world.teacher.name} looked`,
      ]),
    )
  })

  test('a student’s page carries their grades, held or not, and whoever opens it is written down, once a day', async () => {
    const world = await makeWorld()
    const seen = (who: Person, student: Person) =>
      viewStudentGrades(asViewer(db, who), { class: world.klass.id, member: student.userId })
    const ungraded = (await seen(world.friday, world.anna)).assignments[world.question.id]!
    expect(ungraded).toMatchObject({ isReleased: false, counts: { points: null, of: 30 } })
    expect(ungraded.parts).toMatchObject([{ part: 'post', state: 'waiting', grade: null }])
    await give(world, world.teacher, world.anna, { ...levels(3, 2, 3, 1, 0), text: 'Who told him?' })
    const graded = (await seen(world.friday, world.anna)).assignments[world.question.id]!
    expect(graded.counts).toMatchObject({ points: 18, of: 30 })
    expect(graded.parts).toMatchObject([
      {
        state: 'graded',
        grade: { points: 9, of: 15, comments: [{ by: world.teacher.name, comment: 'Who told him?' }] },
      },
    ])
    await expect(seen(world.friday, world.ben)).rejects.toMatchObject({ code: 'not-found' })
    await expect(seen(world.anna, world.anna)).rejects.toMatchObject({ code: 'not-found' })
    const tracesOf = async (who: Person) => (await seeMyGrades(asViewer(db, who), { class: world.klass.id })).traces
    // Of a grade that is held the trace tells nothing: it is the same as before there was one.
    expect(await tracesOf(world.anna)).toMatchObject([{ what: 'looked', by: world.friday.name, assignment: null }])
    expect(await tracesOf(world.ben)).toEqual([])
  })

  test('the desk counts what waits for whoever looks, then what is graded and held', async () => {
    const world = await makeWorld()
    const waiting = (who: Person) => viewWaiting(asViewer(db, who), { class: world.klass.id })
    const title = { id: world.question.id, title: world.question.title }
    expect(await waiting(world.teacher)).toEqual({
      answers: 2,
      of: 2,
      assignments: [{ ...title, answers: 2, of: 2 }],
      held: [],
    })
    expect(await waiting(world.friday)).toMatchObject({ answers: 1, of: 1 })
    await give(world, world.teacher, world.anna, levels(3, 2, 3, 1, 0))
    expect((await waiting(world.teacher)).assignments).toEqual([{ ...title, answers: 1, of: 2 }])
    await give(world, world.teacher, world.ben, levels(3, 2, 3, 1, 0))
    expect(await waiting(world.teacher)).toEqual({ answers: 0, of: 2, assignments: [], held: [title] })
    expect(await waiting(world.friday)).toMatchObject({ answers: 0, held: [] })
    await release(world)
    expect((await waiting(world.teacher)).held).toEqual([])
    await post(world, world.anna, 'Revised, after the lesson.')
    expect((await waiting(world.teacher)).answers).toBe(1)
  })

  test('a written answer of a quiz is graded by its own rubric, and shown with the quiz', async () => {
    const klass = await makeClass(db)
    const [teacher, anna] = [await makeInstructor(db, klass.id), await makeStudent(db, klass.id)]
    const planted = plantedQuiz('graded', 'every')
    const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, points: 16 })
    const { id } = (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: anna.cookie, json: {} }))
      .json as { id: string }
    for (const [item, answer] of Object.entries(planted.right))
      await call('PUT', `/api/attempts/${id}/answers/${item}`, { cookie: anna.cookie, json: { answer, seq: 1 } })
    const at = `/api/assignments/${quiz.id}/grading/in-words/${anna.userId}`
    // While the attempt is open its words stay the student's.
    expect((await call('GET', at, { cookie: teacher.cookie })).code).toBe('not-found')
    await call('POST', `/api/attempts/${id}/submission`, { cookie: anna.cookie, json: {} })
    const answer = (await call('GET', at, { cookie: teacher.cookie })).json as Answer
    const saved = await call('PUT', at, {
      cookie: teacher.cookie,
      json: { source: answer.source, version: answer.version, 'level:evidence': 2 },
    })
    expect(saved.json).toMatchObject({ state: 'graded', points: 2, of: 3 })
    const seen = () => viewQuiz(asViewer(db, anna), { assignment: quiz.id })
    expect((await seen()).grades).toEqual([])
    await call('PUT', `/api/assignments/${quiz.id}/release`, { cookie: teacher.cookie, json: { released: true } })
    expect((await seen()).grades).toMatchObject([{ part: 'in-words', points: 2, of: 3 }])
    // Seven items by the program and one by people, each of the same weight.
    const mine = await seeMyGrades(asViewer(db, anna), { class: klass.id })
    expect(mine.cells).toMatchObject([{ points: Math.round(((7 + 2 / 3) / 8) * 16 * 100) / 100, of: 16 }])
  })
})

describe('two graders', () => {
  const two = ({ question, teacher }: World) =>
    call('PUT', `/api/assignments/${question.id}/graders`, { cookie: teacher.cookie, json: { graders: 2 } })

  test('neither sees the other’s levels before their own are whole; agreeing is the grade', async () => {
    const world = await makeWorld()
    await two(world)
    await give(world, world.friday, world.anna, { ...levels(2, 2, 2, 2, 2), text: 'hidden-from-the-second' })
    expect(JSON.stringify(await read(world, world.teacher, world.anna))).not.toContain('hidden-from-the-second')
    expect(await read(world, world.teacher, world.anna)).toMatchObject({ state: 'waiting', levels: {}, pair: null })
    expect(await read(world, world.friday, world.anna)).toMatchObject({ state: 'second' })
    await release(world)
    expect(await gradeOf(world, world.anna)).toBeNull()
    await give(world, world.teacher, world.anna, levels(2, 2, 2, 2, 2))
    expect(await gradeOf(world, world.anna)).toMatchObject({ points: 10, how: 'agreed' })
  })

  test('where they differ one decides; both stay, and agreement is counted with its n', async () => {
    const world = await makeWorld()
    await two(world)
    await give(world, world.monday, world.ben, levels(3, 3, 3, 3, 3))
    await give(world, world.teacher, world.ben, levels(3, 3, 3, 3, 3))
    await give(world, world.friday, world.anna, levels(2, 2, 2, 2, 2))
    expect((await give(world, world.teacher, world.anna, levels(1, 2, 2, 2, 2), '/decision')).code).toBe(
      'nothing-to-decide',
    )
    await give(world, world.teacher, world.anna, levels(1, 2, 2, 2, 2))
    const differing = await read(world, world.friday, world.anna)
    expect(differing).toMatchObject({
      state: 'differ',
      pair: [{ levels: { accuracy: 2 } }, { levels: { accuracy: 1 } }],
    })
    expect((await give(world, world.friday, world.anna, levels(2, 2, 2, 2, 2), '/decision')).status).toBe(404)
    expect((await give(world, world.teacher, world.anna, { 'level:accuracy': 2 }, '/decision')).code).toBe(
      'level-missing',
    )
    expect((await give(world, world.teacher, world.anna, levels(2, 2, 2, 2, 2), '/decision')).json).toMatchObject({
      state: 'graded',
    })
    expect(await read(world, world.friday, world.anna)).toMatchObject({
      pair: [{}, {}],
      grade: { how: 'decided', points: 10 },
    })
    const view = await viewQueue(asViewer(db, world.teacher), { assignment: world.question.id, names: false })
    expect(view.agreement).toMatchObject({ n: 2, all: 1 })
    expect(view.agreement!.rows[0]).toEqual({ id: 'accuracy', same: 1 })
    expect(view.agreement!.rows[1]).toEqual({ id: 'evidence', same: 2 })
  })
})

describe('another rubric', () => {
  test('is previewed, then reckons every grade again, audited; whoever’s released grade changes is told', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, levels(3, 1, 1, 1, 1))
    await give(world, world.teacher, world.ben, levels(2, 2, 2, 2, 2))
    await release(world)
    const propose = (json: Record<string, unknown>) =>
      call('PUT', `/api/assignments/${world.question.id}/rubric/post`, { cookie: world.teacher.cookie, json })
    const seen = () => viewRubric(asViewer(db, world.teacher), { assignment: world.question.id })
    const settle = async (use: boolean, expect?: string) =>
      call('POST', `/api/assignments/${world.question.id}/rubric/post`, {
        cookie: world.teacher.cookie,
        json: { use, expect: expect ?? (await seen()).proposal?.expect ?? 'nothing' },
      })
    for (const bad of [
      { 'weight:style': 1 },
      { 'weight:accuracy': 6 },
      { 'title:accuracy': '' },
      { other: 1 },
      Object.fromEntries(ROWS.map((row) => [`weight:${row}`, 0])),
    ])
      expect((await propose(bad)).code, JSON.stringify(bad)).toBe('invalid')
    await propose({ 'weight:accuracy': 3, 'weight:evidence': 0 })
    const preview = (await seen()).proposal!.changes
    expect(preview.find((one) => one.member === world.anna.userId)).toMatchObject({
      before: { points: 7, of: 15 },
      after: { points: 12, of: 18 },
    })
    // Neither the page nor what it shows says whose answer it is.
    expect(JSON.stringify(await seen())).not.toContain(world.anna.name)
    // A preview changes nothing.
    expect(await gradeOf(world, world.anna)).toMatchObject({ points: 7, of: 15 })
    await settle(false)
    expect((await seen()).proposal).toBeNull()
    expect((await settle(true)).code).toBe('conflict')
    await propose({ 'weight:accuracy': 3, 'weight:evidence': 0 })
    await settle(true)
    expect(await gradeOf(world, world.anna)).toMatchObject({ points: 12, of: 18 })
    const told = (await readInbox(asViewer(db, world.anna), { class: world.klass.id })).notes.map((note) => note.kind)
    expect(told).toEqual(['grade-recalculated', 'grades-released'])
    const [entry] = await db.select().from(db.t.audit).where(eq(db.t.audit.action, 'rubric.change'))
    expect(entry).toMatchObject({ actorId: world.teacher.userId, object: `assignments/${world.question.id}` })
    expect(entry!.before).not.toBe(entry!.after)
  })

  test('is not used unseen: another proposal, or a grade given meanwhile, is refused and changes nothing', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, levels(3, 1, 1, 1, 1))
    const at = `/api/assignments/${world.question.id}/rubric/post`
    const propose = (weight: number) =>
      call('PUT', at, { cookie: world.teacher.cookie, json: { 'weight:accuracy': weight } })
    const looked = async () =>
      (await viewRubric(asViewer(db, world.teacher), { assignment: world.question.id })).proposal!.expect
    const settle = (expect: string, use = true) =>
      call('POST', at, { cookie: world.teacher.cookie, json: { use, expect } })
    await propose(3)
    const first = await looked()
    await propose(2)
    for (const use of [true, false]) expect((await settle(first, use)).code).toBe('conflict')
    const second = await looked()
    await give(world, world.teacher, world.ben, levels(1, 1, 1, 1, 1))
    expect((await settle(second)).code).toBe('conflict')
    expect((await call('POST', at, { cookie: world.teacher.cookie, json: { use: true } })).code).toBe('invalid')
    const { rubric } = await viewRubric(asViewer(db, world.teacher), { assignment: world.question.id })
    expect(rubric.map(({ weight }) => weight)).toEqual([1, 1, 1, 1, 1])
    expect((await settle(await looked())).status).toBe(200)
    // Of two presses at once one holds.
    await propose(4)
    const both = await looked()
    const two = await Promise.all([settle(both), settle(both, false)])
    expect(two.map(({ code }) => code ?? 'done').toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['conflict', 'done'])
  })

  test('a row of one’s own asks every answer for a level in it', async () => {
    const world = await makeWorld()
    await give(world, world.teacher, world.anna, levels(3, 1, 1, 1, 1))
    const own = {
      'title:new': 'Style',
      'cell:new:0': 'None',
      'cell:new:1': 'Some',
      'cell:new:2': 'More',
      'cell:new:3': 'All',
    }
    await call('PUT', `/api/assignments/${world.question.id}/rubric/post`, { cookie: world.teacher.cookie, json: own })
    const { proposal } = await viewRubric(asViewer(db, world.teacher), { assignment: world.question.id })
    await call('POST', `/api/assignments/${world.question.id}/rubric/post`, {
      cookie: world.teacher.cookie,
      json: { use: true, expect: proposal!.expect },
    })
    expect(await read(world, world.teacher, world.anna)).toMatchObject({ state: 'begun' })
    expect((await give(world, world.teacher, world.anna, { 'level:own-1': 2 })).json).toMatchObject({
      state: 'graded',
      points: 9,
      of: 18,
    })
  })
})

test('an erased student’s comments go, and the levels stay as counts', async () => {
  const world = await makeWorld()
  await give(world, world.teacher, world.anna, { ...levels(1, 1, 1, 1, 1), text: 'words-about-anna' })
  await db.atomically(function* (tx) {
    yield* q(
      tx
        .update(db.t.grades)
        .set({ comment: null, erasedAt: new Date() })
        .where(eq(db.t.grades.userId, world.anna.userId)),
    )
  })
  const rows = await db.select().from(db.t.grades).where(eq(db.t.grades.userId, world.anna.userId))
  expect(rows.every((row) => row.comment === null)).toBe(true)
  expect(rows.filter((row) => row.level === 1)).toHaveLength(5)
})
