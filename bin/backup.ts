/**
 * Copies the running database: `npm run backup [-- FILE]`. The copy is made through SQLite, so that it holds every
 * acknowledged answer while others go on saving; copying the file itself would lose what still stands in the log beside
 * it. It gets its name only after it has been checked and is on the disk: what has the name can be restored.
 */
import '../lib/server/node-version.mjs'
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { erasedInFile, keepErasures, readErasures } from '#lib/db/erasures.ts'
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

if (!env.databaseUrl.startsWith(PREFIX)) {
  console.error('This command copies SQLite. For PostgreSQL use pg_dump (docs/operations.md).')
  process.exit(1)
}
process.umask(0o077)
const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')
const target = resolve(process.argv[2] ?? join(env.dataDir, 'backups', `xihua-${stamp}.db`))
mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
try {
  await backUp(target)
  await keepList(target)
  console.log(`Backed up to ${target}`)
} catch (error) {
  console.error(`The backup failed, and no file was left: ${(error as Error).message}`)
  process.exit(1)
}
