import { and, desc, eq } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import { findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import type { Tables } from '#lib/db/tables.ts'
import type { Context } from '#lib/door/context.ts'
import { itemsAsked } from '#lib/domain/draw.ts'
import type { ShownItem, ShownQuiz } from '#lib/domain/item.ts'

export type Attempt = Tables['attempts']['$inferSelect']
export type AnswerRow = Tables['answers']['$inferSelect']

/** Frozen bodies never change, so the student's side of a quiz is read once a process. */
const shownQuizzes = new Map<string, ShownQuiz>()
export async function shownQuiz(db: Db, hash: string): Promise<ShownQuiz> {
  const known = shownQuizzes.get(hash)
  if (known) return known
  const shown = (await findShown(db, hash)) as ShownQuiz
  if (shownQuizzes.size >= 500) shownQuizzes.clear()
  shownQuizzes.set(hash, shown)
  return shown
}

/** The same inside a transaction, for the version that an attempt was asked. */
export function* readShown(db: Db, tx: Executor, hash: string): Steps<ShownQuiz> {
  const known = shownQuizzes.get(hash)
  if (known) return known
  const { contentRevisions } = db.t
  const [row] = yield* q(
    tx.select({ shown: contentRevisions.shown }).from(contentRevisions).where(eq(contentRevisions.hash, hash)),
  )
  return row!.shown as ShownQuiz
}

/** The items of one attempt in its own order. */
export const itemsOf = (quiz: ShownQuiz, attempt: Attempt, assignment: Pick<Assignment, 'shuffled'>): ShownItem[] =>
  itemsAsked(quiz.items, attempt, assignment.shuffled)

/** The attempt and its assignment as the door judges them: null where either is gone. */
export async function attemptSubject(ctx: Context, input: { attempt: string }) {
  const { attempts, assignments } = ctx.db.t
  const [row] = await ctx.db
    .select({ attempt: attempts, assignment: assignments })
    .from(attempts)
    .innerJoin(assignments, eq(assignments.id, attempts.assignmentId))
    .where(eq(attempts.id, input.attempt))
  return row
    ? { classId: row.attempt.classId, sectionId: row.assignment.sectionId, userId: row.attempt.userId, ...row }
    : null
}

/** The saved answers that count: the highest `seq` of each item. */
export const latest = (rows: readonly AnswerRow[]): Map<string, AnswerRow> => {
  const counted = new Map<string, AnswerRow>()
  for (const row of rows) if (row.seq > (counted.get(row.item)?.seq ?? 0)) counted.set(row.item, row)
  return counted
}

export function* readAnswers(db: Db, tx: Executor, attemptId: string): Steps<Map<string, AnswerRow>> {
  return latest(yield* q(tx.select().from(db.t.answers).where(eq(db.t.answers.attemptId, attemptId))))
}

export function* readAttempts(db: Db, tx: Executor, assignmentId: string, userId: string): Steps<Attempt[]> {
  return yield* q(
    tx
      .select()
      .from(db.t.attempts)
      .where(and(eq(db.t.attempts.assignmentId, assignmentId), eq(db.t.attempts.userId, userId)))
      .orderBy(desc(db.t.attempts.ordinal)),
  )
}
