import { readFileSync } from 'node:fs'
import { getTableName, is, Table } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import type { Db } from '#lib/db/atomically.ts'
import { postgresKit, sqliteKit } from '#lib/db/kit.ts'
import { defineTables } from '#lib/db/tables.ts'
import { statement } from './engines.ts'

let db: Db
beforeAll(() => {
  db = openSqlite(':memory:', { migrate: true })
})
afterAll(() => db.close())

type Line = { column: string; cells: string[] }

/** The page as data: table → its rows. */
function readMap(): Map<string, Line[]> {
  const map = new Map<string, Line[]>()
  let table = ''
  for (const line of readFileSync('docs/data-map.md', 'utf8').split('\n')) {
    const heading = /^## (\w+)$/.exec(line)
    if (heading) {
      table = heading[1]!
      map.set(table, [])
    }
    const cells = line.startsWith('| `')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : []
    if (cells.length > 0) map.get(table)!.push({ column: cells[0]!.replaceAll('`', ''), cells: cells.slice(1) })
  }
  return map
}

test('the data map names every column of every table, in their order, and nothing else', async () => {
  const expected: Record<string, string[]> = {}
  for (const table of Object.values(defineTables(sqliteKit))) {
    const name = getTableName(table)
    // The database itself is asked: it has the names as they were migrated.
    expected[name] = (await statement(db, `PRAGMA table_info(${name})`)).map((row) => String(row.name))
  }
  expect(Object.fromEntries([...readMap()].map(([table, lines]) => [table, lines.map((line) => line.column)]))).toEqual(
    expected,
  )
})

test('each row of the map says purpose, who sees it and how long it stays', () => {
  for (const [table, lines] of readMap())
    for (const { column, cells } of lines)
      expect(cells.length === 3 && cells.every((cell) => cell.length > 2), `${table}.${column}`).toBe(true)
})

test('a row about a student carries class and person, so that leaving follows one column', () => {
  const tables = defineTables(sqliteKit)
  for (const name of [
    'overrides',
    'readingPlaces',
    'predictions',
    'attempts',
    'answers',
    'checks',
    'practice',
    'lateSaves',
    'posts',
    'postVersions',
    'replies',
    'reports',
    'hidings',
    'notes',
    'noteLinks',
    'picks',
    'rivalReadings',
    'sampleScores',
    'peerReviews',
    'cableReviews',
    'citations',
    'memberships',
    'platformMembers',
    'platformScores',
  ] as const) {
    expect(Object.keys(tables[name]), name).toEqual(expect.arrayContaining(['classId', 'userId']))
  }
})

test('both engines have the same tables and columns', () => {
  const shape = (tables: Record<string, unknown>) =>
    Object.fromEntries(
      Object.entries(tables).map(([key, table]) => [
        key,
        is(table, Table) ? [getTableName(table), ...Object.keys(table).filter((column) => column !== 'enableRLS')] : [],
      ]),
    )
  expect(shape(defineTables(postgresKit))).toEqual(shape(defineTables(sqliteKit)))
})
