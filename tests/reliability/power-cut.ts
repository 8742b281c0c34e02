/**
 * The power goes: students save through the data layer while every call to the disk is written down; then the files are
 * put together again as a disk would hold them at any of many moments, opened, and asked for what had been acknowledged by
 * then. The control syncs no commit (`synchronous=NORMAL`, SQLite's own choice for this journal) and must lose.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { damageIn, Ledger, randomFrom, seatClass, type Receipt } from './ledger.ts'
import type { Outcome } from './outcome.ts'
import { Disk, readLog, trace, type Call } from './write-log.ts'

const STUDENTS = 4
const MODELS = ['synced', 'torn'] as const

type Cuts = { acknowledged: number; cuts: number; withLoss: number; lost: number; damaged: number; calls: number }

async function cutRun(dir: string, sync: 'full' | 'normal', saves: number, cuts: number, random: () => number) {
  const [before, disk, after] = ['before', 'disk', 'after'].map((name) => join(dir, sync, name)) as [
    string,
    string,
    string,
  ]
  mkdirSync(before, { recursive: true })
  const seated = await seatClass(join(before, 'cut.db'), STUDENTS, { mark: 'cut' })
  const seats = join(dir, sync, 'seats.json')
  writeFileSync(seats, JSON.stringify(seated))
  cpSync(before, disk, { recursive: true })
  const log = join(dir, sync, 'calls')
  await trace(['tests/reliability/saver.ts', join(disk, 'cut.db'), seats, String(saves), sync], log, {})
  const calls = await readLog(log, disk)
  const first = calls.findIndex((call) => call.kind === 'line')
  const at = new Set<number>()
  while (at.size < Math.min(cuts, calls.length - first)) at.add(first + Math.floor(random() * (calls.length - first)))
  return countLoss(calls, at, before, after, random)
}

function countLoss(
  calls: readonly Call[],
  at: ReadonlySet<number>,
  before: string,
  after: string,
  random: () => number,
): Cuts {
  const found: Cuts = { acknowledged: 0, cuts: 0, withLoss: 0, lost: 0, damaged: 0, calls: calls.length }
  const files = new Disk(before)
  const ledger = new Ledger()
  for (const [n, call] of calls.entries()) {
    files.apply(call)
    if (call.kind === 'line') ledger.enter(JSON.parse(call.text) as Receipt)
    if (!at.has(n)) continue
    for (const model of MODELS) {
      files.rebuild(after, model, random)
      const file = join(after, 'cut.db')
      const lost = ledger.missingIn(file)
      found.cuts += 1
      found.lost += lost
      if (lost > 0) found.withLoss += 1
      if (damageIn(file).length > 0) found.damaged += 1
    }
  }
  found.acknowledged = ledger.receipts.size
  return found
}

/** `cuts` moments, each with both models of what a disk keeps. */
export async function powerCut(seed: number, cuts: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-cut-'))
  try {
    const saves = Math.max(400, cuts * 10)
    const full = await cutRun(dir, 'full', saves, cuts, random)
    const control = await cutRun(dir, 'normal', saves, cuts, random)
    return {
      // Just behind a checkpoint there is nothing to lose, so a few of the control's cuts lose nothing.
      held: full.lost + full.damaged + control.damaged === 0 && control.withLoss > control.cuts / 2,
      trials: `${full.cuts} cuts in ${full.calls} calls to the disk, ${full.acknowledged} saves acknowledged`,
      figures: {
        'cuts that lost an acknowledged answer': full.withLoss,
        'files damaged': full.damaged,
        'cuts that lost one in the control, synchronous=NORMAL': `${control.withLoss} of ${control.cuts}`,
        'lost a cut in the control': (control.lost / control.cuts).toFixed(1),
      },
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
