import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { keepStatements } from './atomically.ts'

test('a text of SQL is compiled once, and gives its rows in the form in which they are asked for', () => {
  const raw = new Database(':memory:')
  keepStatements(raw)
  raw.exec('create table t (a)')
  raw.prepare('insert into t values (?)').run(1)
  raw.prepare('insert into t values (?)').run(2)
  const all = 'select a from t'
  expect(raw.prepare(all)).toBe(raw.prepare(all))
  expect(raw.prepare(all).raw().all()).toEqual([[1], [2]])
  expect(raw.prepare(all).all()).toEqual([{ a: 1 }, { a: 2 }])
  // A table that has changed since is read as it is.
  raw.exec('alter table t rename column a to b')
  raw.exec('alter table t add column a')
  expect(raw.prepare(all).all()).toEqual([{ a: null }, { a: null }])
})

test('texts that never come again push out the oldest, not the one in use', () => {
  const raw = new Database(':memory:')
  keepStatements(raw)
  const [used, once] = [raw.prepare('select 1'), raw.prepare('select 2')]
  for (let n = 0; n < 400; n += 1) {
    raw.prepare(`select ${n} as n`)
    expect(raw.prepare('select 1')).toBe(used)
  }
  expect(raw.prepare('select 2')).not.toBe(once)
})
