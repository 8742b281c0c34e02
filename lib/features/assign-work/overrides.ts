import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { assignmentSubject, type Assignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findMember, listSections } from '#lib/db/queries/classes.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { dateFields, datesIn, ruleFields } from './dates.ts'

const ownRules = { ...ruleFields, ...dateFields }
const ownRulesSchema = z.strictObject(ownRules)

/** Lays a student's or a section's own dates, attempts and time limit over the assignment's; all empty takes them back. */
async function layOver(
  { db, viewer, now, newId }: SignedIn,
  assignment: Assignment,
  whose: { userId: string } | { sectionId: string },
  input: z.output<typeof ownRulesSchema>,
): Promise<void> {
  const dates = datesIn(input, assignment.zone)
  const isEmpty = !dates.opensAt && !dates.dueAt && !dates.closesAt && !input.attempts && !input.timeLimit
  const { overrides } = db.t
  const isTheirs = and(
    eq(overrides.assignmentId, assignment.id),
    'userId' in whose ? eq(overrides.userId, whose.userId) : eq(overrides.sectionId, whose.sectionId),
  )
  await db.atomically(function* (tx) {
    const [before] = yield* q(tx.select().from(overrides).where(isTheirs))
    yield* q(tx.delete(overrides).where(isTheirs))
    if (!isEmpty) {
      yield* q(
        tx.insert(overrides).values({
          id: newId(),
          classId: assignment.classId,
          assignmentId: assignment.id,
          userId: 'userId' in whose ? whose.userId : null,
          sectionId: 'sectionId' in whose ? whose.sectionId : null,
          ...dates,
          attemptsAllowed: input.attempts ?? null,
          timeLimitMinutes: input.timeLimit ?? null,
        }),
      )
    }
    yield* record(db, tx, {
      classId: assignment.classId,
      actorId: viewer.userId,
      action: 'override.change',
      object: `assignments/${assignment.id}/${'userId' in whose ? `members/${whose.userId}` : `sections/${whose.sectionId}`}`,
      before: before
        ? {
            opens: before.opensWall,
            due: before.dueWall,
            closes: before.closesWall,
            attempts: before.attemptsAllowed,
            timeLimit: before.timeLimitMinutes,
          }
        : null,
      after: isEmpty
        ? null
        : {
            opens: input.opens,
            due: input.due,
            closes: input.closes,
            attempts: input.attempts,
            timeLimit: input.timeLimit,
          },
      now: now(),
    })
  })
}

/** One student's own dates, attempts and time limit for an assignment. */
export const setOverride = feature({
  input: z.strictObject({ assignment: idSchema, member: idSchema, ...ownRules }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, input, { assignment }) => {
    if (!(await findMember(ctx.db, assignment.classId, input.member))) throw new Refusal('not-found')
    await layOver(ctx, assignment, { userId: input.member }, input)
    return DONE
  },
})

/** A section's own, which hold for everybody in it; a student's own stand above them. */
export const setSectionOverride = feature({
  input: z.strictObject({ assignment: idSchema, section: idSchema, ...ownRules }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: doneSchema,
  run: async (ctx, input, { assignment }) => {
    const sections = await listSections(ctx.db, assignment.classId)
    if (!sections.some((section) => section.id === input.section)) throw new Refusal('not-found')
    await layOver(ctx, assignment, { sectionId: input.section }, input)
    return DONE
  },
})
