import { eq } from 'drizzle-orm'
import { Refusal } from '#lib/domain/errors.ts'
import { canonicalJson, digest } from '../digest.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'

type Kept = { asked: string; result: unknown }

/**
 * Runs `make` once for a user, route and Idempotency-Key, and gives the kept result to every repetition. The same key
 * with another request is refused as `invalid`: it would be answered with something nobody asked for. Without a key it
 * simply runs.
 */
export function* once<T>(
  db: Db,
  tx: Executor,
  call: { userId: string; route: string; key: string | null; asked: unknown; now: Date },
  make: () => Steps<T>,
): Steps<T> {
  if (!call.key) return yield* make()
  const key = digest('idempotency', call.userId, call.route, call.key)
  const [kept] = yield* q(tx.select().from(db.t.idempotency).where(eq(db.t.idempotency.key, key)))
  const asked = digest(canonicalJson(call.asked))
  if (kept) {
    const before = kept.result as Kept
    if (before.asked === asked) return before.result as T
    throw new Refusal('invalid', {
      issues: [{ path: 'Idempotency-Key', code: 'reused', message: 'used for another request' }],
    })
  }
  const result = yield* make()
  const keep: Kept = { asked, result }
  yield* q(tx.insert(db.t.idempotency).values({ key, userId: call.userId, result: keep, createdAt: call.now }))
  return result
}
