/**
 * Backups while students save without pause: each is taken by the operator's own command, one is killed midway, and the
 * last is restored into an empty folder, where a server starts on it. The receipts that are newer than the backup are the
 * exact loss. The control copies the file alone, as nobody should, and must lack answers.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, saveAlong, seatClass, serve, wait, type Receipt } from './ledger.ts'
import type { Outcome } from './outcome.ts'

const command = (name: string, file: string, ...args: string[]) => ({
  args: [`bin/${name}.ts`, ...args],
  options: { env: { ...process.env, DATABASE_URL: `file:${file}`, NODE_OPTIONS: '' }, stdio: 'ignore' as const },
})

/** So many backups, one after the other. */
export async function backupUnderLoad(seed: number, backups: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-backup-'))
  const file = join(dir, 'hall.db')
  const seated = await seatClass(file, 24, { mark: 'backup' })
  const ledger = new Ledger()
  const server = await serve(file, await freePort())
  let restored: Awaited<ReturnType<typeof serve>> | undefined
  try {
    const load = saveAlong(() => server.base, seated, ledger, { random, pauseMs: 80 })
    await wait(1500)
    const quiet = load.took.map(({ ms }) => ms)
    const wrong = { missing: 0, failed: 0, left: 0 }
    const taken: number[] = []
    let last: { path: string; before: readonly Receipt[] } | undefined
    const from = load.took.length
    for (let n = 0; n < backups; n += 1) {
      const [path, before] = [join(dir, `backup-${n}.db`), [...ledger.receipts.values()]]
      const { args, options } = command('backup', file, path)
      const began = performance.now()
      const child = spawn(process.execPath, args, options)
      const [code] = (await once(child, 'exit')) as [number | null]
      taken.push(performance.now() - began)
      if (code !== 0) wrong.failed += 1
      else {
        wrong.missing += ledger.missingIn(path, before)
        if (damageIn(path).length > 0) wrong.failed += 1
        last = { path, before }
      }
    }
    const busy = load.took.slice(from).map(({ ms }) => ms)
    // One that dies midway must not leave a file that looks like a backup.
    const half = command('backup', file, join(dir, 'half.db'))
    const dying = spawn(process.execPath, half.args, half.options)
    const died = once(dying, 'exit')
    while (!readdirSync(dir).some((name) => name.startsWith('half.db')) && dying.exitCode === null) await wait(1)
    dying.kill('SIGKILL')
    await died
    const control = join(dir, 'copied.db')
    const known = [...ledger.receipts.values()]
    copyFileSync(file, control)
    const lackingInCopy = ledger.missingIn(control, known)
    await load.stop()
    await server.kill()
    if (existsSync(join(dir, 'half.db')) && damageIn(join(dir, 'half.db')).length > 0) wrong.left += 1

    const elsewhere = join(dir, 'new')
    mkdirSync(elsewhere)
    const began = performance.now()
    const restore = command('restore', join(elsewhere, 'hall.db'), last!.path)
    const { status } = spawnSync(process.execPath, restore.args, restore.options)
    if (status !== 0) wrong.failed += 1
    restored = await serve(join(elsewhere, 'hall.db'), await freePort())
    const back = performance.now() - began
    wrong.missing += ledger.missingIn(join(elsewhere, 'hall.db'), last!.before)
    const newer = ledger.missingIn(join(elsewhere, 'hall.db'))
    return {
      held: wrong.missing + wrong.failed + wrong.left + ledger.contradicted === 0 && lackingInCopy > 0,
      trials: `${backups} backups under saving load, ${ledger.receipts.size} saves acknowledged`,
      figures: {
        'acknowledged before a backup and not in it': wrong.missing,
        'backups or restores that failed': wrong.failed,
        'half a backup left under its name': wrong.left,
        'a backup takes, median': `${Math.round(quantile(taken, 0.5))} ms`,
        'a save, p99': `${quantile(quiet, 0.99).toFixed(1)} ms before, ${quantile(busy, 0.99).toFixed(1)} ms during backups`,
        'restore to first answer': `${Math.round(back)} ms`,
        'receipts newer than the restored backup, each named': newer,
        'lacking in the control, a plain copy of the file': lackingInCopy,
      },
    }
  } finally {
    await Promise.all([server.kill(), restored?.kill()])
    rmSync(dir, { recursive: true, force: true })
  }
}
