/** What an instructor’s pages weigh in a class of 2,000 who have all handed in, and that the last of them is reached by links alone. */
import '../reliability/settings.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { makeClass, makeInstructor, type Person } from '../factories/people.ts'
import { seatSitters } from '../factories/sitters.ts'
import { assign } from '../factories/work.ts'
import { startServer, temporaryDatabase, type Running } from './harness.ts'

const STUDENTS = 2000
const LIMIT = 200_000

const database = temporaryDatabase()
let server: Running
let teacher: Person
let desk: string
let quiz: string

beforeAll(async () => {
  const db = openSqlite(database.url.slice('file:'.length), { migrate: true })
  const klass = await makeClass(db, { seats: STUDENTS })
  const given = await assign(db, klass.id, 'quiz')
  await seatSitters(db, klass.id, given, STUDENTS)
  teacher = await makeInstructor(db, klass.id)
  await db.close()
  desk = `/classes/${klass.id}/desk`
  quiz = given.id
  server = await startServer({ DATABASE_URL: database.url, SECRET: process.env.SECRET! })
}, 60_000)
afterAll(async () => {
  await server.stop()
  database.remove()
})

async function look(path: string): Promise<string> {
  const reply = await fetch(server.base + path, {
    headers: { cookie: teacher.cookie, 'accept-encoding': 'identity' },
  })
  expect(reply.status).toBe(200)
  return reply.text()
}
/** The students whom a page links to. */
const named = (html: string) => new Set(html.match(/desk\/answers\/students\/[0-9a-f-]{36}/g) ?? [])
const linkTo = (html: string, words: string): string | null =>
  new RegExp(`<a[^>]*href="([^"]+)"[^>]*>${words}<`).exec(html)?.[1]?.replaceAll('&amp;', '&').split('#')[0] ?? null

test.each([
  ['the answers to a quiz', () => `/answers/${quiz}`],
  ['the desk', () => ''],
  ['the list of answers', () => '/answers'],
  ['item statistics', () => `/analysis/${quiz}`],
])('%s: a first page of at most 200 KB', async (_name, path) => {
  expect(Buffer.byteLength(await look(desk + path()))).toBeLessThanOrEqual(LIMIT)
})

test('every student is reached from page to page, each on one of them', async () => {
  const seen: string[] = []
  for (let path: string | null = desk; path;) {
    const html: string = await look(path)
    seen.push(...named(html))
    path = linkTo(html, 'The next students')
  }
  expect(seen).toHaveLength(STUDENTS)
  expect(new Set(seen).size).toBe(STUDENTS)
})

test('the last page of the answers is one step away, and leads back', async () => {
  const first = await look(`${desk}/answers/${quiz}`)
  const last = await look(linkTo(first, 'The last students')!)
  expect(named(last).size).toBeGreaterThan(0)
  expect([...named(last)].filter((one) => named(first).has(one))).toEqual([])
  expect(linkTo(last, 'The next students')).toBeNull()
  expect(linkTo(last, 'The students before')).not.toBeNull()
})
