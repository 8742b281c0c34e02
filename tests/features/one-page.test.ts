/** The class in one page: what it counts, four answers and no more, and nobody in its bytes. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { viewOnePage } from '#lib/features/review-class/one-page.ts'
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
import { makePost } from '../factories/talk.ts'
import { openTestDb } from '../factories/test-db.ts'
import { assign, fromNow, HOUR, plantedQuiz } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let assistant: Person
let students: Person[]
let posts: string[]
beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  const friday = await makeSection(db, klass.id, 'Friday')
  assistant = await makeAssistant(db, klass.id, { sectionId: friday })
  students = []
  for (let i = 0; i < 6; i++)
    students.push(await makeStudent(db, klass.id, { name: `Given Family${i}`, sectionId: i < 2 ? friday : null }))
  const quiz = await assign(db, klass.id, 'quiz', { frozen: plantedQuiz('page').frozen, closesAt: fromNow(HOUR) })
  // Four read the first item right, two another way; of the sentence they are three and three.
  for (const [index, { cookie }] of students.entries()) {
    const { id } = (await call('POST', `/api/assignments/${quiz.id}/attempts`, { cookie, json: {} })).json as {
      id: string
    }
    const save = (item: string, answer: string) =>
      call('PUT', `/api/attempts/${id}/answers/${item}`, { cookie, json: { answer: [answer], seq: 1 } })
    await save('one-choice', index < 4 ? 'b' : 'a')
    await save('a-sentence', index < 3 ? 's81' : 's74')
    expect((await call('POST', `/api/attempts/${id}/submission`, { cookie, json: {} })).status).toBe(200)
  }
  const question = await assign(db, klass.id, 'question')
  posts = []
  for (const [index, student] of students.entries())
    posts.push(await makePost(db, question, student, `Answer ${index}, against GIVEN FAMILY1.`))
})
afterAll(() => db.close())

const pick = (person: Person, post: string) =>
  call('PUT', `/api/posts/${post}/pick`, { cookie: person.cookie, json: {} })
const view = (person: Person) => viewOnePage(asViewer(db, person), { class: klass.id })

test('counts what is shared, and shows where the class is of two minds, the most even first and no key', async () => {
  const page = await view(teacher)
  expect(page.misreadings.map(({ students: n, of }) => [n, of])).toEqual([
    [3, 6],
    [2, 6],
  ])
  // Both items stand on the same passage, which comes once, with the more even of the two.
  expect(page.disputed.map(({ of, readings, isOpen }) => [of, readings, isOpen])).toEqual([
    [
      6,
      [
        { text: 's74', at: 's74', students: 3 },
        { text: 's81', at: 's81', students: 3 },
      ],
      true,
    ],
  ])
  expect(page.answers).toEqual([])
})

test('four answers are chosen, a fifth is refused, one chosen twice is chosen once', async () => {
  for (const post of posts.slice(0, 4)) expect((await pick(teacher, post)).status).toBe(200)
  expect((await pick(teacher, posts[0]!)).status).toBe(200)
  expect((await pick(teacher, posts[4]!)).code).toBe('picks-full')
  await call('DELETE', `/api/posts/${posts[3]!}/pick`, { cookie: teacher.cookie })
  expect((await pick(teacher, posts[4]!)).status).toBe(200)
  expect((await view(teacher)).answers).toHaveLength(4)
})

test('holds no name and no id of anybody, also where an answer names somebody; what is hidden is not shown', async () => {
  const text = JSON.stringify(await view(teacher))
  for (const { userId, name } of students) {
    expect(text).not.toContain(userId)
    expect(text.toLowerCase()).not.toContain(name.toLowerCase())
  }
  expect(text).toContain('against a classmate.')
  await call('PUT', `/api/remarks/post/${posts[0]!}/hiding`, { cookie: teacher.cookie, json: { reason: 'Rude' } })
  expect((await view(teacher)).answers.map((one) => one.text).join()).not.toContain('Answer 0')
})

test('an assistant has their section on it, and chooses there alone', async () => {
  const page = await view(assistant)
  expect(page.answers.map((one) => one.text)).toEqual(['Answer 1, against a classmate.'])
  expect(page.misreadings).toEqual([])
  expect((await pick(assistant, posts[5]!)).code).toBe('not-found')
})
