import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { findAssignment, findShown, rulesOf, type Assignment } from '#lib/db/queries/assignments.ts'
import { findMember, findNewestCode, type Member } from '#lib/db/queries/classes.ts'
import { listWork } from '#lib/db/queries/work.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { choosable, isRight, isScored, misreadingsIn, misreadingsOf } from '#lib/domain/judge.ts'
import type { ExerciseAnswers } from '#lib/domain/exercise.ts'
import { exerciseFigures } from '#lib/domain/exercise-figures.ts'
import type { Item } from '#lib/domain/item.ts'
import { idSchema } from '#lib/domain/names.ts'
import type { Predictions, Prompt } from '#lib/domain/prediction.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { NO_WORK, standingOf, type Standing } from '#lib/domain/standing.ts'
import {
  counted,
  isGivenTo,
  postsOf,
  predictionsOf,
  promptsOf,
  reach,
  readExercise,
  readQuiz,
  versionOf,
  type SatQuiz,
} from '#lib/db/queries/class-work.ts'

const shownStanding = (standing: Standing) => ({
  state: standing.state,
  doneAt: standing.doneAt?.toISOString() ?? null,
  afterDue: standing.afterDue,
  score: standing.score,
  answered: standing.answered,
  attempts: standing.attempts,
  predictedAt: standing.predictedAt?.toISOString() ?? null,
  lastSavedAt: standing.lastSavedAt?.toISOString() ?? null,
})
export type StandingView = ReturnType<typeof shownStanding>

const shownAssignment = (one: Assignment) => ({
  id: one.id,
  kind: one.kind,
  title: one.title,
  minutes: one.minutes,
  zone: one.zone,
  points: one.points,
  feedback: one.feedback,
  opensAt: one.opensAt?.toISOString() ?? null,
  dueAt: one.dueAt?.toISOString() ?? null,
  closesAt: one.closesAt?.toISOString() ?? null,
})

export type SharedMisreading = {
  id: string
  reading: string
  advice: string
  students: number
  of: number
  items: {
    assignment: string
    quiz: string
    item: string
    stem: string
    number: number
    passage: { from: string; to: string }
  }[]
}

/** Misreadings by how many students showed them at least once in their newest handed-in attempts, most shared first. */
export function sharedMisreadings(quizzes: readonly SatQuiz[], students: readonly Member[]): SharedMisreading[] {
  const found = new Map<string, SharedMisreading & { who: Set<string> }>()
  const asked = new Map<string, Set<string>>()
  for (const { assignment, kept, all } of quizzes) {
    for (const student of students) {
      const sitting = counted(all.get(student.userId))
      for (const [index, item] of (sitting?.ruling.items ?? []).entries()) {
        const possible = misreadingsOf(item)
        const answer = sitting!.answers.get(item.id)
        if (!answer || answer.erased) continue
        for (const id of possible) asked.set(id, (asked.get(id) ?? new Set()).add(student.userId))
        for (const id of misreadingsIn(item, answer.body)) {
          const name = kept.misreadings.find((one) => one.id === id)
          const entry = found.get(id) ?? {
            id,
            reading: name?.reading ?? id,
            advice: name?.advice ?? '',
            students: 0,
            of: 0,
            items: [],
            who: new Set<string>(),
          }
          entry.who.add(student.userId)
          if (!entry.items.some((one) => one.assignment === assignment.id && one.item === item.id))
            entry.items.push({
              assignment: assignment.id,
              quiz: assignment.title,
              item: item.id,
              stem: item.stem,
              number: numberIn(kept.items, item, index),
              passage: item.passage,
            })
          found.set(id, entry)
        }
      }
    }
  }
  return [...found.values()]
    .map(({ who, ...entry }) => ({ ...entry, students: who.size, of: asked.get(entry.id)?.size ?? who.size }))
    .toSorted((a, b) => b.students - a.students || (a.id < b.id ? -1 : 1))
}

const inClass = z.strictObject({ class: idSchema })

/** The desk: who has done what is due, assignment by assignment, then what the class misread. */
export const viewDesk = feature({
  input: inClass,
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { klass, students, numberOf, assignments, overrides, sectionName, seesAll, clock } = await reach(
      ctx,
      input.class,
    )
    const [work, code, late] = await Promise.all([
      listWork(ctx.db, input.class, clock),
      findNewestCode(ctx.db, input.class),
      ctx.db
        .select({ assignmentId: ctx.db.t.lateSaves.assignmentId, userId: ctx.db.t.lateSaves.userId })
        .from(ctx.db.t.lateSaves)
        .where(eq(ctx.db.t.lateSaves.classId, input.class)),
    ])
    const rows = students.map((student) => ({
      id: student.userId,
      name: student.displayName,
      number: numberOf(student.userId),
      section: student.sectionId ? (sectionName.get(student.sectionId) ?? null) : null,
      cells: assignments.map((assignment) =>
        isGivenTo(assignment, student)
          ? shownStanding(
              standingOf(
                work(assignment.id, student.userId) ?? NO_WORK,
                rulesOf(assignment, overrides, student),
                ctx.now(),
              ),
            )
          : null,
      ),
    }))
    const columns = assignments.map((assignment, index) => {
      const cells = rows.flatMap((row) => (row.cells[index] ? [row.cells[index]] : []))
      const inState = (state: Standing['state']) => cells.filter((cell) => cell.state === state).length
      return {
        ...shownAssignment(assignment),
        of: cells.length,
        done: inState('done'),
        underWay: inState('under-way'),
        quiet: inState('quiet'),
        notBegun: inState('not-begun'),
        afterDue: cells.filter((cell) => cell.afterDue).length,
        late: late.filter(
          (one) => one.assignmentId === assignment.id && students.some((student) => student.userId === one.userId),
        ).length,
      }
    })
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      now: ctx.now().toISOString(),
      code: seesAll ? code : null,
      mayManage: seesAll,
      assignments: columns,
      students: rows,
      misreadings: sharedMisreadings(
        await Promise.all(
          assignments.filter((one) => one.kind === 'quiz').map((one) => readQuiz(ctx, one, students, overrides)),
        ),
        students,
      ),
    }
  },
})
export type DeskView = Awaited<ReturnType<typeof viewDesk>>

const observed = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment ? { classId: assignment.classId, assignment } : null
}

type ItemAnswers = {
  id: string
  number: number
  stem: string
  kind: Item['kind']
  answered: number
  /** Null for a written answer, which people judge. */
  right: number | null
  passage: { from: string; to: string }
  /** What was offered; for select-the-sentence the sentences that were chosen, for written answers nothing. */
  options: { id: string; text: string | null; correct: boolean; misreading: string | null; count: number }[]
  answers: {
    student: string
    name: string
    chosen: string[]
    correct: boolean | null
    confidence: number | null
    misreadings: string[]
  }[]
}

/** Its place in the quiz as it is given today; of a question that is there no longer, its place when it was asked. */
const numberIn = (items: readonly Item[], item: Item, index: number): number => {
  const place = items.findIndex(({ id }) => id === item.id)
  return (place < 0 ? index : place) + 1
}

function quizAnswers({ kept, all }: SatQuiz, students: readonly Member[]): ItemAnswers[] {
  const reading = (id: string) => kept.misreadings.find((one) => one.id === id)?.reading ?? id
  const sat = students.flatMap((student) => {
    const sitting = counted(all.get(student.userId))
    return sitting ? [{ student, sitting }] : []
  })
  const asked = new Map<string, { item: Item; number: number }>()
  for (const items of sat.length > 0 ? sat.map(({ sitting }) => sitting.ruling.items) : [firstDrawn(kept.items)])
    for (const [index, item] of items.entries())
      asked.set(versionOf(item), { item, number: numberIn(kept.items, item, index) })
  const inOrder = [...asked].toSorted(([, a], [, b]) => a.number - b.number || b.item.revision - a.item.revision)
  return inOrder.map(([version, { item, number }]) => {
    const answers = sat.flatMap(({ student, sitting }) => {
      const answer = sitting.answers.get(item.id)
      const isThis = sitting.ruling.items.some((one) => versionOf(one) === version)
      return answer && isThis && !answer.erased
        ? [
            {
              student: student.userId,
              name: student.displayName,
              chosen: answer.body,
              correct: isScored(item) ? isRight(item, answer.body) : null,
              confidence: answer.confidence,
              misreadings: misreadingsIn(item, answer.body).map(reading),
            },
          ]
        : []
    })
    const count = (id: string) => answers.filter((answer) => answer.chosen.includes(id)).length
    const options = choosable(
      item,
      answers.flatMap((answer) => answer.chosen),
    ).map((one) => ({ ...one, misreading: one.misreading && reading(one.misreading), count: count(one.id) }))
    return {
      id: item.id,
      number,
      stem: item.stem,
      kind: item.kind,
      answered: answers.length,
      right: isScored(item) ? answers.filter((answer) => answer.correct).length : null,
      passage: item.passage,
      options,
      answers,
    }
  })
}

type PostAnswer = {
  student: string
  name: string
  post: string
  versions: { version: number; text: string | null; citations: Citation[]; createdAt: string }[]
}

async function questionAnswers(
  ctx: SignedIn,
  assignment: Assignment,
  students: readonly Member[],
): Promise<PostAnswer[]> {
  const names = new Map(students.map((student) => [student.userId, student.displayName]))
  // A draft's words stay the student's: only what is posted is read here (rule 11).
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
async function exerciseAnswers(ctx: SignedIn, assignment: Assignment, students: readonly Member[]) {
  const read = await readExercise(ctx, assignment, students)
  if (!read) return null
  const names = new Map(students.map((student) => [student.userId, student.displayName]))
  const { shown, kept, rows } = read
  return {
    shown,
    kept,
    figures: exerciseFigures(
      shown,
      kept,
      rows.flatMap(({ body }) => (body ? [body] : [])),
    ),
    handedIn: rows.map((row): ExerciseAnswer => ({
      student: row.userId,
      name: names.get(row.userId)!,
      answers: row.body,
      handedInAt: row.handedInAt!.toISOString(),
    })),
  }
}

async function lateSaves(ctx: SignedIn, assignment: Assignment, students: readonly Member[]) {
  const rows = await ctx.db
    .select()
    .from(ctx.db.t.lateSaves)
    .where(eq(ctx.db.t.lateSaves.assignmentId, assignment.id))
    .orderBy(ctx.db.t.lateSaves.id)
  return rows.flatMap((row) => {
    const student = students.find((one) => one.userId === row.userId)
    return student
      ? [
          {
            student: row.userId,
            name: student.displayName,
            item: row.item,
            body: row.body,
            receivedAt: row.receivedAt.toISOString(),
          },
        ]
      : []
  })
}

/** Every answer to one assignment: items with the count of each option, posts with every version, states for the rest. */
export const viewAnswers = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.observe',
  subject: observed,
  run: async (ctx, _input, { assignment }) => {
    const { klass, students, numberOf, assignments, overrides, seesAll, clock } = await reach(ctx, assignment.classId)
    if (!assignments.some((one) => one.id === assignment.id)) throw new Refusal('not-found')
    const given = students.filter((student) => isGivenTo(assignment, student))
    const work = await listWork(ctx.db, assignment.classId, clock)
    const question =
      assignment.kind === 'question' ? ((await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion) : null
    const sat = assignment.kind === 'quiz' ? await readQuiz(ctx, assignment, given, overrides) : null
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      assignment: { ...shownAssignment(assignment), from: assignment.rangeFrom, to: assignment.rangeTo },
      now: ctx.now().toISOString(),
      students: given.map((student) => ({
        id: student.userId,
        name: student.displayName,
        number: numberOf(student.userId),
        ...shownStanding(
          standingOf(
            work(assignment.id, student.userId) ?? NO_WORK,
            rulesOf(assignment, overrides, student),
            ctx.now(),
          ),
        ),
        place: work(assignment.id, student.userId)?.place?.at ?? null,
      })),
      items: sat ? quizAnswers(sat, given) : [],
      misreadings: sat ? sharedMisreadings([sat], given) : [],
      prompt: question?.prompt ?? null,
      posts: question ? await questionAnswers(ctx, assignment, given) : [],
      predictions: await predictionAnswers(ctx, assignment, given),
      exercise: await exerciseAnswers(ctx, assignment, given),
      late: await lateSaves(ctx, assignment, given),
    }
  },
})
export type AnswersView = Awaited<ReturnType<typeof viewAnswers>>

/** One student, everything they did in the class. */
export const viewStudent = feature({
  input: z.strictObject({ class: idSchema, member: idSchema }),
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
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: seesAll,
      now: ctx.now().toISOString(),
      student: {
        id: member.userId,
        name: member.displayName,
        number: numberOf(member.userId),
        extraTimePercent: member.extraTimePercent,
        joinedAt: member.joinedAt.toISOString(),
      },
      work: await Promise.all(
        given.map(async (assignment) => ({
          assignment: shownAssignment(assignment),
          ...shownStanding(
            standingOf(
              work(assignment.id, member.userId) ?? NO_WORK,
              rulesOf(assignment, overrides, member),
              ctx.now(),
            ),
          ),
          place: work(assignment.id, member.userId)?.place?.at ?? null,
          items: assignment.kind === 'quiz' ? quizAnswers(await readQuiz(ctx, assignment, self, overrides), self) : [],
          posts: assignment.kind === 'question' ? await questionAnswers(ctx, assignment, self) : [],
          predictions: await predictionAnswers(ctx, assignment, self),
          exercise: await exerciseAnswers(ctx, assignment, self),
          late: await lateSaves(ctx, assignment, self),
        })),
      ),
    }
  },
})
export type StudentView = Awaited<ReturnType<typeof viewStudent>>
