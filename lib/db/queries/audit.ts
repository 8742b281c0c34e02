import { desc, eq } from 'drizzle-orm'
import { canonicalJson, digest } from '../digest.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type AuditEntry = {
  classId: string | null
  actorId: string | null
  /** What was done, such as `role.change`. */
  action: string
  /** What it was done to: a table and an id, never a name or a text. */
  object: string
  /** States before and after; only their digests are kept. */
  before?: unknown
  after?: unknown
  now: Date
}

const GENESIS = '0'.repeat(64)

const digestOf = (row: {
  chain: string
  n: number
  actorId: string | null
  action: string
  object: string
  before: string | null
  after: string | null
  at: Date
  previous: string
}): string =>
  digest(
    row.previous,
    row.chain,
    String(row.n),
    row.actorId ?? '',
    row.action,
    row.object,
    row.before ?? '',
    row.after ?? '',
    row.at.toISOString(),
  )

/** Adds one row to the class's chain, in the caller's transaction: the change and its trace stand or fall together. */
export function* record(db: Db, tx: Executor, entry: AuditEntry): Steps<void> {
  const chain = entry.classId ?? 'site'
  const [last] = yield* q(
    tx
      .select({ n: db.t.audit.n, digest: db.t.audit.digest })
      .from(db.t.audit)
      .where(eq(db.t.audit.chain, chain))
      .orderBy(desc(db.t.audit.n))
      .limit(1),
  )
  const row = {
    chain,
    n: (last?.n ?? 0) + 1,
    actorId: entry.actorId,
    action: entry.action,
    object: entry.object,
    before: entry.before === undefined ? null : digest(canonicalJson(entry.before)),
    after: entry.after === undefined ? null : digest(canonicalJson(entry.after)),
    at: entry.now,
    previous: last?.digest ?? GENESIS,
  }
  yield* q(tx.insert(db.t.audit).values({ ...row, digest: digestOf(row) }))
}

/** Every row of a class's chain, oldest first. */
export const listTrail = (db: Db, classId: string): PromiseLike<Tables['audit']['$inferSelect'][]> =>
  db.select().from(db.t.audit).where(eq(db.t.audit.chain, classId)).orderBy(db.t.audit.n)

/** The first row of a chain that does not follow from the one before; null where the chain is whole. */
export async function findBrokenLink(db: Db, chain: string): Promise<number | null> {
  const rows = await db.select().from(db.t.audit).where(eq(db.t.audit.chain, chain)).orderBy(db.t.audit.n)
  let previous = GENESIS
  for (const [index, row] of rows.entries()) {
    if (row.n !== index + 1 || row.previous !== previous || row.digest !== digestOf(row)) return row.n
    previous = row.digest
  }
  return null
}
