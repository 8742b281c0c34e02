import { and, asc, eq, inArray } from 'drizzle-orm'
import type { ShownQuiz } from '#lib/domain/item.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { ofOneStudent, prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'
import { listAssignments, listOverrides } from './assignments.ts'
import { findMember } from './classes.ts'

export type PracticeRow = Tables['practice']['$inferSelect']
export type FrozenQuiz = { shown: ShownQuiz; kept: KeptQuiz }

const ownAttempts = prepared((on, { attempts }) =>
  on.select().from(attempts).where(ofOneStudent(attempts)).orderBy(asc(attempts.startedAt), asc(attempts.id)),
)
const ownAnswers = prepared((on, { answers }) =>
  on.select().from(answers).where(ofOneStudent(answers)).orderBy(asc(answers.seq)),
)
const ownChecks = prepared((on, { checks }) => on.select().from(checks).where(ofOneStudent(checks)))
const ownPractice = prepared((on, { practice }) =>
  on.select().from(practice).where(ofOneStudent(practice)).orderBy(asc(practice.answeredAt), asc(practice.id)),
)

/** One student's quizzes in one class: every attempt with all its saved versions, what was checked, and what came back. */
export async function listRecalls(db: Db, classId: string, userId: string) {
  const whose = { classId, userId }
  const [member, assignments, overrides, attemptRows, answerRows, checkRows, practiceRows] = await Promise.all([
    findMember(db, classId, userId),
    listAssignments(db, classId),
    listOverrides(db, classId),
    ownAttempts(db, db, whose),
    ownAnswers(db, db, whose),
    ownChecks(db, db, whose),
    ownPractice(db, db, whose),
  ])
  return {
    member,
    assignments,
    overrides,
    attempts: attemptRows,
    answers: answerRows,
    checks: checkRows,
    practice: practiceRows,
  }
}

/** What one student has answered to one item that came back, oldest first. */
export function* practiceOf(
  db: Db,
  tx: Executor,
  at: Pick<PracticeRow, 'classId' | 'userId' | 'item'>,
): Steps<PracticeRow[]> {
  const { practice } = db.t
  return yield* q(
    tx
      .select()
      .from(practice)
      .where(and(eq(practice.classId, at.classId), eq(practice.userId, at.userId), eq(practice.item, at.item)))
      .orderBy(asc(practice.answeredAt), asc(practice.id)),
  )
}

/** Frozen bodies never change, so each is read once a process. */
const known = new Map<string, FrozenQuiz>()
export async function frozenQuizzes(db: Db, hashes: readonly string[]): Promise<ReadonlyMap<string, FrozenQuiz>> {
  const missing = [...new Set(hashes)].filter((hash) => !known.has(hash))
  if (missing.length === 0) return known
  const { contentRevisions: revisions } = db.t
  if (known.size > 200) known.clear()
  const rows = await db
    .select()
    .from(revisions)
    .where(inArray(revisions.hash, known.size === 0 ? [...hashes] : missing))
  for (const row of rows) known.set(row.hash, { shown: row.shown as ShownQuiz, kept: row.kept as KeptQuiz })
  return known
}
