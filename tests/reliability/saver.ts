/**
 * Saves answers and writes a line for each receipt: what the power cut is taken from. Arguments: the database, a JSON file
 * of who sits, how many saves, and whether commits are synced (`full`) or not (`normal`, the control).
 */
import './settings.ts'
import { openSync, readFileSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type Database from 'better-sqlite3'
import { openSqlite } from '#lib/db/client.ts'
import { saveInProcess } from './in-process.ts'
import type { Seated } from './ledger.ts'
import { LINES } from './write-log.ts'

const [file, seats, saves, sync] = process.argv.slice(2) as [string, string, string, string]
const db = openSqlite(file, { migrate: false })
const raw = (db as unknown as { $client: Database.Database }).$client
// Checkpoints come often, so that cuts fall into them too.
raw.pragma('wal_autocheckpoint = 500')
if (sync === 'normal') raw.pragma('synchronous = NORMAL')

const lines = openSync(join(dirname(file), LINES), 'w')
await saveInProcess(db, JSON.parse(readFileSync(seats, 'utf8')) as Seated, Number(saves), (receipt) =>
  writeSync(lines, `${JSON.stringify(receipt)}\n`),
)
await db.close()
