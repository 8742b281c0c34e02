import { and, asc, eq, getTableColumns, inArray, type AnyColumn, type SQL } from 'drizzle-orm'
import {
  findRevision,
  findShown,
  listAssignments,
  listOverrides,
  rulesOf,
  type Assignment,
  type OverrideRow,
} from './assignments.ts'
import { findClass, listMembers, numberStudents, takesSeat, type Member } from './classes.ts'
import { listBegun, listHandedIn, type ExerciseRow } from './exercises.ts'
import { listPredictions, type PredictionRow } from './predictions.ts'
import { readRulings, type AttemptRuling } from './scores.ts'
import type { Clock } from './work.ts'
import { attemptStanding } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { KeptExercise, ShownExercise } from '#lib/domain/exercise.ts'
import { partInAt, phasesIn, withPart } from '#lib/domain/phases.ts'
import type { Item, ItemAnswer } from '#lib/domain/item.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import type { Pasted } from '#lib/domain/pasted.ts'
import type { Prompt } from '#lib/domain/prediction.ts'
import { membershipIn, type Viewer } from '#lib/domain/viewer.ts'
import type { Db } from '../atomically.ts'
import type { Tables } from '../tables.ts'

/** Who asks, of which database, at what instant; `system` sees all. */
export type Asking = { db: Db; viewer: Viewer; now: () => Date; system: string | null }

export type Sitting = {
  attempt: Tables['attempts']['$inferSelect']
  /** Its own questions, under the keys that hold today. */
  ruling: AttemptRuling
  open: boolean
  handedInAt: Date | null
  answers: Map<string, { seq: number; body: ItemAnswer; confidence: number | null; savedAt: Date; erased: boolean }>
}

/**
 * The class as this viewer may see it: an instructor every student, an assistant the students of their section. Asked
 * for within reach, never fetched wide and trimmed on the screen.
 */
export async function reach(ctx: Asking, classId: string) {
  const [klass, members, assignments, overrides, sections] = await Promise.all([
    findClass(ctx.db, classId),
    listMembers(ctx.db, classId),
    listAssignments(ctx.db, classId),
    listOverrides(ctx.db, classId),
    ctx.db.select().from(ctx.db.t.sections).where(eq(ctx.db.t.sections.classId, classId)),
  ])
  if (!klass) throw new Refusal('not-found')
  const mine = membershipIn(ctx.viewer, classId)
  const seesAll = ctx.system !== null || mine?.role === 'instructor'
  const numbers = numberStudents(members)
  const inReach = (sectionId: string | null) => seesAll || (sectionId !== null && sectionId === mine?.sectionId)
  const students = members.filter(
    (member) => member.role === 'student' && member.state === 'active' && inReach(member.sectionId),
  )
  const given = assignments.filter((one) => seesAll || one.sectionId === null || inReach(one.sectionId))
  const [byId, byUser] = [new Map(given.map((one) => [one.id, one])), new Map(students.map((one) => [one.userId, one]))]
  const clock: Clock = {
    now: ctx.now(),
    rules: (assignmentId, userId) =>
      byId.has(assignmentId) && byUser.has(userId)
        ? rulesOf(byId.get(assignmentId)!, overrides, byUser.get(userId)!)
        : null,
  }
  const sectionName = new Map(sections.map((section) => [section.id, section.name]))
  return {
    klass,
    /** Everybody whose answers count, the second entry of somebody who joined twice as well. */
    students,
    /** Each student once: what lists and counts of people go by. */
    people: students.filter(takesSeat),
    numberOf: (userId: string) => numbers.get(userId) ?? 0,
    assignments: given,
    overrides,
    sectionName,
    seesAll,
    clock,
  }
}

export const isGivenTo = (assignment: Assignment, student: Member): boolean =>
  assignment.sectionId === null || assignment.sectionId === student.sectionId

/** So many people are asked for by their ids; of more all rows are read, and whoever is not meant is left out afterwards. */
const HANDFUL = 200
/** `where`, for these students alone while they are a handful. */
export const ofThese = (where: SQL, userId: AnyColumn, students: readonly Pick<Member, 'userId'>[]): SQL =>
  students.length > HANDFUL
    ? where
    : and(
        where,
        inArray(
          userId,
          students.map((student) => student.userId),
        ),
      )!

/** Every attempt at a quiz with the answers that count, by student, oldest first. */
async function sittings(
  ctx: Asking,
  assignment: Assignment,
  students: readonly Member[],
  overrides: readonly OverrideRow[],
): Promise<Map<string, Sitting[]>> {
  const { attempts, answers } = ctx.db.t
  const people = new Map(students.map((student) => [student.userId, student]))
  const rows = (
    await ctx.db
      .select()
      .from(attempts)
      .where(ofThese(eq(attempts.assignmentId, assignment.id), attempts.userId, students))
      .orderBy(asc(attempts.ordinal))
  ).filter((row) => people.has(row.userId))
  const answerRows =
    rows.length === 0
      ? []
      : await ctx.db
          .select()
          .from(answers)
          .where(
            inArray(
              answers.attemptId,
              rows.map((row) => row.id),
            ),
          )
          .orderBy(asc(answers.seq))
  const byAttempt = new Map<string, Sitting['answers']>()
  for (const row of answerRows) {
    const known = byAttempt.get(row.attemptId) ?? new Map()
    byAttempt.set(
      row.attemptId,
      known.set(row.item, {
        seq: row.seq,
        body: row.body ?? [],
        confidence: row.confidence,
        savedAt: row.savedAt,
        erased: row.erasedAt !== null,
      }),
    )
  }
  const rulings = await ctx.db.atomically((tx) => readRulings(ctx.db, tx, rows, new Map([[assignment.id, assignment]])))
  const byStudent = new Map<string, Sitting[]>()
  for (const attempt of rows) {
    const { open, handedInAt } = attemptStanding(
      attempt,
      rulesOf(assignment, overrides, people.get(attempt.userId)!),
      ctx.now(),
    )
    byStudent.set(attempt.userId, [
      ...(byStudent.get(attempt.userId) ?? []),
      { attempt, ruling: rulings.get(attempt.id)!, open, handedInAt, answers: byAttempt.get(attempt.id) ?? new Map() },
    ])
  }
  return byStudent
}

/** The attempt that counts for "what the class answered": each student's newest handed-in one. */
export const counted = (all: readonly Sitting[] | undefined): Sitting | null =>
  all?.findLast((one) => !one.open) ?? null

const keptQuiz = async (ctx: Asking, assignment: Assignment): Promise<KeptQuiz> =>
  (await findRevision(ctx.db, assignment.revisionHash))!.kept as KeptQuiz

/** What these students wrote to a question, with every version that they posted. Drafts stay where they are (rule 11). */
export async function postsOf(ctx: Asking, assignmentId: string, students: readonly Member[]) {
  const { posts, postVersions } = ctx.db.t
  const { draft: _draft, ...columns } = getTableColumns(posts)
  const people = new Set(students.map((student) => student.userId))
  const rows = (
    await ctx.db
      .select(columns)
      .from(posts)
      .where(ofThese(eq(posts.assignmentId, assignmentId), posts.userId, students))
      .orderBy(asc(posts.id))
  ).filter((row) => people.has(row.userId))
  const { pasted: _pasted, ...words } = getTableColumns(postVersions)
  const versions =
    rows.length === 0
      ? []
      : await ctx.db
          .select(words)
          .from(postVersions)
          .where(
            inArray(
              postVersions.postId,
              rows.map((row) => row.id),
            ),
          )
          .orderBy(asc(postVersions.ordinal))
  const of = Map.groupBy(versions, ({ postId }) => postId)
  return rows.map((post) => ({ post, versions: of.get(post.id) ?? [] }))
}

/** What of each version of one student’s answer was pasted, where it was counted. It is asked for nowhere else. */
export async function pastedBy(
  ctx: Asking,
  assignmentId: string,
  userId: string,
): Promise<ReadonlyMap<number, Pasted>> {
  const { posts, postVersions: versions } = ctx.db.t
  const rows = await ctx.db
    .select({ version: versions.ordinal, pasted: versions.pasted })
    .from(versions)
    .innerJoin(posts, eq(posts.id, versions.postId))
    .where(and(eq(posts.assignmentId, assignmentId), eq(posts.userId, userId)))
  return new Map(rows.flatMap(({ version, pasted }) => (pasted ? [[version, pasted] as const] : [])))
}

/** Whose posts stand and in which version, without a word of them: enough to count what waits. */
export async function standingPosts(ctx: Asking, assignmentId: string, students: readonly Member[]) {
  const { posts, postVersions: versions } = ctx.db.t
  const people = new Map(students.map((student) => [student.userId, student]))
  const rows = await ctx.db
    .select({
      userId: posts.userId,
      sourceId: posts.id,
      version: versions.ordinal,
      erasedAt: versions.erasedAt,
    })
    .from(posts)
    .innerJoin(versions, eq(versions.postId, posts.id))
    .where(and(ofThese(eq(posts.assignmentId, assignmentId), posts.userId, students), eq(posts.state, 'posted')))
    .orderBy(asc(versions.ordinal))
  const newest = new Map(rows.map((row) => [row.sourceId, row]))
  return [...newest.values()].flatMap(({ userId, erasedAt, ...version }) => {
    const member = people.get(userId)
    return member && erasedAt === null ? [{ member, ...version }] : []
  })
}

/** The prompts that were put before a reading; null where it begins with its text. */
export async function promptsOf(ctx: Asking, assignment: Assignment): Promise<Prompt[] | null> {
  if (assignment.kind !== 'reading') return null
  const shown = (await findShown(ctx.db, assignment.revisionHash)) as { predict?: Prompt[] }
  return shown.predict ?? null
}

export async function predictionsOf(
  ctx: Asking,
  assignmentId: string,
  students: readonly Member[],
): Promise<PredictionRow[]> {
  const people = new Set(students.map((student) => student.userId))
  return (await listPredictions(ctx.db, assignmentId)).filter((row) => people.has(row.userId))
}

/** One item in one version: what was asked otherwise, or is judged otherwise, is never counted together. */
export const versionOf = (item: Pick<Item, 'id' | 'revision' | 'stem'>): string =>
  `${item.id}@${item.revision} ${item.stem}`

/** A quiz as the class sat it: its kept half as it is given today, and every attempt, read once for all that is said of it. */
export type SatQuiz = { assignment: Assignment; kept: KeptQuiz; all: Map<string, Sitting[]> }

export async function readQuiz(
  ctx: Asking,
  assignment: Assignment,
  students: readonly Member[],
  overrides: readonly OverrideRow[],
): Promise<SatQuiz> {
  const [kept, all] = await Promise.all([keptQuiz(ctx, assignment), sittings(ctx, assignment, students, overrides)])
  return { assignment, kept, all }
}

/** The row as far as its parts are in, as of the last of them; null where none is. */
function partsOf(shown: ShownExercise, row: ExerciseRow): ExerciseRow | null {
  if (!row.body) return row.handedInAt && row
  const last = phasesIn(shown, row.body).at(-1)
  if (!last) return null
  const at = new Date(partInAt(row.body, last.id)!)
  return { ...row, body: withPart(shown, row.body, {}), handedInAt: row.handedInAt ?? at }
}

/** An exercise as it was given and what these students handed in; of an exercise in parts, the parts that are in. */
export async function readExercise(
  ctx: Asking,
  assignment: Assignment,
  students: readonly Member[],
): Promise<{ shown: ShownExercise; kept: KeptExercise; rows: ExerciseRow[] } | null> {
  if (assignment.kind !== 'exercise') return null
  const revision = await findRevision(ctx.db, assignment.revisionHash)
  const shown = revision!.shown as ShownExercise
  const rows =
    shown.form === 'controversy'
      ? (await listBegun(ctx.db, assignment.id)).flatMap((row) => partsOf(shown, row) ?? [])
      : await listHandedIn(ctx.db, assignment.id)
  const people = new Set(students.map((student) => student.userId))
  return {
    shown,
    kept: revision!.kept as KeptExercise,
    rows: rows.filter((row) => people.has(row.userId)),
  }
}
