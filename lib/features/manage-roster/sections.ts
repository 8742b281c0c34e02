import { and, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'

const sectionNameSchema = lineSchema(60)
const aSection = z.strictObject({ class: idSchema, section: idSchema })

const sectionOf = async (ctx: Context, input: { class: string; section: string }) => {
  const { sections } = ctx.db.t
  const [section] = await ctx.db
    .select()
    .from(sections)
    .where(and(eq(sections.id, input.section), eq(sections.classId, input.class)))
  return section ? { classId: input.class, section } : null
}

/** Two sections of one name could not be told apart on any list. */
function* mustBeFree(ctx: Context, tx: Executor, classId: string, name: string, but?: string): Steps<void> {
  const { sections } = ctx.db.t
  const rows = yield* q(tx.select().from(sections).where(eq(sections.classId, classId)))
  if (rows.some((row) => row.id !== but && row.name.toLowerCase() === name.toLowerCase()))
    throw new Refusal('section-taken', { path: 'name', name })
}

export const makeSection = feature({
  input: z.strictObject({ class: idSchema, name: sectionNameSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ section: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId } = ctx
    const id = newId()
    await db.atomically(function* (tx) {
      yield* mustBeFree(ctx, tx, input.class, input.name)
      yield* q(tx.insert(db.t.sections).values({ id, classId: input.class, name: input.name }))
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'section.create',
        object: `sections/${id}`,
        now: now(),
      })
    })
    return { section: id }
  },
})

export const renameSection = feature({
  input: aSection.extend({ name: sectionNameSchema }),
  permission: 'class.manage',
  subject: sectionOf,
  output: doneSchema,
  run: async (ctx, input, { section }) => {
    const { db, viewer, now } = ctx
    await db.atomically(function* (tx) {
      yield* mustBeFree(ctx, tx, input.class, input.name, section.id)
      yield* q(tx.update(db.t.sections).set({ name: input.name }).where(eq(db.t.sections.id, section.id)))
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'section.rename',
        object: `sections/${section.id}`,
        before: { name: section.name },
        after: { name: input.name },
        now: now(),
      })
    })
    return DONE
  },
})

/**
 * Takes a section away; its students stay in the class without one. Refused while work is assigned to it: that work
 * would fall to the whole class.
 */
export const removeSection = feature({
  input: aSection,
  permission: 'class.manage',
  subject: sectionOf,
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, { section, classId }) => {
    await db.atomically(function* (tx) {
      const { assignments, sections } = db.t
      const [given] = yield* q(tx.select({ n: count() }).from(assignments).where(eq(assignments.sectionId, section.id)))
      if (given!.n > 0) throw new Refusal('section-in-use')
      yield* q(tx.delete(sections).where(eq(sections.id, section.id)))
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'section.remove',
        object: `sections/${section.id}`,
        now: now(),
      })
    })
    return DONE
  },
})
