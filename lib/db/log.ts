/**
 * The write-ahead log beside a SQLite file. SQLite begins it anew when all of it stands in the file and nobody reads from
 * it any more; whoever reads without end, such as a shell that was left open in a transaction, makes it grow without end.
 */
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import type { Db } from './atomically.ts'

/** A thousand pages are its usual size; a file that has grown beyond this one says that somebody holds it. */
export const LOG_LIMIT = 64 * 1024 * 1024

const rawOf = (db: Db): Database.Database | null =>
  db.engine === 'sqlite' ? (db as unknown as { $client: Database.Database }).$client : null

/** The file of the database, where it is one of this machine. */
export const fileOf = (db: Db): string | null => rawOf(db)?.name ?? null

/** None on PostgreSQL, which bounds its own. */
export function logBytes(db: Db): number {
  const raw = rawOf(db)
  return (raw && statSync(`${raw.name}-wal`, { throwIfNoEntry: false })?.size) ?? 0
}

/** Pages in the log from which on a commit brings them into the file: SQLite's own number. */
const USUAL = 1_000

/**
 * Brings what stands in the log into the file, as far as others let it, and empties it where all of it is there. In a
 * thread of its own, since gigabytes that somebody made pile up take seconds; meanwhile no commit here begins to do it.
 */
export async function shortenLog(db: Db): Promise<void> {
  const raw = rawOf(db)
  if (!raw) return
  raw.pragma('wal_autocheckpoint=0')
  await new Promise<void>((resolve, reject) => {
    const worker = new Worker(new URL('bring-in.ts', import.meta.url), { workerData: raw.name })
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
}

/** The log is short: commits bring their pages in themselves again. */
export function asUsual(db: Db): void {
  rawOf(db)?.pragma(`wal_autocheckpoint=${USUAL}`)
}
