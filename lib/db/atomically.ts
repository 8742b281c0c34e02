import type Database from 'better-sqlite3'
import type * as lite from 'drizzle-orm/sqlite-core'
import { codeOf } from '#lib/domain/errors.ts'
import { isBusy, isReplayable, mapDriverError } from './errors.ts'
import { postgresKit, sqliteKit } from './kit.ts'
import { defineTables, type Tables } from './tables.ts'

export type Executor = Pick<lite.BaseSQLiteDatabase<'async', unknown>, 'select' | 'insert' | 'update' | 'delete'>

/**
 * A transaction body. It yields queries and cannot await, so it runs synchronously on better-sqlite3, asynchronously on
 * PostgreSQL, and can be replayed there after a serialization failure. Never catch inside a body: on PostgreSQL the
 * transaction is already lost.
 */
export type Body<T> = (tx: Executor) => Generator<PromiseLike<unknown>, T, unknown>
export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>

export interface Db extends Executor {
  /** The tables of this engine. Use tables only through here: Next's bundle holds another copy of the module. */
  t: Tables
  engine: 'sqlite' | 'postgres'
  atomically<T>(body: Body<T>): Promise<T>
  /**
   * Runs a prepared query that only reads. On SQLite, those asked for in one turn of the event loop share a read
   * transaction: its locks cost as much as a short query.
   */
  reading<T>(query: PromiseLike<T>): Promise<T>
  close(): Promise<void>
}

/** Runs one query inside a body and gives its typed rows: `const [row] = yield* q(tx.select()…)`. */
export function* q<T>(query: PromiseLike<T>): Steps<T> {
  return (yield query) as T
}

type Job = { body: Body<unknown>; resolve: (value: unknown) => void; reject: (error: unknown) => void }
type SyncResult = { sync(): unknown }
type SyncQuery = { prepare(): { execute(): SyncResult } }
type Read = { query: SyncResult; resolve: (value: unknown) => void; reject: (error: unknown) => void }

/** So many statements are kept compiled, of so many characters at most: lists of ids make texts that never come again. */
const [KEPT, LONGEST] = [300, 4000]

/**
 * A sign before each parameter, which SQLite takes as nothing. A bare parameter that might bear on the plan makes SQLite,
 * as it is compiled here (with STAT4), compile the statement anew each time another value is bound: docs/decisions/0060.
 */
const asOnePlan = (text: string): string =>
  text
    .split("'")
    .map((part, n) => (n % 2 === 0 ? part.replaceAll('?', '+?') : part))
    .join("'")

/**
 * Compiles each text of SQL once. The queries of a request are built afresh every time and come to the same texts; one
 * connection runs one statement after the other, so that two callers never hold the same one at once.
 */
export function keepStatements(raw: Database.Database): void {
  const compile = raw.prepare.bind(raw)
  const kept = new Map<string, Database.Statement>()
  const prepare = (text: string): Database.Statement => {
    const known = kept.get(text)
    if (known) {
      kept.delete(text)
      kept.set(text, known)
      return known.reader ? known.raw(false) : known
    }
    const fresh = compile(asOnePlan(text))
    if (text.length <= LONGEST) kept.set(text, fresh)
    if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
    return fresh
  }
  raw.prepare = prepare as typeof raw.prepare
}

/** Another process may hold the file so long: its backup, its checkpoint. Each try takes the busy timeout of the event loop. */
const [PATIENCE_MS, PAUSE_MS] = [5_000, 100]
/** A disk that is full says so with every write; the log hears of it this often. */
const COMPLAINT_EVERY_MS = 10_000

/** While more come, a group waits for so many more turns of the event loop: it costs one flush to the disk, however large. */
const TURNS = 3

/**
 * Bodies that are queued together commit as a group: one BEGIN IMMEDIATE … COMMIT with a savepoint a body. Each promise
 * settles only after the commit, so an acknowledged write is on disk (synchronous=FULL). A body that comes alone waits
 * for nobody.
 */
export function onSqlite(handle: object, raw: Database.Database): Db {
  const begin = raw.prepare('BEGIN IMMEDIATE')
  const beginRead = raw.prepare('BEGIN')
  const commit = raw.prepare('COMMIT')
  const rollback = raw.prepare('ROLLBACK')
  const savepoint = raw.prepare('SAVEPOINT body')
  const release = raw.prepare('RELEASE body')
  const undo = raw.prepare('ROLLBACK TO body')
  let queue: Job[] = []
  let reads: Read[] = []
  let busySince: number | null = null
  let complainedAt = -Infinity

  const run = (body: Body<unknown>): unknown => {
    const steps = body(handle as Executor)
    let step = steps.next()
    while (!step.done) {
      const query = step.value as unknown as SyncQuery | SyncResult
      step = steps.next(('sync' in query ? query : query.prepare().execute()).sync())
    }
    return step.value
  }
  const gather = (had: number, turns: number): void => {
    if (queue.length > had && turns > 0) setImmediate(gather, queue.length, turns - 1)
    else drain()
  }
  const drain = (): void => {
    const jobs = queue
    queue = []
    const settle: (() => void)[] = []
    try {
      begin.run()
    } catch (error) {
      refuseOrWait(jobs, error)
      return
    }
    busySince = null
    try {
      for (const job of jobs) {
        savepoint.run()
        try {
          const value = run(job.body)
          release.run()
          settle.push(() => job.resolve(value))
        } catch (error) {
          // A full or failing disk takes the whole transaction back, savepoints and all.
          if (!raw.inTransaction) throw error
          undo.run()
          release.run()
          settle.push(() => job.reject(mapDriverError(error)))
        }
      }
      commit.run()
    } catch (error) {
      if (raw.inTransaction) rollback.run()
      refuse(jobs, error)
      return
    }
    for (const done of settle) done()
  }
  const refuse = (jobs: readonly Job[], error: unknown): void => {
    const mapped = mapDriverError(error)
    if (codeOf(mapped) === 'unavailable' && performance.now() - complainedAt > COMPLAINT_EVERY_MS) {
      complainedAt = performance.now()
      console.error(`SQLite: nothing can be written (${(error as Error).message})`)
    }
    for (const job of jobs) job.reject(mapped)
  }
  /** Whoever holds the file is waited for without holding up the event loop; jobs that come meanwhile wait with these. */
  const refuseOrWait = (jobs: Job[], error: unknown): void => {
    busySince ??= performance.now()
    if (!isBusy(error) || performance.now() - busySince > PATIENCE_MS) {
      busySince = null
      refuse(jobs, error)
      return
    }
    queue = jobs
    setTimeout(drain, PAUSE_MS * (0.5 + Math.random()))
  }

  const readAll = (): void => {
    const asked = reads
    reads = []
    try {
      beginRead.run()
      for (const { query, resolve, reject } of asked) {
        try {
          resolve(query.sync())
        } catch (error) {
          reject(mapDriverError(error))
        }
      }
      commit.run()
    } catch (error) {
      if (raw.inTransaction) rollback.run()
      for (const { reject } of asked) reject(mapDriverError(error))
    }
  }

  return Object.assign(handle as Executor, {
    t: defineTables(sqliteKit),
    engine: 'sqlite' as const,
    reading: <T>(query: PromiseLike<T>) =>
      new Promise<T>((resolve, reject) => {
        const read = { query: query as unknown as SyncResult, resolve: resolve as Read['resolve'], reject }
        if (reads.push(read) === 1) setImmediate(readAll)
      }),
    atomically: <T>(body: Body<T>) =>
      new Promise<T>((resolve, reject) => {
        if (queue.push({ body, resolve: resolve as Job['resolve'], reject }) === 1) setImmediate(gather, 1, TURNS)
      }),
    close: async () => {
      raw.close()
    },
  })
}

const REPLAYS = 20

/** PostgreSQL: serializable, and replayed after a conflict; without the replay most racing bodies fail. */
export function onPostgres(handle: object, close: () => Promise<void>): Db {
  const h = handle as Executor & { transaction<T>(run: (tx: Executor) => Promise<T>, options: object): Promise<T> }
  return Object.assign(handle as Executor, {
    t: defineTables(postgresKit),
    engine: 'postgres' as const,
    reading: async <T>(query: PromiseLike<T>) => query,
    async atomically<T>(body: Body<T>): Promise<T> {
      for (let turn = 0; ; turn++) {
        try {
          return await h.transaction(
            async (tx) => {
              const steps = body(tx)
              let step = steps.next()
              while (!step.done) step = steps.next(await step.value)
              return step.value
            },
            { isolationLevel: 'serializable' },
          )
        } catch (error) {
          if (turn >= REPLAYS || !isReplayable(error)) throw mapDriverError(error)
          await new Promise((wake) => setTimeout(wake, Math.random() * 20 * (turn + 1)))
        }
      }
    },
    close,
  })
}
