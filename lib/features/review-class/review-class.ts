import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { assignmentSubject, findShown, lastClosing, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { findMember, takesSeat, type Member } from '#lib/db/queries/classes.ts'
import { listWork } from '#lib/db/queries/work.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { GRACE_MS } from '#lib/domain/availability.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Citation } from '#lib/domain/citation.ts'
import type { ExerciseAnswers } from '#lib/domain/exercise.ts'
import { exerciseFigures } from '#lib/domain/exercise-figures.ts'
import { idSchema } from '#lib/domain/names.ts'
import { partOf } from '#lib/domain/pages.ts'
import { pasteView, type PasteView } from '#lib/domain/pasted.ts'
import type { Predictions, Prompt } from '#lib/domain/prediction.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { NO_WORK, standingOf, type Standing } from '#lib/domain/standing.ts'
import {
  isGivenTo,
  pastedBy,
  postsOf,
  predictionsOf,
  promptsOf,
  reach,
  readExercise,
  readQuiz,
} from '#lib/db/queries/class-work.ts'
import { readSheets } from '#lib/db/queries/sheets.ts'
import { quizAnswers, sharedMisreadings } from './quiz-answers.ts'
import { couldBegin, lastReminded } from './remind.ts'
import { countsOf, inOrder, paged, shownAssignment, shownStanding } from './shown.ts'

/** On one page: rows of places, answers in full, posts with all that can be done to each, answers to the items of a quiz, late saves. */
const [ROWS, IN_FULL, POSTS, CHOSEN, LATE] = [100, 25, 12, 250, 50]
/** Of one student: so many assignments with all that was done in each. */
const OF_ONE = 16
/** So many students that a page stays short, however many items each of them answered. */
const perPage = (kind: Assignment['kind'], items: number): number =>
  kind === 'quiz'
    ? Math.min(IN_FULL, Math.max(10, Math.floor(CHOSEN / Math.max(1, items))))
    : kind === 'question'
      ? POSTS
      : kind === 'reading'
        ? IN_FULL
        : ROWS

type PostAnswer = {
  student: string
  name: string
  post: string
  versions: {
    version: number
    text: string | null
    citations: Citation[]
    createdAt: string
    /** On the page of one student alone, where it is counted. */
    pasted?: PasteView | null
  }[]
}

async function questionAnswers(
  ctx: SignedIn,
  assignment: Assignment,
  students: readonly Member[],
): Promise<PostAnswer[]> {
  const names = new Map(students.map((student) => [student.userId, student.displayName]))
  // A draft's words stay the student's: only what is posted is read here (rule 11). What was pasted stays off lists.
  return (await postsOf(ctx, assignment.id, students))
    .filter(({ post }) => post.state === 'posted')
    .map(({ post, versions }) => ({
      student: post.userId,
      name: names.get(post.userId)!,
      post: post.id,
      versions: versions.map((version) => ({
        version: version.ordinal,
        text: version.body?.text ?? null,
        citations: version.body?.citations ?? [],
        createdAt: version.createdAt.toISOString(),
      })),
    }))
}

/** One student’s alone, with what of each version was pasted, where it is counted. */
async function ownAnswers(ctx: SignedIn, assignment: Assignment, student: Member): Promise<PostAnswer[]> {
  const pasted = await pastedBy(ctx, assignment.id, student.userId)
  return (await questionAnswers(ctx, assignment, [student])).map((post) => ({
    ...post,
    versions: post.versions.map((version) => ({
      ...version,
      pasted: version.text === null ? null : pasteView(assignment.countsPastes, pasted.get(version.version) ?? null),
    })),
  }))
}

type PredictionAnswer = { student: string; name: string; body: Predictions | null; postedAt: string }
/** What stood before a reading and what the students said to it; null where a reading begins with its text. */
type PredictionsView = { prompts: Prompt[]; posted: PredictionAnswer[] } | null

async function predictionAnswers(
  ctx: SignedIn,
  assignment: Assignment,
  students: readonly Member[],
): Promise<PredictionsView> {
  const prompts = await promptsOf(ctx, assignment)
  if (!prompts) return null
  const names = new Map(students.map((student) => [student.userId, student.displayName]))
  return {
    prompts,
    posted: (await predictionsOf(ctx, assignment.id, students)).map((row) => ({
      student: row.userId,
      name: names.get(row.userId)!,
      body: row.body,
      postedAt: row.postedAt.toISOString(),
    })),
  }
}

type ExerciseAnswer = { student: string; name: string; answers: ExerciseAnswers | null; handedInAt: string }

/** An exercise with all that was handed in; drafts stay their owners’. Null for every other kind. */
async function exerciseAnswers(
  ctx: SignedIn,
  assignment: Assignment,
  students: readonly Member[],
  page: readonly Member[] = students,
) {
  const read = await readExercise(ctx, assignment, students)
  if (!read) return null
  const names = new Map(page.map((student) => [student.userId, student.displayName]))
  const { shown, kept, rows } = read
  return {
    shown,
    kept,
    figures: exerciseFigures(
      shown,
      kept,
      rows.flatMap(({ body }) => (body ? [body] : [])),
    ),
    of: rows.length,
    handedIn: rows
      .filter((row) => names.has(row.userId))
      .map((row): ExerciseAnswer => ({
        student: row.userId,
        name: names.get(row.userId)!,
        answers: row.body,
        handedInAt: row.handedInAt!.toISOString(),
      })),
  }
}

/** What came after closing, in the order in which it came: who is looked through for all of it, its words are read for one page. */
async function lateSaves(
  ctx: SignedIn,
  assignment: Assignment,
  students: readonly Member[],
  numberOf: (userId: string) => number,
  page = 1,
  size = Number.MAX_SAFE_INTEGER,
) {
  const { lateSaves: late } = ctx.db.t
  const names = new Map(students.map((student) => [student.userId, student.displayName]))
  const all = (
    await ctx.db
      .select({ id: late.id, userId: late.userId })
      .from(late)
      .where(and(eq(late.classId, assignment.classId), eq(late.assignmentId, assignment.id)))
      .orderBy(late.id)
  ).filter(({ userId }) => names.has(userId))
  const { shown, part } = partOf(all, size, page)
  const ids = shown.map(({ id }) => id)
  const { scoreChanges: changes } = ctx.db.t
  const [rows, counted] =
    ids.length === 0
      ? [[], []]
      : await Promise.all([
          ctx.db.select().from(late).where(inArray(late.id, ids)).orderBy(late.id),
          ctx.db
            .select({ id: changes.causeId })
            .from(changes)
            .where(and(eq(changes.classId, assignment.classId), eq(changes.cause, 'late'))),
        ])
  const isCounted = new Set(counted.map(({ id }) => id))
  return {
    part,
    rows: rows.map((row) => ({
      id: row.id,
      /** Only an answer to a quiz can be counted after all. */
      counts: isCounted.has(row.id)
        ? ('counted' as const)
        : row.attemptId && row.body?.answer
          ? ('can-be' as const)
          : ('no' as const),
      student: row.userId,
      name: names.get(row.userId)!,
      number: numberOf(row.userId),
      item: row.item,
      body: row.body,
      receivedAt: row.receivedAt.toISOString(),
    })),
  }
}

/** Those who are done first; those who posted to a question in the order in which they began to write. */
const RANK: readonly Standing['state'][] = ['done', 'under-way', 'quiet', 'not-begun']

/**
 * The answers to one assignment: items with the count of each option over everybody, and for one page of students what
 * each chose, wrote or read to. Those who have handed in stand first.
 */
export const viewAnswers = feature({
  input: z.strictObject({ assignment: idSchema, ...paged, late: paged.page }),
  permission: 'class.observe',
  subject: assignmentSubject,
  run: async (ctx, input, { assignment }) => {
    const { klass, students, numberOf, assignments, overrides, seesAll, clock } = await reach(ctx, assignment.classId)
    if (!assignments.some((one) => one.id === assignment.id)) throw new Refusal('not-found')
    const work = await listWork(ctx.db, assignment.classId, clock, undefined, assignment.id)
    // A second entry stands in the list where something was done under it, and is counted with the one that goes on.
    const given = students.filter(
      (student) => isGivenTo(assignment, student) && (takesSeat(student) || work(assignment.id, student.userId)),
    )
    const people = given.filter(takesSeat)
    const question =
      assignment.kind === 'question' ? ((await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion) : null
    const standings = new Map(
      given.map((student) => {
        const own = work(assignment.id, student.userId) ?? NO_WORK
        const rules = rulesOf(assignment, overrides, student)
        return [student.userId, { own, rules, ...standingOf(own, rules, ctx.now()) }]
      }),
    )
    const startedAt = ({ userId }: Member) => standings.get(userId)!.own.post?.startedAt.getTime() ?? 0
    const rank = ({ userId }: Member) => RANK.indexOf(standings.get(userId)!.state)
    const sheets = assignment.kind === 'quiz' ? await readSheets(ctx, assignment, given, overrides) : null
    const { shown, part } = partOf(
      inOrder(given, input.order, ({ userId }) => numberOf(userId)).toSorted(
        (a, b) => rank(a) - rank(b) || (question && input.order === 'name' ? startedAt(a) - startedAt(b) : 0),
      ),
      perPage(assignment.kind, sheets ? firstDrawn(sheets.kept.items).length : 0),
      input.page,
    )
    const closing = lastClosing(assignment, overrides)
    const late = await lateSaves(ctx, assignment, given, numberOf, input.late, LATE)
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      assignment: {
        ...shownAssignment(assignment),
        from: assignment.rangeFrom,
        to: assignment.rangeTo,
        reviews: assignment.reviews,
      },
      /** Before the rows were read: what came while they were is news to the page, not lost to it. */
      now: clock.now.toISOString(),
      mayCome: closing === null || clock.now.getTime() <= closing.getTime() + GRACE_MS,
      counts: countsOf(people.map(({ userId }) => standings.get(userId)!)),
      /** Whom a reminder would reach, and when one last went out; null for who sends none. */
      reminder: seesAll
        ? {
            reaches: people.filter(({ userId }) => {
              const one = standings.get(userId)!
              return couldBegin(one, one.rules, ctx.now())
            }).length,
            ...(await lastReminded(ctx, klass.zone, assignment.id)),
          }
        : null,
      part,
      students: shown.map((student) => ({
        id: student.userId,
        name: student.displayName,
        number: numberOf(student.userId),
        ...shownStanding(standings.get(student.userId)!),
        place: standings.get(student.userId)!.own.place?.at ?? null,
      })),
      items: sheets ? quizAnswers(sheets, await readQuiz(ctx, assignment, shown, overrides), shown) : [],
      misreadings: sheets ? sharedMisreadings([sheets]) : [],
      prompt: question?.prompt ?? null,
      posts: question ? await questionAnswers(ctx, assignment, shown) : [],
      predicted: [...standings.values()].filter(({ predictedAt }) => predictedAt !== null).length,
      predictions: await predictionAnswers(ctx, assignment, shown),
      exercise: await exerciseAnswers(ctx, assignment, given, shown),
      late: late.rows,
      latePart: late.part,
    }
  },
})
export type AnswersView = Awaited<ReturnType<typeof viewAnswers>>

/** One student, everything they did in the class, a page of assignments at a time. */
export const viewStudent = feature({
  input: z.strictObject({ class: idSchema, member: idSchema, page: paged.page }),
  permission: 'work.review',
  subject: async (ctx, input) => {
    const member = await findMember(ctx.db, input.class, input.member)
    return member?.role === 'student' && member.state === 'active'
      ? { classId: input.class, studentSectionId: member.sectionId, member }
      : null
  },
  run: async (ctx, input, { member }) => {
    const { klass, students, numberOf, assignments, overrides, seesAll, clock } = await reach(ctx, input.class)
    const self = students.filter((student) => student.userId === member.userId)
    if (self.length === 0) throw new Refusal('not-found')
    const work = await listWork(ctx.db, input.class, clock, member.userId)
    const given = assignments.filter((one) => isGivenTo(one, member))
    const standing = (assignment: Assignment) =>
      standingOf(work(assignment.id, member.userId) ?? NO_WORK, rulesOf(assignment, overrides, member), ctx.now())
    const { shown, part } = partOf(given, OF_ONE, input.page)
    const nameOf = ({ userId, displayName }: Member) => ({ id: userId, name: displayName, number: numberOf(userId) })
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      now: ctx.now().toISOString(),
      of: given.length,
      done: given.filter((one) => standing(one).state === 'done').length,
      part,
      student: {
        id: member.userId,
        name: member.displayName,
        number: numberOf(member.userId),
        extraTimePercent: member.extraTimePercent,
        joinedAt: member.joinedAt.toISOString(),
      },
      /** The other entries of somebody who joined twice: those that count for this one, or the one that this counts for. */
      countsFor: students.filter((one) => one.userId === member.countsFor).map(nameOf),
      alsoAs: students.filter((one) => one.countsFor === member.userId).map(nameOf),
      work: await Promise.all(
        shown.map(async (assignment) => ({
          assignment: shownAssignment(assignment),
          ...shownStanding(standing(assignment)),
          place: work(assignment.id, member.userId)?.place?.at ?? null,
          items:
            assignment.kind === 'quiz'
              ? quizAnswers(
                  await readSheets(ctx, assignment, self, overrides),
                  await readQuiz(ctx, assignment, self, overrides),
                  self,
                )
              : [],
          posts: assignment.kind === 'question' ? await ownAnswers(ctx, assignment, member) : [],
          predictions: await predictionAnswers(ctx, assignment, self),
          exercise: await exerciseAnswers(ctx, assignment, self),
          late: (await lateSaves(ctx, assignment, self, numberOf)).rows,
        })),
      ),
    }
  },
})
export type StudentView = Awaited<ReturnType<typeof viewStudent>>
