import { z } from 'zod'
import type { Steps } from '#lib/db/atomically.ts'
import { lastClosing, type Assignment } from '#lib/db/queries/assignments.ts'
import { isGivenTo, reach, versionOf } from '#lib/db/queries/class-work.ts'
import { once as answeredOnce } from '#lib/db/queries/idempotency.ts'
import { insertOwnQuiz, insertVersion } from '#lib/db/queries/own-quizzes.ts'
import { readSheets, type QuizSheets } from '#lib/db/queries/sheets.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { GRACE_MS } from '#lib/domain/availability.ts'
import { draftOf } from '#lib/domain/draft-item.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { showItem, type Item, type Quiz } from '#lib/domain/item.ts'
import { isRight, isScored } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { wilson } from '#lib/domain/statistics.ts'
import { freezeQuiz } from './freeze.ts'
import { giveWork } from './give.ts'

const MINUTES = 5
/** A minute a question. */
const PROPOSED = 5
const MOST = 8
const OFFERED = 12
/** What one student alone missed is theirs, and comes back to them under My work. */
const MIN_MISSED = 2

type Missed = {
  /** The quiz that asked it and its name there: `assignment/item`. */
  id: string
  item: Item
  quiz: string
  missed: number
  of: number
  share: { low: number; high: number }
  /** How many may still be asked it in that quiz, to whom a warm-up would explain it first. */
  waiting: number
}

/** How many students can still hand this quiz in for the first time. */
function waitingIn(quiz: QuizSheets, given: number, isOver: boolean): number {
  return isOver ? 0 : given - quiz.sheets.length
}

/** The items of one quiz that several missed or left open in the attempt that counts, under the keys that hold today. */
function missedIn(quiz: QuizSheets, waiting: number): Missed[] {
  const { assignment, sheets } = quiz
  const found = new Map<string, { item: Item; missed: number; of: number }>()
  for (const { keys, answers, erased } of sheets) {
    if (erased) continue
    for (const item of keys.items) {
      if (!isScored(item) || keys.withdrawn.has(item.id)) continue
      const entry = found.get(versionOf(item)) ?? { item, missed: 0, of: 0 }
      const answer = answers.find((one) => one.item === item.id)
      entry.of += 1
      if (!answer || !isRight(item, answer.body)) entry.missed += 1
      found.set(versionOf(item), entry)
    }
  }
  return [...found.values()]
    .filter(({ missed }) => missed >= MIN_MISSED)
    .map((entry) => ({
      ...entry,
      id: `${assignment.id}/${entry.item.id}`,
      quiz: assignment.title,
      share: wilson(entry.missed, entry.of),
      waiting,
    }))
}

/**
 * What this class missed most, in every quiz it was given. In the order of the interval's lower end: three of four say
 * less than twelve of sixteen. An item that several quizzes asked comes once, and is never counted together.
 */
async function missesOf(ctx: SignedIn, classId: string) {
  const reached = await reach(ctx, classId)
  const { students, assignments, overrides } = reached
  const isOver = (one: Assignment) => {
    const closing = lastClosing(one, overrides)
    return closing !== null && ctx.now().getTime() > closing.getTime() + GRACE_MS
  }
  const quizzes = await Promise.all(
    assignments
      // Where the class is to learn nothing before a quiz has closed, nothing of it is offered before.
      .filter((one) => one.kind === 'quiz' && (one.feedback !== 'closed' || isOver(one)))
      .map(async (one) => {
        const given = students.filter((student) => isGivenTo(one, student))
        const quiz = await readSheets(ctx, one, given, overrides)
        return missedIn(quiz, waitingIn(quiz, given.length, isOver(one)))
      }),
  )
  const items = new Set<string>()
  const missed = quizzes
    .flat()
    .toSorted((a, b) => b.share.low - a.share.low || b.missed - a.missed || (a.id < b.id ? -1 : 1))
    .filter(({ item }) => !items.has(item.id) && items.add(item.id))
  return { ...reached, missed }
}

/** What a warm-up can be made of, each item as a student sees it, with how many missed it. No student is in it. */
export const viewWarmUp = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { klass, missed } = await missesOf(ctx, input.class)
    const ready = missed.filter(({ waiting }) => waiting === 0).slice(0, PROPOSED)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      minutes: MINUTES,
      most: MOST,
      /** Of all that was missed by so many, also of what the list leaves out. */
      all: missed.length,
      half: missed.filter((one) => 2 * one.missed >= one.of).length,
      items: missed.slice(0, OFFERED).map((one) => ({
        id: one.id,
        shown: showItem(one.item),
        passage: one.item.passage,
        quiz: one.quiz,
        missed: one.missed,
        of: one.of,
        share: one.share,
        waiting: one.waiting,
        isProposed: ready.includes(one),
      })),
    }
  },
})

/**
 * Makes a short quiz of what was chosen, keeps it in the bank as the instructor's own, and gives it to the class as
 * practice: open at once, five minutes from the moment a student begins, explained question by question.
 */
export const startWarmUp = feature({
  input: z.strictObject({
    class: idSchema,
    item: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string().max(160)).max(40)),
  }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: z.strictObject({ assignment: z.string(), quiz: z.string() }),
  run: async (ctx, input) => {
    const { db, viewer, now, newId, idempotencyKey } = ctx
    const { klass, missed } = await missesOf(ctx, input.class)
    const chosen = [...new Set(input.item)].map((id) => missed.find((one) => one.id === id))
    if (chosen.length === 0 || chosen.length > MOST || chosen.includes(undefined))
      throw new Refusal('invalid', {
        issues: [{ path: 'item', code: 'choice', message: `one to ${MOST} of the list` }],
      })
    // Of a family an attempt draws one; here each that was chosen is asked.
    const items = chosen.map((one) => {
      const { family: _drawn, ...item } = one!.item
      return item
    }) as Item[]
    const call = {
      userId: viewer.userId,
      route: `warm-up/${input.class}`,
      key: idempotencyKey,
      asked: input,
      now: now(),
    }
    return db.atomically((tx) =>
      answeredOnce(db, tx, call, function* (): Steps<{ assignment: string; quiz: string }> {
        const quiz: Quiz = {
          id: newId(),
          audience: 'class',
          title: `Warm-up, ${new Intl.DateTimeFormat('en-US', { timeZone: klass.zone, month: 'short', day: 'numeric' }).format(now())}`,
          summary: 'Questions that the class missed, asked again. Practice: nothing of it counts.',
          minutes: MINUTES,
          items,
        }
        const { title, summary, minutes } = quiz
        yield* insertOwnQuiz(db, tx, {
          id: quiz.id,
          ownerId: viewer.userId,
          draft: { title, summary, minutes, items: items.map((item) => draftOf(item)) },
          now: now(),
        })
        yield* insertVersion(db, tx, { quizId: quiz.id, ownerId: viewer.userId, quiz, now: now() })
        const assignment = yield* giveWork(ctx, tx, klass, freezeQuiz(quiz), {
          opensAt: null,
          opensWall: null,
          dueAt: null,
          dueWall: null,
          closesAt: null,
          closesWall: null,
          feedback: 'each',
          origin: 'instructor',
          timeLimit: MINUTES,
          confidence: 'not-asked',
        })
        return { assignment, quiz: quiz.id }
      }),
    )
  },
})
