/**
 * Queries whose SQL is made once. Building a query costs several times what running it does, and on the path of a saved
 * answer nothing but the values differs from one request to the next.
 */
import { and, eq, sql, type AnyColumn, type Placeholder, type SQL } from 'drizzle-orm'
import type { Db, Executor } from './atomically.ts'
import type { Tables } from './tables.ts'

type Values = Record<string, unknown>
type Made<V, T> = { execute: (values: V) => PromiseLike<T> }
type Built<T> = PromiseLike<T> & { prepare: (name: string) => unknown }

/**
 * A query with a `sql.placeholder('…')` for each value it is called with; `on` is the database, or the transaction of a
 * body: `yield* q(attemptById(db, tx, { id }))`. A transaction on PostgreSQL has a connection of its own, so that the
 * query is built on it each time.
 */
export function prepared<V extends Values, T>(build: (on: Executor, t: Tables) => Built<T>) {
  const made = new WeakMap<Db, Made<V, T>>()
  const make = (db: Db, on: Executor) => build(on, db.t).prepare('') as Made<V, T>
  return (db: Db, on: Executor, values: V): PromiseLike<T> => {
    if (db.engine === 'postgres') return make(db, on).execute(values)
    const query = made.get(db) ?? make(db, db)
    made.set(db, query)
    return query.execute(values)
  }
}

/** The rows of one student in one class, by the values `classId` and `userId`: what most pages of theirs ask for. */
export const ofOneStudent = ({ classId, userId }: { classId: AnyColumn; userId: AnyColumn }): SQL =>
  and(eq(classId, sql.placeholder('classId')), eq(userId, sql.placeholder('userId')))!

const LONGEST_KEPT = 4

/** The same for a list of ids: made once for each short length, and each time anew for a longer one. */
export function preparedFor<T>(
  build: (ids: readonly (string | Placeholder)[]) => (on: Executor, t: Tables) => Built<T>,
) {
  const made = Array.from({ length: LONGEST_KEPT + 1 }, (_none, length) =>
    prepared<Record<string, string>, T>(build(Array.from({ length }, (_id, n) => sql.placeholder(`id${n}`)))),
  )
  return (db: Db, on: Executor, ids: readonly string[]): PromiseLike<T> =>
    made[ids.length]?.(db, on, Object.fromEntries(ids.map((id, n) => [`id${n}`, id]))) ?? build(ids)(on, db.t)
}
