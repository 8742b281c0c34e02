import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { listNewest, listOwnQuizzes } from '#lib/db/queries/own-quizzes.ts'
import { feature } from '#lib/door/feature.ts'
import { itemKindSchema, itemSchema, SKILLS, type Item } from '#lib/domain/item.ts'
import { misreadingsOf } from '#lib/domain/judge.ts'

/** An empty box of a search form means "any". */
const any = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())

/** Letters as they are typed without marks: Khiem finds Khiêm. */
const plain = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

const wordsOf = (item: Item): string =>
  plain(
    [
      item.stem,
      ...('options' in item ? item.options.map(({ text }) => text) : []),
      ...('rows' in item ? item.rows.map(({ text }) => text) : []),
    ].join(' '),
  )

/** An item of the bank and the quiz in which it stands; `from` is what a copy is made of. */
export type BankItem = { from: string; quiz: { title: string; isOwn: boolean }; item: Item }

/**
 * The bank: every item of the edition's class quizzes and of one's own kept versions, by skill, misreading, kind and
 * words. Public quizzes are left out: an item that anybody can try is no item for a class.
 */
export const searchBank = feature({
  input: z.strictObject({
    words: any(z.string().max(100)),
    skill: any(z.enum(SKILLS)),
    misreading: any(z.string().max(80)),
    kind: any(itemKindSchema),
    whose: any(z.enum(['edition', 'own'])),
  }),
  permission: 'bank.use',
  subject: () => ({}),
  output: z.strictObject({
    found: z.array(
      z.strictObject({
        from: z.string(),
        quiz: z.strictObject({ title: z.string(), isOwn: z.boolean() }),
        item: itemSchema,
      }),
    ),
    of: z.int(),
    misreadings: z.array(z.strictObject({ id: z.string(), reading: z.string(), advice: z.string() })),
    edition: z.array(z.strictObject({ id: z.string(), title: z.string(), summary: z.string(), items: z.int() })),
    own: z.array(
      z.strictObject({
        id: z.string(),
        seq: z.int(),
        title: z.string(),
        items: z.int(),
        savedAt: z.string(),
        version: z.int().nullable(),
        isShared: z.boolean(),
      }),
    ),
  }),
  run: async ({ db, viewer }, input) => {
    const [own, newest] = await Promise.all([listOwnQuizzes(db, viewer.userId), listNewest(db, viewer.userId)])
    const { quizzes, misreadings } = edition()
    const classQuizzes = quizzes.filter(({ audience }) => audience === 'class')
    const all: BankItem[] = [
      ...classQuizzes.flatMap(({ id, title, items }) =>
        items.map((item) => ({ from: `edition/${id}/${item.id}`, quiz: { title, isOwn: false }, item })),
      ),
      ...own.flatMap(({ id }) => {
        const kept = newest.get(id)?.quiz
        return (kept?.items ?? []).map((item) => ({
          from: `own/${id}/${item.id}`,
          quiz: { title: kept!.title, isOwn: true },
          item,
        }))
      }),
    ]
    const words = plain(input.words ?? '')
      .split(/\s+/u)
      .filter(Boolean)
    return {
      found: all.filter(
        ({ item, quiz }) =>
          (!input.skill || item.skill === input.skill) &&
          (!input.kind || item.kind === input.kind) &&
          (!input.whose || (input.whose === 'own') === quiz.isOwn) &&
          (!input.misreading || misreadingsOf(item).includes(input.misreading)) &&
          words.every((word) => wordsOf(item).includes(word)),
      ),
      of: all.length,
      misreadings: misreadings.map(({ id, reading, advice }) => ({ id, reading, advice })),
      edition: classQuizzes.map(({ id, title, summary, items }) => ({ id, title, summary, items: items.length })),
      own: own.map((quiz) => ({
        id: quiz.id,
        seq: quiz.seq,
        title: quiz.draft.title,
        items: quiz.draft.items.length,
        savedAt: quiz.savedAt.toISOString(),
        version: newest.get(quiz.id)?.n ?? null,
        isShared: quiz.shareCode !== null,
      })),
    }
  },
})
