import { and, eq } from 'drizzle-orm'
import { attemptStanding } from '#lib/domain/availability.ts'
import type { ShownQuiz } from '#lib/domain/item.ts'
import { withoutQuotes } from '#lib/domain/quoted.ts'
import type { Db } from '../atomically.ts'
import { findAssignment, findShown, rulesNow } from './assignments.ts'

type By = { classId: string; userId: string; now: Date }

/**
 * The open attempt, if there is one, at a quiz that is taken with the text closed. While it runs, the other pages of the
 * class do not send this student the transcript (rule 12). Handed in or past its deadline, nothing is held back.
 */
export async function findOpenClosedText(db: Db, by: By): Promise<{ assignment: string; title: string } | null> {
  const { attempts } = db.t
  const open = await db
    .select()
    .from(attempts)
    .where(and(eq(attempts.classId, by.classId), eq(attempts.userId, by.userId), eq(attempts.state, 'open')))
  for (const attempt of open) {
    const assignment = await findAssignment(db, attempt.assignmentId)
    if (!assignment || !((await findShown(db, assignment.revisionHash)) as ShownQuiz).textClosed) continue
    const rules = await db.atomically((tx) => rulesNow(db, tx, assignment, by.userId))
    if (attemptStanding(attempt, rules, by.now).open) return { assignment: assignment.id, title: assignment.title }
  }
  return null
}

/** What the class sends somebody of what its members wrote: while the text is closed to them, without the words it quotes. */
export const quotedFor = async <T>(db: Db, by: By, written: T): Promise<T> =>
  (await findOpenClosedText(db, by)) ? withoutQuotes(written) : written
