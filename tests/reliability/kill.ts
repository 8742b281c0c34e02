/**
 * Kills the server with SIGKILL while students save over HTTP, and looks for every acknowledged answer afterwards.
 *
 *   npm run kill -- [--kills 10] [--saves 1000] [--seed 7] [--ack-before-commit]
 *
 * A save is acknowledged when its receipt has arrived; the ledger keeps attempt, item, seq and digest. After each kill the
 * database file is opened afresh and asked for every line of the ledger. Exit code 1 where one is missing.
 * `--ack-before-commit` answers before the commit, as a careless server would: it must report loss.
 */
import './settings.ts'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { v7 } from 'uuid'
import { q } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { assign, plantedQuiz } from '../factories/work.ts'
import { freePort } from '../server/harness.ts'

export type KillOptions = { kills: number; saves: number; seed: number; ackBeforeCommit?: boolean; students?: number }
export type KillReport = {
  seed: number
  kills: number
  acknowledged: number
  unanswered: number
  missing: number
  contradicted: number
  server: 'front door' | 'API only'
}

/** mulberry32: the same seed gives the same moments and the same answers. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const wait = (ms: number): Promise<void> => new Promise((wake) => setTimeout(wake, ms))

type Sitting = { cookie: string; attempt: string }

async function seedClass(
  file: string,
  students: number,
  mark: string,
): Promise<{ sittings: Sitting[]; answers: Record<string, string[][]> }> {
  const db = openSqlite(file, { migrate: true })
  const klass = await makeClass(db)
  const planted = plantedQuiz(mark)
  const quiz = await assign(db, klass.id, 'quiz', { frozen: planted.frozen })
  const sittings: Sitting[] = []
  for (let n = 0; n < students; n++) {
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
    sittings.push({ cookie, attempt })
  }
  await db.close()
  return {
    sittings,
    answers: Object.fromEntries(
      Object.keys(planted.right).map((item) => [item, [planted.right[item]!, planted.wrong[item]!]]),
    ),
  }
}

/** The server, started as `npm start` does it, but as a child whose process id is its own. */
async function startServer(
  dir: string,
  port: number,
  ackBeforeCommit: boolean,
): Promise<{ child: ChildProcess; ended: Promise<unknown> }> {
  const main = existsSync('.next/BUILD_ID')
    ? ['--import', './lib/server/node-version.mjs', 'lib/server/main.ts']
    : ['tests/reliability/api-only.ts']
  const inherited: Record<string, string | undefined> = { ...process.env }
  for (const name of ['NODE_OPTIONS', 'VITEST', 'PUBLIC_URL', 'HOST']) delete inherited[name]
  const env = {
    ...inherited,
    NODE_ENV: 'production' as const,
    PORT: String(port),
    DATABASE_URL: `file:${join(dir, 'kill.db')}`,
    LOG_LEVEL: 'silent',
  }
  const child = spawn(
    process.execPath,
    [...(ackBeforeCommit ? ['--import', './tests/reliability/ack-before-commit.ts'] : []), ...main],
    { env, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let complaints = ''
  child.stderr!.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  const ended = once(child, 'exit')
  for (const deadline = Date.now() + 30_000; ; await wait(25)) {
    const isUp = await fetch(`http://127.0.0.1:${port}/api/health`).then(
      (response) => response.ok,
      () => false,
    )
    if (isUp) return { child, ended }
    if (child.exitCode !== null || Date.now() > deadline) throw new Error(`The server did not start:\n${complaints}`)
  }
}

type Receipt = { attempt: string; item: string; seq: number; digest: string }

export async function killRun({
  kills,
  saves,
  seed,
  ackBeforeCommit = false,
  students = 24,
}: KillOptions): Promise<KillReport> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-kill-'))
  const file = join(dir, 'kill.db')
  const { sittings, answers } = await seedClass(file, students, `kill-${seed}`)
  const port = await freePort()
  const ledger = new Map<string, Receipt>()
  const report: KillReport = {
    seed,
    kills: 0,
    acknowledged: 0,
    unanswered: 0,
    missing: 0,
    contradicted: 0,
    server: existsSync('.next/BUILD_ID') ? 'front door' : 'API only',
  }
  let running = true
  let server = await startServer(dir, port, ackBeforeCommit)

  /** One student: item after item, each save repeated with the same seq until a receipt arrives. */
  const sit = async ({ cookie, attempt }: Sitting): Promise<void> => {
    const items = Object.keys(answers)
    const seqs = new Map(items.map((item) => [item, 0]))
    while (running) {
      const item = items[Math.floor(random() * items.length)]!
      const seq = seqs.get(item)! + 1
      const body = JSON.stringify({
        answer: answers[item]![Math.floor(random() * 2)],
        confidence: 1 + Math.floor(random() * 3),
        seq,
      })
      for (let isKnown = false; running && !isKnown;) {
        const reply = await fetch(`http://127.0.0.1:${port}/api/attempts/${attempt}/answers/${item}`, {
          method: 'PUT',
          headers: { cookie, 'content-type': 'application/json' },
          body,
        }).then(
          async (response) => ({ status: response.status, body: (await response.json()) as { receipt?: Receipt } }),
          () => null,
        )
        if (!reply) {
          report.unanswered++
          await wait(30)
        } else if (reply.status === 200) {
          const receipt = reply.body.receipt!
          const known = ledger.get(`${attempt}/${item}/${seq}`)
          if (known && known.digest !== receipt.digest) report.contradicted++
          ledger.set(`${attempt}/${item}/${seq}`, receipt)
          seqs.set(item, seq)
          isKnown = true
        } else if (ackBeforeCommit) {
          // What was acknowledged is gone, and the server knows a lower seq: the ledger counts it, the student goes on.
          seqs.set(item, Math.max(0, seq - 2))
          isKnown = true
        } else {
          throw new Error(`A save was answered ${reply.status}: ${JSON.stringify(reply.body)}`)
        }
      }
    }
  }

  const missingNow = (): number => {
    const db = new Database(file, { readonly: true })
    const find = db.prepare('SELECT digest FROM answers WHERE attempt_id = ? AND item = ? AND seq = ?')
    const missing = [...ledger.values()].filter(
      (one) => (find.get(one.attempt, one.item, one.seq) as { digest: string } | undefined)?.digest !== one.digest,
    )
    db.close()
    return missing.length
  }

  try {
    const students = sittings.map(sit)
    const failed = Promise.all(students)
    const drive = async (): Promise<void> => {
      while (report.kills < kills || ledger.size < saves) {
        await wait(150 + random() * 650)
        server.child.kill('SIGKILL')
        await server.ended
        report.kills++
        report.missing = Math.max(report.missing, missingNow())
        server = await startServer(dir, port, ackBeforeCommit)
      }
      running = false
    }
    await Promise.all([
      drive().finally(() => {
        running = false
      }),
      failed,
    ])
    server.child.kill('SIGKILL')
    await server.ended
    report.missing = Math.max(report.missing, missingNow())
    report.acknowledged = ledger.size
    return report
  } finally {
    running = false
    server.child.kill('SIGKILL')
    rmSync(dir, { recursive: true, force: true })
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '10' },
      saves: { type: 'string', default: '1000' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      'ack-before-commit': { type: 'boolean', default: false },
    },
  })
  const report = await killRun({
    kills: Number(values.kills),
    saves: Number(values.saves),
    seed: Number(values.seed),
    ackBeforeCommit: values['ack-before-commit'],
  })
  console.log(
    `seed ${report.seed}, ${report.server}: ${report.kills} kills, ${report.acknowledged} saves acknowledged, ${report.unanswered} unanswered and repeated, ${report.missing} missing, ${report.contradicted} contradicted`,
  )
  process.exitCode = report.missing + report.contradicted > 0 ? 1 : 0
}
