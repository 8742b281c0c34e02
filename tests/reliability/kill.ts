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
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, saveAlong, seatClass, serve, wait, whatIsServed } from './ledger.ts'
import type { Outcome } from './outcome.ts'

export type KillOptions = { kills: number; saves: number; seed: number; ackBeforeCommit?: boolean; students?: number }
export type KillReport = {
  seed: number
  kills: number
  acknowledged: number
  unanswered: number
  missing: number
  contradicted: number
  damaged: number
  /** From each start to the first answer, in milliseconds. */
  starts: number[]
  server: 'front door' | 'API only'
}

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
  const seated = await seatClass(file, students, { mark: `kill-${seed}` })
  const port = await freePort()
  const ledger = new Ledger()
  const report: KillReport = {
    seed,
    kills: 0,
    acknowledged: 0,
    unanswered: 0,
    missing: 0,
    contradicted: 0,
    damaged: 0,
    starts: [],
    server: whatIsServed(),
  }
  const start = async () => {
    const from = performance.now()
    const server = await serve(file, port, {
      preload: ackBeforeCommit ? ['./tests/reliability/ack-before-commit.ts'] : [],
    })
    report.starts.push(performance.now() - from)
    return server
  }
  let server = await start()
  const load = saveAlong(() => server.base, seated, ledger, {
    random,
    // What was acknowledged is gone, and the server knows a lower seq: the ledger counts it, the student goes on.
    ...(ackBeforeCommit && { otherwise: (_reply, seq) => Math.max(1, seq - 1) }),
  })
  const look = (): void => {
    report.missing = Math.max(report.missing, ledger.missingIn(file))
    if (damageIn(file).length > 0) report.damaged++
  }
  const drive = async (): Promise<void> => {
    while (report.kills < kills || ledger.receipts.size < saves) {
      await wait(150 + random() * 650)
      await server.kill()
      report.kills++
      look()
      server = await start()
    }
    await load.stop()
  }

  try {
    await Promise.all([drive(), load.failed])
    await server.kill()
    look()
    return {
      ...report,
      acknowledged: ledger.receipts.size,
      unanswered: ledger.unanswered,
      contradicted: ledger.contradicted,
    }
  } finally {
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}

export async function kill(seed: number, kills: number): Promise<Outcome> {
  const report = await killRun({ kills, saves: kills * 100, seed })
  const control = await killRun({ kills: 1, saves: 50, seed, ackBeforeCommit: true })
  const { missing, contradicted, damaged } = report
  return {
    held: missing + contradicted + damaged === 0 && control.missing > 0,
    trials: `${report.kills} kills under saving load, ${report.acknowledged} saves acknowledged`,
    figures: {
      'acknowledged and missing': missing,
      'receipts contradicted': contradicted,
      'files damaged': damaged,
      'unanswered and repeated': report.unanswered,
      'start to first answer, p95': `${Math.round(quantile(report.starts, 0.95))} ms`,
      'missing in the control, which answers before it commits': control.missing,
    },
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
    `seed ${report.seed}, ${report.server}: ${report.kills} kills, ${report.acknowledged} saves acknowledged, ${report.unanswered} unanswered and repeated, ${report.missing} missing, ${report.contradicted} contradicted, ${report.damaged} files damaged`,
  )
  process.exitCode = report.missing + report.contradicted + report.damaged > 0 ? 1 : 0
}
