/** Letters in the outbox, on every engine: gathered once, in one hand at a time, and down again. */
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { tell } from '#lib/db/queries/inbox.ts'
import {
  endMail,
  findMailByKey,
  findMailSetting,
  gatherNews,
  putDown,
  putIntoOutbox,
  takeLetter,
  zoneOf,
} from '#lib/db/queries/mail.ts'
import { enrol, makeClass, makeStudent, type Klass, type Person } from '../factories/people.ts'
import { engines, type Opened } from './engines.ts'

const T0 = new Date('2027-01-05T12:00:00.000Z')
const MINUTE = 60_000
const after = (minutes: number): Date => new Date(T0.getTime() + minutes * MINUTE)

describe.each(engines)('letters on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let klass: Klass
  let anna: Person
  beforeAll(async () => {
    opened = await open()
    db = opened.db
    klass = await makeClass(db, { title: 'HIST 214' })
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    anna = await makeStudent(db, klass.id)
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.outbox))
      yield* q(tx.delete(db.t.mailSettings))
    })
    await wants('at-once')
  })

  const wants = (rhythm: 'daily' | 'at-once', person = anna, confirmedAt: Date | null = T0) =>
    db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.mailSettings).values({
          userId: person.userId,
          address: `${person.userId}@school.test`,
          key: `key-${person.userId}`,
          rhythm,
          confirmedAt,
          toldThrough: T0,
          nextAt: T0,
          changedAt: T0,
        }),
      )
    })
  const news = (minutes: number, to = anna) =>
    db.atomically((tx) =>
      tell(db, tx, {
        kind: 'reviewed',
        facts: { title: 'x' },
        classId: klass.id,
        to: [to.userId],
        about: v7(),
        now: after(minutes),
        newId: v7,
      }),
    )
  const gather = (minutes: number) => db.atomically((tx) => gatherNews(db, tx, { now: after(minutes), newId: v7 }))
  const take = (minutes: number) => db.atomically((tx) => takeLetter(db, tx, { now: after(minutes), newSecret: v7 }))
  const outbox = () => db.select().from(db.t.outbox)

  test('a setting is found by its person and by its key, and ends whole', async () => {
    const setting = await findMailSetting(db, anna.userId)
    expect(setting).toMatchObject({ rhythm: 'at-once', confirmedAt: T0, toldThrough: T0 })
    expect(await findMailByKey(db, `key-${anna.userId}`)).toEqual(setting)
    expect([await findMailSetting(db, v7()), await findMailByKey(db, 'key')]).toEqual([null, null])
    await news(1)
    await gather(2)
    await db.atomically((tx) => endMail(db, tx, anna.userId))
    expect([await findMailSetting(db, anna.userId), await outbox()]).toEqual([null, []])
  })

  test('mornings go by the class that was joined first, and by UTC where there is none', async () => {
    const hanoi = await makeClass(db, { zone: 'Asia/Ho_Chi_Minh' })
    await enrol(db, hanoi.id, anna, 'student', { joinedAt: new Date('2020-01-01') })
    const zone = (userId: string) => db.atomically((tx) => zoneOf(db, tx, userId))
    expect([await zone(anna.userId), await zone(v7())]).toEqual(['Asia/Ho_Chi_Minh', 'UTC'])
  })

  test('news is gathered once, by however many at a time', async () => {
    await news(1)
    await Promise.all([gather(2), gather(2), gather(2)])
    await gather(30)
    expect(await outbox()).toMatchObject([{ kind: 'news', tries: 0, leasedUntil: null }])
    expect((await findMailSetting(db, anna.userId))!.nextAt).toEqual(after(12))
  })

  test('one in ten rounds has the letter; the others find nothing', async () => {
    await news(1)
    await gather(2)
    const taken = await Promise.all(Array.from({ length: 10 }, () => take(3)))
    const [held] = taken.filter((one) => one !== null)
    expect(taken.filter((one) => one !== null)).toHaveLength(1)
    expect(held).toMatchObject({
      kind: 'news',
      tries: 1,
      address: `${anna.userId}@school.test`,
      classes: [{ id: klass.id, title: 'HIST 214', news: [{ kind: 'reviewed' }] }],
    })
    expect(await take(7)).toBeNull()
    const again = await take(8)
    expect([again!.id, again!.tries]).toEqual([held!.id, 2])
    // The first hand wakes up late: what it says is not heard.
    await db.atomically((tx) => putDown(db, tx, held!, { again: null, now: after(8) }))
    expect(await outbox()).toHaveLength(1)
    await db.atomically((tx) => putDown(db, tx, again!, { again: null, now: after(8) }))
    expect(await outbox()).toEqual([])
    const [, told] = [await gather(60), await findMailSetting(db, anna.userId)]
    expect([told!.toldThrough > after(1), await outbox()]).toEqual([true, []])
  })

  test('put down to go again, it goes again then, with the same name and the same news', async () => {
    await news(1)
    await gather(2)
    const held = (await take(2))!
    await db.atomically((tx) => putDown(db, tx, held, { again: after(5), now: after(3) }))
    await news(4)
    expect(await take(4)).toBeNull()
    const again = (await take(5))!
    expect(again).toMatchObject({ id: held.id, tries: 2, classes: [{ news: [{ kind: 'reviewed' }] }] })
    await db.atomically((tx) => putDown(db, tx, again, { again: null, refused: true, now: after(6) }))
    expect(await findMailSetting(db, anna.userId)).toMatchObject({ confirmedAt: null, changedAt: after(6) })
  })

  test('what is being written at this moment waits for the next round', async () => {
    await news(1)
    await gather(1)
    expect(await outbox()).toEqual([])
    await gather(1.5)
    expect(await outbox()).toHaveLength(1)
  })

  test('a question is put once; a week later it is forgotten with its address', async () => {
    const ben = await makeStudent(db, klass.id)
    await wants('daily', ben, null)
    const ask = () =>
      db.atomically((tx) =>
        putIntoOutbox(db, tx, { id: v7(), userId: ben.userId, kind: 'confirm', through: T0, now: T0 }),
      )
    await ask()
    await ask()
    expect(await take(1)).toMatchObject({ kind: 'confirm', key: `key-${ben.userId}` })
    await gather(7 * 24 * 60 + 1)
    expect([await findMailSetting(db, ben.userId), await outbox()]).toEqual([null, []])
  })
})
