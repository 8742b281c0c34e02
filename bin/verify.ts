/**
 * Says whether a database, or a backup of one, is whole: `npm run verify [-- FILE]`. It reads and changes nothing, so that
 * it may look at the database of a running server. Exit code 1 with a line for each thing that is wrong.
 */
import '../lib/server/node-version.mjs'
import type Database from 'better-sqlite3'
import type { Db } from '#lib/db/atomically.ts'
import { isPostgresUrl, openPostgres, openToRead, pendingMigrations } from '#lib/db/client.ts'
import { countRows } from '#lib/db/move.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { env } from '#lib/env.ts'

/** What SQLite itself finds: pages that are damaged, rows that point to nothing. */
function inTheFile(db: Db): string[] {
  const raw = (db as unknown as { $client: Database.Database }).$client
  const damaged = (raw.pragma('integrity_check') as { integrity_check: string }[])
    .map((row) => row.integrity_check)
    .filter((verdict) => verdict !== 'ok')
  const orphans = raw.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[]
  return [
    ...damaged.map((verdict) => `The file is damaged: ${verdict}`),
    ...orphans.map((row) => `A row of ${row.table} points to a row of ${row.parent} that is not there`),
  ]
}

async function inTheChains(db: Db): Promise<string[]> {
  const rows = await db.select({ chain: db.t.audit.chain }).from(db.t.audit).groupBy(db.t.audit.chain)
  const problems: string[] = []
  for (const { chain } of rows) {
    const broken = await findBrokenLink(db, chain)
    if (broken !== null) problems.push(`The audit trail of ${chain} was changed at entry ${broken}`)
  }
  return problems
}

async function verify(db: Db): Promise<string[]> {
  const damage = db.engine === 'sqlite' ? inTheFile(db) : []
  if (damage.length > 0) return damage
  const lacking = await pendingMigrations(db)
  if (lacking.length > 0) return [`It lacks ${lacking.length} migration(s): ${lacking.join(', ')}`]
  const problems = await inTheChains(db)
  for (const { table, rows } of await countRows(db)) if (rows > 0) console.log(`${table.padEnd(20)} ${rows}`)
  return problems
}

const named = process.argv[2] ?? env.databaseUrl
try {
  const db = isPostgresUrl(named)
    ? await openPostgres(named, { migrate: false })
    : openToRead(named.replace(/^file:/, ''))
  const problems = await verify(db)
  await db.close()
  for (const problem of problems) console.error(problem)
  if (problems.length === 0) console.log('It is whole.')
  process.exitCode = problems.length === 0 ? 0 : 1
} catch (error) {
  console.error(`It cannot be read: ${(error as Error).message}`)
  process.exitCode = 1
}
