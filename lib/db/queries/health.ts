import { max } from 'drizzle-orm'
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

/** The last instant at which anybody was here, by the clocks of those days; null where nobody ever was. */
export async function lastRecorded(db: Db): Promise<Date | null> {
  const { sessions } = db.t
  const [row] = await db.select({ at: max(sessions.lastSeenAt) }).from(sessions)
  return row?.at ?? null
}
