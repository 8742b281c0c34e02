/**
 * The server's clock is set forward and back while students save, within the hours in which the quiz is open and past its
 * end. What was acknowledged stays, in the order of its numbers whatever the clock said; what came after the end by the
 * server's clock is refused with 409 and kept for the instructor; and a clock set back opens nothing that has been handed in.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { HOUR } from '../factories/work.ts'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, randomFrom, save, saveAlong, seatClass, serve, wait } from './ledger.ts'
import type { Outcome } from './outcome.ts'

const OPEN_FOR = 6 * HOUR

/** So many steps. */
export async function clockSteps(seed: number, steps: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-clock-'))
  const [file, step] = [join(dir, 'clock.db'), join(dir, 'step')]
  const set = (ms: number): void => writeFileSync(step, String(ms))
  set(0)
  process.env.CLOCK_STEP = step
  const seated = await seatClass(file, 12, { mark: 'clock', closesAt: new Date(Date.now() + OPEN_FOR) })
  const ledger = new Ledger()
  const server = await serve(file, await freePort(), { preload: ['./tests/reliability/stepping-clock.ts'] })
  try {
    const answered = { late: 0, otherwise: 0 }
    const [first, ...rest] = seated.sittings
    const load = saveAlong(() => server.base, { ...seated, sittings: rest }, ledger, {
      random,
      pauseMs: 10,
      otherwise: ({ status, body }) => {
        answered[status === 409 && body.code === 'attempt-closed' ? 'late' : 'otherwise'] += 1
        return null
      },
    })
    const handIn = await fetch(`${server.base}/api/attempts/${first!.attempt}/submission`, {
      method: 'POST',
      headers: { cookie: first!.cookie, 'content-type': 'application/json' },
      body: '{}',
    })
    let reopened = handIn.ok ? 0 : 1
    let stalled = 0
    for (let n = 0; n < steps; n += 1) {
      // Every fourth step leads past the end; the others forward and back within the open hours.
      const past = n % 4 === 3
      set(past ? OPEN_FOR + HOUR : (random() - 0.5) * OPEN_FOR)
      const [saved, late] = [load.took.length, answered.late]
      for (const deadline = Date.now() + 5_000; Date.now() < deadline;) {
        if (past ? answered.late > late + 10 : load.took.length > saved + 30) break
        await wait(10)
      }
      if (past ? answered.late === late : load.took.length === saved) stalled += 1
      const again = await save(
        server.base,
        first!.cookie,
        first!.attempt,
        'one-choice',
        JSON.stringify({ answer: seated.answers['one-choice']![0], seq: 1 }),
      )
      if (again?.status !== 409) reopened += 1
    }
    set(0)
    await load.stop()
    await server.kill()
    const db = new Database(file, { readonly: true })
    const gaps = db
      .prepare(
        'SELECT count(*) FROM (SELECT max(seq) - count(*) AS gap FROM answers GROUP BY attempt_id, item) WHERE gap <> 0',
      )
      .pluck()
      .get() as number
    const kept = db.prepare('SELECT count(*) FROM late_saves').pluck().get() as number
    db.close()
    const missing = ledger.missingIn(file)
    return {
      held:
        missing + ledger.contradicted + answered.otherwise + reopened + gaps + stalled + damageIn(file).length === 0 &&
        kept >= answered.late,
      trials: `${steps} steps of the server’s clock, ${ledger.receipts.size} saves acknowledged`,
      figures: {
        'acknowledged and missing': missing,
        'answers whose numbers have gaps': gaps,
        'late by the server’s clock, refused and kept': answered.late,
        'of these not kept': Math.max(0, answered.late - kept),
        'answered otherwise': answered.otherwise,
        'handed-in attempts that a clock set back opened': reopened,
      },
    }
  } finally {
    delete process.env.CLOCK_STEP
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
