import type { Db } from '#lib/db/atomically.ts'
import { inMemory, pglite, server } from '../contract/engines.ts'

/** TEST_ENGINE chooses where feature tests run: `sqlite` (the default), `pglite`, `postgres` at TEST_DATABASE_URL. */
const chosen = { sqlite: inMemory, pglite, postgres: server }[process.env.TEST_ENGINE ?? 'sqlite']
if (!chosen) throw new Error('TEST_ENGINE is sqlite, pglite, or postgres with a TEST_DATABASE_URL')

/** A migrated, empty database of its own; closing it takes it away. */
export async function openTestDb(): Promise<Db> {
  return (await chosen!.open()).db
}
