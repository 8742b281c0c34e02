/** Answers to items of all eight kinds in every wrong shape, and written answers in every place that keeps or shows them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { analyseQuiz } from '#lib/features/review-class/analyse-quiz.ts'
import { viewDesk } from '#lib/features/review-class/desk.ts'
import { viewAnswers } from '#lib/features/review-class/review-class.ts'
import { seeMyWork } from '#lib/features/see-my-work/see-my-work.ts'
import { viewQuiz } from '#lib/features/take-quiz/take-quiz.ts'
import { WRITTEN_MAX, type Item } from '#lib/domain/item.ts'
import { call } from '../factories/call.ts'
import { asViewer, makeClass, makeInstructor, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, frozenQuiz, fromNow, HOUR, plantedQuiz, setDates, type Planted } from '../factories/work.ts'

const planted = plantedQuiz('every-kind', 'every')
const WRITTEN = 'in-words'

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

/** The same quiz with other items, frozen anew. */
const frozenWith = (items: Item[]): Planted['frozen'] => frozenQuiz({ ...planted.quiz, items })
const written = planted.quiz.items.find((item) => item.kind === 'written')!

async function sit(frozen = planted.frozen) {
  const anna = await makeStudent(db, klass.id)
  const quiz = await assign(db, klass.id, 'quiz', { frozen })
  const { json } = await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie: anna.cookie, json: {} })
  const { id } = json as { id: string }
  const at = (item: string) => `/api/attempts/${id}/answers/${item}`
  return {
    anna,
    quiz,
    save: (item: string, body: Record<string, unknown>) =>
      call('PUT', at(item), { cookie: anna.cookie, json: { seq: 1, ...body } }),
    post: (item: string, answer: string | string[], { seq = '1', cookie = anna.cookie } = {}) =>
      call('POST', `${at(item)}/save`, { cookie, form: { answer, seq, in: klass.id, work: quiz.id } }),
    handIn: () => call('POST', `/api/attempts/${id}/submission`, { cookie: anna.cookie, json: {} }),
    kept: async () =>
      (await viewQuiz(asViewer(db, anna, new Date()), { assignment: quiz.id })).open?.answers.map(
        ({ answer }) => answer,
      ) ?? [],
  }
}

const HOSTILE: unknown[] = [
  [],
  '',
  ['', '', ''],
  ['a', 'a1', 's73'],
  ['a1', 'a2'],
  ['a1', 'z1'],
  ['a0'],
  ['a13'],
  ['a1 '],
  ['A1'],
  ['1a'],
  ['s9999'],
  ['s073'],
  ['__proto__'],
  ['constructor'],
  Array.from({ length: 41 }, (_none, i) => `a${i}`),
  ['x'.repeat(60_000)],
  'a\u0000',
  '\uD800',
  ['\u202Ea'],
  { 0: 'a' },
  [['a']],
  [null],
  7,
  true,
  null,
]

describe('answers in every wrong shape', () => {
  test.each(planted.quiz.items.filter((item) => item.kind !== 'written').map(({ id }) => id))(
    '%s takes none of them and stores nothing',
    async (item) => {
      const own = await sit()
      for (const answer of HOSTILE) {
        const reply = await own.save(item, { answer })
        expect([400, 409, 422], `${JSON.stringify(answer)?.slice(0, 60)} ${reply.code}`).toContain(reply.status)
        expect(reply.text).not.toMatch(/hidden-/)
      }
      expect(await own.kept()).toEqual([])
    },
  )

  test('words are taken as words, whatever they look like; what no text holds is refused', async () => {
    const own = await sit()
    for (const [seq, text] of [
      '=HYPERLINK("http://x.test")',
      '__proto__',
      's73',
      '<script>alert(1)</script>',
      '\u202Edesrever',
    ].entries()) {
      expect((await own.save(WRITTEN, { answer: text, seq: seq + 1 })).status).toBe(200)
      expect(await own.kept()).toEqual([[text]])
    }
    for (const answer of ['a\u0000b', '\uD800', ['one', 'two'], ' \n ', '\u3000'])
      expect((await own.save(WRITTEN, { answer, seq: 6 })).status).toBe(422)
    expect((await own.save(WRITTEN, { answer: 'x'.repeat(301), seq: 6 })).code).toBe('answer-too-long')
  })

  test('half of the rows can be saved without script, and the rest later', async () => {
    const own = await sit()
    expect((await own.post('a-match', ['a1', ''])).location).toContain('?saved=a-match')
    expect(await own.kept()).toEqual([['a1']])
    expect((await own.post('a-match', ['a1', 'b2'], { seq: '2' })).location).toContain('?saved=a-match')
    expect(await own.kept()).toEqual([['a1', 'b2']])
  })
})

describe('a written answer posted without script', () => {
  test('may be as long as its box allows, whatever a line end weighs', async () => {
    const own = await sit(frozenWith([{ ...written, max: WRITTEN_MAX }]))
    const typed = 'A line.\n'.repeat(WRITTEN_MAX / 8 - 1) + 'The end.'
    expect(typed).toHaveLength(WRITTEN_MAX)
    expect((await own.post(WRITTEN, typed.replaceAll('\n', '\r\n'))).location).toContain(`?saved=${WRITTEN}`)
    expect(await own.kept()).toEqual([[typed]])
  })

  const LONG = 'What Zhou was told and what he saw are two things. '.repeat(5).trim()
  test('gives every word back when it is refused, and puts none into an address', async () => {
    const own = await sit()
    await own.post(WRITTEN, 'First words.')
    const refused = [
      await own.post(WRITTEN, LONG, { cookie: 'none=yet' }),
      await own.post(WRITTEN, LONG),
      await own.post(WRITTEN, 'Short <b>words</b>.'),
      await own.post(WRITTEN, `${LONG} ${LONG}`, { seq: '2' }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([401, 409, 409, 422])
    for (const [i, words] of [LONG, LONG, 'Short &#60;b&#62;words&#60;/b&#62;.', `${LONG} ${LONG}`].entries()) {
      expect(refused[i]!.text).toContain(words)
      expect(refused[i]!.text).not.toMatch(/v\.answer/)
    }
    // A choice is on the page again with one click, so its form goes straight back.
    expect((await own.post('one-choice', 'b', { cookie: 'none=yet' })).status).toBe(303)
  })
})

describe('written answers on the desk', () => {
  test('in the CSV they stand under “text”, late ones too, and no spreadsheet runs them', async () => {
    const own = await sit()
    const formula = '=HYPERLINK("http://x.test")\n@second, "line"'
    expect((await own.save(WRITTEN, { answer: formula })).status).toBe(200)
    expect((await own.handIn()).status).toBe(200)
    expect((await own.save(WRITTEN, { answer: '+late words', seq: 2 })).code).toBe('attempt-closed')
    const csv = (await call('GET', `/api/classes/${klass.id}/export.csv`, { cookie: teacher.cookie })).text
    expect(csv).toContain(`"'=HYPERLINK(""http://x.test"")\n@second, ""line"""`)
    const late = csv
      .split('\n')
      .find((row) => row.includes('late words'))!
      .split(',')
    const head = csv.split('\n')[0]!.split(',')
    const of = (column: string) => late[head.indexOf(column)]
    expect([of('item'), of('answer'), of('text'), of('late')]).toEqual([WRITTEN, '', "'+late words", 'yes'])
  })

  test('a quiz of nothing else has no score, and no statistics but how many handed in', async () => {
    const own = await sit(frozenWith([written]))
    await own.save(WRITTEN, { answer: 'Words.' })
    expect((await own.handIn()).status).toBe(200)
    const at = (person: Person) => asViewer(db, person, new Date())
    const mine = (await seeMyWork(at(own.anna), { class: klass.id })).assignments.find(({ id }) => id === own.quiz.id)!
    expect([mine.state, mine.score]).toEqual(['done', null])
    const answers = await viewAnswers(at(teacher), { assignment: own.quiz.id })
    expect(answers.students.find(({ id }) => id === own.anna.userId)).toMatchObject({ state: 'done', score: null })
    expect(answers.items).toMatchObject([{ kind: 'written', right: null, answered: 1, options: [] }])
    expect(await analyseQuiz(at(teacher), { assignment: own.quiz.id })).toMatchObject({ n: 1, items: [], kr20: null })
    expect(await viewDesk(at(teacher), { class: klass.id })).toBeTruthy()
  })

  test('a written item keeps its place: statistics number the others as the quiz does', async () => {
    const choices = planted.quiz.items.filter((item) => item.kind === 'single' || item.kind === 'several')
    const own = await sit(frozenWith([choices[0]!, written, choices[1]!]))
    const { items } = await analyseQuiz(asViewer(db, teacher, new Date()), { assignment: own.quiz.id })
    expect(items.map(({ number }) => number)).toEqual([1, 3])
  })

  test('an attempt past its deadline counts with the words that were saved, and later words are kept apart', async () => {
    const own = await sit()
    await own.save(WRITTEN, { answer: 'In time.' })
    await setDates(db, own.quiz.id, { closesAt: fromNow(-HOUR) })
    expect((await own.save(WRITTEN, { answer: 'Too late.', seq: 2 })).code).toBe('attempt-closed')
    const view = await viewAnswers(asViewer(db, teacher, new Date()), { assignment: own.quiz.id })
    expect(view.items.find(({ id }) => id === WRITTEN)!.answers.map(({ chosen }) => chosen)).toEqual([['In time.']])
    expect(view.late).toMatchObject([{ item: WRITTEN, body: { answer: ['Too late.'] } }])
  })
})
