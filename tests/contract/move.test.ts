import { getTableName } from 'drizzle-orm'
import { getTableConfig } from 'drizzle-orm/sqlite-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson } from '#lib/db/digest.ts'
import { sqliteKit } from '#lib/db/kit.ts'
import { countRows, inOrder, moveSite } from '#lib/db/move.ts'
import { findBrokenLink } from '#lib/db/queries/audit.ts'
import { defineTables } from '#lib/db/tables.ts'
import { playMainJob } from '../factories/main-job.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { stage } from '../factories/stage.ts'
import { inFile, pglite, server, statement, type Opened } from './engines.ts'

test('every table is moved once, after all that it points to', () => {
  const tables = defineTables(sqliteKit)
  const order = inOrder()
  expect(order.toSorted()).toEqual(Object.keys(tables).toSorted())
  const place = new Map<string, number>(order.map((name, n) => [getTableName(tables[name]), n]))
  for (const name of order)
    for (const key of getTableConfig(tables[name]).foreignKeys)
      expect(place.get(getTableName(key.reference().foreignTable)), name).toBeLessThan(
        place.get(getTableName(tables[name]))!,
      )
})

// The real one where there is one: it takes a quarter of the time.
describe.each([server ?? pglite])('a site moves from SQLite to $name', ({ open }) => {
  let from: Opened
  beforeAll(async () => {
    from = await inFile.open()
    await playMainJob(from.db, stage(from.db, '2026-09-01T12:00:00.000Z'))
    // More than are read at a time, whose keys sort apart in every alphabet.
    const klass = await makeClass(from.db, { title: 'Lớp 胡 “quoted” 🙂' })
    const { userId } = await makeStudent(from.db, klass.id)
    const at = new Date('2026-11-01T05:59:59.999Z')
    const keys = Array.from({ length: 1100 }, (_, n) => `${n % 2 ? 'Ä' : 'a'}-${n % 3 ? 'B' : 'b'} ${n}`)
    await from.db.atomically(function* (tx) {
      for (const key of keys)
        yield tx
          .insert(from.db.t.idempotency)
          .values({ key, userId, result: { b: [1.5, null], a: key }, createdAt: at })
    })
  })
  afterAll(() => from.close())
  const filled = async (opened: Opened) => (await countRows(opened.db)).filter(({ rows }) => rows > 0)

  test('whole: the same rows, and audit chains that still hold', async () => {
    const to = await open()
    const held = await moveSite(from.db, to.db)
    expect(held.map(({ table, rows }) => ({ table, rows }))).toEqual(await countRows(from.db))
    expect(held.filter(({ rows }) => rows > 0).length).toBeGreaterThan(30)
    for (const name of inOrder()) {
      const rows = async ({ db }: Opened) =>
        (await db.select().from(db.t[name] as typeof db.t.users)).map((row) =>
          canonicalJson(JSON.parse(JSON.stringify(row))),
        )
      expect((await rows(to)).toSorted(), name).toEqual((await rows(from)).toSorted())
    }
    const chains = await to.db.select({ chain: to.db.t.audit.chain }).from(to.db.t.audit)
    for (const chain of new Set(chains.map((one) => one.chain))) expect(await findBrokenLink(to.db, chain)).toBeNull()
    await expect(moveSite(from.db, to.db), 'a second time').rejects.toThrow('The target is not empty')
    await to.close()
  })

  test.each([
    [
      'changes a word on the way',
      `NEW.name := NEW.name || ' '; RETURN NEW`,
      'users: what arrived is not what was read',
    ],
    ['drops a row', `IF NEW.may_teach THEN RETURN NEW; END IF; RETURN NULL`, ''],
  ])('a target that %s is refused, and left empty', async (_what, body, says) => {
    const to = await open()
    await statement(to.db, `CREATE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; END $$`)
    await statement(to.db, 'CREATE TRIGGER tamper BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION tamper()')
    await expect(moveSite(from.db, to.db)).rejects.toThrow(says || /^users: \d+ rows were read, and \d+ arrived$/)
    expect(await filled(to)).toEqual([])
    await to.close()
  })

  test('a target in which somebody has already signed up is refused, and kept', async () => {
    const to = await open()
    const klass = await makeClass(to.db)
    await makeStudent(to.db, klass.id)
    const before = await filled(to)
    await expect(moveSite(from.db, to.db)).rejects.toThrow('The target is not empty')
    expect(await filled(to)).toEqual(before)
    await to.close()
  })
})
