import Database from 'better-sqlite3'
import { count, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { q, type Db, type Steps } from '#lib/db/atomically.ts'
import { isFromNewer, pendingMigrations } from '#lib/db/client.ts'
import { mapDriverError } from '#lib/db/errors.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { engines, inFile, statement, type Opened } from './engines.ts'

describe.each(engines)('a transaction on $name', ({ name, open }) => {
  let opened: Opened
  let db: Db
  beforeAll(async () => {
    opened = await open()
    db = opened.db
  })
  afterAll(() => opened.close())

  const throttle = (key: string, failures = 0) => ({ key, failures, windowEndsAt: new Date(0) })
  const keysLike = async (prefix: string) =>
    (await db.select().from(db.t.throttles)).map((row) => row.key).filter((key) => key.startsWith(prefix))
  const insert = function* (tx: Parameters<Parameters<Db['atomically']>[0]>[0], key: string): Steps<void> {
    yield* q(tx.insert(db.t.throttles).values(throttle(key)))
  }

  test('every migration is applied, and a later one than this release knows is noticed', async () => {
    expect([await pendingMigrations(db), await isFromNewer(db)]).toEqual([[], false])
    if (name === 'PGlite') return
    const other = await open()
    const table = db.engine === 'sqlite' ? '__drizzle_migrations' : 'drizzle.__drizzle_migrations'
    await statement(other.db, `INSERT INTO ${table} (hash, created_at) VALUES ('later', ${Date.now() * 2})`)
    expect([await pendingMigrations(other.db), await isFromNewer(other.db)]).toEqual([[], true])
    await other.close()
  })

  test('ten racing bodies against a cap of six: exactly six get in', async () => {
    const join = (key: string) =>
      db.atomically(function* (tx) {
        const [taken] = yield* q(tx.select({ n: count() }).from(db.t.throttles).where(eq(db.t.throttles.failures, 600)))
        if (taken!.n >= 6) return false
        yield* q(tx.insert(db.t.throttles).values(throttle(key, 600)))
        return true
      })
    const got = await Promise.all(Array.from({ length: 10 }, (_, index) => join(`race-${index}`)))
    expect(got.filter(Boolean)).toHaveLength(6)
    expect(await keysLike('race-')).toHaveLength(6)
  })

  test('a body that throws leaves nothing of its writes', async () => {
    const failing = db.atomically(function* (tx) {
      yield* insert(tx, 'undone-1')
      yield* insert(tx, 'undone-2')
      throw new Error('changed its mind')
    })
    await expect(failing).rejects.toThrow('changed its mind')
    expect(await keysLike('undone-')).toEqual([])
  })

  test('a body that throws does not undo its neighbours of the same turn', async () => {
    await db.atomically((tx) => insert(tx, 'taken'))
    const settled = await Promise.allSettled(
      [0, 1, 2, 3, 4].map((index) =>
        db.atomically(function* (tx) {
          yield* insert(tx, `neighbour-${index}`)
          if (index === 2) throw new Error('alone')
          if (index === 3) yield* insert(tx, 'taken')
        }),
      ),
    )
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect((await keysLike('neighbour-')).toSorted()).toEqual(['neighbour-0', 'neighbour-1', 'neighbour-4'])
  })

  test('bodies see what earlier ones wrote, and a later body what an undone one did not', async () => {
    const add = (by: number, fails = false) =>
      db.atomically(function* (tx) {
        const [row] = yield* q(tx.select().from(db.t.throttles).where(eq(db.t.throttles.key, 'sum')))
        if (row)
          yield* q(
            tx
              .update(db.t.throttles)
              .set({ failures: row.failures + by })
              .where(eq(db.t.throttles.key, 'sum')),
          )
        else yield* q(tx.insert(db.t.throttles).values(throttle('sum', by)))
        if (fails) throw new Error('not counted')
      })
    await Promise.allSettled([add(1), add(10), add(100, true), add(1000)])
    expect(
      (await db.select().from(db.t.throttles).where(eq(db.t.throttles.key, 'sum'))).map((row) => row.failures),
    ).toEqual([1011])
  })

  test('a unique violation is a conflict, by index and by primary key', async () => {
    const twice = db.atomically(function* (tx) {
      yield* insert(tx, 'once')
      yield* insert(tx, 'once')
    })
    expect(codeOf(await twice.catch((error: unknown) => error))).toBe('conflict')
    const user = (id: string) => ({
      id,
      name: 'Anna Lee',
      email: 'anna@school.test',
      passphraseHash: null,
      mayTeach: false,
      createdAt: new Date(),
      erasedAt: null,
    })
    const sameAddress = db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.users).values(user('u1')))
      yield* q(tx.insert(db.t.users).values(user('u2')))
    })
    expect(codeOf(await sameAddress.catch((error: unknown) => error))).toBe('conflict')
    expect(await db.select().from(db.t.users)).toEqual([])
  })

  test('a foreign key that points nowhere is refused, and is no conflict', async () => {
    const orphan = db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.sections).values({ id: 'x', classId: 'nowhere', name: 'A' }))
    })
    const error = await orphan.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Error)
    expect(codeOf(error)).toBeNull()
  })

  test('instants, booleans, JSON and null come back as they went in', async () => {
    const at = new Date('2026-11-01T05:59:59.999Z')
    const body = { text: 'Hồ 胡 “quoted” 🙂\n', citations: [{ at: 's1' }], n: 0.5, nothing: null }
    await db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.users).values({
          id: 'kept',
          name: 'Ung Văn Khiêm',
          email: null,
          passphraseHash: null,
          mayTeach: true,
          createdAt: at,
          erasedAt: null,
        }),
      )
      yield* q(tx.insert(db.t.idempotency).values({ key: 'kept', userId: 'kept', result: body, createdAt: at }))
    })
    const [user] = await db.select().from(db.t.users).where(eq(db.t.users.id, 'kept'))
    const [kept] = await db.select().from(db.t.idempotency).where(eq(db.t.idempotency.key, 'kept'))
    expect(user).toEqual({
      id: 'kept',
      name: 'Ung Văn Khiêm',
      email: null,
      passphraseHash: null,
      mayTeach: true,
      createdAt: at,
      erasedAt: null,
    })
    expect(kept!.result).toEqual(body)
  })

  test.runIf(name.startsWith('better-sqlite3'))('a promise settles only after the commit', async () => {
    const raw = (db as unknown as { $client: { inTransaction: boolean } }).$client
    let openWhenSettled: boolean | null = null
    let openInBody: boolean | null = null
    await db
      .atomically(function* (tx) {
        yield* insert(tx, 'after-commit')
        openInBody = raw.inTransaction
      })
      .then(() => {
        openWhenSettled = raw.inTransaction
      })
    expect([openInBody, openWhenSettled]).toEqual([true, false])
  })

  /** A deferred foreign key is looked at by COMMIT alone, as a full disk would be: whoever is of its group is refused with it. */
  const failAtCommit = (key: string): Promise<unknown> =>
    db.atomically(function* (tx) {
      yield* insert(tx, key)
      yield (() => {
        const raw = (db as unknown as { $client: { pragma: (text: string) => unknown } }).$client
        raw.pragma('defer_foreign_keys=ON')
        return tx.insert(db.t.sections).values({ id: 'deferred', classId: 'nowhere', name: 'A' })
      })()
    })
  test.runIf(name.startsWith('better-sqlite3'))(
    'a group whose commit fails acknowledges none of its bodies',
    async () => {
      const bad = failAtCommit('lost-1')
      const good = db.atomically((tx) => insert(tx, 'lost-2'))
      const settled = await Promise.allSettled([bad, good])
      expect(settled.map((one) => one.status)).toEqual(['rejected', 'rejected'])
      expect(await keysLike('lost-')).toEqual([])
      await db.atomically((tx) => insert(tx, 'after-the-failure'))
      expect(await keysLike('after-the-failure')).toHaveLength(1)
    },
  )
  test.runIf(name.startsWith('better-sqlite3'))(
    'a group waits a turn for whoever comes, and a body that is alone for nobody',
    async () => {
      const turn = () => new Promise((next) => setImmediate(next))
      const [bad, neighbour] = [failAtCommit('group-1'), db.atomically((tx) => insert(tx, 'group-2'))]
      const together = Promise.allSettled([bad, neighbour])
      await turn()
      const latecomer = Promise.allSettled([db.atomically((tx) => insert(tx, 'group-3'))])
      expect([...(await together), ...(await latecomer)].map(({ status }) => status)).toEqual([
        'rejected',
        'rejected',
        'rejected',
      ])
      const alone = Promise.allSettled([failAtCommit('alone-1')])
      await turn()
      await db.atomically((tx) => insert(tx, 'alone-2'))
      expect((await alone)[0]!.status).toBe('rejected')
      expect([await keysLike('group-'), await keysLike('alone-')]).toEqual([[], [expect.anything()]])
    },
  )

  test.runIf(name === 'PostgreSQL')(
    'connections that the server drops while idle are replaced, and the process goes on',
    async () => {
      await Promise.all([1, 2, 3, 4].map((n) => db.atomically((tx) => insert(tx, `before-the-drop-${n}`))))
      await statement(
        db,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
      )
      await new Promise((wake) => setTimeout(wake, 200))
      await Promise.all([1, 2, 3, 4].map((n) => db.atomically((tx) => insert(tx, `after-the-drop-${n}`))))
      expect(await keysLike('after-the-drop-')).toHaveLength(4)
    },
  )

  test.runIf(name.startsWith('better-sqlite3'))('the pragmas that keep an answer are set', async () => {
    const read = async (pragma: string) => Object.values((await statement(db, `PRAGMA ${pragma}`))[0]!)[0]
    expect(await read('synchronous')).toBe(2)
    expect(await read('foreign_keys')).toBe(1)
    expect(await read('trusted_schema')).toBe(0)
    expect(await read('cell_size_check')).toBe(1)
    expect(await read('secure_delete')).toBe(1)
    expect(await read('recursive_triggers')).toBe(1)
    expect(await read('journal_mode')).toBe(name.endsWith('file') ? 'wal' : 'memory')
  })
})

describe('a file that another process holds', () => {
  test('is waited for, and meanwhile the event loop goes on', async () => {
    const { db, close } = await inFile.open()
    const { name } = (db as unknown as { $client: Database.Database }).$client
    const other = new Database(name)
    other.exec('BEGIN IMMEDIATE')
    const pauses: number[] = []
    let last = performance.now()
    const watch = setInterval(() => {
      pauses.push(performance.now() - last)
      last = performance.now()
    }, 5)
    const saved = db.atomically(function* (tx) {
      yield* q(tx.insert(db.t.throttles).values({ key: 'held', failures: 1, windowEndsAt: new Date() }))
      return 'saved'
    })
    await new Promise((wake) => setTimeout(wake, 700))
    other.exec('COMMIT')
    other.close()
    expect(await saved).toBe('saved')
    clearInterval(watch)
    expect(pauses.length).toBeGreaterThan(10)
    expect(Math.max(...pauses)).toBeLessThan(400)
    await close()
  })
  test.each(['SQLITE_BUSY', 'SQLITE_FULL', 'SQLITE_IOERR_FSYNC', 'ECONNREFUSED', '57P01', '08006', '25006', '53300'])(
    '%s is “unavailable”, with a time to come back',
    (code) => {
      const mapped = mapDriverError(new Error('drizzle', { cause: Object.assign(new Error('driver'), { code }) }))
      expect(mapped).toMatchObject({ code: 'unavailable', detail: { seconds: expect.any(Number) } })
    },
  )
})
