/**
 * Another process holds the database's lock for seconds while students save: their saves wait and succeed, or are refused
 * with 503 and Retry-After; whoever only reads notices nothing, because nothing waits inside the event loop.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, saveAlong, seatClass, serve, wait } from './ledger.ts'
import type { Outcome } from './outcome.ts'

const HELD_MS = [3_000, 8_000]
const LONGEST_READ_MS = 300

/** Holds the lock so many times, for three and for eight seconds in turn: within the server's patience, and past it. */
export async function busy(seed: number, times: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-busy-'))
  const file = join(dir, 'busy.db')
  const seated = await seatClass(file, 12, { mark: 'busy' })
  const ledger = new Ledger()
  const server = await serve(file, await freePort())
  try {
    const refused = { clear: 0, unclear: 0 }
    const load = saveAlong(() => server.base, seated, ledger, {
      random,
      pauseMs: 20,
      otherwise: ({ status, retryAfter, body }) => {
        refused[status === 503 && retryAfter && body.code === 'unavailable' ? 'clear' : 'unclear'] += 1
        return null
      },
    })
    await wait(500)
    const other = new Database(file, { timeout: 5_000 })
    const reads: number[] = []
    const healed: number[] = []
    for (let n = 0; n < times; n += 1) {
      other.exec('BEGIN IMMEDIATE')
      const until = performance.now() + HELD_MS[n % 2]!
      while (performance.now() < until) {
        const from = performance.now()
        await (await fetch(`${server.base}/api/health`)).arrayBuffer()
        reads.push(performance.now() - from)
        await wait(25)
      }
      other.exec('COMMIT')
      const [saved, from] = [load.took.length, performance.now()]
      for (const deadline = Date.now() + 10_000; load.took.length === saved && Date.now() < deadline;) await wait(5)
      healed.push(performance.now() - from)
      await wait(300)
    }
    other.close()
    await load.stop()
    await server.kill()
    const missing = ledger.missingIn(file)
    const longest = Math.max(...reads)
    return {
      held: missing + ledger.contradicted + refused.unclear + damageIn(file).length === 0 && longest <= LONGEST_READ_MS,
      trials: `${times} times a lock of 3 or 8 s held by another process, ${ledger.receipts.size} saves acknowledged`,
      figures: {
        'acknowledged and missing': missing,
        'refused with 503 and Retry-After, and healed': refused.clear,
        'answered otherwise': refused.unclear,
        'a read meanwhile, p99': `${Math.round(quantile(reads, 0.99))} ms`,
        'a read meanwhile, at most': `${Math.round(longest)} ms`,
        'lock gone to first save, at most': `${Math.round(Math.max(...healed))} ms`,
      },
    }
  } finally {
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
