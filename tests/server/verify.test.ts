/** What `npm run verify` finds in a file, each kind of damage planted past everything that guards against it. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { record } from '#lib/db/queries/audit.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { temporaryDatabase } from './harness.ts'

const database = temporaryDatabase()
const file = database.url.slice('file:'.length)
const verify = (path: string) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/verify.ts', path], { encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

beforeAll(async () => {
  const db = openSqlite(file, { migrate: true })
  const klass = await makeClass(db)
  const { userId } = await makeStudent(db, klass.id)
  for (const action of ['one', 'two'])
    await db.atomically((tx) =>
      record(db, tx, { classId: klass.id, actorId: userId, action, object: 'x', now: new Date() }),
    )
  await db.close()
  const raw = new Database(file)
  raw.pragma('journal_mode = DELETE')
  raw.close()
})
afterAll(() => database.remove())

test('a whole database is said to be whole, with its counts, and stays as it is to the byte', () => {
  const before = readFileSync(file)
  const { status, said } = verify(file)
  expect(said).toMatch(/^memberships +1$/m)
  expect(said).toMatch(/^It is whole\.$/m)
  expect(status).toBe(0)
  expect(readFileSync(file).equals(before)).toBe(true)
})

test.each([
  [
    'a row that points to nothing',
    (raw: Database.Database) => raw.exec('PRAGMA foreign_keys = OFF; DELETE FROM classes'),
    /^A row of memberships points to a row of classes that is not there$/m,
  ],
  [
    'an audit entry that was changed',
    (raw: Database.Database) => {
      for (const name of raw
        .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        .pluck()
        .all())
        raw.exec(`DROP TRIGGER ${String(name)}`)
      raw.exec("UPDATE audit SET action = 'nothing' WHERE n = 2")
    },
    /^The audit trail of .* was changed at entry 2$/m,
  ],
  [
    'a migration that is missing',
    (raw: Database.Database) =>
      raw.exec(
        'DELETE FROM __drizzle_migrations WHERE created_at = (SELECT max(created_at) FROM __drizzle_migrations)',
      ),
    /^It lacks 1 migration\(s\): /m,
  ],
])('%s is found', (_what, damage, line) => {
  const copy = `${file}.copy`
  copyFileSync(file, copy)
  const raw = new Database(copy)
  damage(raw)
  raw.close()
  const { status, said } = verify(copy)
  expect(said).toMatch(line)
  expect(said).not.toContain('It is whole')
  expect(status).toBe(1)
})

test('what is no database, or is not there, is said in one line', () => {
  writeFileSync(`${file}.not`, 'not a database')
  for (const path of [`${file}.not`, `${file}.none`]) {
    const { status, said } = verify(path)
    expect(said).toMatch(/^It cannot be read: .*\n$/)
    expect(status).toBe(1)
  }
})
