/**
 * The clock table: what becomes of an answer, row by row, around every hour at which something may go wrong. The clock is
 * the test's. Outcomes are those that a student was promised: nothing acknowledged is lost, nothing late is thrown away.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { GRACE_MS } from '#lib/domain/availability.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { instantOf, wallOf } from '#lib/domain/zone.ts'
import { assignWork } from '#lib/features/assign-work/assign-work.ts'
import { setOverride } from '#lib/features/assign-work/overrides.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt, viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { assign, frozenQuiz, plantedQuiz, type Given } from '../factories/work.ts'

const planted = plantedQuiz('clock')
const [RIGHT, WRONG] = [planted.right, planted.wrong]
const START = Date.parse('2026-10-01T12:00:00Z')
const SECOND = 1000
const MINUTE = 60 * SECOND

const folder = mkdtempSync(path.join(tmpdir(), 'clock-'))
const file = path.join(folder, 'class.db')
let db: Db
let klass: Klass
let teacher: Person
beforeAll(async () => {
  db = openSqlite(file, { migrate: true })
  klass = await makeClass(db, { now: new Date(START) })
  teacher = await makeInstructor(db, klass.id)
})
afterAll(async () => {
  await db.close()
  rmSync(folder, { recursive: true })
})

/** The outcome of one request: what it gave, or the code of its refusal with what it brought along. */
type Outcome = { gave: Record<string, unknown> } | { code: string; detail: Record<string, unknown> }
const outcome = (work: Promise<unknown>): Promise<Outcome> =>
  work.then(
    (gave) => ({ gave: gave as Record<string, unknown> }),
    (error: unknown) => ({
      code: codeOf(error) ?? String(error),
      detail: (error as { detail?: Record<string, unknown> }).detail ?? {},
    }),
  )
const said = (one: Outcome): string => ('code' in one ? one.code : 'saved')

/** One pair of hands at one screen; `at` counts milliseconds from the start. */
const screen = (person: Person, quiz: Pick<Assignment, 'id'>, from = START) => {
  const ctx = (at: number) => asViewer(db, person, new Date(from + at))
  return {
    start: (at: number) => startAttempt(ctx(at), { assignment: quiz.id }),
    save: (attempt: string, answer: string[], seq: number, at: number, item = 'one-choice') =>
      outcome(saveAnswer(ctx(at), { attempt, item, answer, seq })),
    submit: (attempt: string, at: number, last?: Record<string, number>) =>
      outcome(submitAttempt(ctx(at), { attempt, ...(last ? { last } : {}) })),
    view: (at: number) => viewQuiz(ctx(at), { assignment: quiz.id }),
  }
}
const student = (given: Parameters<typeof makeStudent>[2] = {}) => makeStudent(db, klass.id, given)
const quizWith = (rules: Given = {}): Promise<Assignment> =>
  assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules })
const stored = async (attempt: string) =>
  (await db.select().from(db.t.answers).where(eq(db.t.answers.attemptId, attempt)))
    .toSorted((a, b) => a.seq - b.seq)
    .map(({ item, seq, body }) => `${item} ${seq}: ${body?.join()}`)
const late = async (attempt: string) =>
  (await db.select().from(db.t.lateSaves).where(eq(db.t.lateSaves.attemptId, attempt))).map((row) => row.body)

test('two tabs: whoever saves second is shown what the first saved, and both stay in the history', async () => {
  const anna = await student()
  const quiz = await quizWith()
  const [left, right] = [screen(anna, quiz), screen(anna, quiz)]
  const { id } = await left.start(0)
  expect((await right.start(SECOND)).id).toBe(id)
  expect(said(await left.save(id, ['a'], 1, MINUTE))).toBe('saved')
  const second = await right.save(id, ['b'], 1, 2 * MINUTE)
  expect(second).toMatchObject({ code: 'changed-elsewhere', detail: { stored: { seq: 1, answer: ['a'] } } })
  expect(said(await right.save(id, ['b'], 2, 2 * MINUTE + SECOND)), 'chosen to stand').toBe('saved')
  expect(said(await left.save(id, ['c'], 2, 3 * MINUTE)), 'a stale tab').toBe('changed-elsewhere')
  expect(await stored(id)).toEqual(['one-choice 1: a', 'one-choice 2: b'])
})

test('two devices: a stale one hands in nothing that it has not seen', async () => {
  const anna = await student()
  const quiz = await quizWith()
  const [laptop, phone] = [screen(anna, quiz), screen(anna, quiz)]
  const { id } = await laptop.start(0)
  await laptop.save(id, ['a'], 1, MINUTE)
  await phone.save(id, RIGHT['one-choice']!, 2, 2 * MINUTE)
  await phone.save(id, RIGHT['a-sentence']!, 1, 2 * MINUTE, 'a-sentence')
  expect(await laptop.submit(id, 3 * MINUTE, { 'one-choice': 1 })).toMatchObject({
    code: 'unsaved-answers',
    detail: { items: ['a-sentence', 'one-choice'] },
  })
  expect(await laptop.submit(id, 4 * MINUTE, { 'one-choice': 2, 'a-sentence': 1 })).toMatchObject({
    gave: { score: { earned: 2, total: 3 } },
  })
})

describe('around a deadline', () => {
  const LIMIT = 20 * MINUTE
  test.each([
    ['a second before it', LIMIT - SECOND, 'saved'],
    ['at it', LIMIT, 'saved'],
    ['a second after it, in the grace', LIMIT + SECOND, 'saved'],
    ['a millisecond before the grace ends', LIMIT + GRACE_MS - 1, 'saved'],
    ['at the end of the grace', LIMIT + GRACE_MS, 'saved'],
    ['a millisecond after the grace', LIMIT + GRACE_MS + 1, 'attempt-closed'],
  ])('of an attempt, %s', async (_name, at, expected) => {
    const quiz = await quizWith({ timeLimitMinutes: 20 })
    const own = screen(await student(), quiz)
    const { id } = await own.start(0)
    expect(said(await own.save(id, ['a'], 1, at))).toBe(expected)
    expect(await stored(id)).toHaveLength(expected === 'saved' ? 1 : 0)
    expect(await late(id), 'kept for the instructor').toEqual(
      expected === 'saved' ? [] : [{ seq: 1, answer: ['a'], confidence: null }],
    )
    // The hand-in that comes right behind it: at its own hour inside the grace, at the deadline outside.
    expect(await own.submit(id, at)).toMatchObject({
      gave: { handedInAt: new Date(START + (expected === 'saved' ? at : LIMIT)).toISOString() },
    })
  })

  test.each([
    ['a second before it', -SECOND, 'begun'],
    ['a second after it, in the grace', SECOND, 'begun'],
    ['a millisecond before the grace ends', GRACE_MS - 1, 'begun'],
    ['a millisecond after the grace', GRACE_MS + 1, 'closed'],
  ])('of a closing, a start %s', async (_name, at, expected) => {
    const quiz = await quizWith({ closesAt: new Date(START + LIMIT) })
    const begun = await outcome(screen(await student(), quiz).start(LIMIT + at))
    expect('code' in begun ? begun.code : 'begun').toBe(expected)
  })

  test('extra time moves it for one, and both read their own on the page', async () => {
    const quiz = await quizWith({ timeLimitMinutes: 20 })
    const [plain, slow] = [await student(), await student({ extraTimePercent: 50 })]
    const [hers, his] = [screen(plain, quiz), screen(slow, quiz)]
    const [a, b] = [await hers.start(0), await his.start(0)]
    expect([a.deadlineAt, b.deadlineAt].map((iso) => (Date.parse(iso!) - START) / MINUTE)).toEqual([20, 30])
    expect(said(await hers.save(a.id, ['a'], 1, 25 * MINUTE))).toBe('attempt-closed')
    expect(said(await his.save(b.id, ['a'], 1, 25 * MINUTE))).toBe('saved')
    expect(await his.view(25 * MINUTE)).toMatchObject({ extraTimePercent: 50, timeLimitMinutes: 20 })
  })

  test('a server clock that is set back gives nobody more time, and orders no save anew', async () => {
    const quiz = await quizWith({ timeLimitMinutes: 20 })
    const own = screen(await student(), quiz)
    const { id, deadlineAt } = await own.start(0)
    await own.save(id, ['a'], 1, 10 * MINUTE)
    expect(said(await own.save(id, ['b'], 2, -60 * MINUTE))).toBe('saved')
    expect(await stored(id)).toEqual(['one-choice 1: a', 'one-choice 2: b'])
    expect((await own.view(11 * MINUTE)).open).toMatchObject({ deadlineAt, answers: [{ seq: 2, answer: ['b'] }] })
  })
})

/** In each zone the hour that comes twice and the one that never comes, of the autumn and the spring that follow. */
const ZONES = [
  { zone: 'America/New_York', twice: '2026-11-01T01:30', skipped: '2027-03-14T02:30', apart: 60 },
  { zone: 'Australia/Lord_Howe', twice: '2027-04-04T01:45', skipped: '2026-10-04T02:15', apart: 30 },
  { zone: 'America/St_Johns', twice: '2026-11-01T01:30', skipped: '2027-03-14T02:30', apart: 60 },
] as const
describe.each(ZONES)('the clocks change in $zone', ({ zone, twice, skipped, apart }) => {
  test('an hour that comes twice is asked about; each answer is an instant of its own, and shown with the zone', async () => {
    const own = await makeClass(db, { zone })
    const ada = await makeInstructor(db, own.id)
    const give = (more: object) =>
      outcome(
        assignWork(asViewer(db, ada, new Date(START)), {
          class: own.id,
          kind: 'quiz',
          target: 'comprehension',
          ...more,
        }),
      )
    expect(said(await give({ closes: twice }))).toBe('ambiguous-time')
    const instants = []
    for (const closesFold of ['earlier', 'later'] as const) {
      const given = await give({ closes: twice, closesFold })
      const id = (given as { gave: { assignment: string } }).gave.assignment
      const [row] = await db.select().from(db.t.assignments).where(eq(db.t.assignments.id, id))
      expect([row!.closesWall, row!.zone, wallOf(row!.closesAt!, zone)]).toEqual([twice, zone, twice])
      instants.push(row!.closesAt!.getTime())
      // The two are an hour or half an hour apart, and a student is held to the one that was meant.
      const person = await makeStudent(db, own.id)
      const at = screen(person, { id }, row!.closesAt!.getTime())
      expect(said(await outcome(at.start(GRACE_MS + 1)))).toBe('closed')
      expect(said(await outcome(at.start(GRACE_MS)))).toBe('saved')
    }
    expect((instants[1]! - instants[0]!) / MINUTE).toBe(apart)
  })

  test('an hour that never comes is refused, and nothing is stored', async () => {
    const own = await makeClass(db, { zone })
    const ada = await makeInstructor(db, own.id)
    expect(
      await outcome(
        assignWork(asViewer(db, ada, new Date(START)), {
          class: own.id,
          kind: 'quiz',
          target: 'comprehension',
          due: skipped,
        }),
      ),
    ).toMatchObject({ code: 'skipped-time', detail: { path: 'due' } })
    expect(await db.select().from(db.t.assignments).where(eq(db.t.assignments.classId, own.id))).toEqual([])
  })

  test('forty minutes are forty minutes, also over the change', async () => {
    const quiz = await quizWith({ timeLimitMinutes: 40, zone })
    const before = instantOf(twice, zone, 'earlier').getTime()
    const own = screen(await student(), quiz, before)
    const { id, deadlineAt } = await own.start(0)
    expect(Date.parse(deadlineAt!) - before).toBe(40 * MINUTE)
    expect(said(await own.save(id, ['a'], 1, 40 * MINUTE))).toBe('saved')
    expect(said(await own.save(id, ['b'], 2, 41 * MINUTE))).toBe('attempt-closed')
  })
})

test('forty minutes offline: everything that waited is stored in its order, and what came after the end is kept', async () => {
  const quiz = await quizWith({ timeLimitMinutes: 60 })
  const own = screen(await student(), quiz)
  const { id } = await own.start(0)
  await own.save(id, ['a'], 1, 5 * MINUTE)
  // The network is gone from here until minute 45; the reply to this one is lost on its way.
  await own.save(id, ['b'], 2, 5 * MINUTE + SECOND)
  const back = 45 * MINUTE
  expect(await own.save(id, ['b'], 2, back), 'the first receipt').toMatchObject({
    gave: { receipt: { seq: 2, savedAt: new Date(START + 5 * MINUTE + SECOND).toISOString() } },
  })
  for (const [seq, answer] of [
    [3, ['c']],
    [4, RIGHT['one-choice']!],
  ] as const)
    expect(said(await own.save(id, [...answer], seq, back))).toBe('saved')
  expect(said(await own.save(id, RIGHT['a-sentence']!, 1, back, 'a-sentence'))).toBe('saved')
  expect(await own.submit(id, back + SECOND)).toMatchObject({ gave: { score: { earned: 2, total: 3 } } })

  const other = screen(await student(), quiz)
  const begun = await other.start(30 * MINUTE)
  await other.save(begun.id, WRONG['one-choice']!, 1, 31 * MINUTE)
  const tooLate = 30 * MINUTE + 61 * MINUTE
  expect(said(await other.save(begun.id, RIGHT['one-choice']!, 2, tooLate))).toBe('attempt-closed')
  expect(await late(begun.id)).toEqual([{ seq: 2, answer: RIGHT['one-choice'], confidence: null }])
  expect(await other.view(tooLate)).toMatchObject({
    open: null,
    result: { handedInAt: new Date(START + 90 * MINUTE).toISOString(), score: { earned: 0, total: 3 } },
  })
})

test('a restart in the middle: another process on the same file has the order, the answers and the clock', async () => {
  const anna = await student()
  const quiz = await quizWith({ timeLimitMinutes: 20, shuffled: true })
  const own = screen(anna, quiz)
  const begun = await own.start(0)
  const saved = await own.save(begun.id, RIGHT['one-choice']!, 1, MINUTE)
  await db.close()
  db = openSqlite(file, { migrate: false })
  expect(await own.start(2 * MINUTE)).toEqual({
    ...begun,
    answers: [expect.objectContaining({ item: 'one-choice', seq: 1, answer: RIGHT['one-choice'] })],
  })
  expect(await own.save(begun.id, RIGHT['one-choice']!, 1, 3 * MINUTE), 'a reply lost with the process').toEqual(saved)
  expect(said(await own.save(begun.id, ['a'], 2, 20 * MINUTE + GRACE_MS + 1))).toBe('attempt-closed')
})

test('a double hand-in is one: the second gives the first result, whatever the hour', async () => {
  const quiz = await quizWith({ attemptsAllowed: 2 })
  const own = screen(await student(), quiz)
  const { id } = await own.start(0)
  await own.save(id, RIGHT['one-choice']!, 1, MINUTE)
  const all = await Promise.all([own.submit(id, 2 * MINUTE), own.submit(id, 2 * MINUTE), own.submit(id, 60 * MINUTE)])
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(1)
  expect(await own.view(61 * MINUTE)).toMatchObject({ handedIn: 1, attemptsLeft: 1 })
})

describe('a quiz that is changed after it was given', () => {
  /** What the edition would freeze after somebody has edited it. */
  const changed = (items: typeof planted.quiz.items) => frozenQuiz({ ...planted.quiz, items })

  test('an edited item: open and handed-in attempts keep the one that they were asked, and their scores', async () => {
    const quiz = await quizWith({ attemptsAllowed: 1 })
    const [before, during] = [screen(await student(), quiz), screen(await student(), quiz)]
    const [one, two] = [await before.start(0), await during.start(0)]
    await before.save(one.id, RIGHT['one-choice']!, 1, MINUTE)
    await before.submit(one.id, 2 * MINUTE)
    await during.save(two.id, RIGHT['one-choice']!, 1, MINUTE)
    const [choice, ...others] = planted.quiz.items
    if (choice?.kind !== 'single') throw new Error('another kind')
    const turned = choice.options.map((option) => ({ ...option, text: `${option.text}, edited` }))
    const again = await quizWith({ frozen: changed([{ ...choice, revision: 2, options: turned }, ...others]) })
    expect(again.revisionHash).not.toBe(quiz.revisionHash)
    expect((await during.view(3 * MINUTE)).open!.items).toEqual(two.items)
    expect(await during.submit(two.id, 4 * MINUTE)).toMatchObject({ gave: { score: { earned: 1, total: 3 } } })
    expect((await before.view(5 * MINUTE)).result).toMatchObject({ score: { earned: 1, total: 3 } })
    // Two revisions are two assignments to the desk, and are never counted together.
    const seen = await viewAnswers(asViewer(db, teacher, new Date(START + 6 * MINUTE)), { assignment: again.id })
    expect(seen.items.map(({ answered }) => answered)).toEqual([0, 0, 0])
  })

  test('a withdrawn item: whoever was asked it keeps question, answer and point', async () => {
    const quiz = await quizWith()
    const own = screen(await student(), quiz)
    const { id } = await own.start(0)
    await own.save(id, RIGHT['one-choice']!, 1, MINUTE)
    const shorter = await quizWith({ frozen: changed(planted.quiz.items.slice(1)) })
    expect((await own.view(2 * MINUTE)).open!.items).toHaveLength(3)
    expect(await own.submit(id, 3 * MINUTE)).toMatchObject({ gave: { score: { earned: 1, total: 3 } } })
    const other = screen(await student(), shorter)
    const begun = await other.start(0)
    expect(begun.items.map((item) => item.id)).toEqual(['some-choices', 'a-sentence'])
    expect(said(await other.save(begun.id, ['a'], 1, MINUTE))).toBe('not-found')
  })
})

test('a date moved under a running attempt counts at once, in both directions', async () => {
  const anna = await student()
  const quiz = await quizWith({ timeLimitMinutes: 20 })
  const own = screen(anna, quiz)
  const { id } = await own.start(0)
  const move = (timeLimit: number) =>
    setOverride(asViewer(db, teacher, new Date(START)), { assignment: quiz.id, member: anna.userId, timeLimit })
  await move(40)
  expect(said(await own.save(id, ['a'], 1, 30 * MINUTE))).toBe('saved')
  await move(10)
  expect(said(await own.save(id, ['b'], 2, 30 * MINUTE))).toBe('attempt-closed')
  expect(await own.view(30 * MINUTE)).toMatchObject({
    open: null,
    result: { handedInAt: new Date(START + 10 * MINUTE).toISOString() },
  })
})
