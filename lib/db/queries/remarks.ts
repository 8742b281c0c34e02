/** What was said to a class, whoever said it where: found by kind and id, reported, hidden, shown again. */
import { and, asc, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import type { NoteKind } from '#lib/domain/note.ts'
import type { RemarkKind } from '#lib/domain/remark.ts'
import type { Role } from '#lib/domain/viewer.ts'
import { q, type Db, type Executor, type Steps } from '../atomically.ts'
import type { PostBody, Tables } from '../tables.ts'
import { record } from './audit.ts'
import { findCableSaid } from './cables.ts'
import { findRival } from './rivals.ts'

export type HidingRow = Tables['hidings']['$inferSelect']

export type Remark = {
  kind: RemarkKind
  id: string
  classId: string
  /** Who said it, and the section that they sit in. */
  userId: string
  role: Role
  name: string
  studentSectionId: string | null
  /** The work under which it stands, and the one section that it is given to, if any. A note of staff and a rival reading stand under none. */
  assignmentId: string | null
  sectionId: string | null
  title: string
  /** The post itself, or the post under which a reply stands; null for a note, and for a review, whose writer is not told whose answer it was. */
  postId: string | null
  /** The sentence on which a note begins; the claim that a rival reading reads otherwise. */
  at: string | null
  claim: string | null
  body: PostBody | null
  createdAt: Date
}

/** Finds a remark that stands in its class: posted, by somebody who is still in it. Null for everything else. */
export async function findRemark(db: Db, kind: RemarkKind, id: string): Promise<Remark | null> {
  const row =
    kind === 'note'
      ? await findNoted(db, id)
      : kind === 'rival'
        ? await findRivalSaid(db, id)
        : kind === 'review'
          ? await findReviewSaid(db, id)
          : kind === 'cable'
            ? await findCableRemark(db, id)
            : await findSaid(db, kind, id)
  if (!row) return null
  // Moved out of the section that the work is given to: not among its readers any more.
  const stands = row.sectionId === null || row.role !== 'student' || row.studentSectionId === row.sectionId
  return stands ? { kind, id, ...row } : null
}

type Found = Omit<Remark, 'kind' | 'id'>

/** Kinds of notes that are words to others; a prompt is the class's own, a highlight and a lost place say nothing. */
const SAID_KINDS: NoteKind[] = ['note', 'question', 'reply']

async function findNoted(db: Db, id: string): Promise<Found | null> {
  const { assignments: a, memberships: m, notes: n } = db.t
  const [row] = await db
    .select({ note: n, role: m.role, name: m.displayName, section: m.sectionId, given: a.sectionId, title: a.title })
    .from(n)
    .innerJoin(m, and(eq(m.classId, n.classId), eq(m.userId, n.userId)))
    .leftJoin(a, eq(a.id, n.assignmentId))
    .where(
      and(
        eq(n.id, id),
        inArray(n.kind, SAID_KINDS),
        ne(n.audience, 'private'),
        isNull(n.deletedAt),
        eq(m.state, 'active'),
      ),
    )
  if (!row) return null
  const { note, role, name } = row
  return {
    userId: note.userId,
    role,
    name,
    studentSectionId: row.section,
    assignmentId: note.assignmentId,
    sectionId: row.given,
    title: row.title ?? 'The transcript',
    classId: note.classId,
    postId: null,
    at: note.rangeFrom,
    claim: null,
    body: note.body === null ? null : { text: note.body, citations: [{ at: note.rangeFrom }] },
    createdAt: note.createdAt,
  }
}

async function findRivalSaid(db: Db, id: string): Promise<Found | null> {
  const found = await findRival(db, id)
  if (!found) return null
  const { row, role, name, sectionId } = found
  return {
    userId: row.userId,
    role,
    name,
    studentSectionId: sectionId,
    assignmentId: null,
    sectionId: null,
    title: row.claim,
    classId: row.classId,
    postId: null,
    at: null,
    claim: row.claim,
    body: row.body,
    createdAt: row.createdAt,
  }
}

type Reviewed = {
  review: Pick<Tables['peerReviews']['$inferSelect'], 'userId' | 'assignmentId' | 'classId' | 'reviewedAt'>
  role: Role
  name: string
  section: string | null
  title: string
}

/**
 * A written review, of an answer or a cable, in these words. It stands with the author of what it reviews even where its
 * own has left, or moved to another section.
 */
const reviewSaid = ({ review, role, name, section, title }: Reviewed, words: string | null): Found => ({
  userId: review.userId,
  role,
  name,
  studentSectionId: section,
  assignmentId: review.assignmentId,
  sectionId: null,
  title,
  classId: review.classId,
  postId: null,
  at: null,
  claim: null,
  body: words === null ? null : { text: words, citations: [] },
  createdAt: review.reviewedAt!,
})

async function findReviewSaid(db: Db, id: string): Promise<Found | null> {
  const { assignments: a, memberships: m, peerReviews: r } = db.t
  const [row] = await db
    .select({ review: r, role: m.role, name: m.displayName, section: m.sectionId, title: a.title })
    .from(r)
    .innerJoin(a, eq(a.id, r.assignmentId))
    .innerJoin(m, and(eq(m.classId, r.classId), eq(m.userId, r.userId)))
    .where(and(eq(r.id, id), isNotNull(r.reviewedAt)))
  return row ? reviewSaid(row, row.review.comment) : null
}

/** What a reader found of a cable says no words of their own: its points are put into words. */
async function findCableRemark(db: Db, id: string): Promise<Found | null> {
  const found = await findCableSaid(db, id)
  return found && reviewSaid(found, found.words)
}

async function findSaid(db: Db, kind: 'post' | 'reply', id: string): Promise<Found | null> {
  const { assignments, memberships, posts, postVersions, replies } = db.t
  const author = {
    userId: memberships.userId,
    role: memberships.role,
    name: memberships.displayName,
    studentSectionId: memberships.sectionId,
  }
  const work = { assignmentId: assignments.id, sectionId: assignments.sectionId, title: assignments.title }
  const [row] =
    kind === 'post'
      ? await db
          .select({
            ...author,
            ...work,
            classId: posts.classId,
            postId: posts.id,
            body: postVersions.body,
            createdAt: postVersions.createdAt,
          })
          .from(posts)
          .innerJoin(postVersions, eq(postVersions.postId, posts.id))
          .innerJoin(assignments, eq(assignments.id, posts.assignmentId))
          .innerJoin(memberships, and(eq(memberships.classId, posts.classId), eq(memberships.userId, posts.userId)))
          .where(and(eq(posts.id, id), eq(posts.state, 'posted'), eq(memberships.state, 'active')))
          .orderBy(desc(postVersions.ordinal))
          .limit(1)
      : await db
          .select({
            ...author,
            ...work,
            classId: replies.classId,
            postId: replies.postId,
            body: replies.body,
            createdAt: replies.createdAt,
          })
          .from(replies)
          .innerJoin(assignments, eq(assignments.id, replies.assignmentId))
          .innerJoin(memberships, and(eq(memberships.classId, replies.classId), eq(memberships.userId, replies.userId)))
          .where(and(eq(replies.id, id), eq(memberships.state, 'active')))
  return row ? { ...row, at: null, claim: null } : null
}

/** Own post first: whether this person has posted under the work, and so sees what others said there. */
export async function hasPosted(db: Db, assignmentId: string, userId: string): Promise<boolean> {
  const { posts } = db.t
  const [own] = await db
    .select({ state: posts.state })
    .from(posts)
    .where(and(eq(posts.assignmentId, assignmentId), eq(posts.userId, userId)))
  return own?.state === 'posted'
}

/** Of the remarks named, those that are hidden now. */
export function* hidingsOf(
  db: Db,
  tx: Executor,
  kind: RemarkKind,
  ids: readonly string[],
): Steps<Map<string, HidingRow>> {
  if (ids.length === 0) return new Map()
  const { hidings } = db.t
  const rows = yield* q(
    tx
      .select()
      .from(hidings)
      .where(and(eq(hidings.kind, kind), inArray(hidings.remarkId, [...ids]), isNull(hidings.shownAt))),
  )
  return new Map(rows.map((row) => [row.remarkId, row]))
}

type Act = { by: string; now: Date; newId: () => string }

/** Whatever was reported about a remark is dealt with. */
export function* settleReports(db: Db, tx: Executor, remark: Pick<Remark, 'kind' | 'id'>, act: Act): Steps<void> {
  const { reports } = db.t
  yield* q(
    tx
      .update(reports)
      .set({ settledAt: act.now, settledBy: act.by })
      .where(and(eq(reports.kind, remark.kind), eq(reports.remarkId, remark.id), isNull(reports.settledAt))),
  )
}

/** Hides a remark from classmates; a second time changes the reason, and the first one is kept. */
export function* hideRemark(db: Db, tx: Executor, remark: Remark, reason: string, act: Act): Steps<void> {
  const { hidings } = db.t
  const before = (yield* hidingsOf(db, tx, remark.kind, [remark.id])).get(remark.id)
  if (before?.reason !== reason) {
    if (before) yield* q(tx.update(hidings).set({ shownAt: act.now, shownBy: act.by }).where(eq(hidings.id, before.id)))
    yield* q(
      tx.insert(hidings).values({
        id: act.newId(),
        classId: remark.classId,
        userId: remark.userId,
        kind: remark.kind,
        remarkId: remark.id,
        reason,
        hiddenBy: act.by,
        hiddenAt: act.now,
        shownBy: null,
        shownAt: null,
        erasedAt: null,
      }),
    )
    yield* record(db, tx, {
      classId: remark.classId,
      actorId: act.by,
      action: `${remark.kind}.hide`,
      object: `${remark.kind}/${remark.id}`,
      before: before ? { reason: before.reason } : null,
      after: { reason },
      now: act.now,
    })
  }
  yield* settleReports(db, tx, remark, act)
}

/** Shows a hidden remark again. That it was hidden, and why, is kept. */
export function* showRemark(db: Db, tx: Executor, remark: Remark, act: Act): Steps<void> {
  const { hidings } = db.t
  const hidden = (yield* hidingsOf(db, tx, remark.kind, [remark.id])).get(remark.id)
  if (!hidden) return
  yield* q(tx.update(hidings).set({ shownAt: act.now, shownBy: act.by }).where(eq(hidings.id, hidden.id)))
  yield* record(db, tx, {
    classId: remark.classId,
    actorId: act.by,
    action: `${remark.kind}.show`,
    object: `${remark.kind}/${remark.id}`,
    before: { reason: hidden.reason },
    after: null,
    now: act.now,
  })
}

/** One report a person and remark; the words of the newest count. */
export function* reportRemark(db: Db, tx: Executor, remark: Remark, reason: string | null, act: Act): Steps<void> {
  const { reports } = db.t
  yield* q(
    tx
      .insert(reports)
      .values({
        id: act.newId(),
        classId: remark.classId,
        userId: act.by,
        kind: remark.kind,
        remarkId: remark.id,
        reason,
        createdAt: act.now,
        settledAt: null,
        settledBy: null,
        erasedAt: null,
      })
      .onConflictDoUpdate({
        target: [reports.kind, reports.remarkId, reports.userId],
        set: { reason, createdAt: act.now, settledAt: null, settledBy: null },
      }),
  )
}

/** Reports of a class that nobody has dealt with yet, oldest first, each with who reported. */
export const listOpenReports = (db: Db, classId: string) => {
  const { reports, memberships } = db.t
  return db
    .select({
      kind: reports.kind,
      remarkId: reports.remarkId,
      reason: reports.reason,
      createdAt: reports.createdAt,
      reporter: memberships.displayName,
    })
    .from(reports)
    .innerJoin(memberships, and(eq(memberships.classId, reports.classId), eq(memberships.userId, reports.userId)))
    .where(and(eq(reports.classId, classId), isNull(reports.settledAt)))
    .orderBy(asc(reports.createdAt), asc(reports.id))
}

/** What is hidden in a class now, the newest first. */
export const listHidden = (db: Db, classId: string): PromiseLike<HidingRow[]> => {
  const { hidings } = db.t
  return db
    .select()
    .from(hidings)
    .where(and(eq(hidings.classId, classId), isNull(hidings.shownAt)))
    .orderBy(desc(hidings.hiddenAt), desc(hidings.id))
}
