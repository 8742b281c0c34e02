/**
 * Puts a backup in the database's place: `npm run restore -- FILE`, with the server stopped. The database that was there
 * is moved aside, never deleted. Whoever was erased since the backup was made is erased again.
 */
import '../lib/server/node-version.mjs'
import { copyFileSync, existsSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { openSqlite, pendingMigrations } from '#lib/db/client.ts'
import { eraseAgain, erasedInFile, type Erasures, keepErasures, readErasures } from '#lib/db/erasures.ts'
import { env } from '#lib/env.ts'

function refuse(reason: string): never {
  console.error(reason)
  process.exit(1)
}

const from = process.argv[2]
if (!from) refuse('Say which backup: npm run restore -- data/backups/FILE')
if (!env.databaseUrl.startsWith('file:'))
  refuse('This command restores SQLite. For PostgreSQL use pg_restore (docs/operations.md).')
if (!existsSync(from)) refuse(`There is no file ${from}.`)

const backup = new Database(from, { readonly: true })
const verdict = backup.pragma('integrity_check', { simple: true })
backup.close()
if (verdict !== 'ok') refuse(`${from} is damaged: ${String(verdict)}`)

process.umask(0o077)
const file = env.databaseUrl.slice('file:'.length)
if (existsSync(file)) refuseIfInUse(file)
const erased: Erasures = new Map([
  ...readErasures(dirname(from)),
  ...(await erasedInFile(from)),
  ...readErasures(env.dataDir),
  ...(existsSync(file) ? await erasedInFile(file) : []),
])
// Before anything is moved: whatever breaks off below, the server finds the list when it starts.
keepErasures(env.dataDir, erased)
const aside = `${file}.before-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
// The log beside a damaged or lost file goes with it: SQLite would play it into the backup.
for (const suffix of ['', '-wal', '-shm'])
  if (existsSync(file + suffix)) {
    renameSync(file + suffix, aside + suffix)
    console.log(`${file}${suffix}, which was there, is now ${aside}${suffix}`)
  }
copyFileSync(from, file)
console.log(`Restored ${from} to ${file}. Start the server; it says if a migration is missing.`)
if (erased.size > 0) await eraseThemAgain(erased)

/** In a backup from before an upgrade the tables are not yet those that this version writes in. */
async function eraseThemAgain(list: Erasures): Promise<void> {
  const restored = openSqlite(file, { migrate: false })
  const isOlder = (await pendingMigrations(restored)).length > 0
  const count = isOlder ? null : await eraseAgain(restored, list, new Date())
  await restored.close()
  console.log(
    count === null
      ? `${list.size} people were erased here. Whoever of them came back with the backup is erased again when the server starts.`
      : `${count} of ${list.size} people who were erased here had come back with the backup. They are erased again.`,
  )
}

/**
 * Leaving write-ahead mode needs the file alone: it fails while a server has it open, and leaves one whole file when not.
 * What is too damaged to be asked is no reason to refuse: restoring is for that.
 */
function refuseIfInUse(path: string): void {
  const current = new Database(path, { timeout: 500 })
  try {
    current.pragma('journal_mode = DELETE')
  } catch (error) {
    if (String((error as { code?: string }).code).startsWith('SQLITE_BUSY'))
      refuse(`${path} is in use. Stop the server first.`)
  } finally {
    current.close()
  }
}
