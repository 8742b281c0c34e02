import { like } from 'drizzle-orm'
import type { Db } from '../atomically.ts'

/** The demo's accounts live under this domain, which nobody can own. */
export const DEMO_DOMAIN = '@demo.test'

export async function hasDemoAccounts(db: Db): Promise<boolean> {
  const rows = await db
    .select({ id: db.t.users.id })
    .from(db.t.users)
    .where(like(db.t.users.email, `%${DEMO_DOMAIN}`))
    .limit(1)
  return rows.length > 0
}
