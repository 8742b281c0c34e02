/** What was missed comes back on later days: when, why, until when, and nothing of it before its quiz was explained. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { dayOf } from '#lib/domain/zone.ts'
import { answerAgain, viewComeback } from '#lib/features/come-back/come-back.ts'
import { comebackOf } from '#lib/features/come-back/schedule.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { asViewer, makeClass, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { findPlanted } from '../factories/search.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, DAY, HOUR, plantedQuiz, type Given } from '../factories/work.ts'

const START = Date.parse('2026-09-01T16:00:00Z')
const planted = plantedQuiz('coming-back', 'every')
const [RIGHT, WRONG] = [planted.right, planted.wrong]

let db: Db
let klass: Klass
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db, { zone: 'America/New_York' })
})
afterAll(() => db.close())

const at = (person: Person, days: number) => asViewer(db, person, new Date(START + days * DAY))
const view = (person: Person, days: number) => viewComeback(at(person, days), { class: klass.id })
const answer = (person: Person, days: number, item: string, given: string[]) =>
  answerAgain(at(person, days), { class: klass.id, item, answer: given })
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'was done',
    (error: unknown) => codeOf(error) ?? String(error),
  )
const ids = (shown: Awaited<ReturnType<typeof view>>) => shown.asked.map(({ item }) => item.id).toSorted()

/** Takes the quiz on a day: the answers given, the rest left open. */
async function sit(person: Person, days: number, answers: Record<string, string[]>, rules: Given = {}) {
  const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules })
  const { id } = await startAttempt(at(person, days), { assignment: quiz.id })
  for (const [item, given] of Object.entries(answers))
    await saveAnswer(at(person, days), { attempt: id, item, answer: given, seq: 1 })
  return { quiz, id, handIn: () => submitAttempt(at(person, days), { attempt: id }) }
}
const but = (...wrong: string[]) => ({ ...RIGHT, ...Object.fromEntries(wrong.map((item) => [item, WRONG[item]!])) })

describe('the days', () => {
  const zone = 'America/New_York'
  const days = (...all: (readonly [number, boolean])[]) =>
    comebackOf(
      all.map(([day, right]) => ({ at: new Date(START + day * DAY), right })),
      (instant) => dayOf(instant, zone),
    )

  const TABLE: [string, [number, boolean][], object | null][] = [
    ['never missed', [[0, true]], null],
    ['missed: the next day', [[0, false]], { rightOn: [], dueOn: '2026-09-02' }],
    [
      'right once: some days later',
      [
        [0, false],
        [1, true],
      ],
      { rightOn: ['2026-09-02'], dueOn: '2026-09-05' },
    ],
    [
      'right on two days: gone',
      [
        [0, false],
        [1, true],
        [4, true],
      ],
      { dueOn: null },
    ],
    [
      'missed again: from the beginning',
      [
        [0, false],
        [1, true],
        [4, false],
      ],
      { rightOn: [], dueOn: '2026-09-06' },
    ],
    [
      'right on the day of the miss says nothing',
      [
        [0, false],
        [0.1, true],
      ],
      { rightOn: [], dueOn: '2026-09-02' },
    ],
    [
      'missed after it had gone: back',
      [
        [0, false],
        [1, true],
        [4, true],
        [9, false],
      ],
      { rightOn: [] },
    ],
  ]
  test.each(TABLE)('%s', (_name, all, expected) => {
    const found = days(...all)
    if (expected === null) expect(found).toBeNull()
    else expect(found).toMatchObject(expected)
  })

  test('are those of the class’s zone: one late evening there is not tomorrow', () => {
    const late = new Date('2026-09-02T03:30:00Z')
    expect(comebackOf([{ at: late, right: false }], (instant) => dayOf(instant, zone))!.dueOn).toBe('2026-09-02')
    expect(comebackOf([{ at: late, right: false }], (instant) => dayOf(instant, 'UTC'))!.dueOn).toBe('2026-09-03')
  })
})

test('what was missed is back on the next day, until it was right on two; what was right never is', async () => {
  const anna = await makeStudent(db, klass.id)
  const { handIn } = await sit(anna, 0, but('one-choice', 'an-order'))
  await handIn()
  expect(await view(anna, 0)).toMatchObject({ asked: [], open: 0, later: { items: 2, next: '2026-09-02' }, gone: 0 })
  expect(await refusal(answer(anna, 0, 'one-choice', ['b'])), 'not on the day itself').toBe('not-found')
  expect(await refusal(answer(anna, 1, 'some-choices', ['a'])), 'never missed').toBe('not-found')

  const first = await view(anna, 1)
  expect([ids(first), first.open]).toEqual([['an-order', 'one-choice'], 2])
  expect(findPlanted(planted.sentinels, new Map([['view', JSON.stringify(first)]])), 'no key before an answer').toEqual(
    [],
  )
  expect(await refusal(answer(anna, 1, 'one-choice', []))).toBe('answer-empty')
  expect(await answer(anna, 1, 'one-choice', RIGHT['one-choice']!)).toMatchObject({ verdict: { correct: true } })
  expect(await answer(anna, 1, 'one-choice', WRONG['one-choice']!), 'one answer a day').toMatchObject({
    verdict: { correct: true, chosen: RIGHT['one-choice'] },
  })
  await answer(anna, 1, 'an-order', WRONG['an-order']!)
  const after = await view(anna, 1)
  expect(after.open).toBe(0)
  expect(after.asked.find(({ item }) => item.id === 'one-choice')).toMatchObject({
    rightOn: ['2026-09-02'],
    dueOn: '2026-09-05',
    verdict: { correct: true },
  })
  expect(after.asked.find(({ item }) => item.id === 'an-order')).toMatchObject({ rightOn: [], missedAgain: true })

  expect(ids(await view(anna, 2))).toEqual(['an-order'])
  await answer(anna, 4, 'one-choice', RIGHT['one-choice']!)
  expect(await view(anna, 5)).toMatchObject({ gone: 1 })
  expect(ids(await view(anna, 40))).toEqual(['an-order'])

  const rows = await db.select().from(db.t.practice).where(eq(db.t.practice.userId, anna.userId))
  expect(rows.map(({ item, correct }) => [item, correct])).toEqual([
    ['one-choice', true],
    ['an-order', false],
    ['one-choice', true],
  ])
  const [attempt] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.userId, anna.userId))
  expect(attempt, 'nothing of it counts').toMatchObject({ earned: 5, total: 7 })
})

test('what was left open comes back too; written answers, which people judge, do not', async () => {
  const ben = await makeStudent(db, klass.id)
  await (await sit(ben, 0, { 'one-choice': RIGHT['one-choice']! })).handIn()
  const { asked } = await view(ben, 1)
  expect(asked).toHaveLength(6)
  expect(asked.every(({ leftOpen }) => leftOpen)).toBe(true)
  expect(asked.some(({ item }) => item.kind === 'written')).toBe(false)
})

test('nothing of a quiz is here before it is explained, nor while another attempt asks the same', async () => {
  const cam = await makeStudent(db, klass.id)
  const closesAt = new Date(START + 3 * DAY)
  await (await sit(cam, 0, but('one-choice'), { feedback: 'closed', closesAt })).handIn()
  for (const days of [1, 2, 2.9])
    expect(await view(cam, days)).toMatchObject({ asked: [], later: { items: 0 }, gone: 0 })
  expect(await refusal(answer(cam, 2, 'one-choice', ['b']))).toBe('not-found')
  // Explained on the third day, so it is back on the fourth.
  expect(ids(await view(cam, 3.1))).toEqual([])
  expect(ids(await view(cam, 4))).toEqual(['one-choice'])
  const again = await sit(cam, 4, {})
  expect(ids(await view(cam, 4))).toEqual([])
  await again.handIn()
  expect(ids(await view(cam, 5))).toContain('one-choice')
})

test('a first miss in practice comes back, even where the second try was right', async () => {
  const dee = await makeStudent(db, klass.id)
  const { id, handIn } = await sit(dee, 0, but('one-choice'), { feedback: 'each' })
  await checkAnswer(at(dee, 0), { attempt: id, item: 'one-choice' })
  await saveAnswer(at(dee, 0), { attempt: id, item: 'one-choice', answer: RIGHT['one-choice']!, seq: 2 })
  await handIn()
  expect(ids(await view(dee, 1))).toEqual(['one-choice'])
})

test('is one’s own: nobody else sees, answers or finds it', async () => {
  const [eve, fay] = [await makeStudent(db, klass.id), await makeStudent(db, klass.id)]
  await (await sit(eve, 0, but('one-choice'))).handIn()
  expect(await view(fay, 1)).toMatchObject({ asked: [] })
  expect(await refusal(answer(fay, 1, 'one-choice', ['b']))).toBe('not-found')
  const elsewhere = await makeStudent(db, (await makeClass(db)).id)
  expect(await refusal(view(elsewhere, 1))).toBe('not-found')
})

test('two clicks at once are one answer', async () => {
  const gus = await makeStudent(db, klass.id)
  await (await sit(gus, 0, but('one-choice'))).handIn()
  await Promise.all(Array.from({ length: 8 }, () => answer(gus, 1 + HOUR / DAY, 'one-choice', ['b'])))
  expect(await db.select().from(db.t.practice).where(eq(db.t.practice.userId, gus.userId))).toHaveLength(1)
})
