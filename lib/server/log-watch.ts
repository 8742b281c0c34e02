/**
 * Keeps the write-ahead log of a SQLite file short, and tells the operator when it cannot: only they can end the program
 * that holds it. Students notice nothing of a long log until the disk is full.
 */
import type { Db } from '#lib/db/atomically.ts'
import { asUsual, LOG_LIMIT, logBytes, shortenLog } from '#lib/db/log.ts'
import type { ServerLog } from './access-log.ts'
import { keepDoing } from './rounds.ts'

const EVERY_MS = 5_000

export function watchLog(db: Db, log: Pick<ServerLog, 'warn' | 'error'>): { stop: () => Promise<void> } {
  let told = 0
  const look = async (): Promise<void> => {
    if (logBytes(db) > LOG_LIMIT) await shortenLog(db)
    const bytes = logBytes(db)
    if (bytes <= LOG_LIMIT) {
      asUsual(db)
      if (told > 0) log.warn({ bytes }, 'the log beside the database is short again')
      told = 0
    } else if (bytes >= 2 * told) {
      told = bytes
      log.warn({ bytes }, 'the log beside the database grows: another program reads the file without end')
    }
  }
  return keepDoing(look, {
    firstMs: EVERY_MS,
    everyMs: EVERY_MS,
    lastMs: 0,
    failed: (err) => log.error({ what: 'the log beside the database', err }, 'a round failed'),
  })
}
