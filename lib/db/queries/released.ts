/** What a student may read of their grades: of released assignments alone, and their own. */
import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import {
  gradingOf,
  rowsThatCount,
  sinceAsked,
  type Grade,
  type GradingRubric,
  type LookOutcome,
} from '#lib/domain/grading.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import type { Db } from '../atomically.ts'
import type { Assignment } from './assignments.ts'
import { gradeContestsOf } from './grade-contests.ts'
import { namesOf, plansIn, releasesIn } from './grades.ts'
import { entriesOf, findSecondEntries } from './second-entries.ts'

export type ReleasedGrade = {
  part: string
  /** The version that was graded: of a post its ordinal. */
  sourceId: string
  version: number
  points: number
  of: number
  how: Grade['how']
  at: string
  rows: { id: string; title: string; asks: string; level: number; cell: string; weight: number }[]
  comments: { by: string; comment: string }[]
  words: { id: string; from: number; to: number; words: string; comment: string; by: string }[]
  /** The student's own second look at it. */
  contest: {
    words: string
    passage: { from: string; to: string }
    outcome: LookOutcome | null
    reply: string | null
    /** What it was when they asked. */
    was: { points: number; of: number } | null
  } | null
}

const SOMEBODY = 'Somebody who has left'

const rowsOf = (rubric: GradingRubric, grade: Grade): ReleasedGrade['rows'] =>
  rowsThatCount(rubric).map(({ id, title, asks, cells, weight }) => {
    const level = grade.levels[id] ?? 0
    return { id, title, asks, level, cell: cells[level] ?? '', weight }
  })

/**
 * A student’s released grades by assignment. What is held is not asked for, so that it cannot be sent. Of whoever joined
 * twice, what was given under the other entry is here where there is nothing under their own.
 */
export async function listReleased(
  db: Db,
  of: { classId: string; userId: string; assignments: readonly Assignment[] },
  general: Pick<Rubric, 'rows'>,
): Promise<Map<string, ReleasedGrade[]>> {
  const { grades, gradeComments } = db.t
  const released = await releasesIn(db, of.classId)
  const open = of.assignments.filter((one) => released.has(one.id))
  if (open.length === 0) return new Map()
  const ids = open.map((one) => one.id)
  const own = entriesOf(await findSecondEntries(db, of.classId), of.userId)
  const [plans, rows, words, contests] = await Promise.all([
    plansIn(db, of.classId, open, general),
    db
      .select()
      .from(grades)
      .where(and(inArray(grades.userId, own), inArray(grades.assignmentId, ids)))
      .orderBy(asc(grades.n)),
    db
      .select()
      .from(gradeComments)
      .where(
        and(
          inArray(gradeComments.userId, own),
          inArray(gradeComments.assignmentId, ids),
          isNull(gradeComments.removedAt),
        ),
      )
      .orderBy(asc(gradeComments.starts), asc(gradeComments.id)),
    gradeContestsOf(db, { userIds: own, assignmentIds: ids }),
  ])
  const names = await namesOf(
    db,
    of.classId,
    [...rows, ...words].map((row) => row.graderId),
  )
  const nameOf = (id: string) => names.get(id) ?? SOMEBODY
  return new Map(
    open.map((assignment) => {
      const plan = plans.get(assignment.id)
      const given = Object.entries(plan?.rubrics ?? {}).flatMap(([part, rubric]): ReleasedGrade[] => {
        const given = rows.filter((row) => row.assignmentId === assignment.id && row.part === part)
        const byEntry = Map.groupBy(given, ({ userId }) => userId)
        const entries = own
          .flatMap((id) => byEntry.get(id) ?? [])
          .filter((row, _, [first]) => row.userId === first!.userId)
        const { grade } = gradingOf(entries, rubric, plan!.graders, null)
        if (!grade) return []
        const contest = contests.find((one) => one.assignmentId === assignment.id && one.part === part)
        const before = contest && sinceAsked(entries, rubric, plan!.graders, contest.entryN).before
        return [
          {
            part,
            sourceId: grade.sourceId,
            version: grade.version,
            points: grade.points,
            of: grade.of,
            how: grade.how,
            at: grade.at.toISOString(),
            rows: rowsOf(rubric, grade),
            comments: grade.comments.map(({ graderId, comment }) => ({ by: nameOf(graderId), comment })),
            words: words
              .filter(
                (one) =>
                  one.assignmentId === assignment.id &&
                  one.part === part &&
                  one.sourceId === grade.sourceId &&
                  one.version === grade.version,
              )
              .map((one) => ({
                id: one.id,
                from: one.starts,
                to: one.ends,
                words: one.words ?? '',
                comment: one.comment ?? '',
                by: nameOf(one.graderId),
              })),
            contest: contest
              ? {
                  words: contest.body ?? '',
                  passage: { from: contest.passageFrom, to: contest.passageTo },
                  outcome: contest.outcome,
                  reply: contest.reply,
                  was: before ? { points: before.points, of: before.of } : null,
                }
              : null,
          },
        ]
      })
      return [assignment.id, given] as const
    }),
  )
}

/** The assignments, of whatever class, whose grades this student may read. */
async function releasedTo(db: Db, userId: string): Promise<string[]> {
  const { memberships } = db.t
  const rows = await db.select({ classId: memberships.classId }).from(memberships).where(eq(memberships.userId, userId))
  const released = await Promise.all(rows.map(({ classId }) => releasesIn(db, classId)))
  return released.flatMap((one) => [...one.keys()])
}

/** A student's grades as they are stored, of released assignments. */
export async function listReleasedRows(db: Db, userId: string) {
  const { grades } = db.t
  const ids = await releasedTo(db, userId)
  if (ids.length === 0) return []
  return db
    .select()
    .from(grades)
    .where(and(eq(grades.userId, userId), inArray(grades.assignmentId, ids)))
    .orderBy(asc(grades.assignmentId), asc(grades.part), asc(grades.n))
}

export async function listReleasedComments(db: Db, userId: string) {
  const { gradeComments: comments } = db.t
  const ids = await releasedTo(db, userId)
  if (ids.length === 0) return []
  return db
    .select()
    .from(comments)
    .where(and(eq(comments.userId, userId), inArray(comments.assignmentId, ids), isNull(comments.removedAt)))
    .orderBy(asc(comments.id))
}

export async function listReleasedEntries(db: Db, userId: string) {
  const { gradebookEntries: entries } = db.t
  const ids = await releasedTo(db, userId)
  if (ids.length === 0) return []
  return db
    .select()
    .from(entries)
    .where(and(eq(entries.userId, userId), inArray(entries.assignmentId, ids)))
    .orderBy(asc(entries.assignmentId), asc(entries.n))
}

/** A released grade in words: what each row says, then the comments, each with the words it is about. */
export const feedbackIn = (grades: readonly ReleasedGrade[]): string =>
  grades
    .flatMap((grade) => [
      ...grade.rows.map((row) => `${row.title} ${row.level} of 3: ${row.cell}`),
      ...grade.words.map((one) => `On “${one.words}”: ${one.comment}`),
      ...grade.comments.map((one) => one.comment),
    ])
    .join('\n')
