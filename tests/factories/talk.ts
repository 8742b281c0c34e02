/** Posts and replies as rows, for tests that need a discussion before anybody has typed one. */
import { v7 } from 'uuid'
import { q, type Db } from '#lib/db/atomically.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'

type Given = Partial<{ alias: number; at: Date; citations: { at: string; quote?: string }[] }>

/** A posted post of one version. With `alias` its author is nameless to classmates. */
export async function makePost(
  db: Db,
  assignment: Assignment,
  author: { userId: string },
  text: string,
  given: Given = {},
): Promise<string> {
  const id = v7()
  const at = given.at ?? new Date()
  const base = { classId: assignment.classId, userId: author.userId, erasedAt: null }
  const body = { text, citations: given.citations ?? [{ at: 's114' }] }
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.posts).values({
        ...base,
        id,
        assignmentId: assignment.id,
        state: 'posted',
        draft: body,
        draftSeq: 1,
        startedAt: at,
        savedAt: at,
        postedAt: at,
        nameless: given.alias !== undefined,
        alias: given.alias ?? null,
      }),
    )
    yield* q(tx.insert(db.t.postVersions).values({ ...base, postId: id, ordinal: 1, body, digest: 'd', createdAt: at }))
    for (const one of body.citations)
      yield* q(
        tx.insert(db.t.citations).values({
          ...base,
          id: v7(),
          assignmentId: assignment.id,
          source: 'post',
          sourceId: id,
          ordinal: 1,
          at: one.at,
          quote: one.quote ?? null,
        }),
      )
  })
  return id
}

/** So many classmates with a post each, two of them at every instant, oldest first. */
export async function insertPosts(db: Db, assignment: Assignment, many: number): Promise<{ id: string; at: Date }[]> {
  const { classId } = assignment
  const began = Date.now() - 1e8
  const rows = Array.from({ length: many }, (_none, i) => ({
    userId: `u-${assignment.id.slice(-8)}-${i}`,
    id: `p-${assignment.id.slice(-8)}-${String(i).padStart(5, '0')}`,
    at: new Date(began + Math.floor(i / 2) * 1000),
  }))
  for (let from = 0; from < many; from += 500)
    await db.atomically(function* (tx) {
      const some = rows.slice(from, from + 500)
      const base = { classId, erasedAt: null }
      yield* q(
        tx.insert(db.t.users).values(
          some.map((row) => ({
            id: row.userId,
            name: row.userId,
            email: null,
            passphraseHash: null,
            mayTeach: false,
            createdAt: row.at,
            erasedAt: null,
          })),
        ),
      )
      yield* q(
        tx.insert(db.t.memberships).values(
          some.map((row) => ({
            classId,
            userId: row.userId,
            role: 'student' as const,
            sectionId: null,
            loginName: row.userId,
            displayName: row.userId,
            extraTimePercent: 0,
            state: 'active' as const,
            joinedAt: row.at,
          })),
        ),
      )
      yield* q(
        tx.insert(db.t.posts).values(
          some.map((row) => ({
            ...base,
            id: row.id,
            userId: row.userId,
            assignmentId: assignment.id,
            state: 'posted' as const,
            draft: null,
            draftSeq: 1,
            startedAt: row.at,
            savedAt: row.at,
            postedAt: row.at,
          })),
        ),
      )
      yield* q(
        tx.insert(db.t.postVersions).values(
          some.map((row) => ({
            ...base,
            postId: row.id,
            ordinal: 1,
            userId: row.userId,
            body: { text: `Words of ${row.id}. `.repeat(20), citations: [{ at: 's114' }] },
            digest: 'd',
            createdAt: row.at,
          })),
        ),
      )
      yield* q(
        tx.insert(db.t.citations).values(
          some.map((row) => ({
            ...base,
            id: v7(),
            userId: row.userId,
            assignmentId: assignment.id,
            source: 'post' as const,
            sourceId: row.id,
            ordinal: 1,
            at: 's114',
            quote: null,
          })),
        ),
      )
    })
  return rows.map(({ id, at }) => ({ id, at }))
}

/** Gives an answer out to be reviewed, as if its turn had come. */
export async function giveReview(
  db: Db,
  assignment: Assignment,
  reviewer: { userId: string },
  of: { post: string; author: { userId: string } },
): Promise<string> {
  const id = v7()
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.peerReviews).values({
        id,
        classId: assignment.classId,
        userId: reviewer.userId,
        authorId: of.author.userId,
        assignmentId: assignment.id,
        postId: of.post,
        givenOutAt: new Date(),
        version: null,
        levels: null,
        comment: null,
        digest: null,
        reviewedAt: null,
        erasedAt: null,
      }),
    )
  })
  return id
}

export async function makeReply(
  db: Db,
  assignment: Assignment,
  postId: string,
  author: { userId: string },
  text: string,
): Promise<string> {
  const id = v7()
  await db.atomically(function* (tx) {
    yield* q(
      tx.insert(db.t.replies).values({
        id,
        classId: assignment.classId,
        userId: author.userId,
        assignmentId: assignment.id,
        postId,
        toReply: null,
        body: { text, citations: [] },
        digest: 'd',
        createdAt: new Date(),
        erasedAt: null,
      }),
    )
  })
  return id
}
