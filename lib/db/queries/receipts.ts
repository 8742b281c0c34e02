import { and, asc, eq, gt, isNull, or, type SQL } from 'drizzle-orm'
import type { ItemAnswer } from '#lib/domain/item.ts'
import type { Db } from '../atomically.ts'
import { canonicalJson, digest } from '../digest.ts'

export type Receipted = {
  attemptId: string
  item: string
  seq: number
  body: ItemAnswer | null
  confidence: number | null
  savedAt: Date
}

/** What a receipt promises about a saved answer: the student holds it, and the row must still come to the same. */
export const receiptDigest = (row: Receipted): string =>
  digest(
    'answer',
    row.attemptId,
    row.item,
    String(row.seq),
    canonicalJson(row.body),
    String(row.confidence ?? ''),
    row.savedAt.toISOString(),
  )

/** Saved answers that no longer come to their digest; an erased one has lost its body and keeps the digest. */
export async function listFalseReceipts(db: Db, batch = 1000): Promise<Receipted[]> {
  const { answers } = db.t
  const found: Receipted[] = []
  const after = (row: Receipted): SQL | undefined =>
    or(
      gt(answers.attemptId, row.attemptId),
      and(eq(answers.attemptId, row.attemptId), gt(answers.item, row.item)),
      and(eq(answers.attemptId, row.attemptId), eq(answers.item, row.item), gt(answers.seq, row.seq)),
    )
  for (let last: Receipted | undefined; ;) {
    const rows = await db
      .select()
      .from(answers)
      .where(and(isNull(answers.erasedAt), last && after(last)))
      .orderBy(asc(answers.attemptId), asc(answers.item), asc(answers.seq))
      .limit(batch)
    found.push(...rows.filter((row) => receiptDigest(row) !== row.digest))
    if (rows.length < batch) return found
    last = rows.at(-1)
  }
}
