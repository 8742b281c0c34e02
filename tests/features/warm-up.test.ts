/** A warm-up from what a class missed: what is offered and counted, what it becomes, and what stays nobody’s business. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { openSqlite, useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { wilson } from '#lib/domain/statistics.ts'
import { startWarmUp, viewWarmUp } from '#lib/features/assign-work/warm-up.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { assign, plantedQuiz, setDates } from '../factories/work.ts'

const planted = plantedQuiz('warm-up')
const ITEMS = Object.keys(planted.right)

let db: Db
beforeAll(() => {
  db = openSqlite(':memory:', { migrate: true })
  useDb(db)
})
afterAll(() => db.close())

type World = { klass: Klass; teacher: Person; students: Person[]; quiz: Assignment }
async function world(how: Partial<Assignment> = {}, n = 4): Promise<World> {
  const klass = await makeClass(db)
  const teacher = await makeInstructor(db, klass.id)
  const students: Person[] = []
  for (let i = 0; i < n; i += 1) students.push(await makeStudent(db, klass.id))
  return { klass, teacher, students, quiz: await assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...how }) }
}
/** For each item of the quiz right, wrong, or left open. */
async function sit(quiz: string, person: Person, pattern: string, { handIn = true } = {}): Promise<void> {
  const ctx = () => asViewer(db, person, new Date())
  const { id } = await startAttempt(ctx(), { assignment: quiz })
  for (const [i, item] of ITEMS.entries())
    if (pattern[i] !== '-')
      await saveAnswer(ctx(), {
        attempt: id,
        item,
        answer: (pattern[i] === '1' ? planted.right : planted.wrong)[item]!,
        seq: 1,
      })
  if (handIn) await submitAttempt(ctx(), { attempt: id })
}
const look = ({ klass, teacher }: World) => viewWarmUp(asViewer(db, teacher), { class: klass.id })
const start = ({ klass, teacher }: World, item: string[]) =>
  startWarmUp(asViewer(db, teacher), { class: klass.id, item })
const refused = async (work: Promise<unknown>) => codeOf(await work.catch((error: unknown) => error))

describe('what a warm-up is made of', () => {
  test('what two or more missed or left open, with n and interval, the surest first; of one alone nothing', async () => {
    const here = await world()
    for (const [i, pattern] of ['00-', '0-1', '111', '011'].entries())
      await sit(here.quiz.id, here.students[i]!, pattern)
    const { items } = await look(here)
    // The third item was missed by one student.
    expect(items.map(({ shown, missed, of, share }) => [shown.id, missed, of, share])).toEqual([
      ['one-choice', 3, 4, wilson(3, 4)],
      ['some-choices', 2, 4, wilson(2, 4)],
    ])
    expect(items.map(({ isProposed, waiting }) => [isProposed, waiting])).toEqual([
      [true, 0],
      [true, 0],
    ])
  })

  test('a question asked of few does not come before one that many missed', async () => {
    const here = await world({}, 12)
    const small = await assign(db, here.klass.id, 'quiz', { frozen: plantedQuiz('small').frozen })
    for (const person of here.students)
      await sit(here.quiz.id, person, here.students.indexOf(person) < 9 ? '011' : '111')
    for (const person of here.students.slice(0, 2)) await sit(small.id, person, '101')
    const { items } = await look(here)
    expect(items.map(({ shown, missed, of }) => [shown.id, missed, of])).toEqual([
      ['one-choice', 9, 12],
      ['some-choices', 2, 2],
    ])
    // Ten can still hand the second quiz in, so nothing of it is proposed.
    expect(items.map(({ isProposed, waiting }) => [isProposed, waiting])).toEqual([
      [true, 0],
      [false, 10],
    ])
  })

  test('nothing of an attempt under way, nor of a quiz that explains itself after closing, before it has closed', async () => {
    const here = await world({ feedback: 'closed', closesAt: new Date(Date.now() + 3_600_000) })
    for (const person of here.students) await sit(here.quiz.id, person, '000', { handIn: person !== here.students[0] })
    expect((await look(here)).items).toEqual([])
    await setDates(db, here.quiz.id, { closesAt: new Date(Date.now() - 60_000) })
    expect((await look(here)).items.map(({ missed, of, waiting }) => [missed, of, waiting])).toEqual([
      [4, 4, 0],
      [4, 4, 0],
      [4, 4, 0],
    ])
    const open = await world()
    for (const person of open.students) await sit(open.quiz.id, person, '000', { handIn: false })
    expect((await look(open)).items).toEqual([])
  })

  test('no key, no reason and no student is in what the page gets', async () => {
    const here = await world()
    for (const person of here.students) await sit(here.quiz.id, person, '000')
    const bytes = JSON.stringify(await look(here))
    for (const secret of [...planted.sentinels, ...here.students.flatMap(({ name, userId }) => [name, userId])])
      expect(bytes).not.toContain(secret)
  })
})

describe('what it becomes', () => {
  test('a quiz of the instructor’s own, open now, five minutes, explained answer by answer, and of no account', async () => {
    const here = await world()
    for (const person of here.students) await sit(here.quiz.id, person, '000')
    const { items } = await look(here)
    const { assignment, quiz } = await start(here, [items[1]!.id, items[0]!.id])
    const [row] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, assignment))
    expect(row).toMatchObject({
      kind: 'quiz',
      targetId: quiz,
      feedback: 'each',
      timeLimitMinutes: 5,
      attemptsAllowed: 1,
      points: 0,
      opensAt: null,
      title: expect.stringMatching(/^Warm-up, /) as string,
    })
    const [kept] = await db.select().from(db.t.ownQuizVersions).where(eq(db.t.ownQuizVersions.quizId, quiz))
    expect(kept!.body!.items.map(({ id }) => id)).toEqual([items[1]!.shown.id, items[0]!.shown.id])
    const mine = asViewer(db, here.students[0]!, new Date())
    const attempt = await startAttempt(mine, { assignment })
    const item = items[0]!.shown.id
    await saveAnswer(mine, { attempt: attempt.id, item, answer: planted.right[item]!, seq: 1 })
    expect(await checkAnswer(mine, { attempt: attempt.id, item })).toMatchObject({ verdict: { correct: true } })
  })

  test('by a plain form: its ticks, and back to the page with what was given or with nothing', async () => {
    const here = await world()
    for (const person of here.students) await sit(here.quiz.id, person, '000')
    const { items } = await look(here)
    const path = `/classes/${here.klass.id}/desk/warm-up`
    const post = (form: Record<string, string | string[]>) =>
      call('POST', `/api/classes/${here.klass.id}/warm-up`, { cookie: here.teacher.cookie, form })
    expect((await post({})).location).toContain(`${path}?problem=invalid`)
    const { status, location } = await post({ item: items.map(({ id }) => id) })
    expect([status, location.startsWith(`${path}?given=`)]).toEqual([303, true])
    const given = await db.select().from(db.t.assignments).where(eq(db.t.assignments.classId, here.klass.id))
    expect(given).toHaveLength(2)
  })

  test('only what is on the list, from one to eight, and only by who manages the class', async () => {
    const here = await world()
    for (const person of here.students) await sit(here.quiz.id, person, '001')
    expect(await refused(start(here, []))).toBe('invalid')
    expect(await refused(start(here, [`${here.quiz.id}/a-sentence`]))).toBe('invalid')
    const other = await world()
    const { items } = await look(here)
    expect(await refused(start(other, [items[0]!.id]))).toBe('invalid')
    const asStudent = asViewer(db, here.students[0]!)
    expect(await refused(viewWarmUp(asStudent, { class: here.klass.id }))).toBe('not-found')
    expect(await refused(startWarmUp(asStudent, { class: here.klass.id, item: [items[0]!.id] }))).toBe('not-found')
  })
})
