import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { findAssignment, rulesNow } from '#lib/db/queries/assignments.ts'
import { feature } from '#lib/door/feature.ts'
import { attemptStanding } from '#lib/domain/availability.ts'
import { idSchema } from '#lib/domain/names.ts'
import { shownQuiz } from './attempt.ts'

/**
 * The open attempt, if there is one, at a quiz that is taken with the text closed. While it runs, the other pages of the
 * class do not send this student the transcript (rule 12). Handed in or past its deadline, nothing is held back.
 */
export const findClosedText = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.enter',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, viewer, now }, input): Promise<{ assignment: string; title: string } | null> => {
    const { attempts } = db.t
    const open = await db
      .select()
      .from(attempts)
      .where(and(eq(attempts.classId, input.class), eq(attempts.userId, viewer.userId), eq(attempts.state, 'open')))
    for (const attempt of open) {
      const assignment = await findAssignment(db, attempt.assignmentId)
      if (!assignment || !(await shownQuiz(db, assignment.revisionHash)).textClosed) continue
      const rules = await db.atomically((tx) => rulesNow(db, tx, assignment, viewer.userId))
      if (attemptStanding(attempt, rules, now()).open) return { assignment: assignment.id, title: assignment.title }
    }
    return null
  },
})
