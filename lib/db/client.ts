import { mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle as liteDrizzle } from 'drizzle-orm/better-sqlite3'
import { migrate as migrateLite } from 'drizzle-orm/better-sqlite3/migrator'
import { drizzle as pgDrizzle } from 'drizzle-orm/node-postgres'
import { migrate as migratePg } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { env } from '#lib/env.ts'
import { keepStatements, onPostgres, onSqlite, type Db } from './atomically.ts'
import { LOG_LIMIT } from './log.ts'

/** The handle lives on globalThis: Next's bundle and the front door are two module graphs in one process. */
const KEY = Symbol.for('xihua.db')
const home = globalThis as { [KEY]?: Db }
const casing = 'snake_case' as const

/** Set on every connection and read back, because a silently ignored pragma is a lost answer. */
const PRAGMAS: readonly (readonly [name: string, value: string, readBack: number | string])[] = [
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['busy_timeout', '2000', 2000],
  // Without it INSERT OR REPLACE takes rows away past the triggers that keep them.
  ['recursive_triggers', 'ON', 1],
  ['trusted_schema', 'OFF', 0],
  ['cell_size_check', 'ON', 1],
  ['secure_delete', 'ON', 1],
  ['temp_store', 'MEMORY', 2],
  // The log that a long reader made grow gives its room back when it begins anew.
  ['journal_size_limit', String(LOG_LIMIT), LOG_LIMIT],
]

export const isPostgresUrl = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** While serving, a lock of somebody else's is waited for in `atomically`, which lets others go on meanwhile. */
const BUSY_MS = 50

/** Opens the file (or `:memory:`) and sets its pragmas; throws where one does not read back. */
export function openSqlite(file: string, options: { migrate: boolean }): Db {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const raw = new Database(file)
  for (const [name, value, readBack] of PRAGMAS) {
    raw.pragma(`${name}=${value}`)
    const got: unknown = raw.pragma(name, { simple: true })
    if (got !== readBack && !(file === ':memory:' && name === 'journal_mode'))
      throw new Error(`SQLite: ${name} is ${String(got)}, not ${readBack}`)
  }
  const handle = liteDrizzle(raw, { casing })
  if (options.migrate) migrateLite(handle, { migrationsFolder: 'drizzle/sqlite' })
  raw.pragma(`busy_timeout=${BUSY_MS}`)
  keepStatements(raw)
  return onSqlite(handle, raw)
}

/** Opens a file to look at it: a backup stays as it is, to the byte. */
export function openToRead(file: string): Db {
  const raw = new Database(file, { readonly: true, fileMustExist: true })
  return onSqlite(liteDrizzle(raw, { casing }), raw)
}

export async function openPostgres(url: string, options: { migrate: boolean }): Promise<Db> {
  const pool = new pg.Pool({ connectionString: url, max: 12 })
  // A connection that the server drops is replaced by the pool; unheard, the event would end the process. One that is lost
  // in the middle of a transaction says so twice: here, and to whoever waits for its query.
  pool.on('error', (error) => console.error(`PostgreSQL: a connection was lost (${error.message})`))
  pool.on('connect', (client) => client.on('error', () => undefined))
  if (options.migrate) await migrateInTurn(pool)
  return onPostgres(pgDrizzle(pool, { casing }), () => pool.end())
}

/** Any number, the same for everybody who migrates. */
const MIGRATING = 19_610_821

/** Machines that migrate at the same time take turns: the second waits, and finds nothing left to do. */
async function migrateInTurn(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATING])
    await migratePg(pgDrizzle(client, { casing }), { migrationsFolder: 'drizzle/postgres' })
  } finally {
    // The lock goes with the connection.
    client.release(true)
  }
}

/** Opens what DATABASE_URL names and makes it the process's database. */
export async function openDb(options: { migrate: boolean } = { migrate: false }): Promise<Db> {
  const opened = isPostgresUrl(env.databaseUrl)
    ? await openPostgres(env.databaseUrl, options)
    : openSqlite(env.databaseUrl.replace(/^file:/, ''), options)
  home[KEY] = opened
  return opened
}

/** The process's database. In development, where no front door opened it, SQLite is opened and migrated on first use. */
export function db(): Db {
  if (!home[KEY]) {
    if (isPostgresUrl(env.databaseUrl)) throw new Error('PostgreSQL is opened by openDb() before the first request')
    home[KEY] = openSqlite(env.databaseUrl.replace(/^file:/, ''), { migrate: true })
  }
  return home[KEY]
}

export const useDb = (opened: Db): void => {
  home[KEY] = opened
}

type Journal = { entries: { tag: string; when: number }[] }

/** When the migrations were made that the database has seen. */
async function appliedMigrations(opened: Db): Promise<number[]> {
  const handle = opened as unknown as {
    $client: {
      prepare?(sql: string): { all(): { created_at: number }[] }
      query?(sql: string): Promise<{ rows: { created_at: string }[] }>
    }
  }
  try {
    const rows =
      opened.engine === 'sqlite'
        ? handle.$client.prepare!('select created_at from __drizzle_migrations').all()
        : (await handle.$client.query!('select created_at from drizzle.__drizzle_migrations')).rows
    return rows.map((row) => Number(row.created_at))
  } catch {
    return []
  }
}

const journalOf = (opened: Db): Journal =>
  JSON.parse(readFileSync(`drizzle/${opened.engine}/meta/_journal.json`, 'utf8')) as Journal

/** Names of migrations in the folder that the database has not seen; the server refuses to start on any. */
export async function pendingMigrations(opened: Db): Promise<string[]> {
  const newest = Math.max(0, ...(await appliedMigrations(opened)))
  return journalOf(opened)
    .entries.filter((entry) => entry.when > newest)
    .map((entry) => entry.tag)
}

/** Whether a newer release has been at work on the database: this one does not know what its tables mean. */
export async function isFromNewer(opened: Db): Promise<boolean> {
  const newest = Math.max(...journalOf(opened).entries.map((entry) => entry.when))
  return (await appliedMigrations(opened)).some((when) => when > newest)
}
