/** Questions asked of a class before a discussion and again after it, and what was chosen. */
import { and, desc, eq, sql } from 'drizzle-orm'
import type { PollAnswer } from '#lib/domain/poll.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { ofOneStudent, prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'

export type PollRow = Tables['polls']['$inferSelect']

export function* readPoll(db: Db, tx: Executor, id: string): Steps<PollRow | null> {
  const [row] = yield* q(tx.select().from(db.t.polls).where(eq(db.t.polls.id, id)))
  return row ?? null
}

const pollsIn = prepared((on, { polls }) =>
  on
    .select()
    .from(polls)
    .where(eq(polls.classId, sql.placeholder('classId')))
    .orderBy(desc(polls.askedAt), desc(polls.id)),
)
/** The newest first. */
export const listPolls = (db: Db, classId: string): PromiseLike<PollRow[]> => pollsIn(db, db, { classId })

/** What was chosen, of the students who are in the class; of those who were erased nothing is left. */
export async function listPollAnswers(db: Db, pollId: string): Promise<PollAnswer[]> {
  const { pollAnswers: a, memberships: m } = db.t
  const rows = await db
    .select({ userId: a.userId, round: a.round, choice: a.choice })
    .from(a)
    .innerJoin(m, and(eq(m.classId, a.classId), eq(m.userId, a.userId)))
    .where(and(eq(a.pollId, pollId), eq(m.state, 'active'), eq(m.role, 'student')))
  return rows.flatMap(({ choice, ...row }) => (choice === null ? [] : [{ ...row, choice }]))
}

const pollAnswersOf = prepared((on, { pollAnswers: a }) => on.select().from(a).where(ofOneStudent(a)))
/** What one student chose in a class, question by question and round by round. */
export const listOwnAnswers = (
  db: Db,
  { classId, userId }: { classId: string; userId: string },
): PromiseLike<Tables['pollAnswers']['$inferSelect'][]> => pollAnswersOf(db, db, { classId, userId })
