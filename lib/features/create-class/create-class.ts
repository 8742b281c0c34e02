import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { record } from '#lib/db/queries/audit.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { feature } from '#lib/door/feature.ts'
import { classTitleSchema, codeFrom, loginNameOf } from '#lib/domain/names.ts'
import { isZone } from '#lib/domain/zone.ts'

export const DEFAULT_SEATS = 300

export const createClassInput = z.strictObject({
  title: classTitleSchema,
  zone: z.string().max(64).refine(isZone, { message: 'zone' }),
  /** How many students may join; a class code that travels further than meant stops there. */
  seats: z.coerce.number().int().min(1).max(2000).default(DEFAULT_SEATS),
})

/** Makes a class with its first join code and puts the maker into it as instructor. */
export const createClass = feature({
  input: createClassInput,
  permission: 'class.create',
  subject: () => ({}),
  output: z.strictObject({ class: z.string(), code: z.string() }),
  run: ({ viewer, db, now, newId, random, idempotencyKey }, input) =>
    db.atomically(function* (tx) {
      return yield* once(
        db,
        tx,
        { userId: viewer.userId, route: 'create-class', key: idempotencyKey, asked: input, now: now() },
        function* () {
          const [id, code, at] = [newId(), codeFrom(random), now()]
          yield* q(
            tx.insert(db.t.classes).values({
              id,
              title: input.title,
              zone: input.zone,
              seats: input.seats,
              createdAt: at,
              archivedAt: null,
            }),
          )
          yield* q(tx.insert(db.t.classCodes).values({ code, classId: id, joins: true, createdAt: at }))
          yield* q(
            tx.insert(db.t.memberships).values({
              classId: id,
              userId: viewer.userId,
              role: 'instructor',
              sectionId: null,
              loginName: loginNameOf(viewer.name),
              displayName: viewer.name,
              extraTimePercent: 0,
              state: 'active',
              joinedAt: at,
            }),
          )
          yield* record(db, tx, {
            classId: id,
            actorId: viewer.userId,
            action: 'class.create',
            object: `classes/${id}`,
            after: { zone: input.zone, seats: input.seats },
            now: at,
          })
          return { class: id, code }
        },
      )
    }),
})
