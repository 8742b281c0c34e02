/**
 * No key, explanation or misreading of a class quiz in any byte that a student can fetch before feedback is due. Every
 * hidden text of the frozen quiz is replaced by a sentinel in the database; then everything that students can reach is
 * fetched, as page, as the router's own format, as script and as JSON, and searched. Beside the demo's own quiz stands
 * one with an item of each kind, begun and half answered.
 */
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { freePort, runScript, signIn, startServer, temporaryDatabase, type Running } from './harness.ts'

const SENTINEL = 'KEPTUNTILDUE'
const database = temporaryDatabase()
let server: Running
let closeQuiz: () => void
let everyKind: string

beforeAll(async () => {
  const settings = { DATABASE_URL: database.url, PORT: String(await freePort()) }
  runScript('migrate', settings)
  runScript('seed', settings)
  const file = database.url.slice('file:'.length)
  const db = new Database(file)
  const typed = openSqlite(file, { migrate: false })
  const { id: classId } = db.prepare('select id from classes').get() as { id: string }
  everyKind = (await assign(typed, classId, 'quiz', { frozen: plantedQuiz('crawl', 'every').frozen, position: 99 })).id
  await typed.close()
  const hide = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => hide(one, key))
    if (value && typeof value === 'object')
      return Object.fromEntries(
        Object.entries(value).map(([name, one]) => [
          name,
          hide(one, key === 'samples' ? 'sample' : key === 'guide' ? key : name),
        ]),
      )
    return ['why', 'reading', 'advice', 'notes', 'full', 'sample', 'guide'].includes(key) ? `${SENTINEL}-${key}` : value
  }
  for (const row of db.prepare('select hash, kept from content_revisions where kept is not null').all() as {
    hash: string
    kept: string
  }[]) {
    db.prepare('update content_revisions set kept = ? where hash = ?').run(
      JSON.stringify(hide(JSON.parse(row.kept))),
      row.hash,
    )
  }
  // The demo has a quiz that closed days ago, too; none is explained until this test closes them all.
  db.prepare("update assignments set feedback = 'closed', closes_at = null where kind = 'quiz'").run()
  server = await startServer(settings)
  closeQuiz = () => {
    db.prepare("update assignments set closes_at = ? where kind = 'quiz'").run(Date.now() - 60_000)
    db.close()
  }
})
afterAll(async () => {
  await server.stop()
  database.remove()
})

/** Every address that the bytes of a page name, and what it names in turn. */
async function crawl(cookie: string, from: readonly string[]): Promise<Map<string, { status: number; text: string }>> {
  const seen = new Map<string, { status: number; text: string }>()
  const queue = [...from]
  const read = async (path: string, headers: Record<string, string> = {}) => {
    const response = await fetch(server.base + path, { headers: { cookie, ...headers }, redirect: 'manual' })
    const next = response.headers.get('location')
    if (next?.startsWith('/')) queue.push(next)
    return { status: response.status, text: await response.text() }
  }
  while (queue.length > 0 && seen.size < 600) {
    const path = queue.shift()!.split('#')[0]!
    if (!path || seen.has(path) || path.startsWith('/api/auth') || /sign-?out/.test(path)) continue
    const page = await read(path)
    seen.set(path, page)
    if (!path.includes('.') && !path.startsWith('/api/')) seen.set(`${path} (RSC)`, await read(path, { RSC: '1' }))
    for (const [, href] of page.text.matchAll(/(?:href|src|action)="(\/[^"]*)"/g))
      queue.push(href!.replaceAll('&amp;', '&'))
    for (const [href] of page.text.matchAll(/\/_next\/static\/[\w./~-]+\.js/g)) queue.push(href)
  }
  return seen
}

const found = (pages: ReadonlyMap<string, { text: string }>): string[] =>
  [...pages].filter(([, page]) => page.text.includes(SENTINEL)).map(([path]) => path)

test(
  'nothing hidden is in any byte that students can fetch before feedback is due, and it is there afterwards',
  { timeout: 120_000 },
  async () => {
    const students = ['student01@demo.test', 'student09@demo.test', 'student13@demo.test']
    const visits: { cookie: string; from: string[]; quizPage: string; everyPage: string }[] = []
    for (const email of students) {
      const cookie = await signIn(server.base, { email, password: 'demo-student' })
      const ask = async (path: string) =>
        (await fetch(server.base + path, { headers: { cookie } })).json() as Promise<never>
      const { classes } = (await ask('/api/me')) as { classes: { id: string }[] }
      const { assignments } = (await ask(`/api/classes/${classes[0]!.id}/assignments`)) as {
        assignments: { id: string; kind: string }[]
      }
      const write = async (method: 'PUT' | 'POST', path: string, body: object) => {
        const reply = await fetch(server.base + path, {
          method,
          headers: { cookie, origin: server.base, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        expect(reply.status, path).toBe(200)
        const text = await reply.text()
        expect(text).not.toContain(SENTINEL)
        return JSON.parse(text) as { id: string }
      }
      const { id: attempt } = await write('POST', `/api/assignments/${everyKind}/attempts`, {})
      for (const [item, answer] of [
        ['in-words', 'Words of my own.'],
        ['a-match', 'a1'],
        ['a-place', 'b'],
      ])
        await write('PUT', `/api/attempts/${attempt}/answers/${item}`, { answer, seq: 1 })
      const everyPage = `/classes/${classes[0]!.id}/quizzes/${everyKind}`
      const quizPage = `/classes/${classes[0]!.id}/quizzes/${assignments.find((one) => one.kind === 'quiz')!.id}`
      visits.push({
        cookie,
        quizPage,
        everyPage,
        from: [
          '/',
          '/classes',
          `/classes/${classes[0]!.id}`,
          quizPage,
          everyPage,
          '/me',
          '/api/me',
          '/api/me/data',
          `/api/classes/${classes[0]!.id}/assignments`,
          ...assignments.map((one) => `/api/assignments/${one.id}/posts`),
        ],
      })
    }
    for (const visit of visits) {
      const pages = await crawl(visit.cookie, visit.from)
      expect(pages.get(visit.quizPage)?.status).toBe(200)
      expect(pages.get(visit.everyPage)?.text).toContain('Words of my own.')
      expect(pages.size).toBeGreaterThan(60)
      expect(found(pages)).toEqual([])
    }
    closeQuiz()
    const after = async (path: string) =>
      (await fetch(server.base + path, { headers: { cookie: visits[0]!.cookie } })).text()
    expect(await after(visits[0]!.quizPage)).toContain(SENTINEL)
    for (const what of ['why', 'full', 'sample'])
      expect(await after(visits[0]!.everyPage)).toContain(`${SENTINEL}-${what}`)
  },
)
