/**
 * Moves a whole site to PostgreSQL: `npm run move -- --to postgres://… [--dry-run]`, with the server stopped. The database
 * that DATABASE_URL names is read and stays as it is; the target must be empty, and is left empty where anything differs.
 */
import '../lib/server/node-version.mjs'
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type Database from 'better-sqlite3'
import type { Db } from '#lib/db/atomically.ts'
import { isPostgresUrl, openPostgres, openSqlite, pendingMigrations } from '#lib/db/client.ts'
import { countRows, Different, moveSite, NotEmpty } from '#lib/db/move.ts'
import { env } from '#lib/env.ts'

function refuse(reason: string): never {
  console.error(reason)
  process.exit(1)
}

const { values } = parseArgs({ options: { to: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } } })
const { to } = values
if (!to || !isPostgresUrl(to)) refuse('Say where to: npm run move -- --to postgres://user@host/database')

if (!env.databaseUrl.startsWith('file:'))
  refuse('This command moves SQLite. Between PostgreSQL servers use pg_dump and pg_restore (docs/operations.md).')

function openAlone(file: string): Db {
  if (!existsSync(file)) refuse(`There is no database ${file}.`)
  const source = openSqlite(file, { migrate: false })
  const raw = (source as unknown as { $client: Database.Database }).$client
  try {
    // Held alone until the end: nothing can be saved that the copy would lack.
    raw.pragma('locking_mode = EXCLUSIVE')
    raw.exec('BEGIN IMMEDIATE; COMMIT')
  } catch {
    refuse(`${file} is in use. Stop the server first.`)
  }
  return source
}

const source = openAlone(env.databaseUrl.slice('file:'.length))
const lacking = await pendingMigrations(source)
if (lacking.length > 0) refuse(`The database lacks ${lacking.length} migration(s). Run first: npm run migrate`)

try {
  const target = await openPostgres(to, { migrate: !values['dry-run'] })
  if (values['dry-run']) {
    const isBare = (await pendingMigrations(target)).length > 0
    const full = isBare ? undefined : (await countRows(target)).find(({ rows }) => rows > 0)
    if (full) throw new NotEmpty(`The target is not empty: ${full.table} holds ${full.rows} rows`)
    for (const { table, rows } of await countRows(source)) if (rows > 0) console.log(`${table.padEnd(20)} ${rows}`)
    console.log('The target answers and is empty. Nothing was written.')
  } else {
    const held = await moveSite(source, target)
    for (const { table, rows, digest } of held)
      if (rows > 0) console.log(`${table.padEnd(20)} ${String(rows).padStart(9)}  ${digest.slice(0, 16)}`)
    const total = held.reduce((sum, { rows }) => sum + rows, 0)
    console.log(`Moved ${total} rows of ${held.length} tables; counts and digests agree. Set DATABASE_URL and start.`)
  }
  await target.close()
} catch (error) {
  const isSaid = error instanceof NotEmpty || error instanceof Different
  // A query that failed carries the rows it was to write; its cause says what was wrong.
  const { message, cause } = error as Error
  const why = cause instanceof Error ? cause.message : message
  refuse(`${isSaid ? '' : 'The move failed. '}${why}. Nothing was moved.`)
} finally {
  await source.close()
}
