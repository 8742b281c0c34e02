import { and, eq, max } from 'drizzle-orm'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import type { ClassRow } from '#lib/db/queries/classes.ts'
import { studentsIn, tell } from '#lib/db/queries/inbox.ts'
import type { SignedIn } from '#lib/door/feature.ts'
import type { FeedbackRule } from '#lib/domain/availability.ts'
import { cableIn } from '#lib/domain/cable.ts'
import { Refusal } from '#lib/domain/errors.ts'
import type { NamesRule } from '#lib/domain/remark.ts'
import type { datesIn } from './dates.ts'
import type { Frozen } from './freeze.ts'

export type How = ReturnType<typeof datesIn> & {
  section?: string | undefined
  title?: string | undefined
  points?: number | undefined
  /** Left out, a quiz is taken once; null is without limit. */
  attempts?: number | null | undefined
  timeLimit?: number | undefined
  feedback: FeedbackRule
  /** Whose words are frozen; the edition's unless it says otherwise. */
  origin?: 'instructor' | undefined
  order?: 'shuffled' | 'as-written' | undefined
  confidence?: 'asked' | 'not-asked' | undefined
  pages?: 'all' | 'one' | undefined
  /** Whether classmates see names under a question. */
  names?: NamesRule | undefined
  /** How many sentences a post has to cite; left out, as many as the question says. */
  citations?: number | undefined
  /** How many answers or cables of classmates each student reviews; left out, none. */
  reviews?: number | undefined
  /** Whether it is counted how much of an answer is pasted; left out, it is not. */
  pastes?: 'counted' | 'not-counted' | undefined
}

/** Whether classmates can review it: answers to a question, and the cable of a quiz that asks for one. */
export const hasReviews = (shown: Frozen['shown']): boolean =>
  shown.kind === 'question' || (shown.kind === 'quiz' && cableIn(shown) !== null)

const askedFor = ({ shown }: Frozen): number => Math.max(1, (shown.kind === 'question' && shown.citations) || 1)

/** Writes one assignment of what was frozen, behind those that the class has, with its audit row and word to its students. */
export function* giveWork(
  ctx: SignedIn,
  tx: Executor,
  klass: Pick<ClassRow, 'id' | 'zone'>,
  frozen: Frozen,
  how: How,
): Steps<string> {
  const { db, viewer, now, newId } = ctx
  if (how.section) {
    const [section] = yield* q(
      tx
        .select()
        .from(db.t.sections)
        .where(and(eq(db.t.sections.id, how.section), eq(db.t.sections.classId, klass.id))),
    )
    if (!section) throw new Refusal('invalid', { issues: [{ path: 'section', code: 'unknown', message: 'unknown' }] })
  }
  yield* q(
    tx
      .insert(db.t.contentRevisions)
      .values({
        hash: frozen.hash,
        kind: frozen.kind,
        targetId: frozen.targetId,
        origin: how.origin ?? 'edition',
        shown: frozen.shown,
        kept: frozen.kept,
        createdAt: now(),
      })
      .onConflictDoNothing(),
  )
  const [last] = yield* q(
    tx
      .select({ position: max(db.t.assignments.position) })
      .from(db.t.assignments)
      .where(eq(db.t.assignments.classId, klass.id)),
  )
  const id = newId()
  yield* q(
    tx.insert(db.t.assignments).values({
      id,
      classId: klass.id,
      sectionId: how.section ?? null,
      kind: frozen.kind,
      targetId: frozen.targetId,
      title: how.title ?? frozen.title,
      minutes: frozen.minutes,
      revisionHash: frozen.hash,
      rangeFrom: frozen.from,
      rangeTo: frozen.to,
      points: how.points ?? 0,
      attemptsAllowed: how.attempts === undefined ? (frozen.kind === 'quiz' ? 1 : null) : how.attempts,
      timeLimitMinutes: how.timeLimit ?? null,
      zone: klass.zone,
      opensAt: how.opensAt,
      opensWall: how.opensWall,
      dueAt: how.dueAt,
      dueWall: how.dueWall,
      closesAt: how.closesAt,
      closesWall: how.closesWall,
      feedback: how.feedback,
      shuffled: frozen.kind === 'quiz' && how.order !== 'as-written',
      asksConfidence: how.confidence !== 'not-asked',
      oneAtATime: how.pages === 'one',
      names: how.names ?? 'shown',
      citations: how.citations ?? askedFor(frozen),
      reviews: (hasReviews(frozen.shown) && how.reviews) || 0,
      countsPastes: frozen.kind === 'question' && how.pastes === 'counted',
      position: (last?.position ?? 0) + 1,
      createdAt: now(),
    }),
  )
  yield* record(db, tx, {
    classId: klass.id,
    actorId: viewer.userId,
    action: 'assignment.create',
    object: `assignments/${id}`,
    after: { revision: frozen.hash, opens: how.opensWall, due: how.dueWall, closes: how.closesWall },
    now: now(),
  })
  yield* tell(db, tx, {
    classId: klass.id,
    to: yield* studentsIn(db, tx, klass.id, how.section ?? null),
    kind: 'assigned',
    facts: { title: how.title ?? frozen.title, work: frozen.kind },
    about: id,
    now: now(),
    newId,
  })
  return id
}
