import { and, desc, eq, isNull, max } from 'drizzle-orm'
import type { DraftQuiz } from '#lib/domain/draft-item.ts'
import type { Quiz } from '#lib/domain/item.ts'
import { canonicalJson, digest } from '../digest.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { Tables } from '../tables.ts'

/** A quiz whose words are there: one that was erased is no quiz any more. */
export type OwnQuiz = Tables['ownQuizzes']['$inferSelect'] & { draft: DraftQuiz }
export type OwnQuizVersion = Tables['ownQuizVersions']['$inferSelect']
/** The newest kept version of a quiz. */
export type Newest = { quizId: string; n: number; quiz: Quiz; createdAt: Date }

const present = (row: Tables['ownQuizzes']['$inferSelect'] | undefined): OwnQuiz | null =>
  row?.draft ? { ...row, draft: row.draft } : null

export async function findOwnQuiz(db: Db, id: string): Promise<OwnQuiz | null> {
  const [row] = await db.select().from(db.t.ownQuizzes).where(eq(db.t.ownQuizzes.id, id))
  return present(row)
}

/** What a colleague's link opens, for as long as it is shared. */
export async function findSharedQuiz(db: Db, code: string): Promise<OwnQuiz | null> {
  const [row] = await db.select().from(db.t.ownQuizzes).where(eq(db.t.ownQuizzes.shareCode, code))
  return present(row)
}

/** What one person keeps, the last saved first; what they put away is left out. */
export async function listOwnQuizzes(db: Db, ownerId: string): Promise<OwnQuiz[]> {
  const { ownQuizzes: own } = db.t
  const rows = await db
    .select()
    .from(own)
    .where(and(eq(own.ownerId, ownerId), isNull(own.putAwayAt)))
    .orderBy(desc(own.savedAt), desc(own.id))
  return rows.flatMap((row) => present(row) ?? [])
}

/** Every kept version, the newest first. */
export const listVersions = (db: Db, quizId: string): PromiseLike<OwnQuizVersion[]> =>
  db
    .select()
    .from(db.t.ownQuizVersions)
    .where(eq(db.t.ownQuizVersions.quizId, quizId))
    .orderBy(desc(db.t.ownQuizVersions.n))

export async function findNewest(db: Db, quizId: string): Promise<Newest | null> {
  const [row] = await db
    .select()
    .from(db.t.ownQuizVersions)
    .where(eq(db.t.ownQuizVersions.quizId, quizId))
    .orderBy(desc(db.t.ownQuizVersions.n))
    .limit(1)
  return row?.body ? { quizId, n: row.n, quiz: row.body, createdAt: row.createdAt } : null
}

/** The newest kept version of each quiz of one owner. */
export async function listNewest(db: Db, ownerId: string): Promise<Map<string, Newest>> {
  const { ownQuizVersions: versions } = db.t
  const last = db
    .select({ quizId: versions.quizId, newest: max(versions.n).as('newest') })
    .from(versions)
    .where(eq(versions.ownerId, ownerId))
    .groupBy(versions.quizId)
    .as('last')
  const rows = await db
    .select({ version: versions })
    .from(versions)
    .innerJoin(last, and(eq(last.quizId, versions.quizId), eq(last.newest, versions.n)))
    .where(eq(versions.ownerId, ownerId))
  return new Map(
    rows.flatMap(({ version: { quizId, n, body, createdAt } }) =>
      body ? [[quizId, { quizId, n, quiz: body, createdAt }]] : [],
    ),
  )
}

/** Puts a new quiz among what one person keeps: not shared, and no version of it kept yet. */
export function* insertOwnQuiz(
  db: Db,
  tx: Executor,
  made: { id: string; ownerId: string; draft: DraftQuiz; now: Date },
): Steps<void> {
  yield* q(
    tx.insert(db.t.ownQuizzes).values({
      id: made.id,
      ownerId: made.ownerId,
      draft: made.draft,
      seq: 1,
      shareCode: null,
      createdAt: made.now,
      savedAt: made.now,
      putAwayAt: null,
      erasedAt: null,
    }),
  )
}

/** Keeps a finished version for good; its number, counted within the transaction. */
export function* insertVersion(
  db: Db,
  tx: Executor,
  kept: { quizId: string; ownerId: string; quiz: Quiz; now: Date },
): Steps<number> {
  const { ownQuizVersions: versions } = db.t
  const [last] = yield* q(
    tx
      .select({ n: max(versions.n) })
      .from(versions)
      .where(eq(versions.quizId, kept.quizId)),
  )
  const n = (last?.n ?? 0) + 1
  yield* q(
    tx.insert(versions).values({
      quizId: kept.quizId,
      n,
      ownerId: kept.ownerId,
      body: kept.quiz,
      digest: digest('own-quiz', kept.quizId, String(n), canonicalJson(kept.quiz)),
      createdAt: kept.now,
      erasedAt: null,
    }),
  )
  return n
}

/** Saves a draft over the one that `seq` names; false where another window has saved since. */
export function* updateDraft(
  db: Db,
  tx: Executor,
  saved: { id: string; seq: number; draft: DraftQuiz; now: Date },
): Steps<boolean> {
  const { ownQuizzes: own } = db.t
  const rows = yield* q(
    tx
      .update(own)
      .set({ draft: saved.draft, seq: saved.seq + 1, savedAt: saved.now })
      .where(and(eq(own.id, saved.id), eq(own.seq, saved.seq)))
      .returning({ id: own.id }),
  )
  return rows.length === 1
}
