/**
 * A database of every schema that was ever released, with rows in each of its tables, is brought up to date while every
 * call to the disk is written down; then it is cut off in the middle, at many moments, as by a kill or by the power. What
 * is found there is wholly old or wholly new, can be migrated again, and holds every old row as it was.
 */
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { openSqlite } from '#lib/db/client.ts'
import { damageIn, randomFrom } from './ledger.ts'
import type { Outcome } from './outcome.ts'
import { Disk, LEFT, readLog, trace } from './write-log.ts'

const MIGRATIONS = 'drizzle/sqlite'
const ROWS = 40

type Journal = { entries: { tag: string }[] }
const journal = JSON.parse(readFileSync(`${MIGRATIONS}/meta/_journal.json`, 'utf8')) as Journal
const tablesOf = (db: Database.Database): string[] =>
  db
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\'",
    )
    .pluck()
    .all() as string[]

/** A database as the release with so many migrations left it. */
function makeReleased(dir: string, file: string, released: number): void {
  const folder = join(dir, 'migrations')
  mkdirSync(join(folder, 'meta'), { recursive: true })
  const entries = journal.entries.slice(0, released)
  for (const { tag } of entries) cpSync(`${MIGRATIONS}/${tag}.sql`, join(folder, `${tag}.sql`))
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify({ ...journal, entries }))
  const db = new Database(file)
  db.pragma('journal_mode = WAL')
  migrate(drizzle(db), { migrationsFolder: folder })
  fill(db)
  db.close()
  rmSync(folder, { recursive: true })
}

type Column = { name: string; type: string; pk: number }
type Key = { id: number; table: string; from: string; to: string | null }

/** Rows in every table, each pointing to rows that are there; what they say matters to nobody here. */
function fill(db: Database.Database): void {
  const left = new Set(tablesOf(db))
  const filled = new Set<string>()
  for (const table of [...left, ...left, ...left, ...left]) {
    const keys = db.pragma(`foreign_key_list(${table})`) as Key[]
    if (filled.has(table) || keys.some((key) => key.table !== table && !filled.has(key.table))) continue
    const columns = db.pragma(`table_info(${table})`) as Column[]
    const insert = db.prepare(
      `INSERT INTO ${table} (${columns.map(({ name }) => `"${name}"`).join()}) VALUES (${columns.map(() => '?').join()})`,
    )
    const parents = new Map(
      keys.map((key) => [
        key.from,
        db
          .prepare(`SELECT "${key.to ?? 'id'}" FROM ${key.table} ORDER BY rowid`)
          .pluck()
          .all(),
      ]),
    )
    const own = new Set(keys.filter((key) => key.table === table).map((key) => key.from))
    for (let n = 0; n < ROWS; n += 1)
      insert.run(
        columns.map(({ name, type }) => {
          if (own.has(name)) return null
          const above = parents.get(name)
          if (above) return above[n % above.length]
          return type.toLowerCase() === 'integer' ? n + 1 : `${table} ${name} ${n} Hồ 胡`
        }),
      )
    filled.add(table)
  }
  const empty = [...left].filter((table) => !filled.has(table))
  if (empty.length > 0) throw new Error(`No rows could be made for ${empty.join(', ')}`)
}

type Held = ReadonlyMap<string, { columns: string[]; digest: string }>

function digestRows(db: Database.Database, table: string, columns: readonly string[]): string {
  const hash = createHash('sha256')
  const names = columns.map((name) => `"${name}"`).join()
  for (const row of db.prepare(`SELECT ${names} FROM ${table} ORDER BY ${names}`).raw().iterate())
    hash.update(JSON.stringify(row))
  return hash.digest('hex')
}

function heldIn(file: string, as?: Held): Held {
  const db = new Database(file)
  const held = new Map(
    [...(as?.keys() ?? tablesOf(db))].map((table) => {
      const columns = as?.get(table)!.columns ?? (db.pragma(`table_info(${table})`) as Column[]).map(({ name }) => name)
      return [table, { columns, digest: digestRows(db, table, columns) }]
    }),
  )
  db.close()
  return held
}

const same = (one: Held, other: Held): boolean =>
  [...one].every(([table, { digest }]) => other.get(table)?.digest === digest)

function migrationsIn(file: string): number {
  const db = new Database(file)
  const count = db.prepare('SELECT count(*) FROM __drizzle_migrations').pluck().get() as number
  db.close()
  return count
}

/** Fewer than this, and the oldest schema alone is tried, so often. */
const A_FEW = 10

/** So many cuts for each released schema; a few are taken from the oldest alone. */
export async function migration(seed: number, given: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const all = journal.entries.length
  const [schemas, cuts] = given < A_FEW ? [1, A_FEW * given] : [all - 1, given]
  const sum = { schemas: 0, cuts: 0, half: 0, stuck: 0, changed: 0, damaged: 0, old: 0, rows: 0 }
  for (let released = 1; released <= schemas; released += 1) {
    const dir = mkdtempSync(join(tmpdir(), 'xihua-migration-'))
    const [before, disk, after] = ['before', 'disk', 'after'].map((name) => join(dir, name)) as [string, string, string]
    mkdirSync(before)
    makeReleased(dir, join(before, 'old.db'), released)
    const held = heldIn(join(before, 'old.db'))
    sum.rows += held.size * ROWS
    cpSync(before, disk, { recursive: true })
    await trace(['bin/migrate.ts'], join(dir, 'calls'), { DATABASE_URL: `file:${join(disk, 'old.db')}` })
    const calls = await readLog(join(dir, 'calls'), disk)
    const at = Array.from({ length: cuts }, () => Math.floor(random() * calls.length)).toSorted((a, b) => a - b)
    const files = new Disk(before)
    for (const [n, call] of calls.entries()) {
      files.apply(call)
      for (; at[0] === n; at.shift()) {
        files.rebuild(after, LEFT[sum.cuts % LEFT.length]!, random)
        const file = join(after, 'old.db')
        sum.cuts += 1
        const found = migrationsIn(file)
        if (found !== released && found !== all) sum.half += 1
        if (found === released) sum.old += 1
        if (!same(held, heldIn(file, held))) sum.changed += 1
        try {
          await openSqlite(file, { migrate: true }).close()
        } catch {
          sum.stuck += 1
        }
        if (!same(held, heldIn(file, held))) sum.changed += 1
        if (damageIn(file).length > 0) sum.damaged += 1
      }
    }
    rmSync(dir, { recursive: true, force: true })
    sum.schemas += 1
  }
  return {
    held: sum.half + sum.stuck + sum.changed + sum.damaged === 0,
    trials: `${sum.cuts} cuts while ${sum.schemas} released schemas were brought up to date, ${sum.rows} rows`,
    figures: {
      'found half migrated': sum.half,
      'could not be migrated again': sum.stuck,
      'old rows changed or lost': sum.changed,
      'files damaged': sum.damaged,
      'found wholly old': sum.old,
      'found wholly new': sum.cuts - sum.old - sum.half,
    },
  }
}
