import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { statisticsOf, wilson } from '#lib/domain/statistics.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { analyseQuiz, exportMatrix } from '#lib/features/review-class/analyse-quiz.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt, submitAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import {
  asViewer,
  makeAssistant,
  makeClass,
  makeInstructor,
  makeSection,
  makeStudent,
  PASSPHRASE,
  type Klass,
  type Person,
} from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, plantedQuiz } from '../factories/work.ts'

const planted = plantedQuiz('statistics')
const ITEMS = Object.keys(planted.right)

let db: Db
let klass: Klass
let teacher: Person
let quiz: Assignment
let students: Person[]

/** One attempt: for each item of the quiz right, wrong, or left open. */
async function sit(person: Person, pattern: string, { handIn = true } = {}): Promise<void> {
  const ctx = () => asViewer(db, person, new Date())
  const { id } = await startAttempt(ctx(), { assignment: quiz.id })
  for (const [i, item] of ITEMS.entries()) {
    if (pattern[i] === '-') continue
    const answer = (pattern[i] === '1' ? planted.right : planted.wrong)[item]!
    await saveAnswer(ctx(), { attempt: id, item, answer, seq: 1 })
  }
  if (handIn) await submitAttempt(ctx(), { attempt: id })
}
const view = () => analyseQuiz(asViewer(db, teacher, new Date()), { assignment: quiz.id })

beforeAll(async () => {
  db = await openTestDb()
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, attemptsAllowed: 3 })
  students = []
  for (let i = 0; i < 12; i += 1) students.push(await makeStudent(db, klass.id))
})
afterAll(() => db.close())

describe('item statistics at the edges', () => {
  const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000)
  async function makeWorld() {
    const here = await makeClass(db)
    const [friday, monday] = [await makeSection(db, here.id, 'Friday'), await makeSection(db, here.id, 'Monday')]
    const given = await assign(db, here.id, 'quiz', { frozen: planted.frozen, timeLimitMinutes: 10 })
    const [anna, ben] = [
      await makeStudent(db, here.id, { sectionId: friday }),
      await makeStudent(db, here.id, { sectionId: monday }),
    ]
    const begin = async (person: Person, patience = 0) => {
      const { id } = await startAttempt(asViewer(db, person, clock(patience)), { assignment: given.id })
      await saveAnswer(asViewer(db, person, clock(patience)), {
        attempt: id,
        item: 'one-choice',
        answer: planted.right['one-choice']!,
        seq: 1,
      })
    }
    const look = (person: Person, minutes = 0) =>
      analyseQuiz(asViewer(db, person, clock(minutes)), { assignment: given.id })
    return { here, friday, monday, given, anna, ben, begin, look, staff: await makeInstructor(db, here.id) }
  }

  test('nobody, then one: no figure, and an item that nobody answered is open to all', async () => {
    const { begin, look, anna, staff } = await makeWorld()
    expect(await look(staff)).toMatchObject({ n: 0, kr20: null, items: [{ right: 0 }, { right: 0 }, { right: 0 }] })
    await begin(anna)
    expect((await look(staff)).n).toBe(0)
    // Past the deadline, and no write has recorded it: it counts with what was saved.
    const { n, items } = await look(staff, 20)
    expect([n, items.map(({ right, unanswered }) => [right, unanswered])]).toEqual([
      1,
      [
        [1, 0],
        [0, 1],
        [0, 1],
      ],
    ])
  })

  test('more time for one student keeps that attempt open, and out of the figures, for as long', async () => {
    const { begin, look, anna, ben, given, staff } = await makeWorld()
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.overrides).values({
          id: v7(),
          classId: given.classId,
          assignmentId: given.id,
          userId: ben.userId,
          sectionId: null,
          opensAt: null,
          opensWall: null,
          dueAt: null,
          dueWall: null,
          closesAt: null,
          closesWall: null,
          attemptsAllowed: null,
          timeLimitMinutes: 60,
        }),
      )
    })
    await Promise.all([anna, ben].map((person) => begin(person)))
    expect((await look(staff, 20)).n).toBe(1)
    expect((await look(staff, 70)).n).toBe(2)
  })

  test('an assistant counts their own section, another class sees nothing, the erased and the removed are gone', async () => {
    const { here, friday, begin, look, anna, ben, given, staff } = await makeWorld()
    await Promise.all([anna, ben].map((person) => begin(person)))
    const assistant = await makeAssistant(db, here.id, { sectionId: friday })
    const unassigned = await makeAssistant(db, here.id)
    expect([(await look(assistant, 20)).n, (await look(assistant, 20)).of, (await look(unassigned, 20)).n]).toEqual([
      1, 1, 0,
    ])
    const refused = async (work: Promise<unknown>) => codeOf(await work.catch((error: unknown) => error))
    expect(await refused(look(teacher, 20))).toBe('not-found')
    expect(await refused(look(anna, 20))).toBe('not-found')
    expect(await refused(exportMatrix(asViewer(db, assistant), { assignment: given.id }))).toBe('not-found')
    await eraseMe(asViewer(db, anna), { passphrase: PASSPHRASE, confirm: 'erase me' })
    expect(await look(staff, 20)).toMatchObject({ n: 1, of: 1 })
    const { text } = await exportMatrix(asViewer(db, staff, clock(20)), { assignment: given.id })
    expect(text.trim().split('\n')).toHaveLength(2)
  })
})

describe('item statistics of a class', () => {
  test('four students: counts and intervals of shares, no correlation, no word of judgment', async () => {
    for (const [i, pattern] of ['111', '110', '0-0', '101'].entries()) await sit(students[i]!, pattern)
    const { n, of, items, kr20 } = await view()
    expect([n, of, kr20]).toEqual([4, 12, null])
    expect(items.map(({ right, wrong, unanswered }) => [right, wrong, unanswered])).toEqual([
      [3, 1, 0],
      [2, 1, 1],
      [2, 2, 0],
    ])
    expect(items.every(({ itemRest, verdict }) => itemRest === null && verdict === null)).toBe(true)
    expect(items[0]!.share).not.toBeNull()
  })

  test('only first tries that are handed in count; open and later ones change nothing', async () => {
    const before = await view()
    await sit(students[2]!, '111')
    await sit(students[4]!, '111', { handIn: false })
    const after = await view()
    expect({ ...after, now: null }).toEqual({ ...before, now: null })
  })

  test('eleven students: figures with intervals, and still no word; each option with its share of the wrong answers', async () => {
    for (const [i, pattern] of ['111', '100', '000', '110', '111', '010', '001'].entries())
      await sit(students[i + 5]!, pattern)
    const { n, items, kr20, scores } = await view()
    expect(n).toBe(11)
    expect(kr20!.value).toBeCloseTo((3 / 2) * (1 - scores.pq / scores.variance), 10)
    expect(items.every(({ verdict }) => verdict === null)).toBe(true)
    for (const item of items.filter((one) => one.kind === 'single')) {
      const wrong = item.choices.filter((choice) => !choice.correct)
      expect(wrong.reduce((sum, choice) => sum + choice.count, 0)).toBe(item.wrong)
      expect(wrong.every((choice) => choice.misreading)).toBe(true)
    }
  })

  test('the CSV gives the same figures back, and names nobody', async () => {
    const { items, kr20 } = await view()
    const { text } = await exportMatrix(asViewer(db, teacher, new Date()), { assignment: quiz.id })
    const [head, ...rows] = text
      .replace('\uFEFF', '')
      .trim()
      .split('\n')
      .map((row) => row.split(','))
    const columns = head!.flatMap((name, i) => (/\.r\d+$/.test(name) ? [i] : []))
    expect(columns).toHaveLength(ITEMS.length)
    const again = statisticsOf(rows.map((row) => columns.map((i): 0 | 1 => (row[i] === '1' ? 1 : 0))))
    expect(again.kr20).toEqual(kr20)
    expect(again.items.map(({ right, itemRest }) => ({ right, itemRest }))).toEqual(
      items.map(({ right, itemRest }) => ({ right, itemRest })),
    )
    for (const { name } of students) expect(text).not.toContain(name)
  })
})

describe('what is told from thirty on, and kept apart always', () => {
  /** Able readers get the last two items and choose option a in the first, which the key calls wrong. */
  async function makeMiskeyed(n: number) {
    const here = await makeClass(db)
    const staff = await makeInstructor(db, here.id)
    const first = await assign(db, here.id, 'quiz', { frozen: planted.frozen, title: 'In spring' })
    const people: Person[] = []
    for (let i = 0; i < n; i += 1) {
      const person = await makeStudent(db, here.id)
      people.push(person)
      const ctx = () => asViewer(db, person, new Date())
      const { id } = await startAttempt(ctx(), { assignment: first.id })
      for (const [k, item] of ITEMS.entries()) {
        const isAble = i % 15 < 8
        const answer = isAble === k > 0 ? planted.right[item]! : planted.wrong[item]!
        await saveAnswer(ctx(), { attempt: id, item, answer, seq: 1 })
      }
      await submitAttempt(ctx(), { attempt: id })
    }
    const look = (assignment: string) => analyseQuiz(asViewer(db, staff, new Date()), { assignment })
    return { here, first, people, look }
  }

  test('an item that better readers miss is told to be looked at again, with the numbers, and only from thirty on', async () => {
    const thirty = await makeMiskeyed(30)
    const [item, ...others] = (await thirty.look(thirty.first.id)).items
    expect(item!.advice.map(({ code }) => code)).toEqual(['pulls-against', 'better-readers-elsewhere'])
    expect(item!.advice[1]).toMatchObject({ option: 'a', count: 16, restMean: 2, key: 14, keyMean: 0 })
    expect(others.flatMap(({ advice }) => advice).filter(({ code }) => code === 'better-readers-elsewhere')).toEqual([])
    const fewer = await makeMiskeyed(29)
    expect((await fewer.look(fewer.first.id)).items.flatMap(({ advice }) => advice)).toEqual([])
  })

  test('readings are counted across items by student, of those who could show them', async () => {
    const { first, look } = await makeMiskeyed(12)
    const { readings } = await look(first.id)
    const [most] = readings
    // Of twelve, eight are able and choose option a of the first item; four miss the other two.
    expect([most!.students, most!.of, most!.items]).toEqual([8, 12, [1]])
    expect(most!.share).toEqual(wilson(8, 12))
    expect(readings.slice(1).every(({ students, of }) => students === 4 && of === 12)).toBe(true)
  })

  test('two versions of a quiz stand side by side and are never added together', async () => {
    const { here, first, people, look } = await makeMiskeyed(12)
    const changed = structuredClone(planted.frozen)
    const kept = changed.kept as { items: { id: string; revision: number }[] }
    kept.items[0]!.revision = 2
    const again = await assign(db, here.id, 'quiz', {
      frozen: { ...changed, hash: `${changed.hash}-2` },
      title: 'In autumn',
    })
    for (const person of people.slice(0, 3)) {
      const { id } = await startAttempt(asViewer(db, person), { assignment: again.id })
      await saveAnswer(asViewer(db, person), {
        attempt: id,
        item: ITEMS[0]!,
        answer: planted.right[ITEMS[0]!]!,
        seq: 1,
      })
      await submitAttempt(asViewer(db, person), { attempt: id })
    }
    const [spring, autumn] = [await look(first.id), await look(again.id)]
    expect([spring.n, spring.items[0]!.right, autumn.n, autumn.items[0]!.right]).toEqual([12, 4, 3, 3])
    expect(spring.items[0]!.elsewhere).toMatchObject([{ title: 'In autumn', revision: 2, n: 3, right: 3 }])
    expect(autumn.items[0]!.elsewhere).toMatchObject([{ title: 'In spring', revision: 1, n: 12, right: 4 }])
  })
})

describe('sure and wrong', () => {
  test('of each item, of those who said how sure they were; below ten of them no figure', async () => {
    const here = await makeClass(db)
    const staff = await makeInstructor(db, here.id)
    const asks = await assign(db, here.id, 'quiz', { frozen: planted.frozen, attemptsAllowed: 2 })
    const [one, other] = ITEMS
    const first = { right: planted.right[one!]!, wrong: planted.wrong[one!]! }
    const look = async () =>
      (await analyseQuiz(asViewer(db, staff, new Date()), { assignment: asks.id })).items.map(
        ({ confident }) => confident,
      )
    type Saved = { item: string; answer: string[]; confidence?: number }
    const sitsSo = async (person: Person, saved: Saved[]) => {
      const { id } = await startAttempt(asViewer(db, person, new Date()), { assignment: asks.id })
      const seqs = new Map<string, number>()
      for (const { item, ...answer } of saved) {
        seqs.set(item, (seqs.get(item) ?? 0) + 1)
        await saveAnswer(asViewer(db, person, new Date()), { attempt: id, item, ...answer, seq: seqs.get(item)! })
      }
      await submitAttempt(asViewer(db, person, new Date()), { attempt: id })
    }
    const class10 = await Promise.all(Array.from({ length: 10 }, () => makeStudent(db, here.id)))
    const say = (confidence: number, isRight: boolean): Saved => ({
      item: one!,
      answer: isRight ? first.right : first.wrong,
      confidence,
    })
    const last = class10.pop()!
    // Three sure and wrong, two sure and right, two unsure; one was sure before thinking again, and one only then.
    const given = [
      ...[3, 3, 3].map((sure) => [say(sure, false)]),
      ...[3, 3].map((sure) => [say(sure, true)]),
      ...[1, 2].map((sure) => [say(sure, false)]),
      [say(3, false), say(1, false)],
      [say(1, true), say(3, true), { item: other!, answer: planted.wrong[other!]!, confidence: 3 }],
    ]
    for (const [i, saved] of given.entries()) await sitsSo(class10[i]!, saved)
    expect(await look()).toEqual([null, null, null])
    await sitsSo(last, [say(3, false)])
    // A second try has seen the reasons.
    await sitsSo(last, [say(3, true)])
    const [figure, ...rest] = await look()
    expect(figure).toEqual({ n: 10, sure: 7, wrong: 4, share: wilson(4, 10) })
    expect(rest).toEqual([null, null])
    const { text } = await exportMatrix(asViewer(db, staff, new Date()), { assignment: asks.id })
    const [head, ...rows] = text
      .replace('\uFEFF', '')
      .trim()
      .split('\n')
      .map((row) => row.split(','))
    const [is, sure] = [head!.findIndex((name) => name.startsWith(`${one}.r`)), head!.indexOf(`${one}.sure`)]
    expect(rows.filter((row) => row[is] === '0' && row[sure] === '3')).toHaveLength(4)
    expect(rows.map((row) => row[head!.indexOf(`${other}.sure`)]).filter((said) => said !== '')).toEqual(['3'])
  })

  test('a quiz that does not ask has no such figure and no such column', async () => {
    const here = await makeClass(db)
    const staff = await makeInstructor(db, here.id)
    const plain = await assign(db, here.id, 'quiz', { frozen: planted.frozen, asksConfidence: false })
    const person = await makeStudent(db, here.id)
    const { id } = await startAttempt(asViewer(db, person), { assignment: plain.id })
    await saveAnswer(asViewer(db, person), {
      attempt: id,
      item: ITEMS[0]!,
      answer: planted.wrong[ITEMS[0]!]!,
      confidence: 3,
      seq: 1,
    })
    await submitAttempt(asViewer(db, person), { attempt: id })
    const { items } = await analyseQuiz(asViewer(db, staff, new Date()), { assignment: plain.id })
    expect(items.map(({ confident }) => confident)).toEqual([null, null, null])
    const { text } = await exportMatrix(asViewer(db, staff, new Date()), { assignment: plain.id })
    expect(text.split('\n')[0]).not.toContain('.sure')
  })
})
