import { aliasedTable, and, asc, eq, gt, inArray, isNotNull, notExists, sql, type SQL } from 'drizzle-orm'
import { attemptStanding } from '#lib/domain/availability.ts'
import type { ItemAnswer } from '#lib/domain/item.ts'
import type { KeptQuiz } from '#lib/domain/judge.ts'
import { findRevision, rulesOf, type Assignment, type OverrideRow } from './assignments.ts'
import { ofThese, type Asking } from './class-work.ts'
import type { Member } from './classes.ts'
import { readKeys, type Keys } from './scores.ts'

/**
 * One answer to one item as any number of people gave it: those who answered alike share the object, so that judging
 * it once judges it for all of them. The words of a written answer are left out.
 */
export type Given = { item: string; body: ItemAnswer }
/** One attempt that is handed in with the answers that count, light enough to read a whole class of them. */
export type Sheet = {
  attemptId: string
  userId: string
  keys: Keys
  handedInAt: Date
  answers: readonly Given[]
  /** Of each answer, in their order, how sure its author was: from 1 to 3, and 0 where nothing was said or asked for. */
  sure: readonly number[]
  /** Something of it was erased at its author’s wish, and is not in `answers`. */
  erased: boolean
}
/** A quiz as the class sat it: its kept half as it is given today, and of each student the one attempt asked for. */
export type QuizSheets = { assignment: Assignment; kept: KeptQuiz; sheets: Sheet[] }

/** Between the answers of one attempt, and in the place of an erased one; neither can stand in JSON as it is stored. */
const [BREAK, ERASED] = ['\n', '-']

/** Strings to shared answers; of an item saved more than once the highest `seq` counts. */
function reader(): (text: string) => Pick<Sheet, 'answers' | 'sure' | 'erased'> {
  const given = new Map<string, Given>()
  const parts = new Map<string, { seq: number; sure: number; one: Given | null; item: string }>()
  const partOf = (text: string) => {
    const found = parts.get(text)
    if (found) return found
    const first = text.indexOf(' ')
    const second = text.indexOf(' ', first + 1)
    const key = text.slice(second + 1)
    const [item, body] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)]
    const one =
      body === ERASED ? null : (given.get(key) ?? { item, body: body ? (JSON.parse(body) as ItemAnswer) : [] })
    if (one) given.set(key, one)
    const part = { seq: Number(text.slice(0, first)), sure: Number(text.slice(first + 1, second)), one, item }
    parts.set(text, part)
    return part
  }
  return (text) => {
    const [answers, sure]: [Given[], number[]] = [[], []]
    const all: ReturnType<typeof partOf>[] = []
    let isSavedAgain = false
    for (const one of text.split(BREAK)) {
      const part = partOf(one)
      all.push(part)
      if (part.one) {
        answers.push(part.one)
        sure.push(part.sure)
      }
      if (part.seq > 1) isSavedAgain = true
    }
    if (!isSavedAgain) return { answers, sure, erased: answers.length < all.length }
    const newest = new Map<string, (typeof all)[number]>()
    for (const part of all) if (part.seq > (newest.get(part.item)?.seq ?? 0)) newest.set(part.item, part)
    const counting = [...newest.values()].filter(({ one }) => one !== null)
    return {
      answers: counting.map(({ one }) => one!),
      sure: counting.map((part) => part.sure),
      erased: counting.length < newest.size,
    }
  }
}

/**
 * The answers of each attempt in one string, put together where they lie: a row an attempt instead of a row an answer.
 * As a subquery, since a join would have every answer sorted to be grouped.
 */
async function answersAt(
  ctx: Asking,
  where: SQL,
  written: readonly string[],
  asksSure: boolean,
): Promise<Map<string, string | null>> {
  const { attempts, answers } = ctx.db.t
  const body = sql`coalesce(cast(${answers.body} as text), ${ERASED})`
  const left =
    written.length === 0
      ? body
      : sql`case when ${inArray(answers.item, [...written])} and ${answers.erasedAt} is null then '' else ${body} end`
  const sure = asksSure ? sql`' ' || coalesce(${answers.confidence}, 0) || ' '` : sql`' 0 '`
  const together = ctx.db
    .select({ text: sql`string_agg(${answers.seq} || ${sure} || ${answers.item} || ' ' || ${left}, ${BREAK})` })
    .from(answers)
    .where(eq(answers.attemptId, attempts.id))
  const rows = await ctx.db
    .select({ id: attempts.id, text: sql<string | null>`(${together})` })
    .from(attempts)
    .where(where)
  return new Map(rows.map(({ id, text }) => [id, text]))
}

/** Left out: attempts behind which the same student has handed in a later one. What is left is two a student at most. */
function notPassed(ctx: Asking): SQL {
  const { attempts } = ctx.db.t
  const later = aliasedTable(attempts, 'later')
  return notExists(
    ctx.db
      .select({ id: later.id })
      .from(later)
      .where(
        and(
          eq(later.assignmentId, attempts.assignmentId),
          eq(later.userId, attempts.userId),
          gt(later.ordinal, attempts.ordinal),
          isNotNull(later.submittedAt),
        ),
      ),
  )
}

/**
 * Of each of these students one attempt at a quiz, if it is handed in, by them or by its deadline: the newest, which
 * counts for "what the class answered", or the very first, with how sure they were where the quiz asks it. However often a class has practised, one a student is read.
 */
export async function readSheets(
  ctx: Asking,
  assignment: Assignment,
  students: readonly Member[],
  overrides: readonly OverrideRow[],
  which: 'newest' | 'first' = 'newest',
): Promise<QuizSheets> {
  const { attempts } = ctx.db.t
  const where = and(
    ofThese(eq(attempts.assignmentId, assignment.id), attempts.userId, students),
    which === 'first' ? eq(attempts.ordinal, 1) : notPassed(ctx),
  )!
  const [revision, rows] = await Promise.all([
    findRevision(ctx.db, assignment.revisionHash),
    ctx.db
      .select({
        id: attempts.id,
        userId: attempts.userId,
        assignmentId: attempts.assignmentId,
        revisionHash: attempts.revisionHash,
        ordinal: attempts.ordinal,
        seed: attempts.seed,
        startedAt: attempts.startedAt,
        submittedAt: attempts.submittedAt,
      })
      .from(attempts)
      .where(where)
      .orderBy(asc(attempts.ordinal)),
  ])
  const kept = revision!.kept as KeptQuiz
  if (rows.length === 0) return { assignment, kept, sheets: [] }
  const keysOf = await ctx.db.atomically((tx) => readKeys(ctx.db, tx, rows, new Map([[assignment.id, assignment]])))
  const keys = new Map(rows.map((row) => [row.id, keysOf(row)]))
  const asked = [...new Set(keys.values())].flatMap(({ items }) => items)
  const written = new Set(asked.flatMap(({ id, kind }) => (kind === 'written' ? id : [])))
  const texts = await answersAt(ctx, where, [...written], which === 'first' && assignment.asksConfidence)
  const read = reader()
  const byStudent = Map.groupBy(rows, ({ userId }) => userId)
  const now = ctx.now()
  const handedInAt = (attempt: (typeof rows)[number], student: Member): Date | null =>
    attempt.submittedAt ?? attemptStanding(attempt, rulesOf(assignment, overrides, student), now).handedInAt
  return {
    assignment,
    kept,
    sheets: students.flatMap((student) => {
      const own = byStudent.get(student.userId)?.findLast((attempt) => handedInAt(attempt, student))
      if (!own) return []
      const text = texts.get(own.id)
      return {
        attemptId: own.id,
        userId: own.userId,
        keys: keys.get(own.id)!,
        handedInAt: handedInAt(own, student)!,
        ...(text ? read(text) : { answers: [], sure: [], erased: false }),
      }
    }),
  }
}
