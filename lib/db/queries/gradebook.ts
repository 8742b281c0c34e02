import { and, asc, eq, inArray } from 'drizzle-orm'
import { lastClosing, rulesOf, type Assignment, type OverrideRow } from './assignments.ts'
import { availabilityAt, feedbackIsDue } from '#lib/domain/availability.ts'
import {
  cellPoints,
  groupOf,
  NO_ENTRY,
  PLAIN_RULES,
  totalOf,
  type BookEntry,
  type GradebookRules,
  type Total,
} from '#lib/domain/gradebook.ts'
import { gradingOf, type Entry } from '#lib/domain/grading.ts'
import type { Score } from '#lib/domain/score.ts'
import { NO_WORK, standingOf, type Standing } from '#lib/domain/standing.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import type { Db } from '../atomically.ts'
import { isGivenTo } from './class-work.ts'
import type { Member } from './classes.ts'
import { plansIn, releasesIn, type Plan } from './grades.ts'
import { entriesOf, findSecondEntries, type SecondEntries } from './second-entries.ts'
import { listWork } from './work.ts'

/** What of a class’s assignments is in the gradebook: everything that has points and is not practice. */
export const isCounted = (assignment: Assignment): boolean => assignment.points > 0 && assignment.feedback !== 'each'

export type BookCell = {
  assignmentId: string
  /** What counts, after everything that the instructor has said; null counts for nothing. */
  points: number | null
  of: number
  entry: BookEntry
  state: Standing['state']
  doneAt: Date | null
  afterDue: boolean
  score: Score | null
  /** Whether people have still to grade something of it. */
  waits: boolean
  /** Whether it rests on grades that are not released. */
  isHeld: boolean
  /** Closed and never handed in, and zero by the instructor’s rule. */
  isZero: boolean
  /** Whether the student may see the computed score. */
  scoreIsDue: boolean
}
export type BookRow = { student: Member; cells: (BookCell | null)[]; total: Total }

export async function findRules(db: Db, classId: string): Promise<GradebookRules> {
  const [row] = await db.select().from(db.t.gradebookRules).where(eq(db.t.gradebookRules.classId, classId))
  return row?.rules ?? PLAIN_RULES
}

/** What the instructor has said last of each student and assignment. */
export async function listEntries(
  db: Db,
  classId: string,
  of?: string | readonly string[],
): Promise<Map<string, BookEntry>> {
  const { gradebookEntries: entries } = db.t
  const here = eq(entries.classId, classId)
  const where = of === undefined ? here : and(here, inArray(entries.userId, [of].flat()))
  const rows = await db.select().from(entries).where(where).orderBy(asc(entries.n))
  return new Map(rows.map((row) => [`${row.assignmentId}/${row.userId}`, row]))
}

type Asked = {
  classId: string
  assignments: readonly Assignment[]
  students: readonly Member[]
  overrides: readonly OverrideRow[]
  now: Date
  general: Pick<Rubric, 'rows'>
  /** One student alone: nothing of anybody else is read. */
  userId?: string
  /** Counts only what a student may see: nothing held, no score before its feedback. */
  asStudent?: true
}

async function gradesOf(db: Db, classId: string, of: readonly string[] | undefined) {
  const { grades } = db.t
  const here = eq(grades.classId, classId)
  const where = of === undefined ? here : and(here, inArray(grades.userId, of))
  const rows = await db.select().from(grades).where(where).orderBy(asc(grades.n))
  return Map.groupBy(rows, (row) => `${row.assignmentId}/${row.userId}/${row.part}`)
}

/** What is said of a student under either of their entries: of their own first, else of the other. */
const ofEither =
  <T>(seconds: SecondEntries, said: ReadonlyMap<string, T>) =>
  (assignmentId: string, userId: string, part = ''): T | undefined =>
    entriesOf(seconds, userId)
      .map((id) => said.get(`${assignmentId}/${id}${part}`))
      .find((one) => one !== undefined)

/** The share that one student has earned of an assignment, from what is computed and what people gave. */
function shareOf(
  assignment: Assignment,
  standing: Standing,
  plan: Plan | undefined,
  entriesOn: (part: string) => readonly Entry[],
): { share: number | null; waits: boolean; isByPeople: boolean } {
  if (assignment.kind !== 'quiz' && assignment.kind !== 'question')
    return { share: standing.doneAt ? 1 : null, waits: false, isByPeople: false }
  const grades = Object.entries(plan?.rubrics ?? {}).map(
    ([part, rubric]) => gradingOf(entriesOn(part), rubric, plan!.graders, null).grade,
  )
  const isDone = standing.doneAt !== null
  const parts = grades.map((grade) => (grade && grade.of > 0 ? grade.points / grade.of : null))
  const waits = isDone && parts.includes(null)
  const isByPeople = grades.some((grade) => grade !== null)
  if (assignment.kind === 'question') return { share: parts[0] ?? null, waits, isByPeople }
  // Each item of a quiz weighs the same, whoever judges it; until people have judged theirs, there is no sum.
  const { score } = standing
  const total = (score?.total ?? 0) + parts.length
  const earned = (score?.earned ?? 0) + parts.reduce<number>((sum, part) => sum + (part ?? 0), 0)
  return { share: isDone && !waits && total > 0 ? earned / total : null, waits, isByPeople }
}

/** The gradebook, row by row, in a handful of queries whatever its size. */
export async function readBook(
  db: Db,
  asked: Asked,
): Promise<{ rules: GradebookRules; columns: Assignment[]; rows: BookRow[] }> {
  const { classId, students, overrides, now, userId } = asked
  const columns = asked.assignments.filter(isCounted)
  const people = new Map(students.map((student) => [student.userId, student]))
  const byId = new Map(columns.map((one) => [one.id, one]))
  const clock = {
    now,
    rules: (assignmentId: string, id: string) =>
      byId.has(assignmentId) && people.has(id) ? rulesOf(byId.get(assignmentId)!, overrides, people.get(id)!) : null,
  }
  const seconds = await findSecondEntries(db, classId)
  const asEither = userId === undefined ? undefined : entriesOf(seconds, userId)
  const [work, said, entries, plans, released, rules] = await Promise.all([
    listWork(db, classId, clock, userId),
    listEntries(db, classId, asEither),
    gradesOf(db, classId, asEither),
    plansIn(db, classId, columns, asked.general),
    releasesIn(db, classId),
    findRules(db, classId),
  ])
  const [saidOf, gradedOf] = [ofEither(seconds, said), ofEither(seconds, entries)]
  const cellOf = (assignment: Assignment, student: Member): BookCell | null => {
    if (!isGivenTo(assignment, student)) return null
    const own = rulesOf(assignment, overrides, student)
    const standing = standingOf(work(assignment.id, student.userId) ?? NO_WORK, own, now)
    const stated = saidOf(assignment.id, student.userId) ?? NO_ENTRY
    const plan = plans.get(assignment.id)
    const { share, waits, isByPeople } = shareOf(
      assignment,
      standing,
      plan,
      (part) => gradedOf(assignment.id, student.userId, `/${part}`) ?? [],
    )
    // What a person has set counts as theirs too, and is held until the assignment is released.
    const isSet = stated.byHand !== null || stated.lateTakes > 0
    const isHeld = (isByPeople || isSet) && !released.has(assignment.id)
    const entry = asked.asStudent && isHeld ? { ...NO_ENTRY, excused: stated.excused } : stated
    const scoreIsDue =
      assignment.kind !== 'quiz' ||
      feedbackIsDue(assignment.feedback, standing.doneAt, lastClosing(assignment, overrides), now)
    const isZero =
      rules.unfinished === 'zero' && standing.doneAt === null && availabilityAt(own, now) === 'closed' && share === null
    const isUnseen = asked.asStudent && (isHeld || !scoreIsDue)
    return {
      assignmentId: assignment.id,
      points: cellPoints(isUnseen ? null : isZero ? 0 : share, assignment.points, entry),
      of: assignment.points,
      entry,
      state: standing.state,
      doneAt: standing.doneAt,
      afterDue: standing.afterDue,
      score: asked.asStudent && !scoreIsDue ? null : standing.score,
      waits: asked.asStudent ? false : waits,
      isHeld: asked.asStudent ? false : isHeld,
      isZero,
      scoreIsDue,
    }
  }
  const rows = students.map((student): BookRow => {
    const cells = columns.map((assignment) => cellOf(assignment, student))
    return {
      student,
      cells,
      total: totalOf(
        cells.flatMap((cell, index) =>
          cell
            ? [{ id: cell.assignmentId, group: groupOf(columns[index]!.kind), points: cell.points, of: cell.of }]
            : [],
        ),
        rules,
      ),
    }
  })
  return { rules, columns, rows }
}
