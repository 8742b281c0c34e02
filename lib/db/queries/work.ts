import { and, count, countDistinct, eq, max } from 'drizzle-orm'
import type { Work } from '#lib/domain/standing.ts'
import type { Db } from '../atomically.ts'

const keyOf = (assignmentId: string, userId: string): string => `${assignmentId}/${userId}`
export type WorkIndex = (assignmentId: string, userId: string) => Work | undefined

/** All work of a class, or of one student in it, in a handful of queries whatever the number of assignments. */
export async function listWork(db: Db, classId: string, userId?: string): Promise<WorkIndex> {
  const { readingPlaces: places, attempts, answers, posts, postVersions: versions } = db.t
  // A filter takes a string, never undefined: `and(undefined)` would be every row.
  const placesOf = userId === undefined ? eq(places.classId, classId) : and(eq(places.classId, classId), eq(places.userId, userId))
  const attemptsOf = userId === undefined ? eq(attempts.classId, classId) : and(eq(attempts.classId, classId), eq(attempts.userId, userId))
  const answersOf = userId === undefined ? eq(answers.classId, classId) : and(eq(answers.classId, classId), eq(answers.userId, userId))
  const postsOf = userId === undefined ? eq(posts.classId, classId) : and(eq(posts.classId, classId), eq(posts.userId, userId))
  const versionsOf = userId === undefined ? eq(versions.classId, classId) : and(eq(versions.classId, classId), eq(versions.userId, userId))
  const [placeRows, attemptRows, answerRows, postRows, versionRows] = await Promise.all([
    db.select().from(places).where(placesOf),
    db.select().from(attempts).where(attemptsOf).orderBy(attempts.ordinal),
    db.select({ attemptId: answers.attemptId, answered: countDistinct(answers.item), lastSavedAt: max(answers.savedAt) }).from(answers).where(answersOf).groupBy(answers.attemptId),
    db.select().from(posts).where(postsOf),
    db.select({ postId: versions.postId, n: count() }).from(versions).where(versionsOf).groupBy(versions.postId),
  ])
  const answered = new Map(answerRows.map((row) => [row.attemptId, row]))
  const versionCount = new Map(versionRows.map((row) => [row.postId, row.n]))
  const index = new Map<string, { place: Work['place']; attempts: Work['attempts'][number][]; post: Work['post'] }>()
  const at = (assignmentId: string, id: string) => {
    const key = keyOf(assignmentId, id)
    const known = index.get(key) ?? { place: null, attempts: [], post: null }
    index.set(key, known)
    return known
  }
  for (const row of placeRows) at(row.assignmentId, row.userId).place = row
  for (const row of attemptRows) at(row.assignmentId, row.userId).attempts.push({ startedAt: row.startedAt, submittedAt: row.submittedAt, earned: row.earned, total: row.total, answered: answered.get(row.id)?.answered ?? 0, lastSavedAt: answered.get(row.id)?.lastSavedAt ?? null })
  for (const row of postRows) at(row.assignmentId, row.userId).post = { state: row.state, startedAt: row.startedAt, savedAt: row.savedAt, postedAt: row.postedAt, versions: versionCount.get(row.id) ?? 0 }
  return (assignmentId, id) => index.get(keyOf(assignmentId, id))
}
