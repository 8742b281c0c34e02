/** How a class reads the edition’s claims otherwise: rival readings, the answers under them, and what of them is hidden. */
import { and, asc, count, eq, gt, inArray, isNull, lt, type SQL } from 'drizzle-orm'
import type { Role } from '#lib/domain/viewer.ts'
import type { Db } from '../atomically.ts'
import type { Tables } from '../tables.ts'

export type RivalRow = Tables['rivalReadings']['$inferSelect']
export type RivalWithAuthor = {
  row: RivalRow
  name: string
  role: Role
  sectionId: string | null
  hiding: { reason: string | null } | null
}

/** With their authors, of whom nothing stays visible once they have left; `where` names the rows. */
async function withAuthors(db: Db, where: SQL | undefined, limit?: number): Promise<RivalWithAuthor[]> {
  const { rivalReadings: r, memberships: m, hidings: h } = db.t
  const query = db
    .select({ row: r, name: m.displayName, role: m.role, sectionId: m.sectionId, hiding: h.id, reason: h.reason })
    .from(r)
    .innerJoin(m, and(eq(m.classId, r.classId), eq(m.userId, r.userId)))
    .leftJoin(h, and(eq(h.kind, 'rival'), eq(h.remarkId, r.id), isNull(h.shownAt)))
    .where(and(where, eq(m.state, 'active')))
    .orderBy(asc(r.id))
  const rows = await (limit === undefined ? query : query.limit(limit))
  return rows.map(({ hiding, reason, ...one }) => ({ ...one, hiding: hiding === null ? null : { reason } }))
}

export function listRivals(
  db: Db,
  at: { classId: string; claim: string },
  after: string | undefined,
  limit: number,
): Promise<RivalWithAuthor[]> {
  const r = db.t.rivalReadings
  return withAuthors(
    db,
    and(eq(r.classId, at.classId), eq(r.claim, at.claim), isNull(r.answers), after ? gt(r.id, after) : undefined),
    limit,
  )
}

/**
 * After which rival reading the page of `size` begins that holds this one, or the one that it answers; undefined where
 * that is the first page, or where there is none.
 */
export async function findPageOf(
  db: Db,
  at: { classId: string; claim: string },
  id: string,
  size: number,
): Promise<string | undefined> {
  const { rivalReadings: r, memberships: m } = db.t
  const [row] = await db
    .select({ id: r.id, answers: r.answers })
    .from(r)
    .where(and(eq(r.id, id), eq(r.classId, at.classId), eq(r.claim, at.claim)))
  if (!row) return undefined
  const earlier = await db
    .select({ id: r.id })
    .from(r)
    .innerJoin(m, and(eq(m.classId, r.classId), eq(m.userId, r.userId)))
    .where(
      and(
        eq(r.classId, at.classId),
        eq(r.claim, at.claim),
        isNull(r.answers),
        lt(r.id, row.answers ?? row.id),
        eq(m.state, 'active'),
      ),
    )
    .orderBy(asc(r.id))
  return earlier[earlier.length - (earlier.length % size) - 1]?.id
}

/** More answers than a class gives to a page of rival readings. */
const ANSWERS = 1000

export const listAnswers = async (db: Db, to: readonly string[]): Promise<RivalWithAuthor[]> =>
  to.length === 0 ? [] : withAuthors(db, inArray(db.t.rivalReadings.answers, [...to]), ANSWERS)

/** Every rival reading of a class and every answer, oldest first. */
export const listRivalsIn = (db: Db, classId: string): Promise<RivalWithAuthor[]> =>
  withAuthors(db, eq(db.t.rivalReadings.classId, classId))

export const findRival = async (db: Db, id: string): Promise<RivalWithAuthor | null> =>
  (await withAuthors(db, eq(db.t.rivalReadings.id, id), 1))[0] ?? null

/** Rival readings by claim, of those who are in the class. */
export async function countRivals(db: Db, classId: string): Promise<Map<string, number>> {
  const { rivalReadings: r, memberships: m } = db.t
  const rows = await db
    .select({ claim: r.claim, n: count() })
    .from(r)
    .innerJoin(m, and(eq(m.classId, r.classId), eq(m.userId, r.userId)))
    .where(and(eq(r.classId, classId), isNull(r.answers), eq(m.state, 'active')))
    .groupBy(r.claim)
  return new Map(rows.map((row) => [row.claim, row.n]))
}
