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

test('a question mark within quotes stays one, and values keep their kind', () => {
  const raw = new Database(':memory:')
  keepStatements(raw)
  raw.exec('create table t (a text, b integer)')
  raw.prepare(`insert into t values (?, ?)`).run('7', 7)
  const asked = `select a, b, 'it''s ?' as words, typeof(?) as kind from t where a = ? and b in (?, ?) limit ?`
  expect(raw.prepare(asked).all('x', '7', '7', 8, 1)).toEqual([{ a: '7', b: 7, words: "it's ?", kind: 'text' }])
})

test('binding other values does not compile a join again', () => {
  const raw = new Database(':memory:')
  const columns = Array.from({ length: 20 }, (_none, n) => `c${n}`)
  raw.exec(`create table a (id text primary key, b text, ${columns.join()});
    create table b (id text primary key, ${columns.join()});
    insert into a (id, b) values ('a', 'b'); insert into b (id) values ('b')`)
  const join = 'select a.*, b.* from a join b on b.id = a.b where a.id = ?'
  const bare = raw.prepare(join).raw()
  keepStatements(raw)
  const [signed, unbound] = [raw.prepare(join).raw(), raw.prepare(join.replace('?', "'a'")).raw()]
  /** Of many rounds the quickest: what else the machine does only makes a round longer. */
  const quickest = (run: () => unknown): number => {
    const rounds = Array.from({ length: 20 }, () => {
      const from = performance.now()
      for (let n = 0; n < 100; n += 1) run()
      return performance.now() - from
    })
    return Math.min(...rounds)
  }
  const [never, ours, each] = [() => unbound.all(), () => signed.all('a'), () => bare.all('a')].map(quickest)
  expect(ours! / never!).toBeLessThan(3)
  // The control: where this is no longer so, the sign may go.
  expect(each! / never!).toBeGreaterThan(3)
})
