import { and, eq, ne } from 'drizzle-orm'
import { q, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { seatsTaken } from '#lib/db/queries/classes.ts'
import {
  freeName,
  hasOtherInstructor,
  insertIdentified,
  noteMember,
  sectionNamed,
  type Course,
  type Platform,
} from '#lib/db/queries/platforms.ts'
import type { Context } from '#lib/door/context.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { loginNameOf } from '#lib/domain/names.ts'
import type { Role } from '#lib/domain/viewer.ts'

export type Sent = {
  platform: Platform
  subject: string
  name: string | null
  role: Role
  /** The account behind issuer and subject, if there is one. */
  known: { id: string; name: string } | null
}

const NAMELESS: Record<Role, string> = { student: 'Student', assistant: 'Assistant', instructor: 'Instructor' }

/** The account of whoever was sent, made where there is none. Whom a platform calls an instructor may teach here. */
export function* makePerson(
  ctx: Context,
  tx: Executor,
  sent: Sent,
): Steps<{ userId: string; name: string; isFresh: boolean }> {
  if (sent.known) return { userId: sent.known.id, name: sent.known.name, isFresh: false }
  const userId = ctx.newId()
  const name = sent.name ?? NAMELESS[sent.role]
  yield* insertIdentified(ctx.db, tx, {
    userId,
    name,
    mayTeach: sent.role === 'instructor',
    issuer: sent.platform.issuer,
    subject: sent.subject,
    now: ctx.now(),
  })
  return { userId, name, isFresh: true }
}

/** Seats are counted for students alone, as at the class code. */
export function* mustHaveSeat(ctx: Context, tx: Executor, classId: string, seats: number): Steps<void> {
  if ((yield* seatsTaken(ctx.db, tx, classId)) >= seats) throw new Refusal('class-full')
}

/** Puts somebody into the class under a name that is free there. */
export function* enrol(
  ctx: Context,
  tx: Executor,
  course: Pick<Course, 'classId'>,
  one: { userId: string; name: string | null; role: Role; sectionId: string | null },
): Steps<void> {
  const displayName = yield* freeName(ctx.db, tx, course.classId, one.name)
  yield* q(
    tx.insert(ctx.db.t.memberships).values({
      classId: course.classId,
      userId: one.userId,
      role: one.role,
      sectionId: one.sectionId,
      loginName: loginNameOf(displayName),
      displayName,
      extraTimePercent: 0,
      state: 'active',
      joinedAt: ctx.now(),
    }),
  )
}

/** Whether somebody at the desk has said how much extra time this student has; from then on that holds. */
function* deskHasSaid(ctx: Context, tx: Executor, classId: string, userId: string): Steps<boolean> {
  const { audit } = ctx.db.t
  const said = yield* q(
    tx
      .select({ n: audit.n })
      .from(audit)
      .where(
        and(
          eq(audit.chain, classId),
          eq(audit.action, 'extra-time.change'),
          eq(audit.object, `memberships/${userId}`),
          ne(audit.actorId, userId),
        ),
      )
      .limit(1),
  )
  return said.length > 0
}

/** The extra time that the platform says is taken over, with its trace; who came by the platform is the actor. */
function* followExtraTime(
  ctx: Context,
  tx: Executor,
  { classId, userId }: { classId: string; userId: string },
  before: number,
  after: number,
): Steps<void> {
  if (before === after || (yield* deskHasSaid(ctx, tx, classId, userId))) return
  const { memberships: m } = ctx.db.t
  yield* q(
    tx
      .update(m)
      .set({ extraTimePercent: after })
      .where(and(eq(m.classId, classId), eq(m.userId, userId))),
  )
  yield* record(ctx.db, tx, {
    classId,
    actorId: userId,
    action: 'extra-time.change',
    object: `memberships/${userId}`,
    before: { percent: before },
    after: { percent: after },
    now: ctx.now(),
  })
}

/**
 * Lets somebody whom the platform sent into the class that the course is. Who was removed here stays removed, whatever the
 * platform says. A role follows the platform for those whom it brought; it never takes the last instructor, nor the one
 * who connected the course, from their desk.
 */
export function* comeIn(
  ctx: Context,
  tx: Executor,
  course: Course,
  sent: Sent & { section: string | null; extraTime: number | null },
): Steps<{ userId: string; role: Role }> {
  const { db, now } = ctx
  const { memberships: m, platformMembers: p, classes } = db.t
  const person = yield* makePerson(ctx, tx, sent)
  const { userId } = person
  const [klass] = yield* q(tx.select().from(classes).where(eq(classes.id, course.classId)))
  if (!klass) throw new Refusal('course-not-connected')
  const mine = and(eq(m.classId, course.classId), eq(m.userId, userId))
  const [member] = yield* q(tx.select().from(m).where(mine))
  if (member?.state === 'removed') throw new Refusal('not-found')
  if (klass.archivedAt) {
    // A closed class takes nobody in, and whoever is in it finds it as it was.
    if (!member) throw new Refusal('code-closed')
    return { userId, role: member.role }
  }
  const isStudent = sent.role === 'student'
  const sectionId =
    sent.section && isStudent ? yield* sectionNamed(db, tx, course.classId, sent.section, ctx.newId) : null
  const note = { courseId: course.id, classId: course.classId, userId, role: sent.role, now: now() }
  if (!member) {
    if (isStudent) yield* mustHaveSeat(ctx, tx, course.classId, klass.seats)
    const name = sent.known?.name ?? sent.name ?? (isStudent ? null : person.name)
    yield* enrol(ctx, tx, course, { userId, name, role: sent.role, sectionId })
    yield* noteMember(db, tx, { ...note, isBrought: true })
    yield* record(db, tx, {
      classId: course.classId,
      actorId: userId,
      action: 'class.join',
      object: `memberships/${userId}`,
      now: now(),
    })
    if (isStudent && sent.extraTime !== null)
      yield* followExtraTime(ctx, tx, { classId: course.classId, userId }, 0, sent.extraTime)
    return { userId, role: sent.role }
  }
  const [seen] = yield* q(
    tx
      .select()
      .from(p)
      .where(and(eq(p.courseId, course.id), eq(p.userId, userId))),
  )
  yield* noteMember(db, tx, { ...note, isBrought: false })
  const isKept =
    member.role === sent.role ||
    !seen?.isBrought ||
    (member.role === 'instructor' &&
      (course.boundBy === userId || !(yield* hasOtherInstructor(db, tx, course.classId, userId))))
  const role = isKept ? member.role : sent.role
  const moved = role === 'student' && sectionId !== null ? sectionId : member.sectionId
  if (role !== member.role || moved !== member.sectionId) {
    yield* q(tx.update(m).set({ role, sectionId: moved }).where(mine))
    yield* record(db, tx, {
      classId: course.classId,
      actorId: userId,
      action: 'role.change',
      object: `memberships/${userId}`,
      before: { role: member.role, section: member.sectionId },
      after: { role, section: moved },
      now: now(),
    })
  }
  if (role === 'student' && sent.extraTime !== null)
    yield* followExtraTime(ctx, tx, { classId: course.classId, userId }, member.extraTimePercent, sent.extraTime)
  return { userId, role }
}
