import { and, count, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { findRemark, hidingsOf } from '#lib/db/queries/remarks.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Item } from '#lib/domain/item.ts'
import { idSchema } from '#lib/domain/names.ts'
import { reach } from '#lib/db/queries/class-work.ts'
import { readSheets, type QuizSheets } from '#lib/db/queries/sheets.ts'
import { sharedMisreadings } from './quiz-answers.ts'

/** What fits on a page and into the first quarter of an hour. */
const MISREADINGS = 3
const DISPUTED = 2
const ANSWERS = 4

const postSubject = (ctx: Context, input: { post: string }) => findRemark(ctx.db, 'post', input.post)

/** Chooses an answer for the page that is shown to the class without names. Four at most. */
export const pickAnswer = feature({
  input: z.strictObject({ post: idSchema }),
  permission: 'work.review',
  subject: postSubject,
  output: doneSchema,
  run: async ({ db, viewer, now }, _input, post) => {
    await db.atomically(function* (tx) {
      const { picks } = db.t
      const [mine] = yield* q(tx.select().from(picks).where(eq(picks.postId, post.id)))
      if (mine) return
      const [all] = yield* q(tx.select({ n: count() }).from(picks).where(eq(picks.classId, post.classId)))
      if (all!.n >= ANSWERS) throw new Refusal('picks-full')
      yield* q(
        tx.insert(picks).values({
          postId: post.id,
          classId: post.classId,
          userId: post.userId,
          pickedBy: viewer.userId,
          pickedAt: now(),
        }),
      )
    })
    return DONE
  },
})

export const takeOff = feature({
  input: z.strictObject({ post: idSchema }),
  permission: 'work.review',
  subject: postSubject,
  output: doneSchema,
  run: async ({ db }, _input, post) => {
    await db.atomically((tx) => q(tx.delete(db.t.picks).where(eq(db.t.picks.postId, post.id))))
    return DONE
  },
})

export type Disputed = {
  passage: { from: string; to: string }
  stem: string
  quiz: string
  /** Work is still taken: those who have not handed in would learn how the class answered. */
  isOpen: boolean
  of: number
  /** The two answers given most, neither named right; of select-the-sentence the sentence’s id. */
  readings: { text: string; at: string | null; students: number }[]
}

/** Items on which the class falls into two camps, the most even first; a passage comes once. */
function disputedIn(quizzes: readonly QuizSheets[], now: Date): Disputed[] {
  const found = quizzes.flatMap(({ assignment, kept, sheets }) => {
    return kept.items.flatMap((item): Disputed[] => {
      if (item.kind !== 'single' && item.kind !== 'select') return []
      const given = sheets.flatMap(({ answers }) => answers.find((one) => one.item === item.id)?.body[0] ?? [])
      const camps = [...Map.groupBy(given, (id) => id)]
        .map(([id, those]) => ({ id, students: those.length }))
        .toSorted((a, b) => b.students - a.students || (a.id < b.id ? -1 : 1))
      if (camps.length < 2 || camps[1]!.students < 2) return []
      const isOpen = assignment.closesAt === null || assignment.closesAt > now
      return [
        {
          passage: item.passage,
          stem: item.stem,
          quiz: assignment.title,
          isOpen,
          of: given.length,
          readings: camps.slice(0, 2).map((camp) => ({ ...wordsOf(item, camp.id), students: camp.students })),
        },
      ]
    })
  })
  const share = (one: Disputed) => one.readings[1]!.students / one.of
  const passages = new Set<string>()
  return found
    .toSorted((a, b) => share(b) - share(a) || b.of - a.of)
    .filter(({ passage: { from, to } }) => !passages.has(from + to) && passages.add(from + to))
    .slice(0, DISPUTED)
}

const wordsOf = (item: Item, id: string): { text: string; at: string | null } =>
  'options' in item
    ? { text: item.options.find((option) => option.id === id)?.text ?? id, at: null }
    : { text: id, at: id }

/** A full name in the words would give its bearer away. Names of one word stay: they may be the text’s own. */
function withoutNames(text: string, names: readonly string[]): string {
  const escaped = names
    .filter((name) => name.includes(' '))
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return escaped.length === 0 ? text : text.replace(new RegExp(escaped.join('|'), 'giu'), 'a classmate')
}

async function chosen(ctx: SignedIn, classId: string, students: readonly { userId: string; displayName: string }[]) {
  const { picks, postVersions, posts, assignments } = ctx.db.t
  const rows = await ctx.db
    .select({ post: picks.postId, userId: picks.userId, question: assignments.title })
    .from(picks)
    .innerJoin(posts, eq(posts.id, picks.postId))
    .innerJoin(assignments, eq(assignments.id, posts.assignmentId))
    .where(eq(picks.classId, classId))
  const people = new Set(students.map((student) => student.userId))
  const ids = rows.filter((row) => people.has(row.userId)).map((row) => row.post)
  if (ids.length === 0) return []
  const hidden = await ctx.db.atomically((tx) => hidingsOf(ctx.db, tx, 'post', ids))
  const shown = ids.filter((id) => !hidden.has(id))
  const versions = await ctx.db
    .select()
    .from(postVersions)
    .where(and(inArray(postVersions.postId, shown)))
    .orderBy(desc(postVersions.ordinal))
  const names = students.map((student) => student.displayName)
  // In an order that tells nothing of who came first.
  return shown
    .toSorted((a, b) => (digest('order', a) < digest('order', b) ? -1 : 1))
    .flatMap((id) => {
      const body = versions.find((version) => version.postId === id)?.body
      const question = rows.find((row) => row.post === id)!.question
      return body ? [{ post: id, question, text: withoutNames(body.text, names), citations: body.citations }] : []
    })
}

/** Before class, on one page: what is misread most, where the class is of two minds, four answers; nobody’s name. */
export const viewOnePage = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { klass, students, assignments, overrides, seesAll } = await reach(ctx, input.class)
    const quizzes = await Promise.all(
      assignments.filter((one) => one.kind === 'quiz').map((one) => readSheets(ctx, one, students, overrides)),
    )
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      now: ctx.now().toISOString(),
      misreadings: sharedMisreadings(quizzes)
        .slice(0, MISREADINGS)
        .map(({ reading, advice, students: n, of, items }) => ({
          reading,
          advice,
          students: n,
          of,
          passage: items[0]!.passage,
        })),
      disputed: disputedIn(quizzes, ctx.now()),
      answers: await chosen(ctx, input.class, students),
    }
  },
})
export type OnePage = Awaited<ReturnType<typeof viewOnePage>>
