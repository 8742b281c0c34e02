/** Whether a database is whole: its file, its keys, its migrations, its receipts and its audit trails. Reads only. */
import type Database from 'better-sqlite3'
import type { Db } from './atomically.ts'
import { pendingMigrations } from './client.ts'
import { findBrokenLink } from './queries/audit.ts'
import { listFalseReceipts } from './queries/receipts.ts'

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

/** A line for each thing that is wrong; none where it is whole. */
export async function findProblems(db: Db): Promise<string[]> {
  const damage = db.engine === 'sqlite' ? inTheFile(db) : []
  if (damage.length > 0) return damage
  const lacking = await pendingMigrations(db)
  if (lacking.length > 0) return [`It lacks ${lacking.length} migration(s): ${lacking.join(', ')}`]
  return [
    ...(await listFalseReceipts(db)).map(
      (row) => `The answer to ${row.item} in attempt ${row.attemptId}, save ${row.seq}, is not what its receipt says`,
    ),
    ...(await inTheChains(db)),
  ]
}
