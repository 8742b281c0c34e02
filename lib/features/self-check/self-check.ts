import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { itemAnswerSchema, showItem } from '#lib/domain/item.ts'
import { admitAnswer, judge, type Verdict, verdictSchema } from '#lib/domain/judge.ts'

/** Judges one answer to a public item. Stateless: nothing is stored, and class quizzes do not exist here. */
export const selfCheck = feature({
  input: z.strictObject({ quiz: z.string().max(80), item: z.string().max(80), answer: itemAnswerSchema.default([]) }),
  permission: 'edition.use',
  subject: (_ctx, input) => {
    const quiz = edition().quizzes.find((one) => one.id === input.quiz && one.audience === 'public')
    const item = quiz?.items.find((one) => one.id === input.item)
    return item ? { item } : null
  },
  output: verdictSchema,
  run: (_ctx, input, { item }): Verdict => {
    if (!item) throw new Refusal('not-found')
    return judge(item, admitAnswer(showItem(item), input.answer), edition().misreadings)
  },
})
