import { z } from 'zod'
import { findCableWork, readCableReviews, readCables, readCarried } from '#lib/db/queries/cables.ts'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { hidingsOf } from '#lib/db/queries/remarks.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { FATES } from '#lib/domain/cable.ts'
import { idSchema } from '#lib/domain/names.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import { reasonIn } from '#lib/domain/remark.ts'

const observed = async (ctx: Context, input: { assignment: string }) => {
  const work = await findCableWork(ctx.db, input.assignment)
  return work && { classId: work.assignment.classId, work }
}

const personSchema = z.strictObject({ id: z.string(), name: z.string(), number: z.int() })
const deskSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
  mayManage: z.boolean(),
  assignment: z.string(),
  title: z.string(),
  wanted: z.int(),
  points: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  carried: z.strictObject({
    cables: z.int(),
    n: z.int(),
    points: z.array(
      z.strictObject({
        id: z.string(),
        title: z.string(),
        carried: z.int(),
        changed: z.int(),
        'left-out': z.int(),
      }),
    ),
  }),
  /** A cable each: whoever handed in none has nothing to review either. */
  cables: z.array(
    z.strictObject({
      author: personSchema,
      text: z.string(),
      /** How many cables its author has reviewed. */
      wrote: z.int(),
      reviews: z.array(
        z.strictObject({
          id: z.string(),
          /** Null: of another section than an assistant’s, or no longer here. */
          reviewer: personSchema.nullable(),
          /** Null once it was erased. */
          marks: z.record(z.string(), z.enum(FATES)).nullable(),
          /** Hidden from the author of the cable. */
          hidden: z.strictObject({ reason: z.string().nullable() }).nullable(),
        }),
      ),
    }),
  ),
})
export type DeskCables = z.infer<typeof deskSchema>

/** The staff’s side: every cable with what its readers found, both with names, and point by point what was lost. */
export const viewCables = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.observe',
  subject: observed,
  output: deskSchema,
  run: async (ctx, _input, { classId, work }): Promise<DeskCables> => {
    const { db, now } = ctx
    const { assignment } = work
    const { klass, students, numberOf } = await reach(ctx, classId)
    const people = new Map(
      students
        .filter((one) => isGivenTo(assignment, one))
        .map((one) => [one.userId, { id: one.userId, name: one.displayName, number: numberOf(one.userId) }]),
    )
    return db.atomically(function* (tx) {
      const cables = yield* readCables(db, tx, work, now())
      const rows = (yield* readCableReviews(db, tx, assignment.id)).filter(({ reviewedAt }) => reviewedAt !== null)
      const hidings = yield* hidingsOf(
        db,
        tx,
        'cable',
        rows.map(({ id }) => id),
      )
      return {
        class: { id: klass.id, title: klass.title, zone: klass.zone },
        mayManage: membershipIn(ctx.viewer, classId)?.role === 'instructor',
        assignment: assignment.id,
        title: assignment.title,
        wanted: assignment.reviews,
        points: work.points.map(({ id, title }) => ({ id, title })),
        carried: yield* readCarried(db, tx, work, new Set(people.keys()), now()),
        cables: [...people.values()]
          .flatMap((author) => {
            const cable = cables.find(({ authorId }) => authorId === author.id)
            return cable ? [{ author, cable }] : []
          })
          .map(({ author, cable }) => ({
            author,
            text: cable.text,
            wrote: rows.filter(({ userId }) => userId === author.id).length,
            reviews: rows
              .filter(({ attemptId }) => attemptId === cable.attempt)
              .map(({ id, userId, points }) => ({
                id,
                reviewer: people.get(userId) ?? null,
                marks: points,
                hidden: reasonIn(hidings.get(id)),
              })),
          })),
      }
    })
  },
})
