/**
 * The write-ahead log beside a SQLite file. SQLite begins it anew when all of it stands in the file and nobody reads from
 * it any more; whoever reads without end, such as a shell that was left open in a transaction, makes it grow without end.
 */
import { statSync } from 'node:fs'
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

/** Brings what stands in the log into the file, as far as others let it, and empties it where all of it is there. */
export function shortenLog(db: Db): void {
  rawOf(db)?.pragma('wal_checkpoint(TRUNCATE)')
}
