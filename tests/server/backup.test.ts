/** The drill: a backup taken while others write restores in one command, and holds what had been acknowledged. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { insertNotes, noteRow } from '../factories/notes.ts'
import { makeClass, makeStudent, PASSPHRASE } from '../factories/people.ts'
import { startServer, temporaryDatabase } from './harness.ts'

const database = temporaryDatabase()
const file = database.url.slice('file:'.length)
const copy = join(dirname(file), 'copy.db')
const settings = { ...process.env, DATABASE_URL: database.url }
const command = (name: string, ...args: string[]) =>
  spawnSync(process.execPath, [`bin/${name}.ts`, ...args], { env: settings, encoding: 'utf8' })
const count = (path: string) => {
  const opened = new Database(path, { readonly: true })
  const rows = opened.prepare('select count(*) from saved').pluck().get() as number
  opened.close()
  return rows
}
let writer: Database.Database

beforeAll(() => {
  writer = new Database(file)
  writer.pragma('journal_mode = WAL')
  writer.exec('create table saved (id integer primary key, body text)')
  for (let i = 0; i < 500; i += 1) writer.prepare('insert into saved (body) values (?)').run(`answer ${i}`)
})
afterAll(() => database.remove())

test('a backup holds every row saved before it, in a file that only its owner reads', () => {
  // The rows stand in the log beside the file: a plain copy of the file would have none of them.
  execFileSync(process.execPath, ['bin/backup.ts', copy], { env: settings, stdio: 'ignore' })
  expect(count(copy)).toBe(500)
  expect(statSync(copy).mode & 0o077).toBe(0)
  expect(readdirSync(dirname(copy)).filter((name) => name.endsWith('.part'))).toEqual([])
})
test('a restore is refused while the server has the database', () => {
  const { status, stderr } = command('restore', copy)
  expect(stderr).toContain('in use')
  expect(status).toBe(1)
})
test('a restore brings the copy back and keeps what was there', () => {
  writer.exec('delete from saved')
  writer.close()
  expect(command('restore', copy).status).toBe(0)
  expect(count(file)).toBe(500)
  expect(readdirSync(dirname(file)).filter((name) => name.includes('.before-'))).toHaveLength(1)
})
test('a restore takes the place of a file that is damaged, and of a log whose file is lost', () => {
  for (const destroy of [
    () => writeFileSync(file, 'scribbled over'.repeat(1000)),
    () => {
      // A log as a process leaves it that dies: everybody's answers are gone in it.
      const dying = new Database(file)
      dying.pragma('journal_mode = WAL')
      dying.exec('delete from saved')
      const log = readFileSync(`${file}-wal`)
      dying.close()
      rmSync(file)
      writeFileSync(`${file}-wal`, log)
    },
  ]) {
    destroy()
    expect(command('restore', copy)).toMatchObject({ status: 0, stderr: '' })
    expect(count(file)).toBe(500)
  }
})
test('a damaged file is not restored', () => {
  writeFileSync(copy, 'not a database')
  expect(command('restore', copy).status).not.toBe(0)
  expect(count(file)).toBe(500)
})
test('older copies go, but for one an hour and one a day; no copy with a name of its own, and nothing after a failure', () => {
  const folder = join(dirname(file), 'backups')
  const copy = (year: number, day: number, hour: number) =>
    `xihua-${new Date(Date.UTC(year, 0, day, hour, 5)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z.db`
  const put = (year: number, days: number) => {
    const names = Array.from({ length: days * 24 }, (_, n) => copy(year, 1 + Math.floor(n / 24), n % 24))
    for (const name of names) writeFileSync(join(folder, name), '')
    return names.length
  }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'before-upgrade.db'), '')
  const made = put(2001, 20)
  const left = (pattern: RegExp) =>
    readdirSync(folder)
      .filter((name) => pattern.test(name))
      .toSorted()
  const missing = { env: { ...settings, DATABASE_URL: `file:${dirname(file)}/none.db` } }
  expect(spawnSync(process.execPath, ['bin/backup.ts'], missing).status).toBe(1)
  expect(command('backup', join(folder, 'mine.db')).status).toBe(0)
  for (const wrong of [
    ['--hours', '0'],
    ['one.db', 'two.db'],
  ])
    expect(command('backup', ...wrong)).toMatchObject({ status: 1, stderr: expect.stringContaining('Usage') as string })
  expect(left(/^xihua-2001/)).toHaveLength(made)
  const asked = ['--hours', '6', '--days', '3']
  expect(command('backup', ...asked)).toMatchObject({ status: 0, stderr: '' })
  expect(left(/^xihua-2001/)).toEqual([
    copy(2001, 19, 23),
    ...Array.from({ length: 11 }, (_, n) => copy(2001, 20, n + 13)),
  ])
  expect(left(/^xihua-(?!2001)/)).toHaveLength(1)
  expect(left(/^[^x]/)).toEqual(['before-upgrade.db', 'mine.db'])
  // A clock that had gone ahead: what was just made stays, though others call themselves newer.
  put(2999, 4)
  const { stdout } = command('backup', ...asked)
  expect(existsSync(/^Backed up to (.+)$/m.exec(stdout)![1]!)).toBe(true)
})
test('a failed backup leaves no file', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/backup.ts', `${copy}.2`], {
    env: { ...settings, DATABASE_URL: `file:${dirname(file)}/none.db` },
    encoding: 'utf8',
  })
  expect(stderr).toContain('no file was left')
  expect(status).toBe(1)
})

describe('whoever was erased after a backup was made', () => {
  const site = temporaryDatabase()
  const own = site.url.slice('file:'.length)
  const folder = dirname(own)
  const backups = join(folder, 'backups')
  const SECRET = process.env.SECRET!
  const run = (name: string, ...args: string[]) =>
    spawnSync(process.execPath, [`bin/${name}.ts`, ...args], {
      env: { ...process.env, DATABASE_URL: site.url },
      encoding: 'utf8',
    })
  const SAID = ['Annabel Sentinelle', 'noted-words-of-annabel']
  const found = () => SAID.filter((words) => readFileSync(own).includes(words))
  const lists = () => [folder, backups].map((at) => join(at, 'erased.jsonl'))

  beforeAll(async () => {
    const db = openSqlite(own, { migrate: true })
    const klass = await makeClass(db)
    const anna = await makeStudent(db, klass.id, { name: SAID[0]! })
    await makeStudent(db, klass.id, { name: 'Ben Stays' })
    await insertNotes(db, [noteRow({ classId: klass.id, userId: anna.userId, body: SAID[1]! })])
    await db.close()
    expect(run('backup', join(backups, 'old.db')).status).toBe(0)
    const server = await startServer({ DATABASE_URL: site.url, SECRET })
    const reply = await fetch(`${server.base}/api/me/erasure`, {
      method: 'POST',
      headers: { cookie: anna.cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ passphrase: PASSPHRASE, confirm: 'erase me' }),
    })
    expect(reply.status).toBe(200)
    await vi.waitUntil(() => existsSync(lists()[0]!), { timeout: 20_000 })
    await server.stop()
    expect(run('backup', join(backups, 'new.db')).status).toBe(0)
  })
  afterAll(() => site.remove())

  test('stands, as an id and an instant, in a list beside the database and beside its backups', () => {
    const [beside, besideBackups] = lists().map((file) => readFileSync(file, 'utf8'))
    expect(beside).toMatch(/^\{"user":"[0-9a-f-]{36}","at":"[\dT:.-]+Z"\}\n$/)
    expect(besideBackups).toBe(beside)
  })
  test.each([
    ['whose database still knows of it', () => rmSync(lists()[0]!)],
    ['whose database is lost', () => writeFileSync(own, 'scribbled over'.repeat(1000))],
    [
      'that is set up anew, with nothing but its backups',
      () => {
        for (const name of readdirSync(folder))
          if (name !== 'backups') rmSync(join(folder, name), { recursive: true, force: true })
      },
    ],
  ])('is erased again by a restore, on a machine %s', (_what, happens) => {
    happens()
    const { status, stdout, stderr } = run('restore', join(backups, 'old.db'))
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain('1 of 1 people who were erased here had come back with the backup. They are erased again.')
    expect(found()).toEqual([])
    expect(readFileSync(own).includes('Ben Stays')).toBe(true)
    expect(run('verify').stdout).toContain('It is whole.')
  })
  test('is not counted where the backup knows of it already', () => {
    expect(run('restore', join(backups, 'new.db')).stdout).toContain('0 of 1 people')
  })
  test('is erased again by the server where the file was put back by hand', async () => {
    copyFileSync(join(backups, 'old.db'), own)
    expect(found()).toEqual(SAID)
    const server = await startServer({ DATABASE_URL: site.url, SECRET, LOG_LEVEL: 'warn' })
    await expect.poll(server.output).toContain('a backup had brought back people who were erased')
    await server.stop()
    expect(found()).toEqual([])
  })
  test('is erased by the server where the backup is from before an upgrade', () => {
    const old = new Database(join(backups, 'old.db'))
    old.exec('delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)')
    old.close()
    expect(run('restore', join(backups, 'old.db')).stdout).toContain('is erased again when the server starts')
  })
})
