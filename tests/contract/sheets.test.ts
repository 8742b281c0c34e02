/** Whole quizzes read a row an attempt, on both engines: what counts, what was erased, who is asked about. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { ofThese } from '#lib/db/queries/class-work.ts'
import { findMember, type Member } from '#lib/db/queries/classes.ts'
import { readSheets } from '#lib/db/queries/sheets.ts'
import type { ItemAnswer } from '#lib/domain/item.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Person } from '../factories/people.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { engines, type Opened } from './engines.ts'

const T0 = new Date('2026-09-01T12:00:00.000Z')
const planted = plantedQuiz('sheets', 'every')

type Saved = [item: string, seq: number, body: ItemAnswer | null, sure?: number]

describe.each(engines)('the sheets of a quiz on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let teacher: Person
  let quiz: Assignment
  let anna: Member
  let ben: Member
  let cam: Member

  async function sit(member: Member, ordinal: number, submittedAt: Date | null, saved: Saved[]): Promise<void> {
    const base = { classId: quiz.classId, userId: member.userId }
    const attemptId = v7()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.attempts).values({
          ...base,
          id: attemptId,
          assignmentId: quiz.id,
          revisionHash: null,
          ordinal,
          state: submittedAt ? 'submitted' : 'open',
          seed: 'x',
          startedAt: T0,
          submittedAt,
          earned: null,
          total: null,
        }),
      )
      for (const [item, seq, body, sure] of saved)
        yield* q(
          tx.insert(db.t.answers).values({
            ...base,
            attemptId,
            item,
            seq,
            body,
            confidence: sure ?? null,
            savedAt: T0,
            digest: 'd',
            erasedAt: body ? null : T0,
          }),
        )
    })
  }

  beforeAll(async () => {
    opened = await open()
    db = opened.db
    const klass = await makeClass(db, { now: T0 })
    teacher = await makeInstructor(db, klass.id)
    quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, attemptsAllowed: null, timeLimitMinutes: 10 })
    const [a, b, c] = [
      await makeStudent(db, klass.id),
      await makeStudent(db, klass.id),
      await makeStudent(db, klass.id),
    ]
    const member = async ({ userId }: Person) => (await findMember(db, klass.id, userId))!
    ;[anna, ben, cam] = [await member(a), await member(b), await member(c)]
    await sit(anna, 1, T0, [
      // Later saves count, the tenth after the ninth.
      ...Array.from({ length: 10 }, (_none, i): Saved => ['one-choice', i + 1, [i === 9 ? 'b' : 'a'], i === 9 ? 2 : 3]),
      ['some-choices', 1, ['a', 'c'], 3],
      ['in-words', 1, ['Line one.\nLine two, with a space and a - dash.']],
    ])
    await sit(anna, 2, null, [['one-choice', 1, ['c'], 1]])
    await sit(ben, 1, T0, [
      ['one-choice', 1, ['b'], 2],
      ['some-choices', 1, null],
    ])
    await sit(ben, 2, T0, [])
    await sit(cam, 1, null, [['one-choice', 1, ['c']]])
  })
  afterAll(() => opened.close())

  const read = (students: Member[], minutes: number, which: 'newest' | 'first' = 'newest') =>
    readSheets(asViewer(db, teacher, new Date(T0.getTime() + minutes * 60_000)), quiz, students, [], which)
  const bodies = (sheet: { answers: readonly { item: string; body: ItemAnswer }[] }) =>
    Object.fromEntries(sheet.answers.map(({ item, body }) => [item, body]))

  test('the newest answer of each item, without the words of written ones, and nothing of what was erased', async () => {
    const { sheets, kept } = await read([anna, ben, cam], 1, 'first')
    expect(kept.items).toHaveLength(planted.quiz.items.length)
    expect(sheets.map(({ userId, erased }) => [userId, erased])).toEqual([
      [anna.userId, false],
      [ben.userId, true],
    ])
    expect(bodies(sheets[0]!)).toEqual({ 'one-choice': ['b'], 'some-choices': ['a', 'c'], 'in-words': [] })
    expect(bodies(sheets[1]!)).toEqual({ 'one-choice': ['b'] })
    // One answer that two gave is one thing, and what all were asked is worked out once.
    expect(sheets[1]!.answers[0]).toBe(sheets[0]!.answers.find(({ item }) => item === 'one-choice'))
    expect(sheets[1]!.keys).toBe(sheets[0]!.keys)
  })

  test('how sure somebody was is the last that they said in their first attempt', async () => {
    const asking = { ...quiz, asksConfidence: true }
    const saidIn = async (assignment: typeof quiz, which: 'newest' | 'first') =>
      (await readSheets(asViewer(db, teacher, T0), assignment, [anna, ben], [], which)).sheets.map(
        ({ answers, sure }) =>
          Object.fromEntries(answers.flatMap(({ item }, i) => (sure[i]! > 0 ? [[item, sure[i]]] : []))),
      )
    expect(await saidIn(asking, 'first')).toEqual([{ 'one-choice': 2, 'some-choices': 3 }, { 'one-choice': 2 }])
    expect(await saidIn({ ...quiz, asksConfidence: false }, 'first')).toEqual([{}, {}])
  })

  test('the newest that is handed in counts, also where the deadline handed it in; first tries alone when asked', async () => {
    const counted = async (minutes: number, which?: 'first') =>
      (await read([anna, ben, cam], minutes, which)).sheets.map((sheet) => [
        sheet.userId,
        bodies(sheet)['one-choice']?.[0],
        sheet.handedInAt.getTime() - T0.getTime(),
      ])
    const deadline = 10 * 60_000
    expect(await counted(1)).toEqual([
      [anna.userId, 'b', 0],
      [ben.userId, undefined, 0],
    ])
    expect(await counted(20)).toEqual([
      [anna.userId, 'c', deadline],
      [ben.userId, undefined, 0],
      [cam.userId, 'c', deadline],
    ])
    expect(await counted(20, 'first')).toEqual([
      [anna.userId, 'b', 0],
      [ben.userId, 'b', 0],
      [cam.userId, 'c', deadline],
    ])
  })

  test('nobody but those asked about, few or many', async () => {
    expect((await read([ben], 1)).sheets.map(({ userId }) => userId)).toEqual([ben.userId])
    expect((await read([], 1)).sheets).toEqual([])
    const many = Array.from({ length: 201 }, () => ({ ...ben, userId: v7() }))
    expect((await read([...many, ben], 1)).sheets).toHaveLength(1)
    const mine = (students: { userId: string }[]) =>
      db
        .select()
        .from(db.t.attempts)
        .where(ofThese(eq(db.t.attempts.assignmentId, quiz.id), db.t.attempts.userId, students))
    // Of many all rows are read, and who is not meant is left out by whoever asked.
    expect([(await mine([])).length, (await mine([ben])).length, (await mine(many)).length]).toEqual([0, 2, 5])
  })
})
