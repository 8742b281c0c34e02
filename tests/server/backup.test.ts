/** The drill: a backup taken while others write restores in one command, and holds what had been acknowledged. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { temporaryDatabase } from './harness.ts'

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
test('a failed backup leaves no file', () => {
  const { status, stderr } = spawnSync(process.execPath, ['bin/backup.ts', `${copy}.2`], {
    env: { ...settings, DATABASE_URL: `file:${dirname(file)}/none.db` },
    encoding: 'utf8',
  })
  expect(stderr).toContain('no file was left')
  expect(status).toBe(1)
})
