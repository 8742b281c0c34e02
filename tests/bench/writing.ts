/** Whole quiz attempts and single saves, held against a bare server and raw SQLite that make the same durable writes. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { eq, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { prepared } from '#lib/db/prepared.ts'
import { findShown } from '#lib/db/queries/assignments.ts'
import type { ItemAnswer, ShownQuiz } from '#lib/domain/item.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import { startAttempt } from '#lib/features/take-quiz/take-quiz.ts'
import { rightAnswer } from '../factories/answers.ts'
import { asViewer, makeClass, makeStudent, type Person } from '../factories/people.ts'
import { assign } from '../factories/work.ts'
import { startServer } from '../server/harness.ts'
import { rideAll } from './riders.ts'
import { compare, table, type Sample } from './series.ts'

const IN_FLIGHT = 64
const CONNECTIONS = 16
const ANSWERS = 10

type Answers = [item: string, answer: ItemAnswer][]
type Seeded = { file: string; people: Person[]; quiz: string; answers: Answers; right: Map<string, ItemAnswer> }

async function seed(file: string): Promise<Seeded> {
  const db = openSqlite(file, { migrate: true })
  const klass = await makeClass(db)
  const given = await assign(db, klass.id, 'quiz', { attemptsAllowed: null })
  const people: Person[] = []
  for (let i = 0; i < IN_FLIGHT; i += 1) people.push(await makeStudent(db, klass.id))
  const { id } = (await findShown(db, given.revisionHash)) as ShownQuiz
  const items = edition().quizzes.find((one) => one.id === id)!.items
  await db.close()
  return {
    file,
    people,
    quiz: given.id,
    answers: items.slice(0, ANSWERS).map((item) => [item.id, rightAnswer(item)]),
    right: new Map(items.map((item) => [item.id, rightAnswer(item)])),
  }
}

/** `from` runs flat out with so many under way at once, until the time is up. */
async function keepInFlight(seconds: number, run: (rider: number, n: number) => Promise<unknown>): Promise<Sample> {
  let done = 0
  const millis: number[] = []
  const from = performance.now()
  const end = from + seconds * 1000
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async (_none, rider) => {
      for (let n = 0; performance.now() < end; n += 1) {
        const began = performance.now()
        await run(rider, n)
        millis.push(performance.now() - began)
        done += 1
      }
    }),
  )
  const sorted = millis.toSorted((a, b) => a - b)
  return {
    perSecond: (done * 1000) / (performance.now() - from),
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    failed: 0,
  }
}

/** Raw better-sqlite3, one row a transaction: each is on the disk before the next begins. */
function rawRows(file: string): { run: (seconds: number) => Sample; close: () => void } {
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.exec(
    'CREATE TABLE rows (id TEXT, item TEXT, seq INTEGER, body TEXT, saved_at INTEGER, PRIMARY KEY (id, item, seq))',
  )
  const insert = db.prepare('INSERT INTO rows VALUES (?, ?, ?, ?, ?)')
  return {
    run: (seconds) => {
      const millis: number[] = []
      const from = performance.now()
      const id = v7()
      for (let n = 0; performance.now() < from + seconds * 1000; n += 1) {
        const began = performance.now()
        insert.run(id, 'an-item', n, '["a"]', Date.now())
        millis.push(performance.now() - began)
      }
      const sorted = millis.toSorted((a, b) => a - b)
      return {
        perSecond: (millis.length * 1000) / (performance.now() - from),
        p99: sorted[Math.floor(sorted.length * 0.99)]!,
        failed: 0,
      }
    },
    close: () => db.close(),
  }
}

export async function benchWriting(rounds: number, seconds: number): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-bench-'))
  const { file, people, quiz, answers, right } = await seed(join(dir, 'ours.db'))

  const bare = spawn(process.execPath, ['tests/bench/bare-server.ts', join(dir, 'bare.db')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [port] = (await once(bare.stdout, 'data')) as [Buffer]
  const bareBase = `http://127.0.0.1:${String(port).trim()}`
  const ours = await startServer({ DATABASE_URL: `file:${file}`, SECRET: process.env.SECRET! })
  try {
    const attempt = (base: string, cookies: (string | null)[]) => () =>
      rideAll(base, cookies, seconds, async (ask) => {
        const begun = await ask('POST', `/api/assignments/${quiz}/attempts`)
        const { id, items } = JSON.parse(/\{.*\}/s.exec(begun.text)![0]) as { id: string; items?: { id: string }[] }
        // Each attempt draws its items; the bare server has none and takes whatever it is given.
        const asked = items?.map((one): [string, ItemAnswer] => [one.id, right.get(one.id)!]) ?? answers
        for (let n = 0; n < ANSWERS; n += 1) {
          const [item, answer] = asked[n % asked.length]!
          const seq = Math.floor(n / asked.length) + 1
          if ((await ask('PUT', `/api/attempts/${id}/answers/${item}`, { answer, seq })).status !== 200) return false
        }
        return (await ask('POST', `/api/attempts/${id}/submission`)).status === 200
      })
    const cookies = people.map(({ cookie }) => cookie)
    const attempts = await compare(
      [
        {
          name: 'a bare Node server, the same durable writes',
          measure: attempt(
            bareBase,
            cookies.slice(0, CONNECTIONS).map(() => null),
          ),
        },
        {
          name: 'our start: session, rules, receipts, score and explanations',
          measure: attempt(ours.base, cookies.slice(0, CONNECTIONS)),
        },
      ],
      rounds,
    )

    /** Each rider has an attempt of its own and goes on saving its first item. */
    const numbers = new Map<string, number>()
    const saves = (base: string, ids: readonly string[], withCookies: readonly (string | null)[]) => () =>
      rideAll(base, withCookies, seconds, async (ask, rider) => {
        const key = `${base}/${rider}`
        const seq = (numbers.get(key) ?? 0) + 1
        numbers.set(key, seq)
        const [item, answer] = answers[0]!
        return (await ask('PUT', `/api/attempts/${ids[rider]!}/answers/${item}`, { answer, seq })).status === 200
      })
    const begin = async (base: string, cookie: string | null): Promise<string> => {
      const reply = await fetch(`${base}/api/assignments/${quiz}/attempts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: base, ...(cookie ? { cookie } : {}) },
        body: '{}',
      })
      return ((await reply.json()) as { id: string }).id
    }
    const [bareIds, ourIds] = [
      await Promise.all(cookies.map(() => begin(bareBase, null))),
      await Promise.all(cookies.map((cookie) => begin(ours.base, cookie))),
    ]
    const overHttp = await compare(
      [
        {
          name: 'a bare Node server, one row a transaction',
          measure: saves(
            bareBase,
            bareIds,
            cookies.map(() => null),
          ),
        },
        { name: 'our start', measure: saves(ours.base, ourIds, cookies) },
      ],
      rounds,
    )
    await ours.stop()

    const [raw, db] = [rawRows(join(dir, 'raw.db')), openSqlite(file, { migrate: false })]
    const contexts = people.map((person) => asViewer(db, person))
    const own: string[] = []
    for (const ctx of contexts) own.push((await startAttempt(ctx, { assignment: quiz })).id)
    // An item that was not saved over HTTP, so that its numbers begin at one.
    const [item, answer] = answers[1]!
    const begun = new Map<number, number>()
    const read = prepared((on, { attempts: sat }) =>
      on
        .select()
        .from(sat)
        .where(eq(sat.id, sql.placeholder('id'))),
    )
    const write = prepared((on, { answers: rows }) =>
      on.insert(rows).values({
        attemptId: sql.placeholder('id'),
        item: sql.placeholder('item'),
        seq: 1,
        classId: people[0]!.viewer.memberships[0]!.classId,
        userId: people[0]!.userId,
        body: answer,
        confidence: null,
        savedAt: sql.placeholder('at'),
        digest: 'd',
        erasedAt: null,
      }),
    )
    const layer = await compare(
      [
        { name: 'raw better-sqlite3, one row a transaction', measure: async () => raw.run(seconds) },
        {
          name: 'a transaction of our data layer that reads the attempt and writes the answer',
          measure: () =>
            keepInFlight(seconds, (rider) =>
              db.atomically(function* (tx) {
                yield* q(read(db, tx, { id: own[rider]! }))
                yield* q(write(db, tx, { id: own[rider]!, item: v7(), at: new Date() }))
              }),
            ),
        },
        {
          name: 'the whole feature: door, rules, receipt',
          measure: () =>
            keepInFlight(seconds, async (rider) => {
              const seq = (begun.get(rider) ?? 0) + 1
              begun.set(rider, seq)
              await saveAnswer(contexts[rider]!, { attempt: own[rider]!, item, answer, seq })
            }),
        },
      ],
      rounds,
    )
    raw.close()
    await db.close()
    return `## A whole quiz attempt

Begin, ${ANSWERS} answers saved one by one, hand in: ${ANSWERS + 2} requests, ${CONNECTIONS} connections.

${table(attempts, 'attempts')}

## One acknowledged answer, on the disk before the reply

Over HTTP, ${IN_FLIGHT} connections:

${table(overHttp, 'saves')}

In the process, ${IN_FLIGHT} in flight:

${table(layer, 'saves')}
`
  } finally {
    bare.kill('SIGTERM')
    await ours.stop().catch(() => undefined)
    rmSync(dir, { recursive: true, force: true })
  }
}
