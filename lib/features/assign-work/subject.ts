import { findAssignment } from '#lib/db/queries/assignments.ts'
import type { Context } from '#lib/door/context.ts'

/** What every change of an assignment is judged by: null, and so 404, where it does not exist. */
export const assignmentSubject = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment ? { classId: assignment.classId, assignment } : null
}
