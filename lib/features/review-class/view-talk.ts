import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { assignmentSubject } from '#lib/db/queries/assignments.ts'
import { hidingsOf, type HidingRow } from '#lib/db/queries/remarks.ts'
import { feature } from '#lib/door/feature.ts'
import { idSchema } from '#lib/domain/names.ts'
import { reach } from '#lib/db/queries/class-work.ts'

const shownHiding = (row: HidingRow | undefined) =>
  row ? { reason: row.reason, hiddenAt: row.hiddenAt.toISOString() } : null

/** What was said under these posts of a question, named, with what is hidden and why: the staff’s side of the talk. */
export const viewTalk = feature({
  input: z.strictObject({ assignment: idSchema, posts: z.array(idSchema).max(100) }),
  permission: 'class.observe',
  subject: assignmentSubject,
  run: async (ctx, input, { assignment }) => {
    const { students, numberOf } = await reach(ctx, assignment.classId)
    const names = new Map(students.map((student) => [student.userId, student.displayName]))
    const { posts, picks, replies, memberships } = ctx.db.t
    const rows = (
      await ctx.db
        .select({
          reply: replies.id,
          post: replies.postId,
          postBy: posts.userId,
          to: replies.toReply,
          userId: replies.userId,
          name: memberships.displayName,
          role: memberships.role,
          body: replies.body,
          createdAt: replies.createdAt,
        })
        .from(replies)
        .innerJoin(posts, eq(posts.id, replies.postId))
        .innerJoin(memberships, and(eq(memberships.classId, replies.classId), eq(memberships.userId, replies.userId)))
        .where(
          and(
            eq(replies.assignmentId, assignment.id),
            inArray(replies.postId, input.posts),
            eq(memberships.state, 'active'),
          ),
        )
        .orderBy(asc(replies.id))
    ).filter((row) => names.has(row.postBy) && (row.role !== 'student' || names.has(row.userId)))
    const posted = (
      await ctx.db
        .select({ id: posts.id, by: posts.userId, alias: posts.alias, pickedAt: picks.pickedAt })
        .from(posts)
        .leftJoin(picks, eq(picks.postId, posts.id))
        .where(and(eq(posts.assignmentId, assignment.id), inArray(posts.id, input.posts), eq(posts.state, 'posted')))
    ).filter(({ by }) => names.has(by))
    const [postIds, replyIds] = [posted.map((row) => row.id), rows.map((row) => row.reply)]
    const [hiddenPosts, hiddenReplies] = await ctx.db.atomically(function* (tx) {
      return [yield* hidingsOf(ctx.db, tx, 'post', postIds), yield* hidingsOf(ctx.db, tx, 'reply', replyIds)] as const
    })
    return {
      names: assignment.names,
      posts: posted.map(({ id, alias, pickedAt }) => ({
        post: id,
        alias,
        isPicked: pickedAt !== null,
        hidden: shownHiding(hiddenPosts.get(id)),
        replies: rows
          .filter((row) => row.post === id)
          .map((row) => ({
            reply: row.reply,
            to: row.to,
            student: row.role === 'student' ? { id: row.userId, number: numberOf(row.userId) } : null,
            name: row.name,
            text: row.body?.text ?? null,
            citations: row.body?.citations ?? [],
            createdAt: row.createdAt.toISOString(),
            hidden: shownHiding(hiddenReplies.get(row.reply)),
          })),
      })),
    }
  },
})
export type TalkView = Awaited<ReturnType<typeof viewTalk>>
