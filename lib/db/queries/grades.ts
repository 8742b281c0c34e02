import { and, asc, desc, eq, inArray, isNull, max, sql } from 'drizzle-orm'
import type { Item } from '#lib/domain/item.ts'
import { rowId, type GradingRubric, type Rubrics } from '#lib/domain/grading.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import type { Rubric } from '#lib/domain/rubric.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'
import { findRevision, type Assignment } from './assignments.ts'

export type GradeRow = Tables['grades']['$inferSelect']
export type WordComment = Tables['gradeComments']['$inferSelect']
export type PlanRow = Tables['gradingPlans']['$inferSelect']

/** By what an assignment is graded: its rubrics, how many grade each answer, and which plan says so. */
export type Plan = { ordinal: number; graders: number; rubrics: Rubrics }

const withWeights = (rubric: Pick<Rubric, 'rows'>): GradingRubric =>
  rubric.rows.map(({ id, title, asks, cells }) => ({ id, title, asks, cells, weight: 1 }))

/** A written item names its rows and what each asks in full; the levels below are the edition's own. */
const ofItem = (item: Extract<Item, { kind: 'written' }>, general: Pick<Rubric, 'rows'>): GradingRubric =>
  item.rubric.map(({ row, full }) => {
    const known = general.rows.find(({ title }) => title.startsWith(row))
    return {
      id: known?.id ?? rowId(row),
      title: row,
      asks: full,
      cells: known?.cells ?? ['Not yet.', 'Begun.', 'Sound.', full],
      weight: 1,
    }
  })

const rubricsIn = (
  kind: Assignment['kind'],
  shown: unknown,
  kept: unknown,
  general: Pick<Rubric, 'rows'>,
): Rubrics | null => {
  if (kind === 'question') return { '': withWeights((shown as ShownQuestion).rubric ?? general) }
  if (kind !== 'quiz') return null
  const written = (kept as { items: Item[] }).items.filter((item) => item.kind === 'written')
  return written.length === 0 ? null : Object.fromEntries(written.map((item) => [item.id, ofItem(item, general)]))
}

/** The rubrics that an assignment brings along, before anybody has changed them. Null where nothing is graded by people. */
export async function rubricsOf(
  db: Db,
  assignment: Assignment,
  general: Pick<Rubric, 'rows'>,
): Promise<Rubrics | null> {
  if (assignment.kind !== 'question' && assignment.kind !== 'quiz') return null
  const { shown, kept } = (await findRevision(db, assignment.revisionHash))!
  return rubricsIn(assignment.kind, shown, kept, general)
}

/** The plans that count for several assignments, in two queries whatever their number; who grades nothing is left out. */
export async function plansIn(
  db: Db,
  classId: string,
  assignments: readonly Assignment[],
  general: Pick<Rubric, 'rows'>,
): Promise<Map<string, Plan>> {
  const graded = assignments.filter((one) => one.kind === 'question' || one.kind === 'quiz')
  if (graded.length === 0) return new Map()
  const { contentRevisions: revisions, gradingPlans } = db.t
  const [bodies, plans] = await Promise.all([
    db
      .select({ hash: revisions.hash, shown: revisions.shown, kept: revisions.kept })
      .from(revisions)
      .where(inArray(revisions.hash, [...new Set(graded.map((one) => one.revisionHash))])),
    db.select().from(gradingPlans).where(eq(gradingPlans.classId, classId)).orderBy(asc(gradingPlans.ordinal)),
  ])
  const byHash = new Map(bodies.map((body) => [body.hash, body]))
  return new Map(
    graded.flatMap((assignment): [string, Plan][] => {
      const body = byHash.get(assignment.revisionHash)!
      const own = rubricsIn(assignment.kind, body.shown, body.kept, general)
      const its = plans.filter((plan) => plan.assignmentId === assignment.id)
      return own ? [[assignment.id, planIn(its, own)]] : []
    }),
  )
}

export const listPlans = (db: Db, assignmentId: string): PromiseLike<PlanRow[]> =>
  db
    .select()
    .from(db.t.gradingPlans)
    .where(eq(db.t.gradingPlans.assignmentId, assignmentId))
    .orderBy(asc(db.t.gradingPlans.ordinal))

/** The plan that counts: the newest in use, or else what the assignment brings along. */
export const planIn = (plans: readonly PlanRow[], own: Rubrics): Plan =>
  plans.findLast((plan) => plan.state === 'in-use') ?? { ordinal: 0, graders: 1, rubrics: own }

export async function findPlan(db: Db, assignment: Assignment, general: Pick<Rubric, 'rows'>): Promise<Plan | null> {
  const own = await rubricsOf(db, assignment, general)
  return own && planIn(await listPlans(db, assignment.id), own)
}

export function* addPlan(
  db: Db,
  tx: Executor,
  plan: Pick<PlanRow, 'assignmentId' | 'classId' | 'state' | 'graders' | 'rubrics' | 'savedBy' | 'savedAt'>,
): Steps<number> {
  const { gradingPlans } = db.t
  const [last] = yield* q(
    tx
      .select({ ordinal: max(gradingPlans.ordinal) })
      .from(gradingPlans)
      .where(eq(gradingPlans.assignmentId, plan.assignmentId)),
  )
  const ordinal = (last?.ordinal ?? 0) + 1
  yield* q(tx.insert(gradingPlans).values({ ...plan, ordinal }))
  return ordinal
}

/** The history of every grade of an assignment, oldest first; with `userId`, of one student's. */
export const listGrades = (db: Db, assignmentId: string, userId?: string): PromiseLike<GradeRow[]> =>
  db
    .select()
    .from(db.t.grades)
    .where(
      userId === undefined
        ? eq(db.t.grades.assignmentId, assignmentId)
        : and(eq(db.t.grades.assignmentId, assignmentId), eq(db.t.grades.userId, userId)),
    )
    .orderBy(asc(db.t.grades.n))

/** The same as far as it says where each answer stands, without a word of any comment. */
export const listEntries = (db: Db, assignmentId: string) => {
  const { grades } = db.t
  const { part, userId, sourceId, version, criterion, level, graderId, kind, savedAt } = grades
  return db
    .select({ part, userId, sourceId, version, criterion, level, graderId, kind, savedAt })
    .from(grades)
    .where(eq(grades.assignmentId, assignmentId))
    .orderBy(asc(grades.n))
}

/** Inside a transaction: the history of one answer's grade. */
export const gradesOfAnswer = (
  db: Db,
  tx: Executor,
  of: { assignmentId: string; userId: string; part: string },
): Steps<GradeRow[]> =>
  q(
    tx
      .select()
      .from(db.t.grades)
      .where(
        and(
          eq(db.t.grades.assignmentId, of.assignmentId),
          eq(db.t.grades.userId, of.userId),
          eq(db.t.grades.part, of.part),
        ),
      )
      .orderBy(asc(db.t.grades.n)),
  )

/** Comments inside the words of an assignment's answers that stand, in the order of the words. */
export const listWordComments = (db: Db, assignmentId: string): PromiseLike<WordComment[]> =>
  db
    .select()
    .from(db.t.gradeComments)
    .where(and(eq(db.t.gradeComments.assignmentId, assignmentId), isNull(db.t.gradeComments.removedAt)))
    .orderBy(asc(db.t.gradeComments.starts), asc(db.t.gradeComments.id))

/** What one grader has set aside in an assignment, as `part/student`. */
export async function asideOf(db: Db, assignmentId: string, graderId: string): Promise<Set<string>> {
  const { setAside } = db.t
  const rows = await db
    .select({ part: setAside.part, userId: setAside.userId })
    .from(setAside)
    .where(and(eq(setAside.assignmentId, assignmentId), eq(setAside.graderId, graderId)))
  return new Set(rows.map((row) => `${row.part}/${row.userId}`))
}

export type Release = { by: string; at: Date }

/** Which assignments of a class are released, and by whom when; what is held is not among them. */
const releasesOf = prepared((on, { releases }) =>
  on
    .select()
    .from(releases)
    .where(eq(releases.classId, sql.placeholder('classId')))
    .orderBy(asc(releases.ordinal)),
)
export async function releasesIn(db: Db, classId: string): Promise<Map<string, Release>> {
  const rows = await releasesOf(db, db, { classId })
  const newest = new Map(rows.map((row) => [row.assignmentId, row]))
  return new Map([...newest].filter(([, row]) => row.state === 'released').map(([id, { by, at }]) => [id, { by, at }]))
}

export async function findRelease(db: Db, assignmentId: string): Promise<Release | null> {
  const { releases } = db.t
  const [row] = await db
    .select()
    .from(releases)
    .where(eq(releases.assignmentId, assignmentId))
    .orderBy(desc(releases.ordinal))
    .limit(1)
  return row?.state === 'released' ? { by: row.by, at: row.at } : null
}

/** Names of the people who graded, released or looked: whoever has left is still named as the class knew them. */
export async function namesOf(db: Db, classId: string, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const m = db.t.memberships
  const rows = await db
    .select({ id: m.userId, name: m.displayName })
    .from(m)
    .where(and(eq(m.classId, classId), inArray(m.userId, [...new Set(ids)])))
  return new Map(rows.map((row) => [row.id, row.name]))
}

type Looked = {
  id: string
  classId: string
  userId: string | null
  viewerId: string
  page: 'grading' | 'gradebook' | 'student'
  assignmentId: string | null
  at: Date
}

/** Notes that somebody of the staff looked at grades: once a person, page and day. */
export async function noteView(db: Db, looked: Looked): Promise<void> {
  const { gradeViews: views } = db.t
  const day = looked.at.toISOString().slice(0, 10)
  await db.atomically(function* (tx) {
    const [known] = yield* q(
      tx
        .select({ id: views.id })
        .from(views)
        .where(
          and(
            eq(views.classId, looked.classId),
            eq(views.day, day),
            eq(views.viewerId, looked.viewerId),
            eq(views.page, looked.page),
            looked.userId === null ? isNull(views.userId) : eq(views.userId, looked.userId),
            looked.assignmentId === null ? isNull(views.assignmentId) : eq(views.assignmentId, looked.assignmentId),
          ),
        ),
    )
    if (!known) yield* q(tx.insert(views).values({ ...looked, day }))
  })
}
