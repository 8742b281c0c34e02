import {
  and,
  asc,
  count,
  countDistinct,
  desc,
  eq,
  getTableColumns,
  inArray,
  isNull,
  lt,
  ne,
  or,
  sql,
  type SQL,
} from 'drizzle-orm'
import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { findShown, rulesNow, type Assignment } from '#lib/db/queries/assignments.ts'
import { findMember } from '#lib/db/queries/classes.ts'
import { quotedFor } from '#lib/db/queries/closed-text.ts'
import { listReleased } from '#lib/db/queries/released.ts'
import { hidingsOf } from '#lib/db/queries/remarks.ts'
import type { PostBody } from '#lib/db/tables.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { citationSchema } from '#lib/domain/citation.ts'
import { idSchema } from '#lib/domain/names.ts'
import { pastedSchema, pasteView } from '#lib/domain/pasted.ts'
import type { ShownQuestion } from '#lib/domain/question.ts'
import { authorFor, reasonIn } from '#lib/domain/remark.ts'
import { membershipIn } from '#lib/domain/viewer.ts'
import { myPost, ownQuestion } from './own-post.ts'

/** Posts on one page, and replies shown under a post of a list: the rest are one link away. */
const PAGE = 15
const REPLIES = 12
const ALL_REPLIES = 500
const MOST_CITED = 8

const versionSchema = z.strictObject({
  version: z.int(),
  text: z.string(),
  citations: z.array(citationSchema),
  createdAt: z.string(),
})
/** One's own also say what was pasted, where it is counted; null where it is not. */
const ownVersionSchema = versionSchema.extend({
  pasted: z.strictObject({ counted: pastedSchema.nullable() }).nullable(),
})
const authorSchema = z.strictObject({ name: z.string(), role: z.enum(['student', 'staff']), own: z.boolean() })
/** Why a remark is hidden: its author reads the reason, classmates that it is hidden. */
const hiddenSchema = z.strictObject({ reason: z.string().nullable() }).nullable()
const replySchema = z.strictObject({
  reply: z.string(),
  to: z.string().nullable(),
  by: authorSchema,
  text: z.string(),
  citations: z.array(citationSchema),
  createdAt: z.string(),
  hidden: hiddenSchema,
})
const threadSchema = { replies: z.array(replySchema), replyCount: z.int() }
const ownSchema = z.strictObject({
  post: z.string(),
  by: authorSchema,
  /** What classmates call its author; null where they see the name. */
  alias: z.string().nullable(),
  versions: z.array(ownVersionSchema),
  hidden: hiddenSchema,
  ...threadSchema,
})
const otherSchema = z.strictObject({
  post: z.string(),
  by: authorSchema,
  versions: z.array(versionSchema),
  hidden: z.boolean(),
  ...threadSchema,
})
const postsSchema = z.strictObject({
  locked: z.boolean(),
  own: ownSchema.nullable(),
  /** The newest first, a page of them. */
  others: z.array(otherSchema),
  /** How many classmates have posted in all. */
  total: z.int(),
  /** The post before which the next page begins; null on the last one. */
  before: z.string().nullable(),
  /** The sentences cited most, each with how many posts cite it. */
  cited: z.array(z.strictObject({ at: z.string(), posts: z.int() })),
})
type PostsView = z.infer<typeof postsSchema>
export type ReplyView = z.infer<typeof replySchema>

const LOCKED: PostsView = { locked: true, own: null, others: [], total: 0, before: null, cited: [] }

const shownVersion = (row: { ordinal: number; body: PostBody | null; createdAt: Date }) => ({
  version: row.ordinal,
  text: row.body?.text ?? '',
  citations: row.body?.citations ?? [],
  createdAt: row.createdAt.toISOString(),
})

/** The members among whom the work is talked over: the class, or the one section, and its staff. */
function inReach(ctx: SignedIn, assignment: Assignment): SQL {
  const { memberships } = ctx.db.t
  const active = and(eq(memberships.classId, assignment.classId), eq(memberships.state, 'active'))!
  return assignment.sectionId === null
    ? active
    : and(active, or(eq(memberships.sectionId, assignment.sectionId), ne(memberships.role, 'student')))!
}

/** Replies under the posts named, the first ones of each; of hidden ones the words are not even read. */
function* repliesUnder(
  ctx: SignedIn,
  tx: Executor,
  assignment: Assignment,
  postIds: readonly string[],
  limit: number,
): Steps<Map<string, { replies: ReplyView[]; replyCount: number }>> {
  if (postIds.length === 0) return new Map()
  const { replies, memberships, posts } = ctx.db.t
  const ranked = tx
    .select({
      id: replies.id,
      postId: replies.postId,
      toReply: replies.toReply,
      userId: replies.userId,
      createdAt: replies.createdAt,
      name: memberships.displayName,
      role: memberships.role,
      rank: sql<number>`row_number() over (partition by ${replies.postId} order by ${replies.id})`.as('rank'),
    })
    .from(replies)
    .innerJoin(memberships, and(eq(memberships.userId, replies.userId), inReach(ctx, assignment)))
    .where(inArray(replies.postId, [...postIds]))
    .as('ranked')
  const rows = yield* q(
    tx
      .select()
      .from(ranked)
      .where(sql`${ranked.rank} <= ${limit}`)
      .orderBy(asc(ranked.postId), asc(ranked.id)),
  )
  const counts = yield* q(
    tx
      .select({ postId: replies.postId, n: count() })
      .from(replies)
      .innerJoin(memberships, and(eq(memberships.userId, replies.userId), inReach(ctx, assignment)))
      .where(inArray(replies.postId, [...postIds]))
      .groupBy(replies.postId),
  )
  const hidden = yield* hidingsOf(
    ctx.db,
    tx,
    'reply',
    rows.map((row) => row.id),
  )
  const me = ctx.viewer.userId
  const open = rows.filter((row) => row.userId === me || !hidden.has(row.id)).map((row) => row.id)
  const bodies = new Map(
    open.length === 0
      ? []
      : (yield* q(
          tx.select({ id: replies.id, body: replies.body }).from(replies).where(inArray(replies.id, open)),
        )).map((row) => [row.id, row.body]),
  )
  const writers = [...new Set(rows.map((row) => row.userId))]
  const aliases = new Map(
    writers.length === 0
      ? []
      : (yield* q(
          tx
            .select({ userId: posts.userId, alias: posts.alias })
            .from(posts)
            .where(and(eq(posts.assignmentId, assignment.id), inArray(posts.userId, writers))),
        )).map((row) => [row.userId, row.alias]),
  )
  return new Map(
    counts.map(({ postId, n }) => [
      postId,
      {
        replyCount: n,
        replies: rows
          .filter((row) => row.postId === postId)
          .map((row) => {
            const own = row.userId === me
            const hiding = hidden.get(row.id)
            return {
              reply: row.id,
              to: row.toReply,
              by: authorFor(me, {
                userId: row.userId,
                name: row.name,
                isStudent: row.role === 'student',
                alias: aliases.get(row.userId) ?? null,
              }),
              text: bodies.get(row.id)?.text ?? '',
              citations: bodies.get(row.id)?.citations ?? [],
              createdAt: row.createdAt.toISOString(),
              hidden: hiding ? { reason: own ? hiding.reason : null } : null,
            }
          }),
      },
    ]),
  )
}
const NO_REPLIES = { replies: [], replyCount: 0 }

/** A page of classmates’ posts, the newest first, by the index: what a class of ten thousand costs is a page. */
function* pageOfPosts(ctx: SignedIn, tx: Executor, assignment: Assignment, from: { before?: string; post?: string }) {
  const { posts, memberships } = ctx.db.t
  const [cursor] = from.before
    ? yield* q(
        tx
          .select({ id: posts.id, postedAt: posts.postedAt })
          .from(posts)
          .where(and(eq(posts.id, from.before), eq(posts.assignmentId, assignment.id), eq(posts.state, 'posted'))),
      )
    : []
  const others = [
    eq(posts.assignmentId, assignment.id),
    eq(posts.state, 'posted'),
    ne(posts.userId, ctx.viewer.userId),
    ...(from.post ? [eq(posts.id, from.post)] : []),
  ]
  const older = cursor?.postedAt
    ? [or(lt(posts.postedAt, cursor.postedAt), and(eq(posts.postedAt, cursor.postedAt), lt(posts.id, cursor.id)))]
    : []
  const rows = yield* q(
    tx
      .select({
        post: posts.id,
        userId: posts.userId,
        name: memberships.displayName,
        alias: posts.alias,
      })
      .from(posts)
      .innerJoin(memberships, and(eq(memberships.userId, posts.userId), inReach(ctx, assignment)))
      .where(and(...others, ...older))
      .orderBy(desc(posts.postedAt), desc(posts.id))
      .limit(PAGE + 1),
  )
  const [all] = yield* q(
    tx
      .select({ n: count() })
      .from(posts)
      .innerJoin(memberships, and(eq(memberships.userId, posts.userId), inReach(ctx, assignment)))
      .where(
        and(eq(posts.assignmentId, assignment.id), eq(posts.state, 'posted'), ne(posts.userId, ctx.viewer.userId)),
      ),
  )
  const shown = rows.slice(0, PAGE)
  return { rows: shown, total: all!.n, before: rows.length > PAGE ? shown.at(-1)!.post : null }
}

/** What the discussion stands on: each sentence with how many of its posts cite it, in any version that is not hidden. */
function* mostCited(ctx: SignedIn, tx: Executor, assignment: Assignment) {
  const { citations, hidings, memberships } = ctx.db.t
  const n = countDistinct(citations.sourceId)
  return yield* q(
    tx
      .select({ at: citations.at, posts: n })
      .from(citations)
      .innerJoin(memberships, and(eq(memberships.userId, citations.userId), inReach(ctx, assignment)))
      .leftJoin(
        hidings,
        and(eq(hidings.kind, 'post'), eq(hidings.remarkId, citations.sourceId), isNull(hidings.shownAt)),
      )
      .where(
        and(
          eq(citations.classId, assignment.classId),
          eq(citations.assignmentId, assignment.id),
          eq(citations.source, 'post'),
          isNull(hidings.id),
        ),
      )
      .groupBy(citations.at)
      .orderBy(desc(n), asc(citations.at))
      .limit(MOST_CITED),
  )
}

/** Own post first. Before it is in, classmates' rows are not even asked for: `locked` and nothing else. */
function* postsFor(
  ctx: SignedIn,
  tx: Executor,
  assignment: Assignment,
  from: { before?: string; post?: string },
): Steps<PostsView> {
  const { postVersions } = ctx.db.t
  const own = yield* myPost(ctx, tx, assignment)
  if (own?.state !== 'posted') return LOCKED
  const { rows, total, before } = yield* pageOfPosts(ctx, tx, assignment, from)
  const ids = rows.map((row) => row.post)
  const hidden = yield* hidingsOf(ctx.db, tx, 'post', [own.id, ...ids])
  const { pasted: _pasted, ...words } = getTableColumns(postVersions)
  const versions = yield* q(
    tx
      .select(words)
      .from(postVersions)
      .where(inArray(postVersions.postId, [own.id, ...ids.filter((id) => !hidden.has(id))]))
      .orderBy(asc(postVersions.postId), asc(postVersions.ordinal)),
  )
  const versionsOf = (id: string) => versions.filter((version) => version.postId === id)
  // Of one's own alone: what classmates pasted is not even read.
  const pasted = new Map(
    (yield* q(
      tx
        .select({ ordinal: postVersions.ordinal, pasted: postVersions.pasted })
        .from(postVersions)
        .where(eq(postVersions.postId, own.id)),
    )).map((row) => [row.ordinal, row.pasted]),
  )
  const threads = yield* repliesUnder(ctx, tx, assignment, ids, from.post ? ALL_REPLIES : REPLIES)
  const ownThread = yield* repliesUnder(ctx, tx, assignment, [own.id], ALL_REPLIES)
  const me = ctx.viewer.userId
  const hiding = hidden.get(own.id)
  const alias = own.alias === null ? null : `Classmate ${own.alias}`
  return {
    locked: false,
    own: {
      post: own.id,
      by: { name: ctx.viewer.name, role: 'student', own: true },
      alias,
      versions: versionsOf(own.id).map((row) => ({
        ...shownVersion(row),
        pasted: pasteView(assignment.countsPastes, pasted.get(row.ordinal) ?? null),
      })),
      hidden: reasonIn(hiding),
      ...(ownThread.get(own.id) ?? NO_REPLIES),
    },
    others: rows.map((row) => ({
      post: row.post,
      by: authorFor(me, { userId: row.userId, name: row.name, isStudent: true, alias: row.alias }),
      versions: versionsOf(row.post).map(shownVersion),
      hidden: hidden.has(row.post),
      ...(threads.get(row.post) ?? NO_REPLIES),
    })),
    total,
    before,
    cited: yield* mostCited(ctx, tx, assignment),
  }
}

export const listPosts = feature({
  /** `before`: the posts older than this one. `post`: this one alone, with all its replies. */
  input: z.strictObject({ assignment: idSchema, before: idSchema.optional(), post: idSchema.optional() }),
  permission: 'work.do',
  subject: ownQuestion,
  output: postsSchema,
  run: async (ctx, input, { assignment }) =>
    quotedFor(
      ctx.db,
      { classId: assignment.classId, userId: ctx.viewer.userId, now: ctx.now() },
      await ctx.db.atomically((tx) => postsFor(ctx, tx, assignment, input)),
    ),
})

/** The question page: prompt, own draft, own versions, and classmates' posts once one's own is in. */
export const viewQuestion = feature({
  input: z.strictObject({ assignment: idSchema, before: idSchema.optional(), post: idSchema.optional() }),
  permission: 'work.do',
  subject: ownQuestion,
  run: async (ctx, input, { assignment }) => {
    const question = (await findShown(ctx.db, assignment.revisionHash)) as ShownQuestion
    const { rules, own, posts } = await ctx.db.atomically(function* (tx) {
      return {
        rules: yield* rulesNow(ctx.db, tx, assignment, ctx.viewer.userId),
        own: yield* myPost(ctx, tx, assignment),
        posts: yield* postsFor(ctx, tx, assignment, input),
      }
    })
    const [member, released] = await Promise.all([
      findMember(ctx.db, assignment.classId, ctx.viewer.userId),
      listReleased(
        ctx.db,
        { classId: assignment.classId, userId: ctx.viewer.userId, assignments: [assignment] },
        edition().rubrics[0]!,
      ),
    ])
    return {
      classId: assignment.classId,
      assignment: assignment.id,
      title: assignment.title,
      minutes: assignment.minutes,
      zone: assignment.zone,
      points: assignment.points,
      names: assignment.names,
      /** How many sentences a post has to cite. */
      citations: assignment.citations,
      /** How many classmates’ answers are to be reviewed. */
      reviews: assignment.reviews,
      countsPastes: assignment.countsPastes,
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
      /** Once released, and never before. */
      grade: released.get(assignment.id)?.[0] ?? null,
      name: member?.displayName ?? ctx.viewer.name,
      bySection: assignment.sectionId !== null && membershipIn(ctx.viewer, assignment.classId) !== null,
    }
  },
})
