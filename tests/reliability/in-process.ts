/** Students who save through the data layer of this process, without a server: door, rules, receipt and commit are the same. */
import { viewerFromCookie } from '#lib/auth/session.ts'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { contextFor } from '#lib/door/context.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import { saveAnswer } from '#lib/features/take-quiz/save-answer.ts'
import type { Receipt, Seated } from './ledger.ts'

/** So many saves in all, each student's one after the other, all students at once. */
export async function saveInProcess(
  db: Db,
  { sittings, answers }: Pick<Seated, 'sittings' | 'answers'>,
  saves: number,
  each: (receipt: Receipt) => void,
): Promise<void> {
  useDb(db)
  const items = Object.keys(answers)
  let left = saves
  await Promise.all(
    sittings.map(async ({ cookie, attempt }) => {
      const viewer = await viewerFromCookie(cookie.slice(cookie.indexOf('=') + 1), new Date())
      const ctx = contextFor(viewer, { db }) as SignedIn
      for (let n = 0; left > 0; n += 1) {
        left -= 1
        const [item, seq] = [items[n % items.length]!, Math.floor(n / items.length) + 1]
        const { receipt } = await saveAnswer(ctx, { attempt, item, answer: answers[item]![n % 2]!, seq })
        each(receipt)
      }
    }),
  )
}
