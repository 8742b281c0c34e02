/**
 * The disk fails now and then: some of the server's syncs, and some of its writes, answer with an error (strace). A save
 * that was not stored is refused with 503 and is not there; one that was acknowledged is.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, randomFrom, saveAlong, seatClass, serve, wait } from './ledger.ts'
import { NotHere, type Outcome } from './outcome.ts'

const FAULTS = ['fsync:error=EIO', 'pwrite64:error=EIO', 'pwrite64:error=ENOSPC'] as const

/** One server a kind of fault; each must refuse so many saves. */
export async function ioErrors(seed: number, refusals: number): Promise<Outcome> {
  try {
    execFileSync('strace', ['-V'], { stdio: 'ignore' })
  } catch {
    throw new NotHere('strace is not installed')
  }
  const random = randomFrom(seed)
  const sum = { acknowledged: 0, missing: 0, contradicted: 0, clear: 0, unclear: 0, damaged: 0 }
  for (const fault of FAULTS) {
    const dir = mkdtempSync(join(tmpdir(), 'xihua-io-'))
    const file = join(dir, 'io.db')
    const seated = await seatClass(file, 12, { mark: 'io' })
    const ledger = new Ledger()
    const call = fault.split(':')[0]!
    const behind = ['strace', '-f', '--seccomp-bpf', '-o', '/dev/null', '-e', `trace=${call}`]
    const server = await serve(file, await freePort(), {
      behind: [...behind, '-e', `inject=${fault}:when=${40 + Math.floor(random() * 20)}+${call === 'fsync' ? 5 : 31}`],
    })
    try {
      let clear = 0
      const load = saveAlong(() => server.base, seated, ledger, {
        random,
        otherwise: ({ status, retryAfter, body }) => {
          if (status === 503 && retryAfter && body.code === 'unavailable') clear += 1
          else sum.unclear += 1
          return null
        },
      })
      for (const deadline = Date.now() + 20_000; clear < refusals && Date.now() < deadline;) await wait(50)
      await load.stop()
      sum.clear += clear
    } finally {
      await server.kill()
    }
    sum.missing += ledger.missingIn(file)
    sum.damaged += damageIn(file).length
    sum.acknowledged += ledger.receipts.size
    sum.contradicted += ledger.contradicted
    rmSync(dir, { recursive: true, force: true })
  }
  return {
    held: sum.missing + sum.unclear + sum.damaged + sum.contradicted === 0 && sum.clear >= refusals * FAULTS.length,
    trials: `${sum.clear} saves whose commit failed, ${sum.acknowledged} acknowledged`,
    figures: {
      'acknowledged and missing': sum.missing,
      'receipts contradicted': sum.contradicted,
      'answered otherwise than 503 with Retry-After': sum.unclear,
      'damage found': sum.damaged,
      faults: FAULTS.join('; '),
    },
  }
}
