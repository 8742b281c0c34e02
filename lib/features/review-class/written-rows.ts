import { edition } from '#lib/content/edition.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { Asking } from '#lib/db/queries/class-work.ts'
import type { Member } from '#lib/db/queries/classes.ts'
import { findPlan, listGrades } from '#lib/db/queries/grades.ts'
import { acrossAnswers, gradingOf } from '#lib/domain/grading.ts'
import type { Item } from '#lib/domain/item.ts'
import { wilson } from '#lib/domain/statistics.ts'

/**
 * Of each written item of a quiz, row by row of its rubric, what these students’ graded answers have and lack. Of the
 * message that is to be carried the rows are its points: what is missing was lost on the way.
 */
export async function writtenRows(
  ctx: Asking,
  assignment: Assignment,
  items: readonly Item[],
  students: readonly Member[],
) {
  const written = items.filter(({ kind }) => kind === 'written')
  const plan = written.length > 0 ? await findPlan(ctx.db, assignment, edition().rubrics[0]!) : null
  if (!plan) return []
  const entries = Map.groupBy(await listGrades(ctx.db, assignment.id), ({ part, userId }) => `${part}/${userId}`)
  return written.flatMap((item) => {
    const rubric = plan.rubrics[item.id]
    if (!rubric) return []
    const given = students.flatMap(({ userId }) => {
      const { grade } = gradingOf(entries.get(`${item.id}/${userId}`) ?? [], rubric, plan.graders, null)
      return grade ? [grade.levels] : []
    })
    return [
      {
        id: item.id,
        stem: item.stem,
        n: given.length,
        rows: acrossAnswers(rubric, given).map((row) => ({
          ...row,
          missing: row.levels[0]!,
          share: row.n > 0 ? wilson(row.levels[0]!, row.n) : null,
        })),
      },
    ]
  })
}
