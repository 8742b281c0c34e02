import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Db } from '../atomically.ts'
import { prepared } from '../prepared.ts'

/** In a class: the second entry of each student who joined twice, with the entry that goes on and for which it counts. */
export type SecondEntries = ReadonlyMap<string, string>

const secondEntriesIn = prepared((on, { memberships: m }) =>
  on
    .select({ userId: m.userId, countsFor: m.countsFor })
    .from(m)
    .where(and(eq(m.classId, sql.placeholder('classId')), isNotNull(m.countsFor))),
)
export async function findSecondEntries(db: Db, classId: string): Promise<SecondEntries> {
  const rows = await secondEntriesIn(db, db, { classId })
  return new Map(rows.map((row) => [row.userId, row.countsFor!]))
}

/** The entries whose work counts for this student, their own first. */
export const entriesOf = (seconds: SecondEntries, userId: string): string[] => [
  userId,
  ...[...seconds].flatMap(([second, first]) => (first === userId ? second : [])),
]
