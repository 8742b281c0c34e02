/**
 * What the reliability scripts share: a class that sits a quiz, the server as a child of its own, students who save without
 * pause, and the ledger of what was acknowledged to them. The checker asks the file afterwards, past the server.
 */
import './settings.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { v7 } from 'uuid'
import { q, type Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import type { ItemAnswer } from '#lib/domain/item.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { assign, plantedQuiz, type Given } from '../factories/work.ts'

/** mulberry32: the same seed gives the same moments and the same answers. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export const wait = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))

export type Sitting = { userId: string; cookie: string; attempt: string }
/** Of each item a right answer and a wrong one. */
export type Answers = Record<string, readonly [right: ItemAnswer, wrong: ItemAnswer]>
export type Seated = { classId: string; assignment: string; sittings: Sitting[]; answers: Answers }

type Seats = { mark?: string; items?: 'every' } & Given

/** A class in which each student has begun the one quiz. */
export async function seatClass(file: string, students: number, given: Seats = {}): Promise<Seated> {
  const db = openSqlite(file, { migrate: true })
  const seated = await seatIn(db, students, given)
  await db.close()
  return seated
}

export async function seatIn(
  db: Db,
  students: number,
  { mark = 'ledger', items, ...rules }: Seats = {},
): Promise<Seated> {
  const klass = await makeClass(db, { seats: Math.max(300, students) })
  const planted = plantedQuiz(mark, items)
  const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen, ...rules })
  const sittings: Sitting[] = []
  // A few at a time share their commits.
  while (sittings.length < students) {
    const seat = async (): Promise<Sitting> => {
      const { userId, cookie } = await makeStudent(db, klass.id)
      const attempt = v7()
      await db.atomically(function* (tx) {
        yield* q(
          tx.insert(db.t.attempts).values({
            id: attempt,
            classId: klass.id,
            userId,
            assignmentId: quiz.id,
            ordinal: 1,
            state: 'open',
            seed: 'x',
            startedAt: new Date(),
            submittedAt: null,
            earned: null,
            total: null,
          }),
        )
      })
      return { userId, cookie, attempt }
    }
    sittings.push(...(await Promise.all(Array.from({ length: Math.min(50, students - sittings.length) }, seat))))
  }
  return {
    classId: klass.id,
    assignment: quiz.id,
    sittings,
    answers: Object.fromEntries(
      Object.keys(planted.right).map((item) => [item, [planted.right[item]!, planted.wrong[item]!] as const]),
    ),
  }
}

export type Served = {
  base: string
  child: ChildProcess
  /** SIGKILL to the server itself, also where another command runs it; resolves when it is gone. */
  kill: () => Promise<void>
  complaints: () => string
  residentMiB: () => number
}

export const whatIsServed = (): 'front door' | 'API only' => (existsSync('.next/BUILD_ID') ? 'front door' : 'API only')

/** As in the start script. */
const HEAP = ['--max-old-space-size=256', '--max-semi-space-size=16']

/**
 * The server, started as `npm start` does it, but as a child whose process id is its own. Without a build it is the API
 * table on a bare server. `preload` is loaded before it; `behind` is a command that runs it.
 */
export async function serve(
  file: string,
  port: number,
  { preload = [], behind = [] }: { preload?: readonly string[]; behind?: readonly string[] } = {},
): Promise<Served> {
  const main =
    whatIsServed() === 'front door'
      ? [...HEAP, '--import', './lib/server/node-version.mjs', 'lib/server/main.ts']
      : ['tests/reliability/api-only.ts']
  const inherited: Record<string, string | undefined> = { ...process.env }
  for (const name of ['NODE_OPTIONS', 'VITEST', 'PUBLIC_URL', 'HOST']) delete inherited[name]
  const env = {
    ...inherited,
    NODE_ENV: 'production' as const,
    PORT: String(port),
    DATABASE_URL: `file:${file}`,
    LOG_LEVEL: 'error',
  }
  const [command, ...args] = [...behind, process.execPath, ...preload.flatMap((one) => ['--import', one]), ...main]
  const child = spawn(command!, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let complaints = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      complaints += chunk.toString()
    })
  const base = `http://127.0.0.1:${port}`
  const ended = once(child, 'exit')
  for (const deadline = Date.now() + 30_000; ; await wait(25)) {
    const isUp = await fetch(`${base}/api/health`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) break
    if (child.exitCode !== null || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`The server did not start:\n${complaints}`)
    }
  }
  const { pid } = child
  const own = behind.length > 0 ? Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')) : pid!
  return {
    base,
    child,
    complaints: () => complaints,
    kill: async () => {
      if (child.exitCode === null && child.signalCode === null) process.kill(own, 'SIGKILL')
      await ended
    },
    residentMiB: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${own}/status`, 'utf8'))![1]) / 1024,
  }
}

export type Receipt = { attempt: string; item: string; seq: number; savedAt: string; digest: string }
export type Reply = { status: number; retryAfter: string | null; body: { receipt?: Receipt; code?: string } }

export class Ledger {
  readonly receipts = new Map<string, Receipt>()
  /** Requests that no reply came to, and that were repeated. */
  unanswered = 0
  /** Receipts of one save that differ. */
  contradicted = 0

  enter(receipt: Receipt): void {
    const key = `${receipt.attempt}/${receipt.item}/${receipt.seq}`
    const known = this.receipts.get(key)
    if (known && known.digest !== receipt.digest) this.contradicted++
    this.receipts.set(key, receipt)
  }

  /** What was acknowledged, asked of the file itself: how many of it are not there, or not as they were. */
  missingIn(file: string, of: Iterable<Receipt> = this.receipts.values()): number {
    const db = new Database(file, { readonly: true })
    const find = db.prepare('SELECT digest FROM answers WHERE attempt_id = ? AND item = ? AND seq = ?')
    let missing = 0
    for (const one of of)
      if ((find.get(one.attempt, one.item, one.seq) as { digest: string } | undefined)?.digest !== one.digest) missing++
    db.close()
    return missing
  }
}

/** What the file says of itself; an empty list where it is whole. */
export function damageIn(file: string): string[] {
  const db = new Database(file, { readonly: true })
  const verdicts = (db.pragma('integrity_check') as { integrity_check: string }[]).map((row) => row.integrity_check)
  const orphans = db.pragma('foreign_key_check') as unknown[]
  db.close()
  return [...verdicts.filter((verdict) => verdict !== 'ok'), ...orphans.map((row) => JSON.stringify(row))]
}

export type Load = {
  /** How long each acknowledged save took, and when it was sent. */
  took: { at: number; ms: number }[]
  stop: () => Promise<void>
  failed: Promise<unknown>
}

/**
 * Students save, item after item, each save repeated with the same seq until a receipt arrives. What else is answered goes
 * to `otherwise`: the seq to go on with, or null to send the same again.
 */
export function saveAlong(
  server: () => string,
  { sittings, answers }: Pick<Seated, 'sittings' | 'answers'>,
  ledger: Ledger,
  {
    random,
    pauseMs = 0,
    otherwise,
  }: { random: () => number; pauseMs?: number; otherwise?: (reply: Reply, seq: number) => number | null },
): Load {
  let isRunning = true
  const took: Load['took'] = []
  const items = Object.keys(answers)
  const sit = async ({ cookie, attempt }: Sitting): Promise<void> => {
    const seqs = new Map(items.map((item) => [item, 0]))
    while (isRunning) {
      const item = items[Math.floor(random() * items.length)]!
      const seq = seqs.get(item)! + 1
      const body = JSON.stringify({
        answer: answers[item]![Math.floor(random() * 2)],
        confidence: 1 + Math.floor(random() * 3),
        seq,
      })
      for (let isKnown = false; isRunning && !isKnown;) {
        const at = performance.now()
        const reply = await save(server(), cookie, attempt, item, body)
        if (!reply) {
          ledger.unanswered++
          await wait(30)
        } else if (reply.status === 200) {
          took.push({ at, ms: performance.now() - at })
          ledger.enter(reply.body.receipt!)
          seqs.set(item, seq)
          isKnown = true
        } else {
          const next = otherwise?.(reply, seq)
          if (next === undefined) throw new Error(`A save was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
          if (next === null) await wait(50)
          else {
            seqs.set(item, next - 1)
            isKnown = true
          }
        }
      }
      if (pauseMs > 0) await wait(pauseMs * (0.5 + random()))
    }
  }
  const all = Promise.all(sittings.map(sit))
  const failed = all.catch((error: unknown) => {
    isRunning = false
    throw error
  })
  // Whoever waits for `failed` hears of it; nobody may be late for it.
  failed.catch(() => undefined)
  return {
    took,
    failed,
    stop: async () => {
      isRunning = false
      await failed
    },
  }
}

/** One save; null where no reply came. */
export async function save(
  base: string,
  cookie: string,
  attempt: string,
  item: string,
  body: string,
): Promise<Reply | null> {
  try {
    const response = await fetch(`${base}/api/attempts/${attempt}/answers/${item}`, {
      method: 'PUT',
      headers: { cookie, 'content-type': 'application/json' },
      body,
    })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: (await response.json()) as Reply['body'],
    }
  } catch {
    return null
  }
}

/** The value that so large a part of the samples does not pass. */
export function quantile(samples: readonly number[], part: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}
