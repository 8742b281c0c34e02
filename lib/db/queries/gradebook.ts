import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { lastClosing, rulesOf, type Assignment, type OverrideRow } from './assignments.ts'
import { attemptStanding, availabilityAt, feedbackIsDue, type Rules } from '#lib/domain/availability.ts'
import {
  cellPoints,
  groupOf,
  NO_ENTRY,
  PLAIN_RULES,
  pointsThatCount,
  totalOf,
  type BookEntry,
  type GradebookRules,
  type Total,
} from '#lib/domain/gradebook.ts'
import { gradingOf, type Entry } from '#lib/domain/grading.ts'
import type { Score } from '#lib/domain/score.ts'
import { NO_WORK, standingOf, type Standing, type Work } from '#lib/domain/standing.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { q, type Db } from '../atomically.ts'
import { isGivenTo } from './class-work.ts'
import type { Member } from './classes.ts'
import { plansIn, releasesIn, type Plan } from './grades.ts'
import { readAsked } from './scores.ts'
import { entriesOf, findSecondEntries, type SecondEntries } from './second-entries.ts'
import { listWork } from './work.ts'

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
  /** Written items to which a quiz was handed in without an answer: they earn nothing. */
  leftOpen: number
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
  const rows = await db
    .select({
      assignmentId: grades.assignmentId,
      userId: grades.userId,
      part: grades.part,
      sourceId: grades.sourceId,
      version: grades.version,
      criterion: grades.criterion,
      level: grades.level,
      graderId: grades.graderId,
      kind: grades.kind,
      savedAt: grades.savedAt,
      // Comments are long and make no figure.
      comment: sql<null>`null`,
    })
    .from(grades)
    .where(where)
    .orderBy(asc(grades.n))
  return Map.groupBy(rows, (row) => `${row.assignmentId}/${row.userId}/${row.part}`)
}

/** What is said of a student under either of their entries: of their own first, else of the other. */
const ofEither =
  <T>(seconds: SecondEntries, said: ReadonlyMap<string, T>) =>
  (assignmentId: string, userId: string, part = ''): T | undefined =>
    entriesOf(seconds, userId)
      .map((id) => said.get(`${assignmentId}/${id}${part}`))
      .find((one) => one !== undefined)

/** An attempt as far as its written items go. */
type Paper = {
  startedAt: Date
  submittedAt: Date | null
  asked: ReadonlySet<string>
  /** Items to which something stands that is not erased. */
  answered: ReadonlySet<string>
}

/** Attempts at the quizzes of which people grade a part: what each asked and what it answers, without a word of it. */
async function papersIn(
  db: Db,
  classId: string,
  quizzes: ReadonlyMap<string, Assignment>,
  parts: readonly string[],
  of: readonly string[] | undefined,
): Promise<Map<string, Paper[]>> {
  const { attempts: a, answers } = db.t
  if (parts.length === 0) return new Map()
  const here = and(eq(a.classId, classId), inArray(a.assignmentId, [...quizzes.keys()]))
  return db.atomically(function* (tx) {
    const answered = tx
      .select({ items: sql`string_agg(${answers.item}, ' ')` })
      .from(answers)
      .where(and(eq(answers.attemptId, a.id), inArray(answers.item, [...parts]), isNull(answers.erasedAt)))
    const rows = yield* q(
      tx
        .select({
          userId: a.userId,
          assignmentId: a.assignmentId,
          revisionHash: a.revisionHash,
          ordinal: a.ordinal,
          seed: a.seed,
          startedAt: a.startedAt,
          submittedAt: a.submittedAt,
          answered: sql<string | null>`(${answered})`,
        })
        .from(a)
        .where(of === undefined ? here : and(here, inArray(a.userId, of)))
        .orderBy(asc(a.ordinal)),
    )
    const asked = yield* readAsked(db, tx, rows, quizzes)
    const papers = rows.map((row) => ({ ...row, asked: asked(row), answered: new Set(row.answered?.split(' ')) }))
    return Map.groupBy(papers, ({ assignmentId, userId }) => `${assignmentId}/${userId}`)
  })
}

type HandedIn = Pick<Paper, 'asked' | 'answered'> & {
  /** What people are given to grade: the newest of each entry. */
  isRead: boolean
}
const handedIn = (papers: readonly Paper[], rules: Rules, now: Date): HandedIn[] =>
  papers
    .filter((paper) => !attemptStanding(paper, rules, now).open)
    .map(({ asked, answered }, place, all) => ({ asked, answered, isRead: place === all.length - 1 }))

type Share = { share: number | null; waits: boolean; isByPeople: boolean; leftOpen: number }

/**
 * The share that one student has earned of an assignment, from what is computed and what people gave. A written item
 * left open earns nothing, as the hand-in says; one that an attempt never asked is no part of its sum. With several
 * attempts the best counts.
 */
function shareOf(
  assignment: Assignment,
  standing: Standing,
  post: Work['post'],
  plan: Plan | undefined,
  entriesOn: (part: string) => readonly Entry[],
  papers: readonly HandedIn[],
): Share {
  const isDone = standing.doneAt !== null
  const plain = { waits: false, isByPeople: false, leftOpen: 0 }
  if (assignment.kind !== 'quiz' && assignment.kind !== 'question') return { ...plain, share: isDone ? 1 : null }
  const given = Object.entries(plan?.rubrics ?? {}).map(([part, rubric]) => {
    const { grade } = gradingOf(entriesOn(part), rubric, plan!.graders, null)
    return { part, isGiven: grade !== null, share: grade && grade.of > 0 ? grade.points / grade.of : null }
  })
  const isByPeople = given.some(({ isGiven }) => isGiven)
  if (assignment.kind === 'question') {
    const share = given[0]?.share ?? null
    // Words that were erased before anybody graded them wait for nobody.
    return { share, waits: isDone && share === null && !post?.isErased, isByPeople, leftOpen: 0 }
  }
  const { earned, total } = standing.score ?? { earned: 0, total: 0 }
  if (!plan) return { ...plain, share: isDone && total > 0 ? earned / total : null }
  // Each item of a quiz weighs the same, whoever judges it; until people have judged theirs, there is no sum.
  const sums = papers.map(({ asked, answered, isRead }) => {
    const own = given.filter(({ part }) => asked.has(part))
    const of = total + own.length
    return {
      share: of > 0 ? own.reduce((sum, { share }) => sum + (share ?? 0), earned) / of : null,
      isUngraded: own.some(({ part, share }) => share === null && answered.has(part)),
      leftOpen: own.filter(({ part, share }) => share === null && !answered.has(part)).length,
      isRead,
    }
  })
  const waits = sums.some(({ isUngraded, isRead }) => isUngraded && isRead)
  const [best] = sums
    .filter(({ isUngraded }) => !isUngraded)
    .toSorted((one, other) => (other.share ?? 0) - (one.share ?? 0))
  return { share: waits ? null : (best?.share ?? null), waits, isByPeople, leftOpen: waits ? 0 : (best?.leftOpen ?? 0) }
}

/** The gradebook, row by row, in a handful of queries whatever its size. */
export async function readBook(
  db: Db,
  asked: Asked,
): Promise<{ rules: GradebookRules; columns: Assignment[]; rows: BookRow[] }> {
  const { classId, students, overrides, now, userId } = asked
  const columns = asked.assignments.filter((one) => pointsThatCount(one) > 0)
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
  const graded = new Map([...byId].filter(([id, { kind }]) => kind === 'quiz' && plans.has(id)))
  const parts = [...graded.keys()].flatMap((id) => Object.keys(plans.get(id)!.rubrics))
  const papers = await papersIn(db, classId, graded, [...new Set(parts)], asEither)
  const cellOf = (assignment: Assignment, student: Member): BookCell | null => {
    if (!isGivenTo(assignment, student)) return null
    const own = rulesOf(assignment, overrides, student)
    const done = work(assignment.id, student.userId) ?? NO_WORK
    const standing = standingOf(done, own, now)
    const stated = saidOf(assignment.id, student.userId) ?? NO_ENTRY
    const plan = plans.get(assignment.id)
    const { share, waits, isByPeople, leftOpen } = shareOf(
      assignment,
      standing,
      done.post,
      plan,
      (part) => gradedOf(assignment.id, student.userId, `/${part}`) ?? [],
      entriesOf(seconds, student.userId).flatMap((id) =>
        handedIn(papers.get(`${assignment.id}/${id}`) ?? [], own, now),
      ),
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
      leftOpen,
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
