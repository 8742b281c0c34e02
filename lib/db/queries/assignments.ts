import { and, eq, inArray, isNotNull, or, sql } from 'drizzle-orm'
import { rulesFor, type Rules } from '#lib/domain/availability.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import { prepared } from '../prepared.ts'
import type { Tables } from '../tables.ts'

export type Assignment = Tables['assignments']['$inferSelect']
export type OverrideRow = Tables['overrides']['$inferSelect']

const assignmentById = prepared((on, { assignments }) =>
  on
    .select()
    .from(assignments)
    .where(eq(assignments.id, sql.placeholder('id'))),
)
export async function findAssignment(db: Db, id: string): Promise<Assignment | null> {
  const [row] = await db.reading(assignmentById(db, db, { id }))
  return row ?? null
}

/** What everything about one assignment is judged by: null, and so 404, where it does not exist. */
export async function assignmentSubject({ db }: { db: Db }, input: { assignment: string }) {
  const assignment = await findAssignment(db, input.assignment)
  return assignment ? { classId: assignment.classId, assignment } : null
}

const assignmentsIn = prepared((on, { assignments }) =>
  on
    .select()
    .from(assignments)
    .where(eq(assignments.classId, sql.placeholder('classId')))
    .orderBy(assignments.position, assignments.id),
)
export const listAssignments = (db: Db, classId: string): PromiseLike<Assignment[]> =>
  assignmentsIn(db, db, { classId })

const overridesIn = prepared((on, { overrides }) =>
  on
    .select()
    .from(overrides)
    .where(eq(overrides.classId, sql.placeholder('classId'))),
)
export const listOverrides = (db: Db, classId: string): PromiseLike<OverrideRow[]> => overridesIn(db, db, { classId })

type Person = { userId: string; sectionId: string | null; extraTimePercent: number }

/** The overrides of a class by assignment, sorted once for a table that asks for thousands of students’ rules. */
const sorted = new WeakMap<readonly OverrideRow[], Map<string, OverrideRow[]>>()
const NONE: readonly OverrideRow[] = []
function overridesOf(assignment: Assignment, overrides: readonly OverrideRow[]): readonly OverrideRow[] {
  const byAssignment = sorted.get(overrides) ?? Map.groupBy(overrides, ({ assignmentId }) => assignmentId)
  sorted.set(overrides, byAssignment)
  return byAssignment.get(assignment.id) ?? NONE
}

/** A student's own rules; of the overrides given, only those for their section and themselves count, in that order. */
export function rulesOf(assignment: Assignment, overrides: readonly OverrideRow[], person: Person): Rules {
  const own = overridesOf(assignment, overrides)
  const forSection = own.filter((one) => one.sectionId !== null && one.sectionId === person.sectionId)
  const forStudent = own.filter((one) => one.userId === person.userId)
  return rulesFor(assignment, [...forSection, ...forStudent], person.extraTimePercent)
}

/** The latest closing time that anybody has: explanations under the rule `closed` wait for it. Null where somebody's work never closes. */
export function lastClosing(assignment: Assignment, overrides: readonly OverrideRow[]): Date | null {
  if (!assignment.closesAt) return null
  const ends = overrides
    .filter((one) => one.assignmentId === assignment.id)
    .flatMap((one) => (one.closesAt ? [one.closesAt.getTime()] : []))
  return new Date(Math.max(assignment.closesAt.getTime(), ...ends))
}

const ownMembership = prepared((on, { memberships }) =>
  on
    .select({ sectionId: memberships.sectionId, extraTimePercent: memberships.extraTimePercent })
    .from(memberships)
    .where(and(eq(memberships.classId, sql.placeholder('classId')), eq(memberships.userId, sql.placeholder('userId')))),
)
const ownOverrides = prepared((on, { overrides }) =>
  on
    .select()
    .from(overrides)
    .where(
      and(
        eq(overrides.assignmentId, sql.placeholder('assignmentId')),
        or(eq(overrides.userId, sql.placeholder('userId')), isNotNull(overrides.sectionId)),
      ),
    ),
)

/** Inside a transaction: the assignment's rules for one student, as the rows have them now. */
export function* rulesNow(db: Db, tx: Executor, assignment: Assignment, userId: string): Steps<Rules> {
  const { id: assignmentId, classId } = assignment
  const [member] = yield* q(ownMembership(db, tx, { classId, userId }))
  const rows = yield* q(ownOverrides(db, tx, { assignmentId, userId }))
  return rulesOf(assignment, rows, {
    userId,
    sectionId: member?.sectionId ?? null,
    extraTimePercent: member?.extraTimePercent ?? 0,
  })
}

export async function findRevision(db: Db, hash: string): Promise<{ shown: unknown; kept: unknown } | null> {
  const [row] = await db
    .select({ shown: db.t.contentRevisions.shown, kept: db.t.contentRevisions.kept })
    .from(db.t.contentRevisions)
    .where(eq(db.t.contentRevisions.hash, hash))
  return row ?? null
}

/** The student's side alone: what the saving path may read. */
export async function findShown(db: Db, hash: string): Promise<unknown> {
  const [row] = await db
    .select({ shown: db.t.contentRevisions.shown })
    .from(db.t.contentRevisions)
    .where(eq(db.t.contentRevisions.hash, hash))
  return row?.shown ?? null
}

export async function listShown(db: Db, hashes: readonly string[]): Promise<Map<string, unknown>> {
  if (hashes.length === 0) return new Map()
  const rows = await db
    .select({ hash: db.t.contentRevisions.hash, shown: db.t.contentRevisions.shown })
    .from(db.t.contentRevisions)
    .where(inArray(db.t.contentRevisions.hash, [...hashes]))
  return new Map(rows.map((row) => [row.hash, row.shown]))
}
