import { z } from 'zod'
import { reach } from '#lib/db/queries/class-work.ts'
import { plansIn, releasesIn } from '#lib/db/queries/grades.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { generalRubric, readStandings } from './answers.ts'
import { countsOf } from './queue.ts'

/** What the desk says of grading: how many answers wait for whoever asks, and what is graded and still held. */
export const viewWaiting = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const reached = await reach(ctx, input.class)
    const [plans, released] = await Promise.all([
      plansIn(ctx.db, input.class, reached.assignments, generalRubric()),
      releasesIn(ctx.db, input.class),
    ])
    const rows = await Promise.all(
      reached.assignments.flatMap((assignment) => {
        const plan = plans.get(assignment.id)
        return plan
          ? [
              readStandings(ctx, ctx.viewer.userId, assignment, plan, reached).then((queues) => ({
                id: assignment.id,
                title: assignment.title,
                isReleased: released.has(assignment.id),
                ...countsOf([...queues.values()].flat()),
              })),
            ]
          : []
      }),
    )
    // Between two graders an instructor decides; what everybody has graded waits for nobody but the release.
    const waits = (row: (typeof rows)[number]) => row.open + row.revised + (reached.seesAll ? row.differ : 0)
    return {
      answers: rows.reduce((sum, row) => sum + waits(row), 0),
      of: rows.reduce((sum, row) => sum + row.of, 0),
      assignments: rows.flatMap((row) =>
        waits(row) > 0 ? [{ id: row.id, title: row.title, answers: waits(row), of: row.of }] : [],
      ),
      held: reached.seesAll
        ? rows.flatMap((row) =>
            waits(row) === 0 && row.graded > 0 && !row.isReleased ? [{ id: row.id, title: row.title }] : [],
          )
        : [],
    }
  },
})
export type Waiting = Awaited<ReturnType<typeof viewWaiting>>
