/** How sure students said they were of what they answered, for quizzes that ask it. */
import { and, eq, sql } from 'drizzle-orm'
import type { Assignment } from './assignments.ts'
import { ofThese, type Asking } from './class-work.ts'
import type { Member } from './classes.ts'

/** From 1, unsure, to 3, sure; shared by all who said the same of the same item. */
export type Said = { item: string; sure: number }

/** Between the answers of one attempt; it cannot stand in the id of an item. */
const BREAK = '\n'

/** The last that was said of each item; of whoever saved it once more without saying so, nothing. */
function reader(): (text: string) => Said[] {
  const parts = new Map<string, Said & { seq: number }>()
  const partOf = (text: string) => {
    const [seq, sure, item] = text.split(' ')
    const part = parts.get(text) ?? { seq: Number(seq), sure: Number(sure), item: item! }
    parts.set(text, part)
    return part
  }
  return (text) => {
    const newest = new Map<string, Said & { seq: number }>()
    for (const part of text.split(BREAK).map(partOf))
      if (part.seq > (newest.get(part.item)?.seq ?? 0)) newest.set(part.item, part)
    return [...newest.values()].filter(({ sure }) => sure > 0)
  }
}

/** What each of these students said in their first attempt: a row an attempt, put together where the answers lie. */
export async function readConfidence(
  ctx: Asking,
  assignment: Assignment,
  students: readonly Member[],
): Promise<Map<string, Said[]>> {
  const { attempts, answers } = ctx.db.t
  const one = sql`${answers.seq} || ' ' || coalesce(${answers.confidence}, 0) || ' ' || ${answers.item}`
  const together = ctx.db
    .select({ text: sql`string_agg(${one}, ${BREAK})` })
    .from(answers)
    .where(eq(answers.attemptId, attempts.id))
  const rows = await ctx.db
    .select({ userId: attempts.userId, text: sql<string | null>`(${together})` })
    .from(attempts)
    .where(and(ofThese(eq(attempts.assignmentId, assignment.id), attempts.userId, students), eq(attempts.ordinal, 1)))
  const meant = new Set(students.map(({ userId }) => userId))
  const read = reader()
  return new Map(rows.flatMap(({ userId, text }) => (text && meant.has(userId) ? [[userId, read(text)] as const] : [])))
}
