import { z } from 'zod'
import { insertClass } from '#lib/db/queries/classes.ts'
import { once } from '#lib/db/queries/idempotency.ts'
import { feature } from '#lib/door/feature.ts'
import { classTitleSchema, codeFrom, DEFAULT_SEATS, seatsSchema } from '#lib/domain/names.ts'
import { zoneSchema } from '#lib/domain/zone.ts'

export const createClassInput = z.strictObject({
  title: classTitleSchema,
  zone: zoneSchema,
  /** How many students may join; a class code that travels further than meant stops there. */
  seats: seatsSchema.default(DEFAULT_SEATS),
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
          const made = { id: newId(), code: codeFrom(random), ...input, by: viewer, at: now() }
          yield* insertClass(db, tx, made)
          return { class: made.id, code: made.code }
        },
      )
    }),
})
