import { v7 } from 'uuid'
import { edition } from '#lib/content/edition.ts'
import { q, type Db } from '#lib/db/atomically.ts'
import { findShown, type Assignment } from '#lib/db/queries/assignments.ts'
import type { ShownQuiz } from '#lib/domain/item.ts'
import { rightAnswer, wrongAnswer } from './answers.ts'

/** Members of a class who have all handed in, so many times each, written straight into the tables. */
export async function seatSitters(
  db: Db,
  classId: string,
  given: Assignment,
  students: number,
  times = 1,
): Promise<string[]> {
  const { id } = (await findShown(db, given.revisionHash)) as ShownQuiz
  const { items } = edition().quizzes.find((one) => one.id === id)!
  const at = new Date()
  const ids: string[] = []
  for (let from = 0; from < students; from += 100)
    await db.atomically(function* (tx) {
      for (let n = from; n < Math.min(students, from + 100); n += 1) {
        const userId = v7()
        const base = { classId, userId }
        ids.push(userId)
        yield* q(
          tx.insert(db.t.users).values({
            id: userId,
            name: `Reader ${classId.slice(-4)} ${n}`,
            email: null,
            passphraseHash: null,
            mayTeach: false,
            createdAt: at,
            erasedAt: null,
          }),
        )
        yield* q(
          tx.insert(db.t.memberships).values({
            ...base,
            role: 'student',
            sectionId: null,
            loginName: `sitter ${n}`,
            displayName: `Sitter ${n}`,
            extraTimePercent: 0,
            state: 'active',
            joinedAt: at,
          }),
        )
        for (let ordinal = 1; ordinal <= times; ordinal += 1) {
          const attemptId = v7()
          const right = items.map((_item, i) => (n * 7919 + i * 104_729) % 100 < 35 + ((n * 31 + ordinal - 1) % 50))
          yield* q(
            tx.insert(db.t.attempts).values({
              ...base,
              id: attemptId,
              assignmentId: given.id,
              ordinal,
              state: 'submitted',
              seed: 'x',
              startedAt: at,
              submittedAt: at,
              earned: right.filter(Boolean).length,
              total: items.length,
            }),
          )
          yield* q(
            tx.insert(db.t.answers).values(
              items.map((item, i) => ({
                ...base,
                attemptId,
                item: item.id,
                seq: 1,
                body: right[i] ? rightAnswer(item) : wrongAnswer(item),
                confidence: null,
                savedAt: at,
                digest: 'd',
                erasedAt: null,
              })),
            ),
          )
        }
      }
    })
  return ids
}
