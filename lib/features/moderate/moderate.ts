import { z } from 'zod'
import { edition } from '#lib/content/edition.ts'
import type { Db } from '#lib/db/atomically.ts'
import { findCableReview } from '#lib/db/queries/cables.ts'
import { findClass } from '#lib/db/queries/classes.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import { findReview } from '#lib/db/queries/reviews.ts'
import { findNote, noteReader } from '#lib/db/queries/notes.ts'
import {
  findRemark,
  hasPosted,
  hidingsOf,
  hideRemark,
  listHidden,
  listOpenReports,
  reportRemark,
  settleReports,
  showRemark,
  type Remark,
} from '#lib/db/queries/remarks.ts'
import type { Context } from '#lib/door/context.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema, lineSchema } from '#lib/domain/names.ts'
import { may } from '#lib/domain/permissions.ts'
import { REMARK_KINDS, type RemarkKind } from '#lib/domain/remark.ts'
import { membershipIn, type Viewer } from '#lib/domain/viewer.ts'

const named = { kind: z.enum(REMARK_KINDS), remark: idSchema }
const remarkSubject = (ctx: Context, input: { kind: RemarkKind; remark: string }) =>
  findRemark(ctx.db, input.kind, input.remark)

/** A claim is called what the edition calls it today. */
const titleOf = ({ claim, title }: Remark): string =>
  (claim && edition().claims.find(({ id }) => id === claim)?.title) || title

/** Whether a remark stands before this reader’s eyes: a note is open to them, a review is of their own answer or cable, or their own post is in where it was said. */
async function mayRead(db: Db, viewer: Viewer, remark: Remark, now: Date): Promise<boolean> {
  const membership = membershipIn(viewer, remark.classId)!
  if (remark.kind === 'note') {
    const note = await findNote(db, remark.classId, await noteReader(db, viewer.userId, membership, now), remark.id)
    return note !== null && !note.isWithheld
  }
  if (membership.role !== 'student' || remark.assignmentId === null) return true
  if (remark.kind === 'review') return (await findReview(db, remark.id))?.authorId === viewer.userId
  if (remark.kind === 'cable') return (await findCableReview(db, remark.id))?.authorId === viewer.userId
  return hasPosted(db, remark.assignmentId, viewer.userId)
}

/** Tells the staff of a class that a remark should be looked at. Whoever reads it may, whoever cannot read it may not. */
export const reportToStaff = feature({
  input: z.strictObject({
    ...named,
    reason: z.preprocess((value) => (value === '' ? undefined : value), lineSchema(300).optional()),
  }),
  permission: 'talk.join',
  subject: remarkSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, input, remark) => {
    if (!(await mayRead(db, viewer, remark, now()))) throw new Refusal('not-found')
    const act = { by: viewer.userId, now: now(), newId }
    await db.atomically((tx) => reportRemark(db, tx, remark, input.reason ?? null, act))
    return DONE
  },
})

/** Hides a remark from classmates, with a reason that its author reads. Nothing is erased. */
export const hide = feature({
  input: z.strictObject({ ...named, reason: lineSchema(300) }),
  permission: 'talk.moderate',
  subject: remarkSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, input, remark) => {
    await db.atomically(function* (tx) {
      const wasHidden = (yield* hidingsOf(db, tx, remark.kind, [remark.id])).has(remark.id)
      yield* hideRemark(db, tx, remark, input.reason, { by: viewer.userId, now: now(), newId })
      if (!wasHidden && remark.role === 'student')
        yield* tell(db, tx, {
          kind: 'hidden',
          facts: {
            title: titleOf(remark),
            assignment: remark.assignmentId,
            post: remark.postId,
            what: remark.kind,
            ...(remark.at === null ? {} : { at: remark.at }),
            ...(remark.claim === null ? {} : { claim: remark.claim }),
          },
          classId: remark.classId,
          to: [remark.userId],
          about: remark.id,
          now: now(),
          newId,
        })
    })
    return DONE
  },
})

export const showAgain = feature({
  input: z.strictObject(named),
  permission: 'talk.moderate',
  subject: remarkSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, _input, remark) => {
    await db.atomically((tx) => showRemark(db, tx, remark, { by: viewer.userId, now: now(), newId }))
    return DONE
  },
})

/** What was reported stays as it is; its reports leave the list. */
export const leaveAsItIs = feature({
  input: z.strictObject(named),
  permission: 'talk.moderate',
  subject: remarkSubject,
  output: doneSchema,
  run: async ({ db, viewer, now, newId }, _input, remark) => {
    await db.atomically((tx) => settleReports(db, tx, remark, { by: viewer.userId, now: now(), newId }))
    return DONE
  },
})

/** So many of each list on one page; dealing with them brings the next. */
const SHOWN = 50

const shownRemark = (remark: Remark) => ({
  kind: remark.kind,
  id: remark.id,
  name: remark.name,
  student: remark.role === 'student' ? remark.userId : null,
  assignment: remark.assignmentId,
  title: titleOf(remark),
  at: remark.at,
  claim: remark.claim,
  text: remark.body?.text ?? null,
  citations: remark.body?.citations ?? [],
  createdAt: remark.createdAt.toISOString(),
})

/** The queue: what was reported and waits, and what is hidden now. An assistant has that of their section. */
export const viewReports = feature({
  input: z.strictObject({ class: idSchema }),
  permission: 'class.observe',
  subject: (_ctx, input) => ({ classId: input.class }),
  run: async (ctx, input) => {
    const { db, viewer } = ctx
    const [klass, reported, hidden] = await Promise.all([
      findClass(db, input.class),
      listOpenReports(db, input.class),
      listHidden(db, input.class),
    ])
    if (!klass) throw new Refusal('not-found')
    const found = async (kind: RemarkKind, id: string): Promise<Remark | null> => {
      const remark = await findRemark(db, kind, id)
      return remark && may(viewer, 'talk.moderate', remark) ? remark : null
    }
    const waiting = []
    for (const reports of Map.groupBy(reported, (one) => `${one.kind}/${one.remarkId}`).values()) {
      const remark: Remark | null = waiting.length < SHOWN ? await found(reports[0]!.kind, reports[0]!.remarkId) : null
      if (remark)
        waiting.push({
          ...shownRemark(remark),
          reports: reports.map((one) => ({
            by: one.reporter,
            reason: one.reason,
            at: one.createdAt.toISOString(),
          })),
        })
    }
    const away = []
    for (const row of hidden.slice(0, SHOWN)) {
      const remark = await found(row.kind, row.remarkId)
      if (remark) away.push({ ...shownRemark(remark), reason: row.reason, hiddenAt: row.hiddenAt.toISOString() })
    }
    return {
      class: { id: klass.id, title: klass.title, zone: klass.zone },
      mayManage: membershipIn(viewer, klass.id)?.role === 'instructor',
      waiting,
      hidden: away,
    }
  },
})
export type ReportsView = Awaited<ReturnType<typeof viewReports>>
