import { z } from 'zod'
import { assignmentSubject, rulesOf } from '#lib/db/queries/assignments.ts'
import { record } from '#lib/db/queries/audit.ts'
import { isGivenTo, reach } from '#lib/db/queries/class-work.ts'
import { lastReminder, tell } from '#lib/db/queries/inbox.ts'
import { listWork } from '#lib/db/queries/work.ts'
import { feature, type SignedIn } from '#lib/door/feature.ts'
import { availabilityAt, type Rules } from '#lib/domain/availability.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { idSchema } from '#lib/domain/names.ts'
import { NO_WORK, standingOf, type Standing } from '#lib/domain/standing.ts'
import { wallOf } from '#lib/domain/zone.ts'

/** Has not begun and still could: nobody is reminded of what is over, or of what has not opened to them. */
export const couldBegin = ({ state }: Pick<Standing, 'state'>, rules: Rules, now: Date): boolean =>
  state === 'not-begun' && ['open', 'after-due'].includes(availabilityAt(rules, now))

/** A day is the calendar's in the class's zone: who sends one each morning need not wait for the minute. */
const isToday = (at: Date | null, zone: string, now: Date): boolean =>
  at !== null && wallOf(at, zone).slice(0, 10) === wallOf(now, zone).slice(0, 10)

export async function lastReminded({ db, now }: SignedIn, zone: string, assignmentId: string) {
  const at = await db.atomically((tx) => lastReminder(db, tx, assignmentId))
  return { lastAt: at?.toISOString() ?? null, today: isToday(at, zone, now()) }
}

/**
 * Puts a line into the inbox of every student who was given the work, has not begun and could still begin. At most one
 * a day for each assignment, whoever teaches the class; with nobody to remind nothing is written.
 */
export const remind = feature({
  input: z.strictObject({ assignment: idSchema }),
  permission: 'class.manage',
  subject: assignmentSubject,
  output: z.strictObject({ told: z.int() }),
  run: async (ctx, _input, { classId, assignment }) => {
    const { db, viewer, now, newId } = ctx
    const { klass, people, overrides, clock } = await reach(ctx, classId)
    const work = await listWork(db, classId, clock, undefined, assignment.id)
    const to = people
      .filter((student) => isGivenTo(assignment, student))
      .filter((student) => {
        const rules = rulesOf(assignment, overrides, student)
        const standing = standingOf(work(assignment.id, student.userId) ?? NO_WORK, rules, clock.now)
        return couldBegin(standing, rules, clock.now)
      })
      .map(({ userId }) => userId)
    return db.atomically(function* (tx) {
      if (isToday(yield* lastReminder(db, tx, assignment.id), klass.zone, now())) throw new Refusal('reminded-today')
      if (to.length === 0) return { told: 0 }
      yield* tell(db, tx, {
        classId,
        to,
        kind: 'reminded',
        facts: { title: assignment.title, work: assignment.kind, minutes: assignment.minutes },
        about: assignment.id,
        now: now(),
        newId,
      })
      yield* record(db, tx, {
        classId,
        actorId: viewer.userId,
        action: 'work.remind',
        object: `assignments/${assignment.id}`,
        after: { told: to.length },
        now: now(),
      })
      return { told: to.length }
    })
  },
})
