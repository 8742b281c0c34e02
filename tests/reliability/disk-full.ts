/**
 * The disk fills up while students save: the database stands on a disk of a few megabytes (tmpfs), and a file takes the
 * rest. What cannot be stored is refused with 503 and Retry-After, reading goes on, and the same saves succeed once there
 * is room again, without a restart.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, randomFrom, saveAlong, seatClass, serve, wait } from './ledger.ts'
import { NotHere, type Outcome } from './outcome.ts'

function fill(path: string): void {
  const handle = openSync(path, 'w')
  try {
    for (const size of [1 << 16, 1 << 12])
      try {
        for (;;) writeSync(handle, Buffer.alloc(size, 1))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Fills the disk so many times. */
export async function diskFull(seed: number, times: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-full-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m,mode=0700', 'tmpfs', dir], { stdio: 'ignore' })
  } catch {
    rmSync(dir, { recursive: true })
    throw new NotHere('a small disk cannot be mounted (it takes root)')
  }
  const [file, ballast] = [join(dir, 'full.db'), join(dir, 'ballast')]
  const ledger = new Ledger()
  let server: Awaited<ReturnType<typeof serve>> | undefined
  try {
    const seated = await seatClass(file, 12, { mark: 'full' })
    server = await serve(file, await freePort())
    const { base } = server
    const refused = { clear: 0, unclear: 0 }
    const load = saveAlong(() => base, seated, ledger, {
      random,
      otherwise: ({ status, retryAfter, body }) => {
        refused[status === 503 && retryAfter && body.code === 'unavailable' ? 'clear' : 'unclear'] += 1
        return null
      },
    })
    let readsLost = 0
    const resumed: number[] = []
    for (let n = 0; n < times; n += 1) {
      await wait(300)
      const before = refused.clear
      fill(ballast)
      for (const deadline = Date.now() + 10_000; refused.clear - before < 20 && Date.now() < deadline;) await wait(20)
      const read = await fetch(`${base}/api/classes/${seated.classId}/assignments`, {
        headers: { cookie: seated.sittings[0]!.cookie },
      })
      if (!read.ok) readsLost += 1
      await read.arrayBuffer()
      const [saved, from] = [load.took.length, performance.now()]
      rmSync(ballast)
      for (const deadline = Date.now() + 10_000; load.took.length === saved && Date.now() < deadline;) await wait(5)
      resumed.push(performance.now() - from)
    }
    await load.stop()
    await server.kill()
    const missing = ledger.missingIn(file)
    const damaged = damageIn(file)
    return {
      held:
        missing + damaged.length + ledger.contradicted + refused.unclear + readsLost === 0 &&
        refused.clear >= 20 * times,
      trials: `${times} times a full disk, ${ledger.receipts.size} saves acknowledged`,
      figures: {
        'acknowledged and missing': missing,
        'receipts contradicted': ledger.contradicted,
        'refused with 503 and Retry-After, and healed': refused.clear,
        'answered otherwise': refused.unclear,
        'reads that failed meanwhile': readsLost,
        'damage found': damaged.length,
        'room to first save, at most': `${Math.round(Math.max(...resumed))} ms`,
      },
    }
  } finally {
    await server?.kill()
    execFileSync('umount', [dir])
    rmSync(dir, { recursive: true })
  }
}
