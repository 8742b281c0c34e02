import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { checkAnswer } from '#lib/features/take-quiz/check-answer.ts'
import { startAttempt, submitAttempt, viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { asViewer, makeClass, makeSection, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, DAY, plantedQuiz, type Given } from '../factories/work.ts'

/** The clock of these tests starts today at some hour; every instant is so many minutes after it. */
const START = Date.now()
const minute = (n: number): Date => new Date(START + n * 60_000)
const planted = plantedQuiz('feedback')
const [RIGHT, WRONG] = [planted.right, planted.wrong]

let db: Db
let klass: Klass
let anna: Person
let ben: Person
beforeAll(async () => {
  db = await openTestDb()
  klass = await makeClass(db)
  anna = await makeStudent(db, klass.id)
  ben = await makeStudent(db, klass.id)
})
afterAll(() => db.close())

const quizWith = (rules: Given): Promise<Assignment> =>
  assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules })
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'was done',
    (error: unknown) => codeOf(error) ?? String(error),
  )

/** One student's hands: everything at a minute of the clock. */
const hands = (person: Person, quiz: Assignment) => ({
  start: async (at: number) => startAttempt(asViewer(db, person, minute(at)), { assignment: quiz.id }),
  save: async (attempt: string, item: string, answer: string[], seq: number, at: number) =>
    saveAnswer(asViewer(db, person, minute(at)), { attempt, item, answer, seq }),
  check: async (attempt: string, item: string, at: number) =>
    checkAnswer(asViewer(db, person, minute(at)), { attempt, item }),
  submit: async (attempt: string, at: number) => submitAttempt(asViewer(db, person, minute(at)), { attempt }),
  view: async (at: number) => viewQuiz(asViewer(db, person, minute(at)), { assignment: quiz.id }),
  row: async (at: number) =>
    (await seeMyWork(asViewer(db, person, minute(at)), { class: klass.id })).assignments.find(
      (one) => one.id === quiz.id,
    )!,
})

describe('feedback', () => {
  test('at hand-in: nothing before, score and every explanation after', async () => {
    const quiz = await quizWith({ feedback: 'hand-in' })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    await anne.save(id, 'one-choice', RIGHT['one-choice']!, 1, 1)
    expect(await refusal(anne.check(id, 'one-choice', 1))).toBe('not-checked-item-by-item')
    expect(await anne.view(1)).toMatchObject({ result: null, best: null })
    expect(await anne.row(1)).toMatchObject({ score: null, feedbackDue: false, progress: { done: 1, of: 3 } })
    const result = await anne.submit(id, 2)
    expect(result).toMatchObject({ feedbackDue: true, score: { earned: 1, total: 3 } })
    expect(result.verdicts!.map((verdict) => verdict.correct)).toEqual([true, false, false])
    expect(await anne.row(3)).toMatchObject({ score: { earned: 1, total: 3 }, feedbackDue: true, state: 'done' })
  })

  test('says how sure each answer was, so that what was certain and wrong can stand first', async () => {
    const quiz = await quizWith({ feedback: 'hand-in' })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    await saveAnswer(asViewer(db, anna, minute(1)), {
      attempt: id,
      item: 'one-choice',
      answer: WRONG['one-choice']!,
      confidence: 3,
      seq: 1,
    })
    await anne.save(id, 'some-choices', RIGHT['some-choices']!, 1, 1)
    const { verdicts } = await anne.submit(id, 2)
    expect(verdicts!.map(({ correct, confidence }) => [correct, confidence])).toEqual([
      [false, 3],
      [true, null],
      [false, null],
    ])
  })

  test('after each item: for what was saved, and for nothing else', async () => {
    const quiz = await quizWith({ feedback: 'each' })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    expect(await refusal(anne.check(id, 'one-choice', 1))).toBe('answer-empty')
    expect(await refusal(anne.check(id, 'no-such-item', 1))).toBe('not-found')
    await anne.save(id, 'one-choice', WRONG['one-choice']!, 1, 1)
    expect(await anne.check(id, 'one-choice', 1)).toMatchObject({ correct: false, verdict: null })
    expect(await refusal(anne.check(id, 'some-choices', 1))).toBe('answer-empty')
    expect(await refusal(hands(ben, quiz).check(id, 'one-choice', 1))).toBe('not-found')
  })

  test('after each item: a hint on the first miss, and nothing of the key in it; everything on the second', async () => {
    const quiz = await quizWith({ feedback: 'each' })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    const key = (said: unknown) => planted.sentinels.filter((one) => JSON.stringify(said).includes(one))
    expect(key(await anne.view(1))).toEqual([])
    await anne.save(id, 'one-choice', WRONG['one-choice']!, 1, 1)
    expect(key(await anne.view(1)), 'nothing before it is checked').toEqual([])
    const first = await anne.check(id, 'one-choice', 1)
    expect(first).toMatchObject({
      chosen: WRONG['one-choice'],
      correct: false,
      hint: { words: 'hidden-advice-on-one-choice-a-feedback-feedback', passage: { from: 's73', to: 's82' } },
      verdict: null,
    })
    expect(key(first)).toEqual(['hidden-advice-on-one-choice-a-feedback-feedback'])
    expect(await anne.check(id, 'one-choice', 2), 'asked again, it is the same miss').toEqual(first)
    expect((await anne.view(2)).checked, 'and stands there on another device').toEqual([first])
    await anne.save(id, 'one-choice', ['c'], 2, 3)
    expect((await anne.view(3)).checked).toEqual([first])
    const second = await anne.check(id, 'one-choice', 3)
    expect(second).toMatchObject({ correct: false, hint: null, verdict: { accepted: ['b'] } })
    expect(key(second).length).toBeGreaterThan(3)
    expect((await anne.view(4)).checked).toEqual([second])
    await anne.save(id, 'a-sentence', RIGHT['a-sentence']!, 1, 4)
    expect(await anne.check(id, 'a-sentence', 4)).toMatchObject({ correct: true, hint: null, verdict: {} })
    await anne.save(id, 'some-choices', WRONG['some-choices']!, 1, 5)
    expect((await anne.view(5)).checked.map(({ item }) => item).toSorted()).toEqual(['a-sentence', 'one-choice'])
  })

  test('of select-the-sentence a hint opens no passage, for the passage would be the answer', async () => {
    const quiz = await quizWith({ feedback: 'each' })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    await anne.save(id, 'a-sentence', WRONG['a-sentence']!, 1, 1)
    expect(await anne.check(id, 'a-sentence', 1)).toMatchObject({ hint: { passage: null }, verdict: null })
  })

  test('after closing: not a word or a number until the last of the class has closed', async () => {
    const quiz = await quizWith({ feedback: 'closed', closesAt: minute(60) })
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    await anne.save(id, 'one-choice', RIGHT['one-choice']!, 1, 1)
    expect(await anne.submit(id, 2)).toEqual({
      attempt: id,
      handedInAt: minute(2).toISOString(),
      feedbackDue: false,
      score: null,
      scoredFirst: null,
      verdicts: null,
    })
    expect(await anne.row(59)).toMatchObject({ score: null, feedbackDue: false, state: 'done' })
    expect((await anne.view(60.2)).result).toMatchObject({ feedbackDue: false, verdicts: null })
    expect((await anne.view(60.3)).result).toMatchObject({ feedbackDue: true, score: { earned: 1, total: 3 } })

    const section = await makeSection(db, klass.id, `Late ${v7()}`)
    const override = {
      id: v7(),
      classId: klass.id,
      assignmentId: quiz.id,
      userId: ben.userId as string | null,
      sectionId: null as string | null,
      opensAt: null,
      opensWall: null,
      dueAt: null,
      dueWall: null,
      closesAt: minute(600),
      closesWall: null,
      attemptsAllowed: null,
      timeLimitMinutes: null,
    }
    await db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.overrides).values(override))
    })
    expect((await anne.view(61)).result).toMatchObject({ feedbackDue: false, score: null, verdicts: null })
    expect(await anne.row(61)).toMatchObject({ score: null, feedbackDue: false })
    expect((await anne.view(601)).result).toMatchObject({ feedbackDue: true })
    await db.atomically(function* (tx) {
      yield* q(
        tx
          .insert(db.t.overrides)
          .values({ ...override, id: v7(), userId: null, sectionId: section, closesAt: minute(900) }),
      )
    })
    expect((await anne.view(601)).result).toMatchObject({ feedbackDue: false })
    // Ben may still take it all that time, and learns nothing from Anna's result.
    const bens = hands(ben, quiz)
    const late = await bens.start(500)
    await bens.save(late.id, 'one-choice', RIGHT['one-choice']!, 1, 501)
    expect(await bens.submit(late.id, 502)).toMatchObject({ feedbackDue: false, score: null })
    expect(await refusal(bens.start(601))).toBe('closed')
  })
})

describe('a deadline', () => {
  test('that passes hands in what was saved, on every read and with nobody’s timer', async () => {
    const quiz = await quizWith({ timeLimitMinutes: 20 })
    const anne = hands(anna, quiz)
    const { id, deadlineAt } = await anne.start(0)
    expect(deadlineAt).toBe(minute(20).toISOString())
    await anne.save(id, 'one-choice', RIGHT['one-choice']!, 1, 10)
    await anne.save(id, 'a-sentence', RIGHT['a-sentence']!, 1, 20.2)
    expect(await refusal(anne.save(id, 'some-choices', RIGHT['some-choices']!, 1, 20.3))).toBe('attempt-closed')
    expect(await anne.row(21)).toMatchObject({
      state: 'done',
      doneAt: minute(20).toISOString(),
      score: { earned: 2, total: 3 },
    })
    expect(await anne.view(21)).toMatchObject({
      open: null,
      handedIn: 1,
      result: { attempt: id, handedInAt: minute(20).toISOString(), score: { earned: 2, total: 3 } },
      best: { earned: 2, total: 3 },
    })
    const [untouched] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, id))
    expect(untouched).toMatchObject({ state: 'open', submittedAt: null })
    expect(await anne.submit(id, 300)).toMatchObject({
      handedInAt: minute(20).toISOString(),
      score: { earned: 2, total: 3 },
    })
    const [recorded] = await db.select().from(db.t.attempts).where(eq(db.t.attempts.id, id))
    expect(recorded).toMatchObject({ state: 'submitted', submittedAt: minute(20), earned: 2, total: 3 })
    const [late] = await db.select().from(db.t.lateSaves).where(eq(db.t.lateSaves.attemptId, id))
    expect(late!.body).toEqual({ seq: 1, answer: RIGHT['some-choices'], confidence: null })
  })

  test('comes later with extra time, and never after closing', async () => {
    const slow = await makeStudent(db, klass.id, { extraTimePercent: 50 })
    const quiz = await quizWith({ timeLimitMinutes: 20, closesAt: minute(45) })
    const hers = hands(slow, quiz)
    const { id, deadlineAt } = await hers.start(0)
    expect(deadlineAt).toBe(minute(30).toISOString())
    await hers.save(id, 'one-choice', RIGHT['one-choice']!, 1, 29)
    expect(await refusal(hers.save(id, 'one-choice', ['a'], 2, 31))).toBe('attempt-closed')
    const other = await makeStudent(db, klass.id, { extraTimePercent: 50 })
    expect((await hands(other, quiz).start(40)).deadlineAt).toBe(minute(45).toISOString())
  })

  test('begun again does not begin afresh: resuming keeps the clock', async () => {
    const quiz = await quizWith({ timeLimitMinutes: 20, attemptsAllowed: 2 })
    const anne = hands(anna, quiz)
    const first = await anne.start(0)
    expect(await anne.start(15)).toMatchObject({ id: first.id, deadlineAt: first.deadlineAt })
    const second = await anne.start(21)
    expect(second.id).not.toBe(first.id)
    expect(await refusal(anne.start(60))).toBe('attempts-used-up')
  })
})

describe('several attempts', () => {
  test('the best score counts, and starting at once fifty times is one attempt', async () => {
    const quiz = await quizWith({ attemptsAllowed: 2 })
    const anne = hands(anna, quiz)
    const many = await Promise.all(Array.from({ length: 50 }, () => anne.start(0)))
    expect(new Set(many.map((one) => one.id)).size).toBe(1)
    for (const item of Object.keys(RIGHT)) await anne.save(many[0]!.id, item, RIGHT[item]!, 1, 1)
    await anne.submit(many[0]!.id, 2)
    const second = await anne.start(3)
    await anne.save(second.id, 'one-choice', WRONG['one-choice']!, 1, 4)
    await anne.submit(second.id, 5)
    expect(await anne.row(6)).toMatchObject({
      score: { earned: 3, total: 3 },
      attemptsLeft: 0,
      doneAt: minute(2).toISOString(),
    })
    expect(await anne.view(6)).toMatchObject({ best: { earned: 3, total: 3 }, handedIn: 2, canStart: false })
    expect(await refusal(anne.start(7))).toBe('attempts-used-up')
  })

  test('racing hand-ins and saves: one result, and what was acknowledged before it counts', async () => {
    const quiz = await quizWith({})
    const anne = hands(anna, quiz)
    const { id } = await anne.start(0)
    const all = await Promise.allSettled([
      anne.save(id, 'one-choice', RIGHT['one-choice']!, 1, 1),
      ...Array.from({ length: 20 }, () => anne.submit(id, 1)),
      anne.save(id, 'a-sentence', RIGHT['a-sentence']!, 1, 1),
    ])
    const results = all.slice(1, 21).map((one) => JSON.stringify((one as PromiseFulfilledResult<unknown>).value))
    expect(new Set(results).size).toBe(1)
    const acknowledged = [all[0]!, all[21]!].filter((one) => one.status === 'fulfilled').length
    expect((await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, id))).length).toBe(acknowledged)
    expect(JSON.parse(results[0]!)).toMatchObject({ score: { earned: acknowledged } })
  })
})

describe('before it opens', () => {
  test('a student sees title and date and nothing of what is asked', async () => {
    const quiz = await quizWith({ opensAt: minute(60), dueAt: minute(120) })
    const anne = hands(anna, quiz)
    expect(await anne.row(59)).toEqual({
      id: quiz.id,
      kind: 'quiz',
      title: quiz.title,
      minutes: null,
      points: null,
      citations: null,
      availability: 'not-open-yet',
      opensAt: minute(60).toISOString(),
      dueAt: minute(120).toISOString(),
      closesAt: null,
      state: 'not-begun',
      doneAt: null,
      afterDue: false,
      progress: null,
      place: null,
      draft: false,
      predicted: null,
      attemptsLeft: null,
      score: null,
      feedbackDue: false,
      grade: null,
    })
    expect(await refusal(anne.start(59))).toBe('not-open-yet')
    expect(JSON.stringify(await anne.view(59))).not.toContain('The stem of')
    expect((await anne.start(60)).items).toHaveLength(3)
  })

  test('an own exception opens it for one and for nobody else', async () => {
    const quiz = await quizWith({ opensAt: minute(60) })
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.overrides).values({
          id: v7(),
          classId: klass.id,
          assignmentId: quiz.id,
          userId: ben.userId,
          sectionId: null,
          opensAt: minute(0),
          opensWall: null,
          dueAt: null,
          dueWall: null,
          closesAt: null,
          closesWall: null,
          attemptsAllowed: null,
          timeLimitMinutes: null,
        }),
      )
    })
    expect(await refusal(hands(anna, quiz).start(1))).toBe('not-open-yet')
    expect(await refusal(hands(ben, quiz).start(1))).toBe('was done')
  })
})

test('the days of the week pass: five quiet days are said, and a save ends them', async () => {
  const quiz = await quizWith({})
  const anne = hands(anna, quiz)
  const { id } = await anne.start(0)
  const days = (n: number): number => (n * DAY) / 60_000
  expect((await anne.row(days(5))).state).toBe('under-way')
  expect((await anne.row(days(5) + 1)).state).toBe('quiet')
  await anne.save(id, 'one-choice', ['a'], 1, days(6))
  expect((await anne.row(days(6) + 1)).state).toBe('under-way')
})
