import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { findAssignment, listAssignments } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { listNoteRules } from '#lib/db/queries/notes.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { OWN_FIRST, OWN_FIRST_MAX } from '#lib/domain/note.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

/** How many own notes come before classmates', for the class or for one of its readings; an empty number is the class's. */
export const setOwnFirst = feature({
  input: z.strictObject({
    class: idSchema,
    assignment: z.union([z.literal('').transform(() => undefined), idSchema]).optional(),
    ownFirst: z.union([z.literal('').transform(() => null), z.coerce.number().int().min(0).max(OWN_FIRST_MAX)]),
  }),
  permission: 'class.manage',
  subject: async (ctx, input) => {
    const assignment = input.assignment ? await findAssignment(ctx.db, input.assignment) : null
    return input.assignment && (assignment?.classId !== input.class || assignment.kind !== 'reading')
      ? null
      : { classId: input.class }
  },
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    const { noteRules } = db.t
    const scope = input.assignment ?? input.class
    await db.atomically(function* (tx) {
      yield* q(tx.delete(noteRules).where(eq(noteRules.scope, scope)))
      if (input.ownFirst !== null)
        yield* q(
          tx.insert(noteRules).values({ scope, classId: input.class, ownFirst: input.ownFirst, changedAt: now() }),
        )
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'notes.own-first',
        object: `note_rules/${scope}`,
        after: { ownFirst: input.ownFirst },
        now: now(),
      })
    })
    return DONE
  },
})

/** What a prompt is by, so that the same set copied twice is there once. */
const keyOf = (note: { rangeFrom: string; rangeTo: string; body: string | null }): string =>
  `${note.rangeFrom} ${note.rangeTo} ${note.body ?? ''}`

/** Copies the prompts of another class that the viewer teaches into this one. Students' notes stay where they are. */
export const copyPrompts = feature({
  input: z.strictObject({ class: idSchema, from: idSchema }),
  permission: 'class.manage',
  subject: (ctx, input) =>
    membershipIn(ctx.viewer, input.from)?.role === 'instructor' && input.from !== input.class
      ? { classId: input.class }
      : null,
  output: z.strictObject({ copied: z.int() }),
  run: async ({ db, viewer, now, newId }, input) => {
    const copied = await db.atomically(function* (tx) {
      const { notes } = db.t
      const prompts = (classId: string) =>
        tx
          .select()
          .from(notes)
          .where(
            and(eq(notes.classId, classId), eq(notes.kind, 'prompt'), isNull(notes.deletedAt), isNull(notes.erasedAt)),
          )
          .orderBy(notes.orderFrom, notes.id)
      const [theirs, here] = [yield* q(prompts(input.from)), yield* q(prompts(input.class))]
      const known = new Set(here.map(keyOf))
      const fresh = theirs.filter((one) => !known.has(keyOf(one)))
      for (const one of fresh)
        yield* q(
          tx.insert(notes).values({
            ...one,
            id: newId(),
            classId: input.class,
            userId: viewer.userId,
            ownerId: viewer.userId,
            assignmentId: null,
            sectionId: null,
            replies: 0,
            seq: 1,
            createdAt: now(),
            editedAt: null,
          }),
        )
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'notes.copy',
        object: `classes/${input.from}`,
        now: now(),
      })
      return fresh.length
    })
    return { copied }
  },
})

/** What the desk sets for notes: the rule of the class and of each reading, and the classes whose prompts can be copied. */
export const viewNoteRules = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async ({ db, viewer }, input) => {
    const [klass, assignments, rules] = await Promise.all([
      findClass(db, input.class),
      listAssignments(db, input.class),
      listNoteRules(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const taught = viewer.memberships.filter((one) => one.role === 'instructor' && one.classId !== input.class)
    return {
      allowsHypothesis: klass.hypothesisAt !== null,
      inClass: rules.get(input.class) ?? OWN_FIRST,
      readings: assignments
        .filter((one) => one.kind === 'reading')
        .map((one) => ({ id: one.id, title: one.title, ownFirst: rules.get(one.id) ?? null })),
      taught: (await Promise.all(taught.map((one) => findClass(db, one.classId)))).flatMap((one) =>
        one ? [{ id: one.id, title: one.title }] : [],
      ),
    }
  },
})
