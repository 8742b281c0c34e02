/**
 * Copies the running database: `npm run backup [-- FILE] [-- --hours 24 --days 30]`. Without a name of one's own the copy
 * goes to the others, and those that are no longer needed go: the last dozen stay, one an hour and one a day. The copy is made through SQLite, so that it holds every
 * acknowledged answer while others go on saving; copying the file itself would lose what still stands in the log beside
 * it. It gets its name only after it has been checked and is on the disk: what has the name can be restored.
 */
import '../lib/server/node-version.mjs'
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import { erasedInFile, keepErasures, readErasures } from '#lib/db/erasures.ts'
import { copyName, KEPT, surplus } from '#lib/db/thin-out.ts'
import { env } from '#lib/env.ts'

const PREFIX = 'file:'
const ALL_PAGES = 0x7fffffff

async function backUp(target: string): Promise<void> {
  const draft = `${target}.part`
  const source = new Database(env.databaseUrl.slice(PREFIX.length), { readonly: true, fileMustExist: true })
  try {
    // In one step: between steps another process's save makes SQLite begin again, and under load it would never end.
    await source.backup(draft, { progress: () => ALL_PAGES })
    const copy = new Database(draft)
    const verdict = copy.pragma('integrity_check', { simple: true })
    // A single file: nothing of it stays behind in a log of its own.
    copy.pragma('journal_mode = DELETE')
    copy.close()
    if (verdict !== 'ok') throw new Error(`the copy is damaged: ${String(verdict)}`)
    flushToDisk(draft)
    renameSync(draft, target)
    flushToDisk(dirname(target))
  } finally {
    source.close()
    rmSync(draft, { force: true })
  }
}

/** Older copies beside this one bring back whoever was erased since; the list says whom. */
async function keepList(copy: string): Promise<void> {
  keepErasures(dirname(copy), readErasures(env.dataDir))
  keepErasures(dirname(copy), await erasedInFile(copy))
}

function flushToDisk(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

function refuse(reason: string): never {
  console.error(reason)
  process.exit(1)
}

const USAGE = 'Usage: npm run backup [-- FILE], or npm run backup [-- --hours 24 --days 30]'

function asked(): { file: string | undefined; hours: number; days: number } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { hours: { type: 'string' }, days: { type: 'string' } },
    })
    const [hours, days] = [Number(values.hours ?? KEPT.hours), Number(values.days ?? KEPT.days)]
    if (positionals.length > 1 || ![hours, days].every((n) => Number.isInteger(n) && n >= 1)) refuse(USAGE)
    return { file: positionals[0], hours, days }
  } catch {
    refuse(USAGE)
  }
}

const { file, hours, days } = asked()
if (!env.databaseUrl.startsWith(PREFIX))
  refuse('This command copies SQLite. For PostgreSQL use pg_dump (docs/operations.md).')
process.umask(0o077)
const target = resolve(file ?? join(env.dataDir, 'backups', copyName(new Date())))
const folder = dirname(target)
mkdirSync(folder, { recursive: true, mode: 0o700 })
try {
  await backUp(target)
  await keepList(target)
  console.log(`Backed up to ${target}`)
} catch (error) {
  refuse(`The backup failed, and no file was left: ${(error as Error).message}`)
}
// After the new copy is whole and on the disk, never before; and never this one, whatever the clock says of the others.
const gone =
  file === undefined
    ? surplus(readdirSync(folder), { ...KEPT, hours, days }).filter((name) => name !== basename(target))
    : []
for (const name of gone) rmSync(join(folder, name))
if (gone.length > 0)
  console.log(`Removed ${gone.length} older: the newest of each of ${hours} hours and ${days} days stay`)
