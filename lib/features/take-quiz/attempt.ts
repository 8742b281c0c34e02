import { and, desc, eq, sql } from 'drizzle-orm'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import { prepared } from '#lib/db/prepared.ts'
import { findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import type { Tables } from '#lib/db/tables.ts'
import type { Context } from '#lib/door/context.ts'
import { itemsAsked } from '#lib/domain/draw.ts'
import type { ShownItem, ShownQuiz } from '#lib/domain/item.ts'

export type Attempt = Tables['attempts']['$inferSelect']
export type AnswerRow = Tables['answers']['$inferSelect']

/** Frozen bodies never change, so the student's side of a quiz is read once a process. */
const shownQuizzes = new Map<string, ShownQuiz>()
function remember(hash: string, shown: ShownQuiz): ShownQuiz {
  if (shownQuizzes.size >= 500) shownQuizzes.clear()
  shownQuizzes.set(hash, shown)
  return shown
}
export async function shownQuiz(db: Db, hash: string): Promise<ShownQuiz> {
  const known = shownQuizzes.get(hash)
  if (known) return known
  return remember(hash, (await findShown(db, hash)) as ShownQuiz)
}

/** The same inside a transaction, for the version that an attempt was asked. */
export function* readShown(db: Db, tx: Executor, hash: string): Steps<ShownQuiz> {
  const known = shownQuizzes.get(hash)
  if (known) return known
  const { contentRevisions } = db.t
  const [row] = yield* q(
    tx.select({ shown: contentRevisions.shown }).from(contentRevisions).where(eq(contentRevisions.hash, hash)),
  )
  return remember(hash, row!.shown as ShownQuiz)
}

/** The items of one attempt in its own order. */
export const itemsOf = (quiz: ShownQuiz, attempt: Attempt, assignment: Pick<Assignment, 'shuffled'>): ShownItem[] =>
  itemsAsked(quiz.items, attempt, assignment.shuffled)

const attemptWithAssignment = prepared((on, { attempts, assignments }) =>
  on
    .select({ attempt: attempts, assignment: assignments })
    .from(attempts)
    .innerJoin(assignments, eq(assignments.id, attempts.assignmentId))
    .where(eq(attempts.id, sql.placeholder('id'))),
)
/** The attempt and its assignment as the door judges them: null where either is gone. */
export async function attemptSubject(ctx: Context, input: { attempt: string }) {
  const [row] = await ctx.db.reading(attemptWithAssignment(ctx.db, ctx.db, { id: input.attempt }))
  return row
    ? { classId: row.attempt.classId, sectionId: row.assignment.sectionId, userId: row.attempt.userId, ...row }
    : null
}

/** Inside a transaction: the attempt as it is now. */
export const attemptById = prepared((on, { attempts }) =>
  on
    .select()
    .from(attempts)
    .where(eq(attempts.id, sql.placeholder('id'))),
)

/** The saved answers that count: the highest `seq` of each item. */
export const latest = (rows: readonly AnswerRow[]): Map<string, AnswerRow> => {
  const counted = new Map<string, AnswerRow>()
  for (const row of rows) if (row.seq > (counted.get(row.item)?.seq ?? 0)) counted.set(row.item, row)
  return counted
}

const answersOf = prepared((on, { answers }) =>
  on
    .select()
    .from(answers)
    .where(eq(answers.attemptId, sql.placeholder('attemptId'))),
)
export function* readAnswers(db: Db, tx: Executor, attemptId: string): Steps<Map<string, AnswerRow>> {
  return latest(yield* q(answersOf(db, tx, { attemptId })))
}

const attemptsOf = prepared((on, { attempts }) =>
  on
    .select()
    .from(attempts)
    .where(
      and(eq(attempts.assignmentId, sql.placeholder('assignmentId')), eq(attempts.userId, sql.placeholder('userId'))),
    )
    .orderBy(desc(attempts.ordinal)),
)

export function* readAttempts(db: Db, tx: Executor, assignmentId: string, userId: string): Steps<Attempt[]> {
  return yield* q(attemptsOf(db, tx, { assignmentId, userId }))
}
