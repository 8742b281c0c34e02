import { z } from 'zod'
import { listArrivals } from '#lib/db/queries/arrivals.ts'
import { assignmentSubject, listOverrides, rulesOf } from '#lib/db/queries/assignments.ts'
import { feature } from '#lib/door/feature.ts'
import { attemptStanding } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

/**
 * How many more students are done with an assignment since an instant, such as that at which a page was made; left out,
 * how many are done at all. A count and nothing else: the page asks for it while a class works, and who it is and what
 * they say is read on the page.
 */
export const countArrivals = feature({
  input: z.strictObject({ assignment: idSchema, since: z.iso.datetime().optional() }),
  permission: 'class.observe',
  subject: assignmentSubject,
  output: z.strictObject({ more: z.int() }),
  run: async (ctx, input, { classId, assignment }) => {
    const { db, viewer, now, system } = ctx
    const [since, mine] = [new Date(input.since ?? 0), membershipIn(viewer, classId)]
    const seesAll = system !== null || mine?.role === 'instructor'
    const section = seesAll ? null : (mine?.sectionId ?? null)
    const isTheirs = assignment.sectionId === null || assignment.sectionId === section
    if (!seesAll && !isTheirs) throw new Refusal('not-found')
    // An assistant without a section has no students.
    if (!seesAll && section === null) return { more: 0 }
    const rows = await listArrivals(db, assignment, since, section)
    const overrides = rows.some(({ at }) => at === null) ? await listOverrides(db, classId) : []
    const arrived = rows.filter((row) => {
      const { startedAt, at } = row
      if (at !== null) return true
      const { handedInAt } = attemptStanding(
        { startedAt, submittedAt: null },
        rulesOf(assignment, overrides, row),
        now(),
      )
      return handedInAt !== null && handedInAt > since
    })
    return { more: arrived.length }
  },
})
