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
