import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { finishItem, finishQuiz } from '#lib/content/exercises/own-quizzes.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson } from '#lib/db/digest.ts'
import { record } from '#lib/db/queries/audit.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import {
  insertOwnQuiz,
  findNewest,
  findOwnQuiz,
  findSharedQuiz,
  insertVersion,
  listVersions,
  updateDraft,
  type OwnQuiz,
} from '#lib/db/queries/own-quizzes.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { draftOf, draftQuizSchema, type DraftQuiz } from '#lib/domain/draft-item.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { showItem, type Quiz } from '#lib/domain/item.ts'
import { idSchema, isWellFormed } from '#lib/domain/names.ts'

export const unknown = (path: string): never => {
  throw new Refusal('invalid', { issues: [{ path, code: 'unknown', message: 'unknown' }] })
}
/** As somebody types it, finished or not; what it lacks is said beside it. */
export const wordsSchema = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => text.replace(/\r\n?/gu, '\n').trim())
    .refine(isWellFormed, { message: 'characters' })
export const seqSchema = z.coerce.number().int().min(0).max(1_000_000)

const faultSchema = z.strictObject({
  at: z.array(z.union([z.string(), z.number()])),
  code: z.enum(['missing', 'too-long', 'rule']),
  message: z.string(),
})

/** The quiz and its owner as the door judges them; one that was put away is still its owner's. */
export const quizSubject = async (ctx: Context, input: { quiz: string }) => {
  const quiz = await findOwnQuiz(ctx.db, input.quiz)
  return quiz ? { ownerId: quiz.ownerId, quiz } : null
}

/** Saves the draft, or refuses where another window has saved since the page was opened. */
export function* saveDraftOf(ctx: Context, tx: Executor, quiz: OwnQuiz, seq: number, draft: DraftQuiz): Steps<void> {
  if (!(yield* updateDraft(ctx.db, tx, { id: quiz.id, seq, draft, now: ctx.now() })))
    throw new Refusal('changed-elsewhere')
}

const opened = (quiz: Quiz): DraftQuiz => ({
  title: quiz.title,
  summary: quiz.summary,
  minutes: quiz.minutes,
  items: quiz.items.map((item) => draftOf(item)),
})

/** What a copy begins as: a quiz of the edition, one of one's own, or what a colleague's link shows. */
async function copyOf(ctx: Context, from: string): Promise<DraftQuiz> {
  const [whose, id = ''] = from.split('/')
  if (whose === 'edition') {
    const quiz = edition().quizzes.find((one) => one.id === id && one.audience === 'class')
    return quiz ? opened(quiz) : unknown('copy')
  }
  if (whose === 'own') {
    const quiz = await findOwnQuiz(ctx.db, id)
    return quiz && quiz.ownerId === ctx.viewer?.userId ? quiz.draft : unknown('copy')
  }
  const shared = whose === 'shared' ? await findSharedQuiz(ctx.db, id) : null
  const newest = shared && (await findNewest(ctx.db, shared.id))
  return newest ? opened(newest.quiz) : unknown('copy')
}

const EMPTY: DraftQuiz = { title: '', summary: '', minutes: 10, items: [] }

/** Makes a quiz of one's own, empty or as a copy; what is copied stays as it is. */
export const makeQuiz = feature({
  input: z.strictObject({
    title: wordsSchema(120).optional(),
    /** `edition/slug`, `own/id` or `shared/code`. */
    copy: z.string().max(120).optional(),
  }),
  permission: 'bank.use',
  subject: () => ({}),
  output: z.strictObject({ quiz: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId, idempotencyKey } = ctx
    const copied = input.copy ? await copyOf(ctx, input.copy) : EMPTY
    const draft = { ...copied, title: input.title || copied.title }
    const call = { userId: viewer.userId, route: 'bank/quizzes', key: idempotencyKey, asked: input, now: now() }
    return db.atomically((tx) =>
      once(db, tx, call, function* () {
        const id = newId()
        yield* insertOwnQuiz(db, tx, { id, ownerId: viewer.userId, draft, now: now() })
        yield* record(db, tx, {
          classId: null,
          actorId: viewer.userId,
          action: 'own-quiz.create',
          object: `own_quizzes/${id}`,
          after: { copy: input.copy ?? null },
          now: now(),
        })
        return { quiz: id }
      }),
    )
  },
})

/** One's own quiz as it is being written: what stands in it, and what it still lacks before a class can have it. */
export const viewQuizDraft = feature({
  input: z.strictObject({ quiz: idSchema }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: z.strictObject({
    id: z.string(),
    seq: z.int(),
    draft: draftQuizSchema,
    faults: z.array(faultSchema),
    items: z.array(z.strictObject({ id: z.string(), faults: z.array(faultSchema) })),
    canKeep: z.boolean(),
    /** Whether the draft is the newest version, word for word. */
    isKept: z.boolean(),
    shareCode: z.string().nullable(),
    savedAt: z.string(),
    isPutAway: z.boolean(),
    versions: z.array(z.strictObject({ n: z.int(), createdAt: z.string(), title: z.string(), items: z.int() })),
  }),
  run: async ({ db }, _input, { quiz }) => {
    const versions = await listVersions(db, quiz.id)
    const newest = versions[0]?.body ?? null
    const finished = finishQuiz(quiz.id, quiz.draft, newest)
    return {
      id: quiz.id,
      seq: quiz.seq,
      draft: quiz.draft,
      faults: finished.faults,
      items: finished.items,
      canKeep: finished.quiz !== null,
      /** Whether the draft is the newest version, word for word. */
      isKept: finished.quiz !== null && newest !== null && canonicalJson(opened(newest)) === canonicalJson(quiz.draft),
      shareCode: quiz.shareCode,
      savedAt: quiz.savedAt.toISOString(),
      isPutAway: quiz.putAwayAt !== null,
      versions: versions.map((one) => ({
        n: one.n,
        createdAt: one.createdAt.toISOString(),
        title: one.body?.title ?? '',
        items: one.body?.items.length ?? 0,
      })),
    }
  },
})

/** The draft as a student will have it: what is complete as a student's screen gets it, keys beside it for afterwards. */
export const previewQuiz = feature({
  input: z.strictObject({ quiz: idSchema }),
  permission: 'bank.edit',
  subject: quizSubject,
  run: (_ctx, _input, { quiz }) => {
    const items = quiz.draft.items.map((draft) => finishItem(draft, 1).item)
    return {
      id: quiz.id,
      title: quiz.draft.title,
      summary: quiz.draft.summary,
      minutes: quiz.draft.minutes,
      /** In their places; null where an item is not complete. */
      shown: items.map((item) => item && showItem(item)),
      finished: items.flatMap((item) => (item ? [item] : [])),
      misreadings: edition().misreadings.map(({ id, reading, advice }) => ({ id, reading, advice })),
    }
  },
})

/** Changes the title, the line under it and the minutes. */
export const changeQuiz = feature({
  input: z.strictObject({
    quiz: idSchema,
    seq: seqSchema,
    title: wordsSchema(120),
    summary: wordsSchema(300),
    minutes: z.coerce.number().int().min(1).max(120),
  }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: doneSchema,
  run: async (ctx, { seq, title, summary, minutes }, { quiz }) => {
    await ctx.db.atomically((tx) => saveDraftOf(ctx, tx, quiz, seq, { ...quiz.draft, title, summary, minutes }))
    return DONE
  },
})

/** Keeps the draft as a version, which is what a class gets. Refused as `unfinished` while anything is missing. */
export const keepVersion = feature({
  input: z.strictObject({ quiz: idSchema, seq: seqSchema }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: z.strictObject({ version: z.int() }),
  run: async (ctx, { seq }, { quiz }) => {
    const { db, viewer, now } = ctx
    const before = await findNewest(db, quiz.id)
    const { quiz: finished } = finishQuiz(quiz.id, quiz.draft, before?.quiz ?? null)
    if (!finished) throw new Refusal('unfinished')
    return db.atomically(function* (tx) {
      // The same counter as for the draft: a version never holds what another window wrote meanwhile.
      yield* saveDraftOf(ctx, tx, quiz, seq, quiz.draft)
      const version = yield* insertVersion(db, tx, {
        quizId: quiz.id,
        ownerId: quiz.ownerId,
        quiz: finished,
        now: now(),
      })
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: 'own-quiz.keep',
        object: `own_quizzes/${quiz.id}/versions/${version}`,
        after: finished,
        now: now(),
      })
      return { version }
    })
  },
})

/** Puts an earlier version back into the draft. Nothing is lost: the versions since stay where they are. */
export const rollBack = feature({
  input: z.strictObject({ quiz: idSchema, seq: seqSchema, version: z.coerce.number().int().min(1) }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: doneSchema,
  run: async (ctx, { seq, version }, { quiz }) => {
    const body = (await listVersions(ctx.db, quiz.id)).find(({ n }) => n === version)?.body
    if (!body) return unknown('version')
    await ctx.db.atomically((tx) => saveDraftOf(ctx, tx, quiz, seq, opened(body)))
    return DONE
  },
})

/** Begins or ends sharing; a link that was ended opens nothing, and a new one is another link. */
export const shareQuiz = feature({
  input: z.strictObject({ quiz: idSchema, shared: z.enum(['yes', 'no']) }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, random }, { shared }, { quiz }) => {
    if (shared === 'yes' && !(await findNewest(db, quiz.id))) throw new Refusal('unfinished')
    const shareCode = shared === 'no' ? null : (quiz.shareCode ?? Buffer.from(random(15)).toString('hex'))
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.ownQuizzes).set({ shareCode }).where(eq(db.t.ownQuizzes.id, quiz.id)))
      yield* record(db, tx, {
        classId: null,
        actorId: viewer.userId,
        action: shared === 'yes' ? 'own-quiz.share' : 'own-quiz.unshare',
        object: `own_quizzes/${quiz.id}`,
        now: now(),
      })
    })
    return DONE
  },
})

/** Takes a quiz off one's list and ends its sharing, or puts it back. What was assigned from it stays assigned. */
export const putAway = feature({
  input: z.strictObject({ quiz: idSchema, away: z.enum(['yes', 'no']) }),
  permission: 'bank.edit',
  subject: quizSubject,
  output: doneSchema,
  run: async ({ db, now }, { away }, { quiz }) => {
    const set = away === 'yes' ? { putAwayAt: now(), shareCode: null } : { putAwayAt: null }
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.ownQuizzes).set(set).where(eq(db.t.ownQuizzes.id, quiz.id)))
    })
    return DONE
  },
})

/** What a colleague's link shows: the newest version, as a student gets it. */
export const viewShared = feature({
  input: z.strictObject({ code: z.string().max(64) }),
  permission: 'bank.use',
  subject: async (ctx, input) => {
    const quiz = await findSharedQuiz(ctx.db, input.code)
    return quiz ? { quiz } : null
  },
  run: async ({ db, viewer }, { code }, { quiz }) => {
    const newest = await findNewest(db, quiz.id)
    if (!newest) throw new Refusal('not-found')
    const [owner] = await db.select({ name: db.t.users.name }).from(db.t.users).where(eq(db.t.users.id, quiz.ownerId))
    return {
      id: quiz.id,
      code,
      isOwn: quiz.ownerId === viewer.userId,
      by: owner?.name ?? '',
      version: newest.n,
      title: newest.quiz.title,
      summary: newest.quiz.summary,
      minutes: newest.quiz.minutes,
      items: newest.quiz.items.map(showItem),
    }
  },
})
