/** A file that is damaged, and a log that somebody holds: what the server does, and what the operator is told. */
import { execFileSync } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort, runScript, startServer, startToEnd, temporaryDatabase } from './harness.ts'

let database: ReturnType<typeof temporaryDatabase>
let file: string
beforeEach(() => {
  database = temporaryDatabase()
  file = database.url.slice('file:'.length)
  runScript('migrate', { DATABASE_URL: database.url })
})
afterEach(() => database.remove())

/** A page of a table that no start asks, so that the file opens and reads as ever. */
function scribble(): void {
  const db = new Database(file, { readonly: true })
  const size = db.pragma('page_size', { simple: true }) as number
  const page = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'notes'").pluck().get() as number
  db.close()
  const opened = openSync(file, 'r+')
  writeSync(opened, Buffer.alloc(size, 0x55), 0, size, (page - 1) * size)
  closeSync(opened)
}
const healthOf = async (base: string) =>
  ((await (await fetch(`${base}/api/health`)).json()) as { status: string }).status

test('a server does not start on a damaged file, says so and what to do, and leaves it as it is', async () => {
  scribble()
  const before = readFileSync(file)
  const { code, output } = await startToEnd({ DATABASE_URL: database.url, PORT: String(await freePort()) })
  expect(output).toMatch(/^The database is damaged: \S/m)
  expect(output).toMatch(/^Restore the newest backup with: npm run restore/m)
  expect(output).not.toContain('is open at')
  expect(code).toBe(1)
  expect(readFileSync(file).equals(before)).toBe(true)
})

test('a file that takes long to look through: the server opens, says that it still looks, and ends where it finds damage', async () => {
  scribble()
  const slow = { DATABASE_URL: database.url, NODE_OPTIONS: '--import ./tests/server/slow-check.mjs' }
  const server = await startServer(slow)
  expect(await healthOf(server.base)).toBe('checking')
  writeFileSync(`${file}.go`, '')
  await expect.poll(() => server.child.exitCode, { timeout: 20_000 }).toBe(1)
  expect(server.output()).toMatch(/^The database is damaged: /m)
})

test('another program reads without end: the log and health say so, and once it ends the log is short again', async () => {
  const server = await startServer({ DATABASE_URL: database.url, LOG_LEVEL: 'warn' })
  const [reader, writer] = [new Database(file, { readonly: true }), new Database(file)]
  try {
    expect(await healthOf(server.base)).toBe('ok')
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM users').get()
    writer.exec('CREATE TABLE ballast (bytes BLOB)')
    for (let n = 0; n < 70; n += 1) writer.prepare('INSERT INTO ballast VALUES (zeroblob(1048576))').run()
    await expect.poll(() => healthOf(server.base)).toBe('log-grows')
    await expect.poll(server.output, { timeout: 15_000 }).toContain('the log beside the database grows')
    reader.exec('COMMIT')
    // Nobody writes any more: the server itself has to see to it.
    await expect.poll(() => healthOf(server.base), { timeout: 25_000 }).toBe('ok')
    await expect.poll(() => statSync(`${file}-wal`).size, { timeout: 10_000 }).toBe(0)
    await expect.poll(server.output, { timeout: 5_000 }).toContain('is short again')
  } finally {
    reader.close()
    writer.close()
    await server.stop()
  }
}, 60_000)

/** A disk of its own, or null where none can be mounted. */
function smallDisk(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'xihua-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=32m,mode=0700', 'tmpfs', dir], { stdio: 'ignore' })
    return dir
  } catch {
    rmSync(dir, { recursive: true })
    return null
  }
}

test('a disk that is nearly full: health says so, and a start where others come is refused', async ({ skip }) => {
  const dir = smallDisk()
  if (!dir) return skip('a small disk cannot be mounted (it takes root)')
  try {
    cpSync(file, join(dir, 'test.db'))
    const DATABASE_URL = `file:${join(dir, 'test.db')}`
    const server = await startServer({ DATABASE_URL })
    expect(await healthOf(server.base)).toBe('ok')
    const { bavail, bsize } = statfsSync(dir)
    writeFileSync(join(dir, 'ballast'), Buffer.alloc(bavail * bsize - 1024 ** 2))
    expect(await healthOf(server.base)).toBe('disk-nearly-full')
    await server.stop()
    const others = {
      SECRET: 'Zk3v9QpL1xRt7WcBn5YsHd2MfGj8UaEo',
      PUBLIC_URL: 'https://hall.example.edu',
      HOST: '0.0.0.0',
    }
    const { code, output } = await startToEnd({ ...others, DATABASE_URL, PORT: String(await freePort()) })
    expect(output).toMatch(/^The disk of the database is nearly full: \d+ MiB are left\./m)
    expect(code).toBe(1)
  } finally {
    execFileSync('umount', [dir])
    rmSync(dir, { recursive: true })
  }
})
