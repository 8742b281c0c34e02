import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import { readRulings, revisionOf } from '#lib/db/queries/scores.ts'
import { feature } from '#lib/door/feature.ts'
import { drawn, inOrderAsked } from '#lib/domain/draw.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { ShownQuiz } from '#lib/domain/item.ts'
import { hintOn, isRight, judge, verdictSchema, type Hint, type KeptQuiz, type Verdict } from '#lib/domain/judge.ts'
import { idSchema } from '#lib/domain/names.ts'
import { attemptSubject, itemsOf, shownQuiz, type AnswerRow, type Attempt } from './attempt.ts'

/** After a first miss a hint and nothing of the key; then, or when it is right at once, the whole verdict. */
const checkSchema = z.strictObject({
  item: z.string(),
  /** What was checked. */
  chosen: z.array(z.string()),
  correct: z.boolean().nullable(),
  hint: z
    .strictObject({
      words: z.string().nullable(),
      passage: z.strictObject({ from: z.string(), to: z.string() }).nullable(),
    })
    .nullable(),
  verdict: verdictSchema.nullable(),
})
export type Checked = {
  item: string
  chosen: string[]
  correct: boolean | null
  hint: Hint | null
  verdict: Verdict | null
}

/** What is said of the newest saved version, given which versions have been checked. */
function saidOf(
  kept: KeptQuiz,
  shown: ReturnType<typeof itemsOf>,
  id: string,
  versions: readonly AnswerRow[],
  checked: ReadonlySet<number>,
): Checked {
  const item = kept.items.find((one) => one.id === id)!
  const last = versions.at(-1)!
  const chosen = last.body ?? []
  const verdict = judge(item, chosen, kept.misreadings)
  const base = { item: id, chosen, correct: verdict.correct }
  const missedBefore = versions.some(
    ({ seq, body }) => seq < last.seq && checked.has(seq) && !isRight(item, body ?? []),
  )
  return verdict.correct === false && !missedBefore
    ? { ...base, hint: hintOn(item, chosen, kept.misreadings), verdict: null }
    : {
        ...base,
        hint: null,
        verdict: inOrderAsked(
          verdict,
          shown.find((one) => one.id === id)!,
        ),
      }
}

function* readVersions(db: Db, tx: Executor, attemptId: string): Steps<Map<string, AnswerRow[]>> {
  const { answers } = db.t
  const rows = yield* q(tx.select().from(answers).where(eq(answers.attemptId, attemptId)).orderBy(asc(answers.seq)))
  return Map.groupBy(rows, (row) => row.item)
}

/** What an open attempt has been told of the answers that stand now. */
export function* readChecked(
  db: Db,
  tx: Executor,
  attempt: Attempt,
  assignment: Assignment,
  quiz: ShownQuiz,
): Steps<Checked[]> {
  const rows = yield* q(tx.select().from(db.t.checks).where(eq(db.t.checks.attemptId, attempt.id)))
  if (rows.length === 0) return []
  const kept = (yield* readRulings(db, tx, [attempt], new Map([[assignment.id, assignment]]))).get(attempt.id)!
  const versions = yield* readVersions(db, tx, attempt.id)
  const shown = itemsOf(quiz, attempt, assignment)
  return [...Map.groupBy(rows, (row) => row.item)].flatMap(([item, of]) => {
    const own = versions.get(item) ?? []
    const checked = new Set(of.map(({ seq }) => seq))
    // Said of the newest version that was checked; a later one has not been.
    const upTo = own.findLastIndex(({ seq }) => checked.has(seq))
    return upTo < 0 ? [] : [saidOf(kept, shown, item, own.slice(0, upTo + 1), checked)]
  })
}

/** Checks one saved answer, only where the assignment's rule is `each`. Nothing of it counts. */
export const checkAnswer = feature({
  input: z.strictObject({ attempt: idSchema, item: z.string().max(80) }),
  permission: 'work.do',
  subject: attemptSubject,
  output: checkSchema,
  run: async ({ db, now, viewer }, input, { attempt, assignment }): Promise<Checked> => {
    if (assignment.feedback !== 'each') throw new Refusal('not-checked-item-by-item')
    const quiz = await shownQuiz(db, revisionOf(attempt, assignment))
    if (!drawn(quiz.items, attempt).some(({ id }) => id === input.item)) throw new Refusal('not-found')
    const at = now()
    return db.atomically(function* (tx) {
      const { checks } = db.t
      const versions = (yield* readVersions(db, tx, attempt.id)).get(input.item)
      const last = versions?.at(-1)
      if (!versions || !last?.body) throw new Refusal('answer-empty', { item: input.item })
      yield* q(
        tx
          .insert(checks)
          .values({
            attemptId: attempt.id,
            item: input.item,
            seq: last.seq,
            classId: attempt.classId,
            userId: viewer.userId,
            checkedAt: at,
          })
          .onConflictDoNothing(),
      )
      const rows = yield* q(
        tx
          .select()
          .from(checks)
          .where(and(eq(checks.attemptId, attempt.id), eq(checks.item, input.item))),
      )
      const kept = (yield* readRulings(db, tx, [attempt], new Map([[assignment.id, assignment]]))).get(attempt.id)!
      const shown = itemsOf(quiz, attempt, assignment)
      return saidOf(kept, shown, input.item, versions, new Set(rows.map(({ seq }) => seq)))
    })
  },
})
