/** Where an instructor allows it: a reading on a page of its own, on which the Hypothesis client may work. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q } from '#lib/db/atomically.ts'
import { findAssignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { findOpenClosedText } from '#lib/db/queries/closed-text.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { isWithin } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { readerIn } from './note-view.ts'

/** Allows Hypothesis beside the readings of a class, or no longer. Nothing of it is ever loaded from here. */
export const allowHypothesis = feature({
  input: z.strictObject({
    class: idSchema,
    allowed: z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async ({ db, viewer, now }, input) => {
    await db.atomically(function* (tx) {
      const { classes } = db.t
      const [before] = yield* q(
        tx.select({ at: classes.hypothesisAt }).from(classes).where(eq(classes.id, input.class)),
      )
      if (!before) throw new Refusal('not-found')
      if ((before.at !== null) === input.allowed) return
      yield* q(
        tx
          .update(classes)
          .set({ hypothesisAt: input.allowed ? now() : null })
          .where(eq(classes.id, input.class)),
      )
      yield* record(db, tx, {
        classId: input.class,
        actorId: viewer.userId,
        action: 'class.hypothesis',
        object: `classes/${input.class}`,
        after: { allowed: input.allowed },
        now: now(),
      })
    })
    return DONE
  },
})

type Piece = { id: string; text: string }

/** The text of a reading and nothing beside it; where it is shut to the viewer, the reading's own page says why. */
export const readPlainly = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'note.write',
  subject: async (ctx, input) => {
    const reading = await findAssignment(ctx.db, input.assignment)
    if (reading?.kind !== 'reading') return null
    const klass = await findClass(ctx.db, reading.classId)
    return klass?.hypothesisAt
      ? { classId: reading.classId, sectionId: reading.sectionId, isPrompt: false, reading }
      : null
  },
  run: async (ctx, _input, { classId, reading }) => {
    const reader = await readerIn(ctx, classId)
    const shut =
      reader.is === 'student' &&
      (!reader.given.includes(reading.id) ||
        (await findOpenClosedText(ctx.db, { classId, userId: ctx.viewer.userId, now: ctx.now() })) !== null)
    const own = `/classes/${classId}/reading/${reading.id}`
    if (shut) return { kind: 'shut' as const, to: own }
    const { header, turns, end, tei } = edition().transcript
    const isInside = ({ id }: { id: string }): boolean =>
      isWithin(id, { from: reading.rangeFrom ?? 'h1', to: reading.rangeTo ?? 'end' })
    const piece = ({ id, text }: Piece): Piece => ({ id, text })
    return {
      kind: 'open' as const,
      title: reading.title,
      /** Where the notes of the class are, for whoever comes from there. */
      back: reader.is === 'student' ? own : `/classes/${classId}/desk/notes`,
      header: header.filter(isInside).map(piece),
      paragraphs: turns.flatMap(({ label, paragraphs }) =>
        paragraphs
          .map((paragraph, i) => ({
            label: i === 0 ? label : null,
            sentences: paragraph.sentences.filter(isInside).map(piece),
          }))
          .filter(({ sentences }) => sentences.length > 0),
      ),
      end: isInside(end) ? piece(end) : null,
      rights: tei.rights,
    }
  },
})
