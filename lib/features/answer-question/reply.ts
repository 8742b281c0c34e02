import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { standingCitations } from '#lib/content/standing-citations.ts'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import { canonicalJson, digest } from '#lib/db/digest.ts'
import { findAssignment, rulesNow } from '#lib/db/queries/assignments.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { findRemark, hasPosted, hidingsOf } from '#lib/db/queries/remarks.ts'
import { feature } from '#lib/door/feature.ts'
import { availabilityAt } from '#lib/domain/availability.ts'
import { citationsInput } from '#lib/domain/citation.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, proseSchema } from '#lib/domain/names.ts'
import { membershipIn, type Role } from '#lib/domain/viewer.ts'

export const REPLY_MAX = 3000

/** Null for whoever has left the class. */
function* roleOf(db: Db, tx: Executor, classId: string, userId: string): Steps<Role | null> {
  const { memberships: m } = db.t
  const [row] = yield* q(
    tx
      .select({ role: m.role })
      .from(m)
      .where(and(eq(m.classId, classId), eq(m.userId, userId), eq(m.state, 'active'))),
  )
  return row?.role ?? null
}

/**
 * Answers a post, or a reply under it. A student answers what they can see: their own post is in, and the other’s is
 * not hidden. Replies stand as they were posted; under a question without names they follow their author’s own post.
 */
export const replyTo = feature({
  input: z.strictObject({
    post: idSchema,
    /** The reply that is answered; left out, the post itself. */
    to: z.preprocess((value) => value || undefined, idSchema.optional()),
    text: proseSchema(REPLY_MAX),
    citations: citationsInput,
  }),
  permission: 'talk.join',
  subject: (ctx, input) => findRemark(ctx.db, 'post', input.post),
  output: z.strictObject({ reply: z.string() }),
  run: async (ctx, input, post) => {
    const { db, viewer, now, newId, idempotencyKey } = ctx
    const assignment = post.assignmentId === null ? null : await findAssignment(db, post.assignmentId)
    const isStudent = membershipIn(viewer, post.classId)?.role === 'student'
    if (!assignment || (isStudent && !(await hasPosted(db, assignment.id, viewer.userId))))
      throw new Refusal('not-found')
    if (input.text.trim() === '') throw new Refusal('answer-empty', { path: 'text' })
    const body = { text: input.text, citations: standingCitations(input.citations) }
    return db.atomically(function* (tx) {
      const { replies, citations } = db.t
      if ((yield* hidingsOf(db, tx, 'post', [post.id])).has(post.id)) throw new Refusal('remark-hidden')
      if (isStudent) {
        const rules = yield* rulesNow(db, tx, assignment, viewer.userId)
        if (availabilityAt(rules, now()) === 'closed') throw new Refusal('talk-closed')
      }
      let answeredBy: string | null = null
      if (input.to) {
        const [answered] = yield* q(
          tx
            .select({ userId: replies.userId })
            .from(replies)
            .where(and(eq(replies.id, input.to), eq(replies.postId, post.id))),
        )
        if (!answered) throw new Refusal('not-found')
        if ((yield* hidingsOf(db, tx, 'reply', [input.to])).has(input.to)) throw new Refusal('remark-hidden')
        answeredBy = answered.userId
      }
      const call = { userId: viewer.userId, route: `reply/${post.id}`, key: idempotencyKey, asked: input, now: now() }
      return yield* once(db, tx, call, function* () {
        const id = newId()
        const base = { classId: post.classId, userId: viewer.userId, assignmentId: assignment.id, erasedAt: null }
        yield* q(
          tx.insert(replies).values({
            ...base,
            id,
            postId: post.id,
            toReply: input.to ?? null,
            body,
            digest: digest('reply', id, canonicalJson(body)),
            createdAt: now(),
          }),
        )
        for (const one of body.citations)
          yield* q(
            tx.insert(citations).values({
              ...base,
              id: newId(),
              source: 'reply',
              sourceId: id,
              ordinal: 1,
              at: one.at,
              quote: one.quote ?? null,
            }),
          )
        // Whoever wrote the post, and whoever wrote the reply that is answered: each once, and not oneself.
        const told = new Map<string, 'post' | 'reply'>([[post.userId, 'post']])
        if (answeredBy) told.set(answeredBy, 'reply')
        told.delete(viewer.userId)
        for (const [userId, to] of told) {
          const reader = yield* roleOf(db, tx, post.classId, userId)
          if (reader)
            yield* tell(db, tx, {
              kind: 'replied',
              facts: {
                title: assignment.title,
                assignment: assignment.id,
                post: post.id,
                to,
                side: reader === 'student' ? 'student' : 'desk',
              },
              classId: post.classId,
              to: [userId],
              about: id,
              now: now(),
              newId,
            })
        }
        return { reply: id }
      })
    })
  },
})
