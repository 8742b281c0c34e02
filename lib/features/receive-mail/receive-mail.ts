import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { q } from '#lib/db/atomically.ts'
import { endMail, findMailByKey, findMailSetting, putIntoOutbox, zoneOf } from '#lib/db/queries/mail.ts'
import { countFailure, secondsToWait, type Throttle } from '#lib/db/queries/throttles.ts'
import { DONE, doneSchema, feature } from '#lib/door/feature.ts'
import { Refusal } from '#lib/domain/errors.ts'
import { mailAddressSchema, nextNews, RHYTHMS } from '#lib/domain/mail.ts'
import { idSchema } from '#lib/domain/names.ts'

/** How mail comes to the viewer, and an address to propose to whoever wants some. */
export const viewMail = feature({
  input: z.strictObject({}),
  permission: 'account.own',
  subject: () => ({}),
  run: async ({ db, viewer, sendsMail }) => {
    if (!sendsMail) throw new Refusal('not-found')
    const { users } = db.t
    const [[user], setting] = await Promise.all([
      db.select({ email: users.email }).from(users).where(eq(users.id, viewer.userId)),
      findMailSetting(db, viewer.userId),
    ])
    return {
      proposed: user?.email ?? null,
      setting: setting && {
        address: setting.address,
        rhythm: setting.rhythm,
        isConfirmed: setting.confirmedAt !== null,
      },
    }
  },
})

/**
 * No mail, or how often and where to. A new address is asked first, by a letter whose link says yes: until then nothing
 * else goes there.
 */
export const changeMail = feature({
  input: z.strictObject({ rhythm: z.enum(['off', ...RHYTHMS]), address: z.string().max(300).optional() }),
  permission: 'account.own',
  subject: () => ({}),
  output: doneSchema,
  run: async (ctx, input) => {
    const { db, viewer, sendsMail } = ctx
    if (!sendsMail) throw new Refusal('not-found')
    const { rhythm } = input
    const mine = viewer.userId
    if (rhythm === 'off') {
      await db.atomically((tx) => endMail(db, tx, mine))
      return DONE
    }
    const address = mailAddressSchema.safeParse(input.address)
    if (!address.success) throw new Refusal('invalid', { path: 'address' })
    const now = ctx.now()
    const setting = await findMailSetting(db, mine)
    const isNew = setting?.address !== address.data
    const asks = isNew || setting.confirmedAt === null
    const throttles: Throttle[] = [
      { kind: 'mail-account', subject: mine },
      { kind: 'mail-address', subject: address.data.toLowerCase() },
    ]
    const wait = asks ? await secondsToWait(db, throttles, now) : null
    if (wait) throw new Refusal('slow-down', { seconds: wait })
    const [key, letter] = [Buffer.from(ctx.random(24)).toString('hex'), ctx.newId()]
    await db.atomically(function* (tx) {
      const nextAt = nextNews(rhythm, { letter: false, now, zone: yield* zoneOf(db, tx, mine) })
      const { mailSettings } = db.t
      if (isNew) {
        yield* endMail(db, tx, mine)
        yield* q(
          tx.insert(mailSettings).values({
            userId: mine,
            address: address.data,
            key,
            rhythm,
            confirmedAt: null,
            toldThrough: now,
            nextAt,
            changedAt: now,
          }),
        )
      } else
        yield* q(tx.update(mailSettings).set({ rhythm, nextAt, changedAt: now }).where(eq(mailSettings.userId, mine)))
      if (asks) yield* putIntoOutbox(db, tx, { id: letter, userId: mine, kind: 'confirm', through: now, now })
    })
    if (asks) await countFailure(db, throttles, now)
    return DONE
  },
})

const byKey = z.strictObject({ key: idSchema })

/** What a letter's link is about, for whoever reads mail at the address; null once it is about nothing any more. */
export const viewMailByKey = feature({
  input: byKey,
  permission: 'door.enter',
  subject: () => ({}),
  run: async ({ db, sendsMail }, input) => {
    if (!sendsMail) throw new Refusal('not-found')
    const setting = await findMailByKey(db, input.key)
    return setting && { address: setting.address, rhythm: setting.rhythm, isConfirmed: setting.confirmedAt !== null }
  },
})

/** Yes, at the address itself. A second yes changes nothing. */
export const confirmMail = feature({
  input: byKey,
  permission: 'door.enter',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db, now }, input) => {
    const setting = await findMailByKey(db, input.key)
    if (!setting) throw new Refusal('not-found')
    const at = now()
    if (setting.confirmedAt === null)
      await db.atomically(function* (tx) {
        const zone = yield* zoneOf(db, tx, setting.userId)
        const { mailSettings } = db.t
        yield* q(
          tx
            .update(mailSettings)
            .set({
              confirmedAt: at,
              toldThrough: at,
              nextAt: nextNews(setting.rhythm, { letter: false, now: at, zone }),
              changedAt: at,
            })
            .where(eq(mailSettings.key, input.key)),
        )
      })
    return DONE
  },
})

/** No more of it, signed in or not. */
export const stopMail = feature({
  input: byKey,
  permission: 'door.enter',
  subject: () => ({}),
  output: doneSchema,
  run: async ({ db }, input) => {
    const setting = await findMailByKey(db, input.key)
    if (!setting) throw new Refusal('not-found')
    await db.atomically((tx) => endMail(db, tx, setting.userId))
    return DONE
  },
})
