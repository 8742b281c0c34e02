/** What there is to grade in one part of an assignment, and where each answer stands for whoever asks. */
import { and, eq } from 'drizzle-orm'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { assignmentSubject, type Assignment } from '#lib/db/queries/assignments.ts'
import { counted, isGivenTo, postsOf, reach, readQuiz, standingPosts, type Asking } from '#lib/db/queries/class-work.ts'
import { findMember, type Member } from '#lib/db/queries/classes.ts'
import { asideOf, findPlan, listEntries, listGrades, type GradeRow, type Plan } from '#lib/db/queries/grades.ts'
import type { Context } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  gradingOf,
  isComplete,
  partOf,
  sameVersion,
  sheetsOf,
  type Entry,
  type Grading,
  type QueueState,
  type GradingRubric,
  type Sheet,
  type Version,
} from '#lib/domain/grading.ts'

/** The rubric of the edition, for whatever brings none of its own. */
export const generalRubric = () => edition().rubrics[0]!

/** One student's answer as the policy judges it: whoever grades must have been given the student's section. */
export const gradedAnswer = async (ctx: Context, input: { assignment: string; member: string }) => {
  const found = await assignmentSubject(ctx, input)
  const member = found && (await findMember(ctx.db, found.classId, input.member))
  return found && member?.role === 'student' && member.state === 'active' && isGivenTo(found.assignment, member)
    ? { ...found, member, studentSectionId: member.sectionId }
    : null
}

export type Gradable = Version & {
  member: Member
  source: 'post' | 'answer'
  text: string
  citations: Citation[]
  at: Date
  /** How many versions there are of it; quizzes count attempts. */
  versions: number
}

export type Part = { assignment: Assignment; part: string; rubric: GradingRubric; plan: Plan }

/** The plan and the rubric of one part, or `not-found` where people grade nothing. */
export async function findPart(ctx: Asking, assignment: Assignment, name: string): Promise<Part> {
  const plan = await findPlan(ctx.db, assignment, generalRubric())
  const part = partOf(name)
  const rubric = plan && Object.hasOwn(plan.rubrics, part) ? plan.rubrics[part] : undefined
  if (!rubric) throw new Refusal('not-found')
  return { assignment, part, rubric, plan: plan! }
}

type Reached = Awaited<ReturnType<typeof reach>>

/**
 * Everything posted or handed in that can be graded, each student's newest, read once for all parts of an assignment.
 * The order is drawn by lot and stays: another for every assignment, so that nobody is always the last to be read.
 */
async function gradableIn(
  ctx: Asking,
  assignment: Assignment,
  { students, overrides }: Reached,
): Promise<(part: string) => Gradable[]> {
  const given = students.filter((student) => isGivenTo(assignment, student))
  const people = new Map(given.map((student) => [student.userId, student]))
  const byLot = (part: string, found: readonly Gradable[]): Gradable[] =>
    found
      .map((one) => ({ one, lot: digest('order of grading', assignment.id, part, one.member.userId) }))
      .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
      .map(({ one }) => one)
  if (assignment.kind === 'question') {
    const posted = (await postsOf(ctx, assignment.id, given)).flatMap(({ post, versions }): Gradable[] => {
      const newest = versions.at(-1)
      return post.state !== 'posted' || !newest?.body
        ? []
        : [
            {
              member: people.get(post.userId)!,
              source: 'post',
              sourceId: post.id,
              version: newest.ordinal,
              text: newest.body.text,
              citations: newest.body.citations,
              at: newest.createdAt,
              versions: versions.length,
            },
          ]
    })
    return (part) => byLot(part, posted)
  }
  const { all } = await readQuiz(ctx, assignment, given, overrides)
  return (part) =>
    byLot(
      part,
      [...all].flatMap(([userId, sittings]): Gradable[] => {
        const sitting = counted(sittings)
        const answer = sitting?.answers.get(part)
        return !sitting || !answer || answer.erased || !answer.body[0]
          ? []
          : [
              {
                member: people.get(userId)!,
                source: 'answer',
                sourceId: sitting.attempt.id,
                version: answer.seq,
                text: answer.body[0],
                citations: [],
                at: answer.savedAt,
                versions: sittings.length,
              },
            ]
      }),
    )
}

export const listGradable = async (ctx: Asking, { assignment, part }: Part): Promise<Gradable[]> =>
  (await gradableIn(ctx, assignment, await reach(ctx, assignment.classId)))(part)

export type Standing = {
  grading: Grading
  state: QueueState
  /** The sheet that this grader writes on. */ mine: Sheet | null
}

export function standingFor(
  graderId: string,
  entries: readonly Entry[],
  { rubric, plan }: Pick<Part, 'rubric' | 'plan'>,
  newest: Version,
): Standing {
  const grading = gradingOf(entries, rubric, plan.graders, newest)
  const sheets = sheetsOf(entries, plan.graders).filter((sheet) => sheet.kind === 'given' && sameVersion(sheet, newest))
  const mine = (plan.graders > 1 ? sheets.find((sheet) => sheet.graderId === graderId) : sheets.at(-1)) ?? null
  const isMineWhole = mine !== null && isComplete(rubric, mine.levels)
  const state =
    grading.state === 'graded' || grading.state === 'differ'
      ? grading.state
      : isMineWhole
        ? 'second'
        : mine && Object.keys(mine.levels).length > 0
          ? 'begun'
          : grading.state === 'revised'
            ? 'revised'
            : 'waiting'
  return { grading, state, mine }
}

export type Queued = { answer: Gradable; entries: GradeRow[]; isAside: boolean } & Standing

/** The queue of every part of an assignment, in its order, as one grader sees it. */
export async function readQueues(
  ctx: Asking,
  graderId: string,
  assignment: Assignment,
  plan: Plan,
  reached: Reached,
): Promise<Map<string, Queued[]>> {
  const [answersTo, rows, aside] = await Promise.all([
    gradableIn(ctx, assignment, reached),
    listGrades(ctx.db, assignment.id, reached.students.length === 1 ? reached.students[0]!.userId : undefined),
    asideOf(ctx.db, assignment.id, graderId),
  ])
  const byAnswer = Map.groupBy(rows, (row) => `${row.part}/${row.userId}`)
  return new Map(
    Object.entries(plan.rubrics).map(([part, rubric]) => [
      part,
      answersTo(part).map((answer) => {
        const key = `${part}/${answer.member.userId}`
        const entries = byAnswer.get(key) ?? []
        return {
          answer,
          entries,
          isAside: aside.has(key),
          ...standingFor(graderId, entries, { rubric, plan }, answer),
        }
      }),
    ]),
  )
}

/** Where every answer stands for one grader, part by part: what a count needs, without reading what was written. */
export async function readStandings(
  ctx: Asking,
  graderId: string,
  assignment: Assignment,
  plan: Plan,
  reached: Reached,
): Promise<Map<string, Standing[]>> {
  const given = reached.students.filter((student) => isGivenTo(assignment, student))
  const [answersTo, rows] = await Promise.all([
    assignment.kind === 'question'
      ? standingPosts(ctx, assignment.id, given).then((posted) => () => posted)
      : gradableIn(ctx, assignment, reached),
    listEntries(ctx.db, assignment.id),
  ])
  const byAnswer = Map.groupBy(rows, (row) => `${row.part}/${row.userId}`)
  return new Map(
    Object.entries(plan.rubrics).map(([part, rubric]) => [
      part,
      answersTo(part).map((answer) =>
        standingFor(
          graderId,
          (byAnswer.get(`${part}/${answer.member.userId}`) ?? []).map((entry) => ({ ...entry, comment: null })),
          { rubric, plan },
          answer,
        ),
      ),
    ]),
  )
}

/** The whole queue of one part. */
export const readQueue = async (ctx: Asking, graderId: string, { assignment, part, plan }: Part): Promise<Queued[]> =>
  (await readQueues(ctx, graderId, assignment, plan, await reach(ctx, assignment.classId))).get(part)!

/** The queue as `nextToGrade` reads it. */
export const inLine = (queue: readonly Queued[]) =>
  queue.map(({ answer, state, isAside }) => ({ member: answer.member.userId, state, isAside }))

/** The words of one version that this student posted or handed in for this very assignment; anything else does not exist. */
export function* readVersion(
  ctx: SignedIn,
  tx: Executor,
  of: { assignment: Assignment; userId: string; part: string; version: Version },
): Steps<{ source: 'post' | 'answer'; text: string }> {
  const { posts, postVersions, attempts, answers } = ctx.db.t
  const { assignment, userId, part, version } = of
  if (assignment.kind === 'question') {
    const [row] = yield* q(
      tx
        .select({ body: postVersions.body })
        .from(postVersions)
        .innerJoin(posts, eq(posts.id, postVersions.postId))
        .where(
          and(
            eq(posts.id, version.sourceId),
            eq(posts.assignmentId, assignment.id),
            eq(posts.userId, userId),
            eq(postVersions.ordinal, version.version),
          ),
        ),
    )
    if (!row?.body) throw new Refusal('not-found')
    return { source: 'post', text: row.body.text }
  }
  const [row] = yield* q(
    tx
      .select({ body: answers.body })
      .from(answers)
      .innerJoin(attempts, eq(attempts.id, answers.attemptId))
      .where(
        and(
          eq(attempts.id, version.sourceId),
          eq(attempts.assignmentId, assignment.id),
          eq(attempts.userId, userId),
          eq(answers.item, part),
          eq(answers.seq, version.version),
        ),
      ),
  )
  if (!row?.body?.[0]) throw new Refusal('not-found')
  return { source: 'answer', text: row.body[0] }
}
