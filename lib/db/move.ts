/**
 * Copies everything from one database to another and proves it: rows are counted and digested on both sides, table by
 * table, inside the one transaction that wrote them. On a difference nothing of it is kept.
 */
import { createHash } from 'node:crypto'
import { and, asc, count, eq, getTableColumns, getTableName, gt, or, type SQL } from 'drizzle-orm'
import { getTableConfig, type AnySQLiteColumn, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import { q, type Db, type Executor, type Steps } from './atomically.ts'
import { canonicalJson } from './digest.ts'
import { sqliteKit } from './kit.ts'
import { defineTables, type Tables } from './tables.ts'

type TableName = keyof Tables
type Row = Record<string, unknown>
export type Held = { table: string; rows: number; digest: string }

const BATCH = 500
const schema = defineTables(sqliteKit)
const names = Object.keys(schema) as TableName[]

/** What a row points to comes before the row. */
export function inOrder(): TableName[] {
  const byTable = new Map<SQLiteTable, TableName>(names.map((name) => [schema[name], name]))
  const ordered = new Set<TableName>()
  const put = (name: TableName): void => {
    if (ordered.has(name)) return
    for (const key of getTableConfig(schema[name]).foreignKeys) put(byTable.get(key.reference().foreignTable)!)
    ordered.add(name)
  }
  for (const name of names) put(name)
  return [...ordered]
}

/** Names of the columns by which a table's rows are told apart, as the queries write them. */
function keyOf(name: TableName): string[] {
  const { columns, primaryKeys } = getTableConfig(schema[name])
  const key = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary)
  const ofColumn = new Map(Object.entries(getTableColumns(schema[name])).map(([own, column]) => [column, own]))
  return key.map((column) => ofColumn.get(column as never)!)
}

/** Rows after the last one read, in the order of the key: no row is read twice however long the table is. */
function after(columns: AnySQLiteColumn[], last: unknown[]): SQL | undefined {
  return or(
    ...columns.map((column, n) => and(...columns.slice(0, n).map((same, m) => eq(same, last[m])), gt(column, last[n]))),
  )
}

/** Reads a table whole, batch by batch, from a database or inside its transaction. */
function* batches(db: Db, tx: Executor, name: TableName, each: (rows: Row[]) => Steps<void>): Steps<void> {
  const key = keyOf(name)
  const table = db.t[name] as Tables['users']
  const columns = key.map((own) => getTableColumns(table)[own as 'id'] as AnySQLiteColumn)
  for (let last: Row | undefined; ;) {
    const rows: Row[] = yield* q(
      tx
        .select()
        .from(table)
        .where(
          last &&
            after(
              columns,
              key.map((own) => last![own]),
            ),
        )
        .orderBy(...columns.map((column) => asc(column)))
        .limit(BATCH),
    )
    if (rows.length > 0) yield* each(rows)
    if (rows.length < BATCH) return
    last = rows.at(-1)
  }
}

const MODULUS = 1n << 256n
const plain = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value instanceof Date ? +value : value]))

/** Adds up the digests of rows: databases sort texts each in their own way, and the sum is the same in every order. */
class Sum {
  rows = 0
  private total = 0n
  add(rows: Row[]): void {
    this.rows += rows.length
    for (const row of rows) {
      const one = createHash('sha256')
        .update(canonicalJson(plain(row)))
        .digest('hex')
      this.total = (this.total + BigInt(`0x${one}`)) % MODULUS
    }
  }
  held(name: TableName): Held {
    return { table: getTableName(schema[name]), rows: this.rows, digest: this.total.toString(16).padStart(64, '0') }
  }
}

export class NotEmpty extends Error {}
export class Different extends Error {}

export async function countRows(db: Db): Promise<{ table: string; rows: number }[]> {
  const held = []
  for (const name of inOrder()) {
    const [row] = await db.select({ n: count() }).from(db.t[name] as Tables['users'])
    held.push({ table: getTableName(schema[name]), rows: row!.n })
  }
  return held
}

/**
 * Fills `to`, an empty PostgreSQL that has its tables, with everything in `from`; what each table holds, when all of it
 * has been compared. Nobody may write to `from` meanwhile.
 */
export async function moveSite(from: Db, to: Db): Promise<Held[]> {
  if (to.engine !== 'postgres') throw new Error('A site moves to PostgreSQL')
  const full = (await countRows(to)).find(({ rows }) => rows > 0)
  if (full) throw new NotEmpty(`The target is not empty: ${full.table} holds ${full.rows} rows`)
  return to.atomically(function* (tx) {
    const held: Held[] = []
    for (const name of inOrder()) {
      const [read, written] = [new Sum(), new Sum()]
      yield* batches(from, from, name, function* (rows) {
        read.add(rows)
        yield* q(tx.insert(to.t[name] as Tables['users']).values(rows as never))
      })
      yield* batches(to, tx, name, function* (rows) {
        written.add(rows)
      })
      const [here, there] = [read.held(name), written.held(name)]
      if (here.rows !== there.rows)
        throw new Different(`${here.table}: ${here.rows} rows were read, and ${there.rows} arrived`)
      if (here.digest !== there.digest) throw new Different(`${here.table}: what arrived is not what was read`)
      held.push(there)
    }
    return held
  })
}
