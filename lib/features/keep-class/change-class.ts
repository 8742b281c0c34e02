import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { q, type Db, type Executor, type Steps } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { seatsTaken } from '#lib/db/queries/classes.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { classTitleSchema, idSchema, seatsSchema } from '#lib/domain/names.ts'
import { wallOf, zoneSchema } from '#lib/domain/zone.ts'

type Dates = { opensAt: Date | null; dueAt: Date | null; closesAt: Date | null }
const wallsOf = (row: Dates, zone: string) => ({
  opensWall: row.opensAt && wallOf(row.opensAt, zone),
  dueWall: row.dueAt && wallOf(row.dueAt, zone),
  closesWall: row.closesAt && wallOf(row.closesAt, zone),
})

/** Every date of the class stays the instant that it is; from now on it is read off the clocks of another zone. */
function* moveClocks(db: Db, tx: Executor, classId: string, zone: string): Steps<void> {
  const { assignments: a, overrides: o } = db.t
  for (const row of yield* q(tx.select().from(a).where(eq(a.classId, classId))))
    yield* q(
      tx
        .update(a)
        .set({ zone, ...wallsOf(row, zone) })
        .where(eq(a.id, row.id)),
    )
  for (const row of yield* q(tx.select().from(o).where(eq(o.classId, classId))))
    yield* q(tx.update(o).set(wallsOf(row, zone)).where(eq(o.id, row.id)))
}

/** What the class is called, in which zone its dates are shown, and how many students may be in it. */
export const changeClass = feature({
  input: z.strictObject({ class: idSchema, title: classTitleSchema, zone: zoneSchema, seats: seatsSchema }),
  permission: 'class.manage',
  subject: (_ctx, input) => ({ classId: input.class }),
  output: doneSchema,
  run: async ({ db, viewer, now }, { class: id, ...after }) => {
    await db.atomically(function* (tx) {
      const c = db.t.classes
      const [klass] = yield* q(tx.select().from(c).where(eq(c.id, id)))
      if (!klass) throw new Refusal('not-found')
      const before = { title: klass.title, zone: klass.zone, seats: klass.seats }
      const fields = (['title', 'zone', 'seats'] as const).filter((field) => before[field] !== after[field])
      if (fields.length === 0) return
      if (fields.includes('seats')) {
        const taken = yield* seatsTaken(db, tx, id)
        if (after.seats < taken) throw new Refusal('seats-taken', { path: 'seats', taken })
      }
      yield* q(tx.update(c).set(after).where(eq(c.id, id)))
      if (fields.includes('zone')) yield* moveClocks(db, tx, id, after.zone)
      yield* record(db, tx, {
        classId: id,
        actorId: viewer.userId,
        // The row names the fields; what stood in them it holds as digests alone.
        action: `class.change ${fields.join(' ')}`,
        object: `classes/${id}`,
        before,
        after,
        now: now(),
      })
    })
    return DONE
  },
})
