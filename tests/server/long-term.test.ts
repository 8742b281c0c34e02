/** What the desk weighs at the end of a long term, 300 students and 30 assignments, and that nothing falls off its pages. */
import '../reliability/settings.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { makeTerm, type Term } from '../factories/term.ts'
import { startServer, temporaryDatabase, type Running } from './harness.ts'

const [STUDENTS, OF_EACH, LIMIT] = [300, 10, 200_000]

const database = temporaryDatabase()
let server: Running
let term: Term
let desk: string

beforeAll(async () => {
  const db = openSqlite(database.url.slice('file:'.length), { migrate: true })
  term = await makeTerm(db, STUDENTS, OF_EACH)
  await db.close()
  desk = `/classes/${term.klass.id}/desk`
  server = await startServer({ DATABASE_URL: database.url, SECRET: process.env.SECRET! })
}, 60_000)
afterAll(async () => {
  await server.stop()
  database.remove()
})

async function look(path: string): Promise<string> {
  const reply = await fetch(server.base + path, {
    headers: { cookie: term.teacher.cookie, 'accept-encoding': 'identity' },
  })
  expect(reply.status, path).toBe(200)
  return reply.text()
}

test.each<[string, () => string]>([
  ['the desk', () => ''],
  ['assign', () => '/assign'],
  ['one assignment', () => `/assign/${term.quiz.id}`],
  ['a plan to share', () => '/assign/share'],
  ['the list of answers', () => '/answers'],
  ['who has read', () => `/answers/${term.given[0]!.id}`],
  ['the answers to a quiz', () => `/answers/${term.quiz.id}`],
  ['the answers to a question', () => `/answers/${term.question.id}`],
  ['one student', () => `/answers/students/${term.last}`],
  ['what waits for grading', () => '/grading'],
  ['grading one question', () => `/grading/${term.question.id}`],
  ['the gradebook', () => '/gradebook'],
  ['the roster', () => '/roster'],
  ['the list of quizzes', () => '/analysis'],
  ['item statistics', () => `/analysis/${term.quiz.id}`],
  ['the class in one page', () => '/projector'],
  ['notes', () => '/notes'],
  ['settings', () => '/settings'],
  ['a copy, looked at', () => '/settings/copy?title=Again&start=2027-02-01'],
])('%s: at most 200 KB', async (_name, path) => {
  expect(Buffer.byteLength(await look(desk + path()))).toBeLessThanOrEqual(LIMIT)
})

/** Every page of a list, by the link to the next. */
async function leaf(path: string, what: string): Promise<string[]> {
  const pages: string[] = []
  for (let at: string | undefined = path; at;) {
    const html: string = await look(at)
    pages.push(html)
    at = new RegExp(`<a[^>]*href="([^"#]+)[^"]*"[^>]*>The next ${what}<`).exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  return pages
}
const idsIn = (html: string, before: string): string[] =>
  [...html.matchAll(new RegExp(`<a[^>]*href="[^"]*${before}/([0-9a-f-]{36})"`, 'g'))].map(([, id]) => id!)

test('the desk’s pages show every assignment once, each with the column of the same page under it', async () => {
  const pages = await leaf(desk, 'assignments')
  const listed = pages.map((html) => new Set(idsIn(html.split('id="misread"')[0]!, 'desk/assign')))
  expect(listed.flatMap((ids) => [...ids]).toSorted()).toEqual(term.given.map(({ id }) => id).toSorted())
  for (const [n, html] of pages.entries()) {
    const head = /<thead>.*?<\/thead>/su.exec(html.split('id="class"')[1]!)![0]
    expect(idsIn(head, 'desk/answers')).toEqual([...listed[n]!])
  }
})

test('a student’s pages show every assignment once', async () => {
  const pages = await leaf(`${desk}/answers/students/${term.last}`, 'assignments')
  for (const html of pages) expect(Buffer.byteLength(html)).toBeLessThanOrEqual(LIMIT)
  const shown = pages.flatMap((html) => [...html.matchAll(/id="a-([0-9a-f-]{36})"/g)].map(([, id]) => id!))
  expect(shown.toSorted()).toEqual(term.given.map(({ id }) => id).toSorted())
})

test('the roster’s pages show every student once, and a name is found at once', async () => {
  const pages = await leaf(`${desk}/roster`, 'students')
  const shown = pages.flatMap((html) => idsIn(html, 'answers/students'))
  expect(new Set(shown).size).toBe(STUDENTS)
  expect(shown).toHaveLength(STUDENTS)
  const name = /<span class="nm">([^<]+)<\/span>/.exec(pages.at(-1)!)![1]!
  const found = await look(`${desk}/roster?q=${encodeURIComponent(name.toUpperCase())}`)
  expect(found).toContain(`<span class="nm">${name}</span>`)
  expect(idsIn(found, 'answers/students').length).toBeLessThan(STUDENTS / 2)
})
