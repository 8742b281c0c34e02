import { eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { finishItem } from '#lib/content/exercises/own-quizzes.ts'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { insertOwnQuiz } from '#lib/db/queries/own-quizzes.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import type { Brought } from '#lib/domain/brought.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, isWellFormed } from '#lib/domain/names.ts'
import { readGift } from './read-gift.ts'
import { readMoodle } from './read-moodle.ts'
import { readQti } from './read-qti.ts'
import { refuseDoctype } from './xml.ts'

/** What nobody confirmed is gone after a day. */
const KEPT_MS = 24 * 3_600_000
/** As many as a quiz may have. */
const ITEMS_MAX = 40

const bad = (path: string): Refusal => new Refusal('invalid', { path, issues: [{ path, code: path, message: path }] })

/** Reads off the text which of the formats it is in; each question alone, so that a slip in one costs no other. */
function readQuestions(text: string, newId: () => string): Brought[] {
  const isXml = text.trimStart().startsWith('<')
  if (!isXml) return readGift(text, newId)
  refuseDoctype(text)
  return /<quiz[\s>]/u.test(text) ? readMoodle(text, newId) : readQti(text, newId)
}

const importSubject = async ({ db, now }: Context, input: { list: string }) => {
  const [list] = await db.select().from(db.t.quizImports).where(eq(db.t.quizImports.id, input.list))
  return list && list.createdAt.getTime() > now().getTime() - KEPT_MS ? { ownerId: list.ownerId, list } : null
}

/** Reads questions in GIFT, Moodle XML or QTI and keeps them for a day, to be looked at; the bank has nothing of them yet. */
export const startBringing = feature({
  input: z.strictObject({
    text: z.string().max(60_000).refine(isWellFormed, { message: 'characters' }),
  }),
  permission: 'bank.use',
  subject: () => ({}),
  output: z.strictObject({ list: z.string() }),
  run: async ({ db, viewer, now, newId }, input) => {
    const found = readQuestions(input.text.replace(/^\uFEFF/u, ''), newId)
    if (found.length === 0) throw bad('questions')
    if (found.length > ITEMS_MAX) throw bad('number')
    const [id, at] = [newId(), now()]
    await db.atomically(function* (tx) {
      const { quizImports } = db.t
      yield* q(tx.delete(quizImports).where(lt(quizImports.createdAt, new Date(at.getTime() - KEPT_MS))))
      yield* q(tx.insert(quizImports).values({ id, ownerId: viewer.userId, found, createdAt: at }))
    })
    return { list: id }
  },
})

/** What would come into the bank, question by question, and what would not, with the reason. */
export const viewBrought = feature({
  input: z.strictObject({ list: idSchema }),
  permission: 'bank.edit',
  subject: importSubject,
  run: (_ctx, _input, { list }) => ({
    list: list.id,
    found: list.found.map((one) => ({
      ...one,
      faults: one.draft ? finishItem(one.draft, 1).faults : [],
    })),
  }),
})

/** Makes a quiz of one's own of all that could be read; what was looked at is gone afterwards. */
export const confirmBringing = feature({
  input: z.strictObject({ list: idSchema, title: z.string().trim().max(120).refine(isWellFormed, { message: 'characters' }) }), // prettier-ignore
  permission: 'bank.edit',
  subject: importSubject,
  output: z.strictObject({ quiz: z.string() }),
  run: async ({ db, viewer, now, newId }, { title }, { list }) => {
    const items = list.found.flatMap(({ draft }) => draft ?? [])
    if (items.length === 0) throw bad('questions')
    return db.atomically(function* (tx) {
      const gone = yield* q(tx.delete(db.t.quizImports).where(eq(db.t.quizImports.id, list.id)).returning())
      // Two clicks are one quiz: the second finds nothing to bring.
      if (gone.length === 0) throw new Refusal('not-found')
      const id = newId()
      yield* insertOwnQuiz(db, tx, {
        id,
        ownerId: viewer.userId,
        draft: { title, summary: '', minutes: 10, items },
        now: now(),
      })
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'own-quiz.import',
        object: `own_quizzes/${id}`,
        after: { items: items.length },
        now: now(),
      })
      return { quiz: id }
    })
  },
})

/** Throws it away; the bank never had any of it. */
export const dropBringing = feature({
  input: z.strictObject({ list: idSchema }),
  permission: 'bank.edit',
  subject: importSubject,
  output: doneSchema,
  run: async ({ db }, _input, { list }) => {
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.quizImports).where(eq(db.t.quizImports.id, list.id)))
    })
    return DONE
  },
})
