import { expect, test } from 'vitest'
import { onPostgres, q, type Executor } from '#lib/db/atomically.ts'
import { codeOf } from '#lib/domain/errors.ts'

/** A database whose commits fail as told, one error a turn; drizzle wraps the driver's error in its own. */
function failing(codes: readonly (string | null)[]) {
  let turns = 0
  const handle = {
    async transaction<T>(run: (tx: Executor) => Promise<T>, options: { isolationLevel: string }): Promise<T> {
      expect(options.isolationLevel).toBe('serializable')
      const result = await run({} as Executor)
      const code = codes[Math.min(turns++, codes.length - 1)]
      if (code)
        throw Object.assign(new Error('the query failed'), { cause: Object.assign(new Error('driver'), { code }) })
      return result
    },
  }
  return { db: onPostgres(handle, async () => {}), turns: () => turns }
}

test.each(['40001', '40P01'])('a body that lost a race (%s) is run again from its start', async (code) => {
  const { db, turns } = failing([code, code, null])
  let runs = 0
  const result = await db.atomically(function* () {
    const [row] = yield* q(Promise.resolve([{ n: ++runs }]))
    return row!.n
  })
  expect([result, runs, turns()]).toEqual([3, 3, 3])
})

test('a unique violation is a conflict at once, and anything else is thrown as it is', async () => {
  const unique = failing(['23505'])
  expect(
    codeOf(
      await unique.db
        .atomically(function* () {
          return 1
        })
        .catch((error: unknown) => error),
    ),
  ).toBe('conflict')
  const other = failing(['23503'])
  expect(
    codeOf(
      await other.db
        .atomically(function* () {
          return 1
        })
        .catch((error: unknown) => error),
    ),
  ).toBeNull()
  expect([unique.turns(), other.turns()]).toEqual([1, 1])
})

test('a body that always loses gives up in the end', { timeout: 20_000 }, async () => {
  const { db, turns } = failing(['40001'])
  await expect(
    db.atomically(function* () {
      return 1
    }),
  ).rejects.toThrow('the query failed')
  expect(turns()).toBe(21)
})
