/** The thread of lib/db/log.ts: brings what stands in the log into the file, with a connection of its own. */
import { workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

type Brought = { busy: number; log: number; checkpointed: number }
/** Pages left below which the log is emptied: writers are kept out for as long as that takes. */
const FEW = 2_000
/** While it works more is written; each turn has less to do than the one before. */
const TURNS = 20
/** Whoever still reads from the log is waited for so long, with writers kept out; else the next round tries again. */
const PATIENCE_MS = 100

const raw = new Database(workerData as string, { fileMustExist: true, timeout: PATIENCE_MS })
// What was acknowledged stays synced: the pages that are brought in are, before the log is begun anew.
raw.pragma('synchronous=FULL')
const bring = (how: 'PASSIVE' | 'TRUNCATE'): Brought => (raw.pragma(`wal_checkpoint(${how})`) as [Brought])[0]
for (let turn = 0; turn < TURNS; turn += 1) {
  const before = bring('PASSIVE')
  if (before.log - before.checkpointed > FEW) continue
  bring('TRUNCATE')
  break
}
raw.close()
