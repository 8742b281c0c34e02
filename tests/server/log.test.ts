/** What a student wrote stands in no line of the log, whatever fails: a call whose query is refused, and a page. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { openPostgres, openSqlite } from '#lib/db/client.ts'
import { statement } from '../contract/engines.ts'
import { makeClass, makeStudent, type Person } from '../factories/people.ts'
import { makePost } from '../factories/talk.ts'
import { assign } from '../factories/work.ts'
import { type Cluster, postgresBinaries, startCluster } from '../postgres/cluster.ts'
import { runScript, type Running, startServer, temporaryDatabase } from './harness.ts'

const SENTINEL = 'Xq7vTellsNobody'
const SECRET = process.env.SECRET!

/** Each engine's way to refuse a note with the words of the note in its own message. */
const REFUSE = {
  sqlite: [
    `CREATE TRIGGER planted BEFORE INSERT ON notes BEGIN SELECT RAISE(ABORT, 'no: ' || NEW.body) WHERE NEW.body LIKE '%${SENTINEL}%'; END`,
  ],
  postgres: [`ALTER TABLE notes ADD CONSTRAINT planted CHECK (body IS NULL OR body NOT LIKE '%${SENTINEL}%')`],
}
/** And to have a page fail on what it reads: words that are no JSON; a query that names whoever asks. */
const BREAK = {
  sqlite: [`UPDATE posts SET draft = '${SENTINEL} wrote', state = 'draft'`],
  postgres: ['ALTER TABLE posts RENAME COLUMN draft TO gone'],
}

type Line = { msg: string; id?: string; call?: string; err?: { type: string; query?: string; stack: string[] } }

async function play(db: Db, settings: { DATABASE_URL: string }) {
  const klass = await makeClass(db)
  const student: Person = await makeStudent(db, klass.id, { name: `Anna ${SENTINEL}` })
  const [question, reading] = [await assign(db, klass.id, 'question'), await assign(db, klass.id, 'reading')]
  await makePost(db, question, student, 'A post.')
  const server: Running = await startServer({ ...settings, SECRET, LOG_LEVEL: 'info' })
  const headers = { cookie: student.cookie, 'content-type': 'application/json' }
  for (const text of REFUSE[db.engine]) await statement(db, text)
  const note = { assignment: reading.id, from: 's80', kind: 'note', text: `I think ${SENTINEL}`, audience: 'private' }
  const call = await fetch(`${server.base}/api/classes/${klass.id}/notes`, {
    method: 'POST',
    headers,
    body: JSON.stringify(note),
  })
  for (const text of BREAK[db.engine]) await statement(db, text)
  const page = await fetch(`${server.base}/classes/${klass.id}/questions/${question.id}`, { headers })
  const body = (await call.text()) + (await page.text())
  const { output } = await server.stop()
  const lines = output.split('\n').filter((line) => line.startsWith('{'))
  return {
    statuses: [call.status, page.status],
    body,
    output,
    /** What stands on the terminal and is no line of the log, once the server has said where it is open. */
    besides: output
      .slice(output.indexOf('Xihua Hall is open'))
      .split('\n')
      .slice(1)
      .filter((line) => line && !line.startsWith('{')),
    lines: lines.map((line) => JSON.parse(line) as Line),
    student,
  }
}

function holdsNothing({ statuses, body, output, besides, lines, student }: Awaited<ReturnType<typeof play>>): void {
  expect(statuses).toEqual([500, 500])
  expect(besides).toEqual([])
  expect(body).not.toContain('planted')
  for (const planted of [SENTINEL, student.userId, 'params']) expect(output).not.toContain(planted)
  const failed = lines.filter(({ err }) => err)
  const [call] = failed
  expect(call).toMatchObject({ msg: 'a call failed', call: 'POST /api/classes/{class}/notes' })
  // The same request has a line of its own.
  expect(lines.filter(({ id }) => id === call!.id)).toHaveLength(2)
  expect(failed.length).toBeGreaterThan(1)
  for (const { err } of failed) expect(err!.stack.length).toBeGreaterThan(0)
}

test('on SQLite', async () => {
  const database = temporaryDatabase()
  runScript('migrate', { DATABASE_URL: database.url })
  const db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  const played = await play(db, { DATABASE_URL: database.url })
  await db.close()
  database.remove()
  holdsNothing(played)
  expect(played.lines.map(({ err }) => err?.type)).toEqual(expect.arrayContaining(['SqliteError', 'SyntaxError']))
})

const lacking = postgresBinaries()
  ? ''
  : ' (skipped: there is no PostgreSQL on this machine; apt-get install postgresql)'
describe.skipIf(lacking)(`on PostgreSQL${lacking}`, () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = (await startCluster())!
    runScript('migrate', { DATABASE_URL: cluster.url })
  }, 120_000)
  afterAll(() => cluster?.stop())

  test('the query stands there without what was to be written', async () => {
    const db = await openPostgres(cluster.url, { migrate: false })
    const played = await play(db, { DATABASE_URL: cluster.url })
    await db.close()
    holdsNothing(played)
    const [call] = played.lines.filter(({ err }) => err)
    expect(call!.err).toMatchObject({
      type: 'DrizzleQueryError',
      query: expect.stringContaining('insert into "notes"') as string,
      cause: { code: '23514', table: 'notes', constraint: 'planted' },
    })
  })
})
