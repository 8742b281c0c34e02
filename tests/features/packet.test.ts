/** What is printed and handed out, and the answer key, which is for instructors alone and comes only when asked for. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { viewPacket } from '#lib/features/assign-work/packet.ts'
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
import { assign } from '../factories/work.ts'

let db: Db
let klass: Klass
let teacher: Person
let quiz: Assignment
let question: Assignment
beforeAll(async () => {
  db = openSqlite(':memory:', { migrate: true })
  klass = await makeClass(db)
  teacher = await makeInstructor(db, klass.id)
  quiz = await assign(db, klass.id, 'quiz')
  question = await assign(db, klass.id, 'question')
})
afterAll(() => db.close())

const packet = (more: { of?: string[]; key?: boolean } = {}, who = teacher) =>
  viewPacket(asViewer(db, who), { class: klass.id, ...more })

/** Whatever only an author has written of the class quiz: reasons, misreadings, hints. */
const reasons = () =>
  edition()
    .quizzes.find(({ id }) => id === quiz.targetId)!
    .items.flatMap((item) => ('options' in item ? item.options.map(({ why }) => why) : [item.why]))

test('a packet holds the stems and the options, and nothing that settles them', async () => {
  const { work } = await packet({ of: [quiz.id] })
  expect(work.map(({ id, key }) => [id, key])).toEqual([[quiz.id, null]])
  const bytes = JSON.stringify(work)
  expect(bytes).toContain(edition().quizzes.find(({ id }) => id === quiz.targetId)!.items[0]!.stem)
  expect(reasons().length).toBeGreaterThan(3)
  for (const why of reasons()) expect(bytes).not.toContain(why)
  expect(bytes).not.toContain('"correct"')
})

test('the answer key has all of it, of questions the notes', async () => {
  const { work } = await packet({ of: [quiz.id, question.id], key: true })
  const bytes = JSON.stringify(work.map(({ key }) => key))
  for (const why of reasons()) expect(bytes).toContain(JSON.stringify(why).slice(1, -1))
  expect(work.find(({ kind }) => kind === 'question')!.key).toHaveProperty('question.guide')
})

test('without a choice it is what is due within a week, or else everything', async () => {
  expect((await packet()).work).toHaveLength(2)
  const soon = await assign(db, klass.id, 'essay', { dueAt: new Date(Date.now() + 2 * 86_400_000) })
  await assign(db, klass.id, 'reading', { dueAt: new Date(Date.now() + 20 * 86_400_000) })
  expect((await packet()).work.map(({ id }) => id)).toEqual([soon.id])
})

test('work of another class is not in it, and students and assistants have no packet and no key', async () => {
  const other = await makeClass(db)
  const theirs = await assign(db, other.id, 'quiz')
  expect((await packet({ of: [theirs.id, quiz.id] })).work.map(({ id }) => id)).toEqual([quiz.id])
  const section = await makeSection(db, klass.id, 'A')
  for (const who of [
    await makeStudent(db, klass.id),
    await makeAssistant(db, klass.id, { sectionId: section }),
    await makeInstructor(db, other.id),
  ])
    for (const key of [false, true])
      await expect(packet({ of: [quiz.id], key }, who)).rejects.toMatchObject({ code: 'not-found' })
})
