import { eq, lt } from 'drizzle-orm'
import { digest } from '../digest.ts'
import { q, type Db } from '../atomically.ts'

/**
 * Only failures are counted: a lecture hall behind one address must be able to sign in all at once. A letter to an
 * address that nobody has said yes at counts as one, or the site could be made to pester somebody; so does asking for a
 * link, whether the address is known or not.
 */
export type Throttle = {
  kind:
    | 'sign-in-account'
    | 'sign-in-class'
    | 'sign-in-address'
    | 'school-address'
    | 'code-address'
    | 'mail-account'
    | 'mail-address'
    | 'forgotten-account'
    | 'forgotten-address'
  subject: string
}

const LIMITS: Record<Throttle['kind'], { failures: number; windowMs: number }> = {
  'sign-in-account': { failures: 10, windowMs: 15 * 60_000 },
  'sign-in-class': { failures: 200, windowMs: 15 * 60_000 },
  'sign-in-address': { failures: 400, windowMs: 15 * 60_000 },
  'school-address': { failures: 400, windowMs: 15 * 60_000 },
  'code-address': { failures: 60, windowMs: 15 * 60_000 },
  'mail-account': { failures: 5, windowMs: 86_400_000 },
  'mail-address': { failures: 3, windowMs: 86_400_000 },
  'forgotten-account': { failures: 3, windowMs: 60 * 60_000 },
  'forgotten-address': { failures: 60, windowMs: 15 * 60_000 },
}

const keyOf = (throttle: Throttle): string => digest('throttle', throttle.kind, throttle.subject)

/** Seconds to wait, or null where the way is free. */
export async function secondsToWait(db: Db, throttles: readonly Throttle[], now: Date): Promise<number | null> {
  for (const throttle of throttles) {
    const [row] = await db
      .select()
      .from(db.t.throttles)
      .where(eq(db.t.throttles.key, keyOf(throttle)))
    if (row && row.windowEndsAt > now && row.failures >= LIMITS[throttle.kind].failures)
      return Math.ceil((row.windowEndsAt.getTime() - now.getTime()) / 1000)
  }
  return null
}

export async function countFailure(db: Db, throttles: readonly Throttle[], now: Date): Promise<void> {
  await db.atomically(function* (tx) {
    yield* q(tx.delete(db.t.throttles).where(lt(db.t.throttles.windowEndsAt, now)))
    for (const throttle of throttles) {
      const key = keyOf(throttle)
      const [row] = yield* q(tx.select().from(db.t.throttles).where(eq(db.t.throttles.key, key)))
      if (row)
        yield* q(
          tx
            .update(db.t.throttles)
            .set({ failures: row.failures + 1 })
            .where(eq(db.t.throttles.key, key)),
        )
      else
        yield* q(
          tx
            .insert(db.t.throttles)
            .values({ key, failures: 1, windowEndsAt: new Date(now.getTime() + LIMITS[throttle.kind].windowMs) }),
        )
    }
  })
}
