import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { hidingsOf } from '#lib/db/queries/remarks.ts'
import { listReviews, listSampleScores } from '#lib/db/queries/reviews.ts'
import type { Context } from '#lib/door/context.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { CALIBRATION, levelsApart } from '#lib/domain/peer-review.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import { reasonIn } from '#lib/domain/remark.ts'
import { findReviewed, measureOf } from './reviewed-question.ts'

const observed = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findReviewed(ctx, input.assignment)
  return assignment && { classId: assignment.classId, assignment }
}

const personSchema = z.strictObject({ id: z.string(), name: z.string(), number: z.int() })
const deskSchema = z.strictObject({
  class: z.strictObject({ id: z.string(), title: z.string(), zone: z.string() }),
  mayManage: z.boolean(),
  assignment: z.string(),
  title: z.string(),
  wanted: z.int(),
  samples: z.int(),
  rows: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  /** Those who have posted: nobody else has anything to score or to review. */
  students: z.array(
    z.strictObject({
      ...personSchema.shape,
      scored: z.int(),
      /** Levels apart from the edition’s scores of the samples, on average. */
      apart: z.number().nullable(),
      wrote: z.int(),
      received: z.int(),
    }),
  ),
  reviews: z.array(
    z.strictObject({
      id: z.string(),
      author: personSchema,
      /** Null: of another section than an assistant’s, or no longer here. */
      reviewer: personSchema.nullable(),
      version: z.int(),
      levels: z.record(z.string(), z.int()),
      comment: z.string().nullable(),
      at: z.string(),
      /** Hidden from the author of the answer. */
      hidden: z.strictObject({ reason: z.string().nullable() }).nullable(),
    }),
  ),
})
export type DeskReviews = z.infer<typeof deskSchema>

/** The staff’s side: who has scored and reviewed how much, and every review with both names. Formative; no grade reads it. */
export const viewReviews = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.observe',
  subject: observed,
  output: deskSchema,
  run: async (ctx, _input, { classId, assignment }): Promise<DeskReviews> => {
    const { posts } = ctx.db.t
    const [{ klass, students, numberOf }, measure, rows, scores, posted] = await Promise.all([
      reach(ctx, classId),
      measureOf(ctx, assignment),
      listReviews(ctx.db, assignment.id),
      listSampleScores(ctx.db, assignment.id),
      ctx.db
        .select({ userId: posts.userId })
        .from(posts)
        .where(and(eq(posts.assignmentId, assignment.id), eq(posts.state, 'posted'))),
    ])
    const hidings = await ctx.db.atomically((tx) =>
      hidingsOf(
        ctx.db,
        tx,
        'review',
        rows.map((row) => row.id),
      ),
    )
    const hasPosted = new Set(posted.map((one) => one.userId))
    const given = students.filter((one) => isGivenTo(assignment, one))
    const people = new Map(
      given.map((one) => [one.userId, { id: one.userId, name: one.displayName, number: numberOf(one.userId) }]),
    )
    const written = rows.filter((row) => row.reviewedAt !== null)
    const apart = (userId: string): number | null => {
      const own = scores.flatMap((row) =>
        row.userId === userId && row.levels ? (levelsApart(row.levels, measure.samples[row.sample]!.scores) ?? []) : [],
      )
      return own.length === 0 ? null : own.reduce((sum, one) => sum + one, 0) / own.length
    }
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: membershipIn(ctx.viewer, classId)?.role === 'instructor',
      assignment: assignment.id,
      title: assignment.title,
      wanted: assignment.reviews,
      samples: CALIBRATION,
      rows: measure.rubric.rows.map(({ id, title }) => ({ id, title })),
      students: [...people.values()]
        .filter((person) => hasPosted.has(person.id))
        .map((person) => ({
          ...person,
          scored: scores.filter((row) => row.userId === person.id).length,
          apart: apart(person.id),
          wrote: written.filter((row) => row.userId === person.id).length,
          received: written.filter((row) => row.authorId === person.id).length,
        })),
      reviews: written
        .filter((row) => people.has(row.authorId))
        .map((row) => ({
          id: row.id,
          author: people.get(row.authorId)!,
          reviewer: people.get(row.userId) ?? null,
          version: row.version ?? 1,
          levels: row.levels ?? {},
          comment: row.comment,
          at: row.reviewedAt!.toISOString(),
          hidden: reasonIn(hidings.get(row.id)),
        })),
    }
  },
})
