import type { Db } from '../atomically.ts'

/** Whether the database answers a query at all. */
export async function doesAnswer(db: Db): Promise<boolean> {
  try {
    await db.select({ key: db.t.throttles.key }).from(db.t.throttles).limit(1)
    return true
  } catch {
    return false
  }
}
