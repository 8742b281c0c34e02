/**
 * The control of the kill test: loaded before the server, it makes every transaction answer before it is committed.
 * A ledger that finds no loss with this in place would find none at all.
 */
import type Database from 'better-sqlite3'
import type { Body, Db } from '#lib/db/atomically.ts'

type Result = { sync: () => unknown }
type Query = Result | { prepare: () => { execute: () => Result } }

const KEY = Symbol.for('xihua.db')
const COMMIT_AFTER_MS = 2_000

function answerEarly(db: Db): Db {
  const raw = (db as unknown as { $client: Database.Database }).$client
  db.atomically = async <T>(body: Body<T>): Promise<T> => {
    if (!raw.inTransaction) {
      raw.exec('BEGIN IMMEDIATE')
      setTimeout(() => raw.exec('COMMIT'), COMMIT_AFTER_MS)
    }
    raw.exec('SAVEPOINT early')
    try {
      const steps = body(db)
      let step = steps.next()
      while (!step.done) {
        const query = step.value as unknown as Query
        step = steps.next(('sync' in query ? query : query.prepare().execute()).sync())
      }
      return step.value
    } catch (error) {
      raw.exec('ROLLBACK TO early')
      throw error
    } finally {
      raw.exec('RELEASE early')
    }
  }
  // Reads see what is not committed yet, within the one transaction that is open.
  db.reading = async <T>(query: PromiseLike<T>) => (query as unknown as Result).sync() as T
  return db
}

let opened: Db | undefined
Object.defineProperty(globalThis, KEY, {
  get: () => opened,
  set: (db: Db) => {
    opened = answerEarly(db)
  },
})
