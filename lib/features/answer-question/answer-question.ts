import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { standingCitations } from '#lib/content/standing-citations.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { PostBody } from '#lib/db/tables.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { citationsInput, type Citation } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, proseSchema } from '#lib/domain/names.ts'
import { tallySchema, type Pasted } from '#lib/domain/pasted.ts'
import { drawAlias } from '#lib/domain/remark.ts'
import { mustTakeWork, myPost, ownQuestion } from './own-post.ts'

/** Long enough for a careful page and a half; the box counts down towards it. */
export const POST_MAX = 8000
const postBody = { text: proseSchema(POST_MAX), citations: citationsInput }

/** Keeps what came too late for the instructor to admit. */
function* keepLate(ctx: SignedIn, tx: Executor, assignment: Assignment, body: PostBody): Steps<void> {
  yield* q(
    tx.insert(ctx.db.t.lateSaves).values({
      id: ctx.newId(),
      classId: assignment.classId,
      userId: ctx.viewer.userId,
      assignmentId: assignment.id,
      attemptId: null,
      item: null,
      body: { post: body },
      receivedAt: ctx.now(),
      erasedAt: null,
    }),
  )
}

const draftReceipt = z.strictObject({
  receipt: z.strictObject({ assignment: z.string(), seq: z.int(), savedAt: z.string() }),
})

/** Saves the draft. `seq` works as for answers: the stored one plus 1, a repetition is answered again, else `changed-elsewhere`. */
export const saveDraft = feature({
  input: z.strictObject({ assignment: idSchema, seq: z.coerce.number().int().min(1).max(1_000_000), ...postBody }),
  permission: 'work.do',
  subject: ownQuestion,
  output: draftReceipt,
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const body: PostBody = { text: input.text, citations: input.citations }
    const outcome = await db.atomically(function* (tx) {
      const { posts } = db.t
      const own = yield* myPost(ctx, tx, assignment)
      if (own && own.draftSeq === input.seq && canonicalJson(own.draft) === canonicalJson(body))
        return { kind: 'saved' as const, savedAt: own.savedAt }
      if ((yield* mustTakeWork(ctx, tx, assignment)) === 'closed') {
        yield* keepLate(ctx, tx, assignment, body)
        return { kind: 'closed' as const }
      }
      if (input.seq !== (own?.draftSeq ?? 0) + 1)
        return {
          kind: 'elsewhere' as const,
          stored: own
            ? {
                seq: own.draftSeq,
                text: own.draft?.text ?? '',
                citations: own.draft?.citations ?? [],
                savedAt: own.savedAt.toISOString(),
              }
            : null,
        }
      if (own)
        yield* q(tx.update(posts).set({ draft: body, draftSeq: input.seq, savedAt: now() }).where(eq(posts.id, own.id)))
      else
        yield* q(
          tx.insert(posts).values({
            id: newId(),
            classId: assignment.classId,
            userId: viewer.userId,
            assignmentId: assignment.id,
            state: 'draft',
            draft: body,
            draftSeq: input.seq,
            startedAt: now(),
            savedAt: now(),
            postedAt: null,
            erasedAt: null,
          }),
        )
      return { kind: 'saved' as const, savedAt: now() }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'elsewhere') throw new Refusal('changed-elsewhere', { stored: outcome.stored })
    return { receipt: { assignment: assignment.id, seq: input.seq, savedAt: outcome.savedAt.toISOString() } }
  },
})

function* addVersion(
  ctx: SignedIn,
  tx: Executor,
  assignment: Assignment,
  postId: string,
  ordinal: number,
  body: PostBody,
  pasted: Pasted | null,
): Steps<void> {
  const { db, viewer, now, newId } = ctx
  yield* q(
    tx.insert(db.t.postVersions).values({
      postId,
      ordinal,
      classId: assignment.classId,
      userId: viewer.userId,
      body,
      pasted,
      digest: digest('post', postId, String(ordinal), canonicalJson(body)),
      createdAt: now(),
      erasedAt: null,
    }),
  )
  for (const one of body.citations) {
    yield* q(
      tx.insert(db.t.citations).values({
        id: newId(),
        classId: assignment.classId,
        userId: viewer.userId,
        assignmentId: assignment.id,
        source: 'post',
        sourceId: postId,
        ordinal,
        at: one.at,
        quote: one.quote ?? null,
        erasedAt: null,
      }),
    )
  }
}

/** What stands over a post for classmates, settled once. */
function* signature(ctx: SignedIn, tx: Executor, assignment: Assignment, as: 'named' | 'nameless') {
  const { posts } = ctx.db.t
  if (assignment.names === 'shown' || (assignment.names === 'choice' && as === 'named'))
    return { nameless: false, alias: null }
  const taken = yield* q(
    tx
      .select({ alias: posts.alias })
      .from(posts)
      .where(and(eq(posts.assignmentId, assignment.id), isNotNull(posts.alias))),
  )
  return {
    nameless: true,
    alias: drawAlias(
      taken.map((row) => row.alias!),
      ctx.random,
    ),
  }
}

/**
 * Posts, or revises what was posted: every version is kept. Needs words, and as many cited sentences as the assignment
 * says, each counted once. The same body posted twice is one version, so a lost reply can be retried. What is refused
 * for want of a citation is kept as the draft.
 */
export const postAnswer = feature({
  input: z.strictObject({
    assignment: idSchema,
    ...postBody,
    /** Whether classmates see the name, where each author may choose; a revision stays as the first version was. */
    as: z.enum(['named', 'nameless']).default('named'),
    /** What was pasted into the box, of a screen that saw all of the writing; of no account where nobody asked for it. */
    pasted: tallySchema.optional(),
  }),
  permission: 'work.do',
  subject: ownQuestion,
  /** `seq` is the draft's: posting takes the next one, and a screen that goes on typing counts from it. */
  output: z.strictObject({ post: z.string(), version: z.int(), postedAt: z.string(), seq: z.int() }),
  run: async (ctx, input, { assignment }) => {
    const { db, viewer, now, newId } = ctx
    const isEmpty = input.text.trim() === ''
    const draft: PostBody = { text: input.text, citations: input.citations }
    let refusal: Refusal | null = null
    let citations: Citation[] = []
    try {
      citations = standingCitations(input.citations)
      if (isEmpty) refusal = new Refusal('answer-empty', { path: 'text' })
      else {
        const cited = new Set(citations.map(({ at }) => at)).size
        const needed = assignment.citations
        if (cited < needed) refusal = new Refusal('citation-needed', { path: 'citations', cited, needed })
      }
    } catch (error) {
      refusal = error as Refusal
    }
    const body: PostBody = { text: input.text, citations }
    const outcome = await db.atomically(function* (tx) {
      const { posts, postVersions } = db.t
      const own = yield* myPost(ctx, tx, assignment)
      const versions = own
        ? yield* q(
            tx.select().from(postVersions).where(eq(postVersions.postId, own.id)).orderBy(asc(postVersions.ordinal)),
          )
        : []
      const newest = versions.at(-1)
      if (newest && !refusal && canonicalJson(newest.body) === canonicalJson(body))
        return {
          kind: 'posted' as const,
          post: own!.id,
          version: newest.ordinal,
          at: newest.createdAt,
          seq: own!.draftSeq,
        }
      if ((yield* mustTakeWork(ctx, tx, assignment)) === 'closed') {
        yield* keepLate(ctx, tx, assignment, draft)
        return { kind: 'closed' as const }
      }
      const postId = own?.id ?? newId()
      const seq = (own?.draftSeq ?? 0) + 1
      const stored = {
        draft: refusal ? draft : body,
        draftSeq: seq,
        savedAt: now(),
        ...(refusal ? {} : { state: 'posted' as const, postedAt: own?.postedAt ?? now() }),
        ...(refusal || own?.state === 'posted' ? {} : yield* signature(ctx, tx, assignment, input.as)),
      }
      if (own) yield* q(tx.update(posts).set(stored).where(eq(posts.id, own.id)))
      else
        yield* q(
          tx.insert(posts).values({
            id: postId,
            classId: assignment.classId,
            userId: viewer.userId,
            assignmentId: assignment.id,
            startedAt: now(),
            erasedAt: null,
            state: 'draft',
            postedAt: null,
            ...stored,
          }),
        )
      if (refusal) return { kind: 'refused' as const, seq }
      const version = (newest?.ordinal ?? 0) + 1
      const pasted = assignment.countsPastes && input.pasted ? { ...input.pasted, of: body.text.length } : null
      yield* addVersion(ctx, tx, assignment, postId, version, body, pasted)
      return { kind: 'posted' as const, post: postId, version, at: now(), seq }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'refused')
      throw new Refusal(refusal!.code, { ...refusal!.detail, kept: true, seq: outcome.seq })
    return { post: outcome.post, version: outcome.version, postedAt: outcome.at.toISOString(), seq: outcome.seq }
  },
})
