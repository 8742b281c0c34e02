import { and, asc, eq } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type PredictionRow = Tables['predictions']['$inferSelect']

/** What one student predicted before a reading, if they have. */
export function* predictionOf(db: Db, tx: Executor, assignmentId: string, userId: string): Steps<PredictionRow | null> {
  const { predictions } = db.t
  const [row] = yield* q(
    tx
      .select()
      .from(predictions)
      .where(and(eq(predictions.assignmentId, assignmentId), eq(predictions.userId, userId))),
  )
  return row ?? null
}

/** Everybody’s predictions before one reading, in the order in which they came. */
export const listPredictions = (db: Db, assignmentId: string): PromiseLike<PredictionRow[]> =>
  db
    .select()
    .from(db.t.predictions)
    .where(eq(db.t.predictions.assignmentId, assignmentId))
    .orderBy(asc(db.t.predictions.postedAt), asc(db.t.predictions.userId))
