/** Every database the product runs on, each opened fresh and migrated, for tests that must hold on all of them. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { sql, type SQL } from 'drizzle-orm'
import pg from 'pg'
import { onPostgres, type Db } from '#lib/db/atomically.ts'
import { openPostgres, openSqlite } from '#lib/db/client.ts'

export type Opened = { db: Db; close: () => Promise<void> }
export type Engine = { name: string; open: () => Promise<Opened> }

/** Whoever closes the database takes away what was made for it. */
function closedWith(db: Db, remove: () => void | Promise<void>): Opened {
  const close = db.close.bind(db)
  db.close = async () => {
    await close()
    await remove()
  }
  return { db, close: () => db.close() }
}

export const inMemory: Engine = {
  name: 'better-sqlite3 :memory:',
  open: async () => {
    const db = openSqlite(':memory:', { migrate: true })
    return { db, close: () => db.close() }
  },
}

export const inFile: Engine = {
  name: 'better-sqlite3 file',
  open: async () => {
    const dir = mkdtempSync(join(tmpdir(), 'xihua-contract-'))
    return closedWith(openSqlite(join(dir, 'contract.db'), { migrate: true }), () =>
      rmSync(dir, { recursive: true, force: true }),
    )
  },
}

export const pglite: Engine = {
  name: 'PGlite',
  open: async () => {
    const client = new PGlite()
    const handle = drizzle(client, { casing: 'snake_case' })
    await migrate(handle, { migrationsFolder: 'drizzle/postgres' })
    const db = onPostgres(handle, () => client.close())
    return { db, close: () => db.close() }
  },
}

/** A database of its own on the server that TEST_DATABASE_URL names, dropped at the end. */
const onServer = (url: string): Engine => ({
  name: 'PostgreSQL',
  open: async () => {
    const admin = new pg.Client({ connectionString: url })
    await admin.connect()
    const name = `xihua_test_${process.pid}_${Math.random().toString(36).slice(2, 10)}`
    await admin.query(`CREATE DATABASE ${name}`)
    const own = new URL(url)
    own.pathname = `/${name}`
    return closedWith(await openPostgres(own.href, { migrate: true }), async () => {
      await admin.query(`DROP DATABASE ${name}`)
      await admin.end()
    })
  },
})

const address = process.env.TEST_DATABASE_URL
export const server: Engine | null = address ? onServer(address) : null
export const engines: readonly Engine[] = [inMemory, inFile, pglite, ...(server ? [server] : [])]

type Handle = { all?: (query: SQL) => unknown[]; execute?: (query: SQL) => Promise<{ rows: unknown[] }> }

/** One statement past the query layer, for what it never does itself: pragmas, triggers, planted damage. */
export async function statement(db: Db, text: string): Promise<Record<string, unknown>[]> {
  const handle = db as unknown as Handle
  if (db.engine === 'sqlite') {
    const raw = (
      db as unknown as {
        $client: { prepare: (source: string) => { reader: boolean; all: () => unknown[]; run: () => unknown } }
      }
    ).$client.prepare(text)
    if (raw.reader) return raw.all() as Record<string, unknown>[]
    raw.run()
    return []
  }
  return (await handle.execute!(sql.raw(text))).rows as Record<string, unknown>[]
}
