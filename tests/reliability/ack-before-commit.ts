/**
 * The control of the kill test: loaded before the server, it makes every transaction answer before it is committed.
 * A ledger that finds no loss with this in place would find none at all.
 */
import type Database from 'better-sqlite3'
import type { Body, Db } from '#lib/db/atomically.ts'

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
      while (!step.done)
        step = steps.next(
          (step.value as unknown as { prepare: () => { execute: () => { sync: () => unknown } } })
            .prepare()
            .execute()
            .sync(),
        )
      return step.value
    } catch (error) {
      raw.exec('ROLLBACK TO early')
      throw error
    } finally {
      raw.exec('RELEASE early')
    }
  }
  return db
}

let opened: Db | undefined
Object.defineProperty(globalThis, KEY, {
  get: () => opened,
  set: (db: Db) => {
    opened = answerEarly(db)
  },
})
