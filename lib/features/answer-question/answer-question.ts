import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { findAssignment, findShown, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import { findMember } from '#lib/db/queries/classes.ts'
import type { PostBody } from '#lib/db/tables.ts'
import type { Context } from '#lib/door/context.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { citationSchema, foldSpace, type Citation } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, isWellFormed } from '#lib/domain/names.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { membershipIn } from '#lib/domain/viewer.ts'

/** Long enough for a careful page and a half; the box counts down towards it. */
export const POST_MAX = 8000
const textSchema = z
  .string()
  .transform((text) => text.replaceAll('\r\n', '\n').normalize('NFC'))
  .refine((text) => text.length <= POST_MAX, { message: 'too-long' })
  .refine(isWellFormed, { message: 'characters' })

/** A form sends each citation as `s143` or as `s143 | exact words`, and a person types "143" or "S. 143"; scripts send objects. */
const citationInput = z.union([
  citationSchema,
  z
    .string()
    .max(700)
    .transform((line, ctx) => {
      const [at = '', ...words] = line.split('|')
      const parsed = citationSchema.safeParse({
        at: at
          .toLowerCase()
          .replace(/[\s.]/gu, '')
          .replace(/^(?=\d)/u, 's'),
        ...(words.length > 0 ? { quote: words.join('|').trim() } : {}),
      })
      if (parsed.success) return parsed.data
      ctx.addIssue({ code: 'custom', message: 'a sentence id such as s143' })
      return z.NEVER
    }),
])
const citationsInput = z.preprocess(
  (value) =>
    value === undefined || value === '' ? [] : Array.isArray(value) ? value.filter((one) => one !== '') : [value],
  z.array(citationInput).max(20),
)

const postBody = { text: textSchema, citations: citationsInput }

const ownQuestion = async (ctx: Context, input: { assignment: string }) => {
  const assignment = await findAssignment(ctx.db, input.assignment)
  return assignment?.kind === 'question' && ctx.viewer
    ? { classId: assignment.classId, sectionId: assignment.sectionId, userId: ctx.viewer.userId, assignment }
    : null
}

/** Each citation must point at a unit of the text and its words must stand there (white space folded). */
function standingCitations(citations: readonly Citation[]): Citation[] {
  const { units } = edition().transcript
  const unique = [...new Map(citations.map((one) => [`${one.at}|${one.quote ?? ''}`, one])).values()]
  for (const one of unique) {
    const unit = units.get(one.at)
    if (!unit) throw new Refusal('quote-not-found', { at: one.at })
    if (one.quote && !foldSpace(unit.text).includes(foldSpace(one.quote)))
      throw new Refusal('quote-not-found', { at: one.at, quote: one.quote })
  }
  return unique.map((one) => (one.quote ? { at: one.at, quote: foldSpace(one.quote) } : { at: one.at }))
}

function* myPost(ctx: SignedIn, tx: Executor, assignment: Assignment) {
  const { posts } = ctx.db.t
  const [row] = yield* q(
    tx
      .select()
      .from(posts)
      .where(and(eq(posts.assignmentId, assignment.id), eq(posts.userId, ctx.viewer.userId))),
  )
  return row ?? null
}

function* mustTakeWork(ctx: SignedIn, tx: Executor, assignment: Assignment): Steps<'open' | 'closed'> {
  const rules = yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId)
  const availability = availabilityAt(rules, ctx.now())
  if (availability === 'not-open-yet') throw new Refusal('not-open-yet', { opensAt: rules.opensAt!.toISOString() })
  return availability === 'closed' ? 'closed' : 'open'
}

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
): Steps<void> {
  const { db, viewer, now, newId } = ctx
  yield* q(
    tx.insert(db.t.postVersions).values({
      postId,
      ordinal,
      classId: assignment.classId,
      userId: viewer.userId,
      body,
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

/**
 * Posts, or revises what was posted: every version is kept. Needs words and at least one cited sentence. The same body
 * posted twice is one version, so a lost reply can be retried. What is refused for want of a citation is kept as the draft.
 */
export const postAnswer = feature({
  input: z.strictObject({ assignment: idSchema, ...postBody }),
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
      else if (citations.length === 0) refusal = new Refusal('citation-needed', { path: 'citations' })
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
      yield* addVersion(ctx, tx, assignment, postId, version, body)
      return { kind: 'posted' as const, post: postId, version, at: now(), seq }
    })
    if (outcome.kind === 'closed') throw new Refusal('closed', { kept: true })
    if (outcome.kind === 'refused')
      throw new Refusal(refusal!.code, { ...refusal!.detail, kept: true, seq: outcome.seq })
    return { post: outcome.post, version: outcome.version, postedAt: outcome.at.toISOString(), seq: outcome.seq }
  },
})

const versionSchema = z.strictObject({
  version: z.int(),
  text: z.string(),
  citations: z.array(citationSchema),
  createdAt: z.string(),
})
const othersSchema = z.strictObject({ post: z.string(), name: z.string(), versions: z.array(versionSchema) })
const postsSchema = z.strictObject({
  locked: z.boolean(),
  own: z.strictObject({ post: z.string(), versions: z.array(versionSchema) }).nullable(),
  others: z.array(othersSchema),
})
type PostsView = z.infer<typeof postsSchema>

const shownVersion = (row: { ordinal: number; body: PostBody | null; createdAt: Date }) => ({
  version: row.ordinal,
  text: row.body?.text ?? '',
  citations: row.body?.citations ?? [],
  createdAt: row.createdAt.toISOString(),
})

/** Own post first. Before it is in, classmates' rows are not even asked for: `locked` and nothing else. */
function* postsFor(ctx: SignedIn, tx: Executor, assignment: Assignment): Steps<PostsView> {
  const { posts, postVersions, memberships } = ctx.db.t
  const own = yield* myPost(ctx, tx, assignment)
  const ownVersions = own
    ? yield* q(tx.select().from(postVersions).where(eq(postVersions.postId, own.id)).orderBy(asc(postVersions.ordinal)))
    : []
  if (own?.state !== 'posted') return { locked: true, own: null, others: [] }
  const inReach =
    assignment.sectionId === null
      ? eq(memberships.classId, assignment.classId)
      : and(eq(memberships.classId, assignment.classId), eq(memberships.sectionId, assignment.sectionId))
  const rows = yield* q(
    tx
      .select({ post: posts.id, userId: posts.userId, name: memberships.displayName, postedAt: posts.postedAt })
      .from(posts)
      .innerJoin(memberships, and(eq(memberships.userId, posts.userId), inReach, eq(memberships.state, 'active')))
      .where(and(eq(posts.assignmentId, assignment.id), eq(posts.state, 'posted')))
      .orderBy(asc(posts.id)),
  )
  const others = rows.filter((row) => row.userId !== ctx.viewer.userId)
  const versions =
    others.length === 0
      ? []
      : yield* q(
          tx
            .select()
            .from(postVersions)
            .where(
              inArray(
                postVersions.postId,
                others.map((row) => row.post),
              ),
            )
            .orderBy(asc(postVersions.postId), asc(postVersions.ordinal)),
        )
  return {
    locked: false,
    own: { post: own.id, versions: ownVersions.map(shownVersion) },
    others: others.map((row) => ({
      post: row.post,
      name: row.name,
      versions: versions.filter((version) => version.postId === row.post).map(shownVersion),
    })),
  }
}

export const listPosts = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownQuestion,
  output: postsSchema,
  run: (ctx, _input, { assignment }) => ctx.db.atomically((tx) => postsFor(ctx, tx, assignment)),
})

/** The question page: prompt, own draft, own versions, and classmates' posts once one's own is in. */
export const viewQuestion = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'work.do',
  subject: ownQuestion,
  run: async (ctx, _input, { assignment }) => {
    const question = (await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion
    const { rules, own, posts } = await ctx.db.atomically(function* (tx) {
      return {
        rules: yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId),
        own: yield* myPost(ctx, tx, assignment),
        posts: yield* postsFor(ctx, tx, assignment),
      }
    })
    const member = await findMember(ctx.db, assignment.classId, ctx.viewer.userId)
    return {
      classId: assignment.classId,
      assignment: assignment.id,
      title: assignment.title,
      minutes: assignment.minutes,
      zone: assignment.zone,
      points: assignment.points,
      question,
      availability: availabilityAt(rules, ctx.now()),
      opensAt: rules.opensAt?.toISOString() ?? null,
      dueAt: rules.dueAt?.toISOString() ?? null,
      closesAt: rules.closesAt?.toISOString() ?? null,
      draft: own
        ? {
            text: own.draft?.text ?? '',
            citations: own.draft?.citations ?? [],
            seq: own.draftSeq,
            savedAt: own.savedAt.toISOString(),
          }
        : null,
      posts,
      name: member?.displayName ?? ctx.viewer.name,
      bySection: assignment.sectionId !== null && membershipIn(ctx.viewer, assignment.classId) !== null,
    }
  },
})
