/** What every second look is asked with, a passage and words, and who hears of it. */
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import { sentenceIdSchema } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { isWithin } from '#lib/domain/judge.ts'
import { isWellFormed } from '#lib/domain/names.ts'

/** "143", "s143" or "h7", as somebody types it. */
const sentence = z.preprocess(
  (value) => (typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? `s${value.trim()}` : value),
  sentenceIdSchema,
)
export const words = z
  .string()
  .transform((text) => text.replace(/\r\n?/gu, '\n').trim())
  .refine((text) => text.length > 0 && text.length <= 1000 && isWellFormed(text), { message: 'words' })

export const askedWith = {
  from: sentence,
  to: z.preprocess((value) => (value === '' ? undefined : value), sentence.optional()),
  text: words,
}

/** The passage that was named; `item` finds the form again where there are several on its page. */
export function passageNamed(
  input: { from: string; to?: string | undefined },
  item: string,
): { from: string; to: string } {
  const [from, to] = [input.from, input.to ?? input.from]
  const { units } = edition().transcript
  if (!units.has(from) || !units.has(to) || !isWithin(from, { from, to }))
    throw new Refusal('invalid', { item, issues: [{ path: 'from', code: 'range', message: 'range' }] })
  return { from, to }
}

export function* instructorsOf(db: Db, tx: Executor, classId: string): Steps<string[]> {
  const { memberships } = db.t
  const staff = yield* q(
    tx
      .select({ userId: memberships.userId })
      .from(memberships)
      .where(
        and(eq(memberships.classId, classId), eq(memberships.role, 'instructor'), eq(memberships.state, 'active')),
      ),
  )
  return staff.map(({ userId }) => userId)
}
