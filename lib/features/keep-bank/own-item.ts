import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { finishItem } from '#lib/content/exercises/own-quizzes.ts'
import { findOwnQuiz } from '#lib/db/queries/own-quizzes.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { draftOf, emptyItem, type DraftItem } from '#lib/domain/draft-item.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { itemKindSchema, showItem } from '#lib/domain/item.ts'
import { idSchema } from '#lib/domain/names.ts'
import { fillIn, itemFormSchema } from './item-form.ts'
import { quizSubject, saveDraftOf, seqSchema, unknown } from './own-quiz.ts'

/** As many as the schema of quizzes admits. */
const ITEMS_MAX = 40

/** One's own quiz and an item of it. */
const itemSubject = async (ctx: Context, input: { quiz: string; item: string }) => {
  const subject = await quizSubject(ctx, input)
  const index = subject?.quiz.draft.items.findIndex(({ id }) => id === input.item) ?? -1
  return subject && index >= 0 ? { ...subject, index, item: subject.quiz.draft.items[index]! } : null
}

/** The item that a copy is of: `edition/quiz/item` or `own/quiz/item`. */
async function sourceOf(ctx: Context, from: string): Promise<DraftItem> {
  const [whose, quizId = '', itemId = ''] = from.split('/')
  if (whose === 'edition') {
    const quiz = edition().quizzes.find((one) => one.id === quizId && one.audience === 'class')
    const item = quiz?.items.find(({ id }) => id === itemId)
    return item ? draftOf(item) : unknown('copy')
  }
  const quiz = whose === 'own' ? await findOwnQuiz(ctx.db, quizId) : null
  const item = quiz?.ownerId === ctx.viewer?.userId ? quiz?.draft.items.find(({ id }) => id === itemId) : undefined
  return item ?? unknown('copy')
}

/** Adds an item at the end: an empty one of a kind, or a copy of one that stands elsewhere, which stays as it is. */
export const addItem = feature({
  input: z.strictObject({
    quiz: idSchema,
    seq: seqSchema,
    kind: itemKindSchema.optional(),
    copy: z.string().max(240).optional(),
  }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: z.strictObject({ item: z.string() }),
  run: async (ctx, input, { quiz }) => {
    const { items } = quiz.draft
    if (items.length >= ITEMS_MAX) throw new Refusal('too-large', { most: ITEMS_MAX })
    const source = input.copy ? await sourceOf(ctx, input.copy) : null
    if (!source && !input.kind) return unknown('kind')
    // A copy keeps its name, so that it is known as the same question; a second copy in one quiz gets its own.
    const id = source && !items.some((one) => one.id === source.id) ? source.id : `own-${ctx.newId()}`
    const added = source ? { ...source, id } : emptyItem(id, input.kind!)
    await ctx.db.atomically((tx) => saveDraftOf(ctx, tx, quiz, input.seq, { ...quiz.draft, items: [...items, added] }))
    return { item: id }
  },
})

/** One item as it is being written, what it lacks, and what of the edition its boxes choose from. */
export const viewItemDraft = feature({
  input: z.strictObject({ quiz: idSchema, item: z.string().max(80) }),
  permission: 'bank.edit',
  subject: itemSubject,
  run: (_ctx, _input, { quiz, item, index }) => {
    const { misreadings, places } = edition()
    const finished = finishItem(item, 1)
    return {
      quiz: { id: quiz.id, title: quiz.draft.title, items: quiz.draft.items.length },
      seq: quiz.seq,
      n: index + 1,
      next: quiz.draft.items[index + 1]?.id ?? null,
      item,
      faults: finished.faults,
      shown: finished.item ? showItem(finished.item) : null,
      misreadings: misreadings.map(({ id, reading }) => ({ id, reading })),
      places: places.filter(({ lat }) => lat !== undefined).map(({ id, name }) => ({ id, name })),
    }
  },
})

/** Saves an item, finished or not; a button may ask for one part more or less besides. */
export const saveItem = feature({
  input: itemFormSchema,
  permission: 'bank.edit',
  subject: itemSubject,
  output: z.strictObject({ missing: z.int() }),
  run: async (ctx, input, { quiz, item, index }) => {
    const filled = fillIn(item, input)
    await ctx.db.atomically((tx) =>
      saveDraftOf(ctx, tx, quiz, input.seq, { ...quiz.draft, items: quiz.draft.items.with(index, filled) }),
    )
    return { missing: finishItem(filled, 1).faults.length }
  },
})

/** Takes an item out of the draft; the versions that have it keep it. */
export const removeItem = feature({
  input: z.strictObject({ quiz: idSchema, item: z.string().max(80), seq: seqSchema }),
  permission: 'bank.edit',
  subject: itemSubject,
  output: doneSchema,
  run: async (ctx, { seq }, { quiz, index }) => {
    await ctx.db.atomically((tx) =>
      saveDraftOf(ctx, tx, quiz, seq, { ...quiz.draft, items: quiz.draft.items.toSpliced(index, 1) }),
    )
    return DONE
  },
})

/** Moves an item one place up or down. */
export const moveItem = feature({
  input: z.strictObject({ quiz: idSchema, item: z.string().max(80), seq: seqSchema, to: z.enum(['up', 'down']) }),
  permission: 'bank.edit',
  subject: itemSubject,
  output: doneSchema,
  run: async (ctx, { seq, to }, { quiz, item, index }) => {
    const { items } = quiz.draft
    const target = Math.min(items.length - 1, Math.max(0, index + (to === 'up' ? -1 : 1)))
    await ctx.db.atomically((tx) =>
      saveDraftOf(ctx, tx, quiz, seq, { ...quiz.draft, items: items.toSpliced(index, 1).toSpliced(target, 0, item) }),
    )
    return DONE
  },
})
