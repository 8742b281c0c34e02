/** Second looks at what people gave: a grade is asked about once, and the answer is that it stands or that it was changed. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { findAssignment, findRevision, findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { findClass, listMembers } from '#lib/db/queries/classes.ts'
import { listGradeContests, type GradeContest } from '#lib/db/queries/grade-contests.ts'
import {
  findPlan,
  findRelease,
  listGrades,
  noteView,
  plansIn,
  releasesIn,
  type GradeRow,
  type Plan,
} from '#lib/db/queries/grades.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { entriesOf, findSecondEntries } from '#lib/db/queries/second-entries.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature, type SignedIn } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import {
  gradingOf,
  LOOK_OUTCOMES,
  partName,
  partOf,
  rowsThatCount,
  sinceAsked,
  type Version,
} from '#lib/domain/grading.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { askedWith, instructorsOf, passageNamed, words } from './asked.ts'

const generalRubric = () => edition().rubrics[0]!

/** What a part asks, and its number where it is one of a quiz. */
async function askedIn(ctx: SignedIn, assignment: Assignment, part: string) {
  if (assignment.kind === 'question') {
    const { prompt } = (await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion
    return { prompt, question: null }
  }
  const { items } = (await findRevision(ctx.db, assignment.revisionHash))!.kept as KeptQuiz
  const index = items.findIndex(({ id }) => id === part)
  return { prompt: items[index]!.stem, question: index + 1 }
}

/** The history of one part's grade; of whoever joined twice, their own entry's before the other's. */
const historyOf = (rows: readonly GradeRow[], own: readonly string[], part: string): GradeRow[] => {
  const ofPart = Map.groupBy(
    rows.filter((row) => row.part === part),
    (row) => row.userId,
  )
  return own.map((id) => ofPart.get(id)).find((one) => one !== undefined) ?? []
}

function* readHistory(
  ctx: SignedIn,
  tx: Executor,
  of: Pick<GradeContest, 'assignmentId' | 'part'>,
  own: string[],
): Steps<GradeRow[]> {
  const { grades } = ctx.db.t
  const rows = yield* q(
    tx
      .select()
      .from(grades)
      .where(and(eq(grades.assignmentId, of.assignmentId), inArray(grades.userId, own)))
      .orderBy(asc(grades.n)),
  )
  return historyOf(rows, own, of.part)
}

/** A grade can be asked about while it is released; a held one and none look alike. */
export const contestGrade = feature({
  input: z.strictObject({ assignment: idSchema, part: z.string().min(1).max(80), ...askedWith }),
  permission: 'work.do',
  subject: async (ctx: Context, input: { assignment: string }) => {
    const assignment = await findAssignment(ctx.db, input.assignment)
    return assignment && ctx.viewer
      ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
      : null
  },
  output: doneSchema,
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const { classId } = assignment
    const part = partOf(input.part)
    // Where its reasons stand on the page of grades, so that a refused form finds its place again.
    const item = assignment.id + part
    const passage = passageNamed(input, item)
    const [plan, release, seconds] = await Promise.all([
      findPlan(db, assignment, generalRubric()),
      findRelease(db, assignment.id),
      findSecondEntries(db, classId),
    ])
    const none = new Refusal('no-released-grade', { item })
    if (!plan || !release || !Object.hasOwn(plan.rubrics, part)) throw none
    const { question } = await askedIn(ctx, assignment, part)
    const own = entriesOf(seconds, viewer.userId)
    await db.atomically(function* (tx) {
      const { gradeContests } = db.t
      const entries = yield* readHistory(ctx, tx, { assignmentId: assignment.id, part }, own)
      const { grade } = gradingOf(entries, plan.rubrics[part]!, plan.graders, null)
      if (!grade) throw none
      // As with a score that counts already: more than all of it cannot be given.
      if (grade.points === grade.of) throw new Refusal('not-contestable', { item })
      const [known] = yield* q(
        tx
          .select({ id: gradeContests.id })
          .from(gradeContests)
          .where(
            and(
              eq(gradeContests.assignmentId, assignment.id),
              inArray(gradeContests.userId, own),
              eq(gradeContests.part, part),
            ),
          ),
      )
      if (known) throw new Refusal('contested-once', { item })
      const id = newId()
      yield* q(
        tx.insert(gradeContests).values({
          id,
          classId,
          userId: viewer.userId,
          assignmentId: assignment.id,
          part,
          entryN: entries.at(-1)!.n,
          passageFrom: passage.from,
          passageTo: passage.to,
          body: input.text,
          createdAt: now(),
          outcome: null,
          reply: null,
          answeredBy: null,
          answeredAt: null,
          erasedAt: null,
        }),
      )
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'contest.create',
        object: `grade-contests/${id}`,
        now: now(),
      })
      yield* tell(db, tx, {
        classId,
        to: yield* instructorsOf(db, tx, classId),
        kind: 'grade-contested',
        facts: { title: assignment.title, question },
        about: assignment.id,
        now: now(),
        newId,
      })
    })
    return DONE
  },
})

/** The words that were graded. */
async function textOf(ctx: SignedIn, assignment: Assignment, part: string, { sourceId, version }: Version) {
  const { postVersions: posted, answers } = ctx.db.t
  if (assignment.kind === 'question') {
    const [row] = await ctx.db
      .select({ body: posted.body })
      .from(posted)
      .where(and(eq(posted.postId, sourceId), eq(posted.ordinal, version)))
    return row?.body?.text ?? ''
  }
  const [row] = await ctx.db
    .select({ body: answers.body })
    .from(answers)
    .where(and(eq(answers.attemptId, sourceId), eq(answers.item, part), eq(answers.seq, version)))
  return row?.body?.[0] ?? ''
}

/** One of them as the desk shows it, with each row of the rubric as it was and as it is. */
async function shownContest(
  ctx: SignedIn,
  contest: GradeContest,
  {
    assignment,
    plan,
    entries,
    isReleased,
  }: { assignment: Assignment; plan: Plan; entries: GradeRow[]; isReleased: boolean },
) {
  const rubric = plan.rubrics[contest.part]!
  const { before, after, outcome } = sinceAsked(entries, rubric, plan.graders, contest.entryN)
  return {
    id: contest.id,
    /** Under whom it is graded. */
    member: entries[0]?.userId ?? contest.userId,
    assignment: { id: assignment.id, title: assignment.title },
    part: partName(contest.part),
    ...(await askedIn(ctx, assignment, contest.part)),
    text: before ? await textOf(ctx, assignment, contest.part, before) : '',
    words: contest.body ?? '',
    passage: { from: contest.passageFrom, to: contest.passageTo },
    at: contest.createdAt.toISOString(),
    rows: rowsThatCount(rubric).map(({ id, title, cells }) => {
      const level = after?.levels[id] ?? null
      return {
        id,
        title,
        before: before?.levels[id] ?? null,
        after: level,
        cell: level === null ? '' : (cells[level] ?? ''),
      }
    }),
    before: before && { points: before.points, of: before.of },
    after: after && { points: after.points, of: after.of, comments: after.comments.map(({ comment }) => comment) },
    /** What an answer given now would say; null while there is no released grade to say it of. */
    would: isReleased && after ? outcome : null,
    outcome: contest.outcome,
    reply: contest.reply,
  }
}

/**
 * Second looks at grades that students have asked for, the open ones first. Names stay out of it unless they are asked
 * for, as in grading; whoever looks at an open one leaves the same trace.
 */
export const listContestedGrades = feature({
  input: z.strictObject({ class: idSchema, names: z.boolean() }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const [klass, members, asked] = await Promise.all([
      findClass(ctx.db, input.class),
      listMembers(ctx.db, input.class),
      listGradeContests(ctx.db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const ids = [...new Set(asked.map(({ assignmentId }) => assignmentId))]
    const assignments = (await Promise.all(ids.map((id) => findAssignment(ctx.db, id)))).filter((one) => one !== null)
    const [plans, released, seconds, ...graded] = await Promise.all([
      plansIn(ctx.db, input.class, assignments, generalRubric()),
      releasesIn(ctx.db, input.class),
      findSecondEntries(ctx.db, input.class),
      ...assignments.map(({ id }) => listGrades(ctx.db, id)),
    ])
    const shown = await Promise.all(
      asked.flatMap((contest) => {
        const index = assignments.findIndex(({ id }) => id === contest.assignmentId)
        const assignment = assignments[index]
        const plan = assignment && plans.get(assignment.id)
        const member = members.find(({ userId }) => userId === contest.userId)
        if (!assignment || !plan?.rubrics[contest.part] || !member) return []
        const entries = historyOf(graded[index]!, entriesOf(seconds, contest.userId), contest.part)
        const isReleased = released.has(contest.assignmentId)
        return [
          shownContest(ctx, contest, { assignment, plan, entries, isReleased }).then((one) => ({
            ...one,
            name: input.names ? member.displayName : null,
          })),
        ]
      }),
    )
    const open = shown.filter(({ outcome }) => outcome === null)
    for (const { member, assignment } of open)
      await noteView(ctx.db, {
        id: ctx.newId(),
        classId: input.class,
        userId: member,
        viewerId: ctx.viewer.userId,
        page: 'grading',
        assignmentId: assignment.id,
        at: ctx.now(),
      })
    return { open, answered: shown.filter(({ outcome }) => outcome !== null).toReversed() }
  },
})
export type ContestedGrade = Awaited<ReturnType<typeof listContestedGrades>>['open'][number]

/**
 * Answers one in words. The grade itself is changed where grades are given; here is said what came of it, and only what
 * its history bears out: what the page offered and what holds by now must be the same.
 */
export const answerGradeContest = feature({
  input: z.strictObject({ contest: idSchema, outcome: z.enum(LOOK_OUTCOMES), text: words }),
  permission: 'class.manage',
  subject: async (ctx: Context, input: { contest: string }) => {
    const { gradeContests } = ctx.db.t
    const [row] = await ctx.db.select().from(gradeContests).where(eq(gradeContests.id, input.contest))
    const assignment = row && (await findAssignment(ctx.db, row.assignmentId))
    return row && assignment ? { classId: row.classId, contest: row, assignment } : null
  },
  output: doneSchema,
  run: async (ctx, input, { contest, assignment }) => {
    const { db, viewer, now, newId } = ctx
    const [plan, release, seconds] = await Promise.all([
      findPlan(db, assignment, generalRubric()),
      findRelease(db, assignment.id),
      findSecondEntries(db, contest.classId),
    ])
    const rubric = plan?.rubrics[contest.part]
    if (!plan || !release || !rubric) throw new Refusal('no-released-grade')
    const { question } = await askedIn(ctx, assignment, contest.part)
    await db.atomically(function* (tx) {
      const { gradeContests } = db.t
      const entries = yield* readHistory(ctx, tx, contest, entriesOf(seconds, contest.userId))
      const since = sinceAsked(entries, rubric, plan.graders, contest.entryN)
      if (!since.after) throw new Refusal('no-released-grade')
      if (since.outcome !== input.outcome) throw new Refusal('conflict')
      const rows = yield* q(
        tx
          .update(gradeContests)
          .set({ outcome: input.outcome, reply: input.text, answeredBy: viewer.userId, answeredAt: now() })
          .where(and(eq(gradeContests.id, contest.id), isNull(gradeContests.outcome)))
          .returning(),
      )
      if (rows.length === 0) throw new Refusal('changed-elsewhere', { kept: false })
      yield* record(db, tx, {
        classId: contest.classId,
        actorId: viewer.userId,
        action: 'contest.answer',
        object: `grade-contests/${contest.id}`,
        before: { outcome: null },
        after: { outcome: input.outcome },
        now: now(),
      })
      yield* tell(db, tx, {
        classId: contest.classId,
        to: [contest.userId],
        kind: 'grade-contest-answered',
        facts: { title: assignment.title, question, outcome: input.outcome },
        about: assignment.id,
        now: now(),
        newId,
      })
    })
    return DONE
  },
})
