import * as pg from 'drizzle-orm/pg-core'
import * as lite from 'drizzle-orm/sqlite-core'

/** The only file that knows how the two dialects spell a column. One table definition, two kits. */
export const sqliteKit = {
  table: lite.sqliteTable,
  unique: lite.uniqueIndex,
  index: lite.index,
  primaryKey: lite.primaryKey,
  id: () => lite.text().primaryKey(),
  text: () => lite.text(),
  int: () => lite.integer(),
  bool: () => lite.integer({ mode: 'boolean' }),
  /** A UTC instant to the millisecond. */
  instant: () => lite.integer({ mode: 'timestamp_ms' }),
  json: <T>() => lite.text({ mode: 'json' }).$type<T>(),
}
export type Kit = typeof sqliteKit

/** The one deliberate cast of the data layer: PostgreSQL's builders behind SQLite's types. The contract suite pays for it. */
export const postgresKit = {
  table: pg.pgTable,
  unique: pg.uniqueIndex,
  index: pg.index,
  primaryKey: pg.primaryKey,
  id: () => pg.text().primaryKey(),
  text: () => pg.text(),
  int: () => pg.integer(),
  bool: () => pg.boolean(),
  instant: () => pg.timestamp({ withTimezone: true, precision: 3, mode: 'date' }),
  json: <T>() => pg.jsonb().$type<T>(),
} as unknown as Kit
