import { eq } from 'drizzle-orm'
import { digest } from '../digest.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'

/**
 * Runs `make` once for a user, route and Idempotency-Key, and gives the kept result to every repetition. Without a key
 * it simply runs.
 */
export function* once<T>(
  db: Db,
  tx: Executor,
  call: { userId: string; route: string; key: string | null; now: Date },
  make: () => Steps<T>,
): Steps<T> {
  if (!call.key) return yield* make()
  const key = digest('idempotency', call.userId, call.route, call.key)
  const [kept] = yield* q(tx.select().from(db.t.idempotency).where(eq(db.t.idempotency.key, key)))
  if (kept) return kept.result as T
  const result = yield* make()
  yield* q(tx.insert(db.t.idempotency).values({ key, userId: call.userId, result, createdAt: call.now }))
  return result
}
