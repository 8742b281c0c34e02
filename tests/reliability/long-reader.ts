/**
 * Another program reads the database without end while students save: a shell that was left open in a transaction. The
 * log beside the file cannot be begun anew while it does; the server says so, reads go on, and once the program ends the
 * log is short again, for which saves may have to wait.
 */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { LOG_LIMIT } from '#lib/db/log.ts'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, saveAlong, seatClass, serve, wait, whatIsServed } from './ledger.ts'
import { NotHere, type Outcome } from './outcome.ts'

const LONGEST_READ_MS = 300
/** The server looks every five seconds. */
const HEALED_MS = 15_000

/** Reads for so many seconds, longer where the log has not grown past its limit by then. */
export async function longReader(seed: number, seconds: number): Promise<Outcome> {
  if (whatIsServed() !== 'front door') throw new NotHere('there is no build (npm run build)')
  const dir = mkdtempSync(join(tmpdir(), 'xihua-reader-'))
  const file = join(dir, 'read.db')
  const seated = await seatClass(file, 24, { mark: 'reader' })
  const ledger = new Ledger()
  const server = await serve(file, await freePort())
  const logBytes = (): number => (existsSync(`${file}-wal`) ? statSync(`${file}-wal`).size : 0)
  const reads: number[] = []
  const health = async (): Promise<string> => {
    const from = performance.now()
    const answer = await fetch(`${server.base}/api/health`).catch((error: unknown) => {
      throw new Error(`Health did not answer: ${String((error as Error).cause ?? error)}; ${server.complaints()}`)
    })
    const reply = (await answer.json()) as { status: string }
    reads.push(performance.now() - from)
    return reply.status
  }
  try {
    const refused = { clear: 0, unclear: 0 }
    const load = saveAlong(() => server.base, seated, ledger, {
      random: randomFrom(seed),
      // While the last of a long log is brought in and the file gives its room back, saves wait, and then come back.
      otherwise: ({ status, retryAfter, body }) => {
        refused[status === 503 && retryAfter && body.code === 'unavailable' ? 'clear' : 'unclear'] += 1
        return null
      },
    })
    const reader = new Database(file, { readonly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM answers').get()
    const [from, statuses] = [performance.now(), new Set<string>()]
    while (performance.now() - from < seconds * 1000 || logBytes() <= LOG_LIMIT) {
      statuses.add(await health())
      await wait(100)
    }
    statuses.add(await health())
    const peak = logBytes()
    const slow = quantile(
      load.took.map(({ ms }) => ms),
      0.99,
    )
    reader.exec('COMMIT')
    reader.close()
    const ended = performance.now()
    while ((await health()) !== 'ok' && performance.now() - ended < HEALED_MS) await wait(50)
    const healedMs = performance.now() - ended
    await load.stop()
    const after = logBytes()
    await server.kill()
    const missing = ledger.missingIn(file)
    const longest = Math.max(...reads)
    return {
      held:
        missing + ledger.contradicted + refused.unclear + damageIn(file).length === 0 &&
        statuses.has('log-grows') &&
        healedMs < HEALED_MS &&
        after <= LOG_LIMIT &&
        longest <= LONGEST_READ_MS,
      trials: `a program that reads for ${Math.round((ended - from) / 1000)} s, ${ledger.receipts.size} saves acknowledged meanwhile`,
      figures: {
        'acknowledged and missing': missing,
        'refused with 503 and Retry-After, and healed': refused.clear,
        'answered otherwise': refused.unclear,
        'the log at its longest': `${Math.round(peak / 1024 / 1024)} MiB`,
        'health said so': statuses.has('log-grows') ? 'yes' : 'NO',
        'short again after': `${Math.round(healedMs)} ms`,
        'the log afterwards': `${Math.round(after / 1024 / 1024)} MiB`,
        'a save meanwhile, p99': `${Math.round(slow)} ms`,
        'a read, at most': `${Math.round(longest)} ms`,
      },
    }
  } finally {
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
