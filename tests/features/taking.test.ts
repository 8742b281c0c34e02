/** How a quiz is put: its order, another form of an item on a later attempt, and whether it is asked how sure one is. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { ShownItem } from '#lib/domain/item.ts'
import { assignWork, changeAssignment, getAssignment } from '#lib/features/assign-work/assign-work.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { viewAnswers, viewStudent } from '#lib/features/review-class/review-class.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, frozenQuiz, plantedQuiz, TARGET, type Given } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
})
afterAll(() => db.close())

const planted = plantedQuiz('taking', 'every')
const [first, second, third] = planted.quiz.items
/** Two of a family, and one that stands alone. */
const family = frozenQuiz({
  ...planted.quiz,
  id: 'with-a-family',
  items: [{ ...first!, family: 'twins' }, third!, { ...second!, family: 'twins' }],
})

const hands = (person: Person, quiz: Assignment) => ({
  start: async () => {
    const { json } = await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: person.cookie, json: {} })
    return json as { id: string; items: ShownItem[] }
  },
  save: (attempt: string, item: string, answer: string[], more: object = {}) =>
    call('PUT', `/api/attempts/${attempt}/answers/${item}`, {
      cookie: person.cookie,
      json: { answer, seq: 1, ...more },
    }),
  handIn: async (attempt: string) =>
    (await call('POST', `/api/attempts/${attempt}/submission`, { cookie: person.cookie, json: {} })).json as {
      score: { earned: number; total: number }
      verdicts: { item: string; options: { id: string }[]; correct: boolean }[]
    },
  view: () => viewQuiz(asViewer(db, person), { assignment: quiz.id }),
})
const quizWith = (rules: Given): Promise<Assignment> =>
  assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules })
const ids = (all: readonly { id: string }[]): string[] => all.map(({ id }) => id)
const optionsOf = (items: readonly ShownItem[], id: string): string[] => {
  const item = items.find((one) => one.id === id)!
  return 'options' in item ? ids(item.options) : []
}

describe('a shuffled quiz', () => {
  test('has one order for the first page, the resumed one, and the explanations; answers are named as written', async () => {
    const quiz = await quizWith({ shuffled: true })
    const people = await Promise.all([1, 2, 3, 4, 5].map(() => makeStudent(db, klass.id)))
    const orders = new Set<string>()
    for (const person of people) {
      const own = hands(person, quiz)
      const begun = await own.start()
      expect(await own.start()).toEqual(begun)
      expect((await own.view()).open!.items).toEqual(begun.items)
      expect(ids(begun.items).toSorted()).toEqual(ids(planted.quiz.items).toSorted())
      for (const { id } of begun.items) expect((await own.save(begun.id, id, planted.right[id]!)).status).toBe(200)
      const { score, verdicts } = await own.handIn(begun.id)
      expect(score).toEqual({ earned: 7, total: 7 })
      expect(verdicts.map(({ item }) => item)).toEqual(ids(begun.items))
      const choice = verdicts.find(({ item }) => item === 'one-choice')!
      expect(ids(choice.options)).toEqual(optionsOf(begun.items, 'one-choice'))
      expect((await own.view()).asked).toEqual(begun.items)
      orders.add([...ids(begun.items), ...optionsOf(begun.items, 'one-choice')].join())
    }
    expect(orders.size).toBe(people.length)
  })

  test('is what a quiz is unless it is given as written, and can be changed', async () => {
    const ctx = asViewer(db, teacher)
    const give = async (more: Partial<Parameters<typeof assignWork>[1]>) =>
      (await assignWork(ctx, { class: klass.id, kind: 'quiz', target: TARGET.quiz, ...more })).assignment
    const plain = await give({})
    expect(await getAssignment(ctx, { assignment: plain })).toMatchObject({
      order: 'shuffled',
      confidence: 'asked',
      pages: 'all',
    })
    const other = await give({ order: 'as-written', confidence: 'not-asked', pages: 'one' })
    const put = { order: 'as-written', confidence: 'not-asked', pages: 'one' }
    expect(await getAssignment(ctx, { assignment: other })).toMatchObject(put)
    await changeAssignment(ctx, { assignment: other, feedback: 'hand-in' })
    expect(await getAssignment(ctx, { assignment: other }), 'what is left out stays').toMatchObject(put)
    await changeAssignment(ctx, { assignment: other, feedback: 'hand-in', order: 'shuffled', pages: 'all' })
    expect(await getAssignment(ctx, { assignment: other })).toMatchObject({ ...put, order: 'shuffled', pages: 'all' })
  })
})

describe('items of one family', () => {
  test('come one an attempt, another on the next, and are counted and scored as one', async () => {
    const quiz = await assign(db, klass.id, 'quiz', { frozen: family, attemptsAllowed: 3, shuffled: false })
    const anna = await makeStudent(db, klass.id)
    const own = hands(anna, quiz)
    expect((await own.view()).items).toBe(2)
    const one = await own.start()
    expect(ids(one.items)).toEqual(['one-choice', 'a-sentence'])
    expect((await own.save(one.id, 'some-choices', planted.right['some-choices']!)).code).toBe('not-found')
    await own.save(one.id, 'one-choice', planted.wrong['one-choice']!)
    const row = async () =>
      (await seeMyWork(asViewer(db, anna), { class: klass.id })).assignments.find(({ id }) => id === quiz.id)!
    expect((await row()).progress).toEqual({ done: 1, of: 2 })
    expect((await own.handIn(one.id)).score).toEqual({ earned: 0, total: 2 })

    const two = await own.start()
    expect(ids(two.items)).toEqual(['a-sentence', 'some-choices'])
    await own.save(two.id, 'some-choices', planted.right['some-choices']!)
    const handedIn = await own.handIn(two.id)
    expect([handedIn.score, handedIn.verdicts.map(({ item }) => item)]).toEqual([
      { earned: 1, total: 2 },
      ['a-sentence', 'some-choices'],
    ])
    expect((await row()).score).toEqual({ earned: 1, total: 2 })
    expect(ids((await own.start()).items)).toEqual(['one-choice', 'a-sentence'])
  })

  test('stand on the desk for whoever was asked them; statistics are of the first alone', async () => {
    const quiz = await assign(db, klass.id, 'quiz', { frozen: family, attemptsAllowed: 2 })
    const [anna, ben] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
    for (const person of [anna, ben]) {
      const own = hands(person, quiz)
      const { id } = await own.start()
      await own.save(id, 'one-choice', planted.right['one-choice']!)
      await own.handIn(id)
    }
    const again = await hands(anna, quiz).start()
    await hands(anna, quiz).save(again.id, 'some-choices', planted.wrong['some-choices']!)
    await hands(anna, quiz).handIn(again.id)
    const ctx = asViewer(db, teacher)
    const seen = (await viewAnswers(ctx, { assignment: quiz.id })).items.map(({ id, answered }) => [id, answered])
    expect(seen).toEqual([
      ['one-choice', 1],
      ['a-sentence', 0],
      ['some-choices', 1],
    ])
    const annas = (await viewStudent(ctx, { class: klass.id, member: anna.userId })).work
    expect(ids(annas.find(({ assignment }) => assignment.id === quiz.id)!.items)).toEqual([
      'a-sentence',
      'some-choices',
    ])
    const figures = await analyseQuiz(ctx, { assignment: quiz.id })
    expect(figures.items.map(({ id, right }) => [id, right])).toEqual([
      ['one-choice', 2],
      ['a-sentence', 0],
    ])
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    const asked = csv.split('\n').filter((line) => line.includes(anna.name) && line.includes('The stem of'))
    expect(asked, 'two items in each of two attempts').toHaveLength(4)
  })
})

test('where it is not asked how sure one is, nothing of it is stored', async () => {
  const quiz = await quizWith({ asksConfidence: false })
  const anna = await makeStudent(db, klass.id)
  const own = hands(anna, quiz)
  const { id } = await own.start()
  const saved = await own.save(id, 'one-choice', ['a'], { confidence: 3 })
  expect(saved.status).toBe(200)
  expect((await own.save(id, 'one-choice', ['a'], { confidence: 2 })).json, 'nothing has changed').toEqual(saved.json)
  const [row] = await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, id))
  expect(row!.confidence).toBeNull()
  expect((await own.view()).asksConfidence).toBe(false)
})
