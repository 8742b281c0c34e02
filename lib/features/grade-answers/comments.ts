import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findMember } from '#lib/db/queries/classes.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, isWellFormed } from '#lib/domain/names.ts'
import { findPart, gradedAnswer, readVersion } from './answers.ts'
import { commentSchema, partSchema } from './save.ts'

const said = commentSchema.refine((text) => text.length > 0, { message: 'empty' })
const WORDS_MAX = 1000

/** Where words stand in a text: at the place named, or where they first occur; null where they do not. */
function placeOf(text: string, words: string, from: number | undefined): number | null {
  if (from !== undefined && text.startsWith(words, from)) return from
  const at = text.indexOf(words)
  return at < 0 ? null : at
}

/** A comment inside a student's words: which words of which version, and what is said to them. */
export const commentOnWords = feature({
  input: z.strictObject({
    assignment: idSchema,
    part: partSchema,
    member: idSchema,
    source: idSchema,
    version: z.coerce.number().int().min(1),
    words: z
      .string()
      .min(1)
      .max(WORDS_MAX)
      .transform((words) => words.replaceAll('\r\n', '\n').normalize('NFC'))
      .refine(isWellFormed, { message: 'characters' }),
    from: z.preprocess((value) => (value === '' ? undefined : value), z.coerce.number().int().min(0).optional()),
    text: said,
  }),
  permission: 'work.review',
  subject: gradedAnswer,
  output: z.strictObject({ comment: z.string(), from: z.int(), to: z.int(), words: z.string() }),
  run: async (ctx, input, { assignment, member }) => {
    const { part } = await findPart(ctx, assignment, input.part)
    const { db } = ctx
    const version = { sourceId: input.source, version: input.version }
    return db.atomically(function* (tx) {
      const { source, text } = yield* readVersion(ctx, tx, { assignment, userId: member.userId, part, version })
      const from = placeOf(text, input.words, input.from) ?? placeOf(text, input.words.trim(), undefined)
      if (from === null) throw new Refusal('words-not-found', { path: 'words' })
      const words = text.startsWith(input.words, from) ? input.words : input.words.trim()
      const id = ctx.newId()
      yield* q(
        tx.insert(db.t.gradeComments).values({
          id,
          classId: assignment.classId,
          userId: member.userId,
          assignmentId: assignment.id,
          part,
          source,
          ...version,
          starts: from,
          ends: from + words.length,
          words,
          comment: input.text,
          graderId: ctx.viewer.userId,
          savedAt: ctx.now(),
          removedAt: null,
          erasedAt: null,
        }),
      )
      yield* record(db, tx, {
        classId: assignment.classId,
        actorId: ctx.viewer.userId,
        action: 'grade.comment',
        object: `assignments/${assignment.id}/members/${member.userId}`,
        now: ctx.now(),
      })
      return { comment: id, from, to: from + words.length, words }
    })
  },
})

const standingComment = async (ctx: Context, input: { comment: string }) => {
  const { gradeComments } = ctx.db.t
  const [comment] = await ctx.db
    .select()
    .from(gradeComments)
    .where(and(eq(gradeComments.id, input.comment), isNull(gradeComments.removedAt)))
  if (!comment) return null
  const member = await findMember(ctx.db, comment.classId, comment.userId)
  return { classId: comment.classId, studentSectionId: member?.sectionId ?? null, comment }
}

/** Takes a comment on words back: it is kept with the history, and nobody is shown it any more. */
export const removeWordComment = feature({
  input: z.strictObject({ comment: idSchema }),
  permission: 'work.review',
  subject: standingComment,
  output: doneSchema,
  run: async (ctx, _input, { comment }) => {
    const { gradeComments } = ctx.db.t
    await ctx.db.atomically(function* (tx) {
      yield* q(tx.update(gradeComments).set({ removedAt: ctx.now() }).where(eq(gradeComments.id, comment.id)))
      yield* record(ctx.db, tx, {
        classId: comment.classId,
        actorId: ctx.viewer.userId,
        action: 'grade.uncomment',
        object: `assignments/${comment.assignmentId}/members/${comment.userId}`,
        now: ctx.now(),
      })
    })
    return DONE
  },
})

/** Keeps a comment for further use: by this grader in every class, by colleagues in this one. */
export const bankComment = feature({
  input: z.strictObject({ class: idSchema, text: said }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ comment: z.string() }),
  run: async (ctx, input) => {
    const { commentBank } = ctx.db.t
    const { viewer } = ctx
    return ctx.db.atomically(function* (tx) {
      const [known] = yield* q(
        tx
          .select({ id: commentBank.id })
          .from(commentBank)
          .where(and(eq(commentBank.ownerId, viewer.userId), eq(commentBank.comment, input.text))),
      )
      if (known) return { comment: known.id }
      const id = ctx.newId()
      yield* q(
        tx
          .insert(commentBank)
          .values({ id, classId: input.class, ownerId: viewer.userId, comment: input.text, savedAt: ctx.now() }),
      )
      return { comment: id }
    })
  },
})

/** Takes a kept comment out of the bank. Only whoever kept it can. */
export const unbankComment = feature({
  input: z.strictObject({ comment: idSchema }),
  permission: 'class.observe',
  subject: async (ctx, input) => {
    const { commentBank } = ctx.db.t
    const [kept] = await ctx.db.select().from(commentBank).where(eq(commentBank.id, input.comment))
    return kept && kept.ownerId === ctx.viewer?.userId ? { classId: kept.classId } : null
  },
  output: doneSchema,
  run: async (ctx, input) => {
    await ctx.db.atomically(function* (tx) {
      yield* q(tx.delete(ctx.db.t.commentBank).where(eq(ctx.db.t.commentBank.id, input.comment)))
    })
    return DONE
  },
})
