/** Links for a forgotten passphrase, on every engine: whose address may open an account, and which links work. */
import { eq } from 'drizzle-orm'
import { v7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { digest } from '#lib/db/digest.ts'
import { accountAt, endForgotten, makeForgottenLink, reachedAt } from '#lib/db/queries/forgotten.ts'
import { gatherAsked, takeLetter } from '#lib/db/queries/mail.ts'
import { contextFor } from '#lib/door/context.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { choosePassphrase } from '#lib/features/claim-link/forgotten.ts'
import { makeUser } from '../factories/people.ts'
import { engines, type Opened } from './engines.ts'

const T0 = new Date('2027-01-05T12:00:00.000Z')
const MINUTE = 60_000
const after = (minutes: number): Date => new Date(T0.getTime() + minutes * MINUTE)

test.each([
  ['invited to teach', {}, null, true],
  ['studies, and no yes', { mayTeach: false }, null, false],
  ['studies, not yet a yes', { mayTeach: false }, { address: 'anna@school.test', confirmedAt: null }, false],
  ['studies, a yes, however it was typed', { mayTeach: false }, { address: 'Anna@School.test', confirmedAt: T0 }, true],
  ['studies, a yes elsewhere', { mayTeach: false }, { address: 'anna@home.test', confirmedAt: T0 }, false],
  ['teaches, mail goes elsewhere', {}, { address: 'anna@home.test', confirmedAt: T0 }, true],
  ['has no address', { email: null }, { address: 'anna@school.test', confirmedAt: T0 }, false],
  ['has an address that is two', { email: 'anna@school.test,thief' }, null, false],
  ['has no passphrase', { passphraseHash: null }, null, false],
  ['is erased', { erasedAt: T0 }, null, false],
] as const)('%s', (_who, given, setting, isReached) => {
  const user = { email: 'anna@school.test', passphraseHash: 'x', mayTeach: true, erasedAt: null, ...given }
  expect(reachedAt(user, setting)).toBe(isReached ? 'anna@school.test' : null)
})

describe.each(engines)('links on $name', ({ open }) => {
  let opened: Opened
  let db: Db
  let userId: string
  let email: string
  let n = 0
  beforeAll(async () => {
    opened = await open()
    db = opened.db
  })
  afterAll(() => opened.close())
  beforeEach(async () => {
    email = `anna.${++n}@school.test`
    ;({ userId } = await makeUser(db, { email, mayTeach: true }))
    await db.atomically(function* (tx) {
      yield* q(tx.delete(db.t.links))
      yield* q(tx.delete(db.t.outbox))
    })
  })

  const ask = (minutes: number, address = email) =>
    db.atomically(function* (tx) {
      yield* q(
        tx.insert(db.t.links).values({
          id: v7(),
          purpose: 'asked',
          userId: null,
          classId: null,
          email: address,
          createdAt: after(minutes),
          expiresAt: after(minutes + 30),
          usedAt: null,
        }),
      )
    })
  const gather = (minutes: number) => db.atomically((tx) => gatherAsked(db, tx, { now: after(minutes), newId: v7 }))
  const take = (minutes: number, secret: string) =>
    db.atomically((tx) => takeLetter(db, tx, { now: after(minutes), newSecret: () => secret }))
  const make = (secret: string, askedAt: number, minutes: number) =>
    db.atomically((tx) =>
      makeForgottenLink(db, tx, { secret, userId, email, askedAt: after(askedAt), now: after(minutes) }),
    )
  const links = () => db.select().from(db.t.links).orderBy(db.t.links.createdAt)
  const outbox = () => db.select().from(db.t.outbox)

  test('what was asked is looked up once and forgotten: a letter for an account, nothing for anybody else', async () => {
    await Promise.all([ask(0), ask(0), ask(0, 'nobody@school.test')])
    await Promise.all([gather(1), gather(1)])
    expect(await links()).toEqual([])
    expect(await outbox()).toMatchObject([{ userId, kind: 'forgotten', through: T0, tries: 0 }])
    expect(await db.atomically((tx) => accountAt(db, tx, email))).toBe(userId)
    expect(await db.atomically((tx) => accountAt(db, tx, 'nobody@school.test'))).toBeNull()
  })

  test('asked while no round went: half an hour later nobody waits for it', async () => {
    await ask(0)
    await gather(30)
    expect([await links(), await outbox()]).toEqual([[], []])
  })

  test('a letter that waits for its server is overtaken by a newer one', async () => {
    await ask(0)
    await gather(1)
    await db
      .update(db.t.outbox)
      .set({ dueAt: after(600), tries: 5 })
      .where(eq(db.t.outbox.userId, userId))
    await ask(2)
    await gather(3)
    expect(await outbox()).toMatchObject([{ kind: 'forgotten', through: after(2), tries: 0, dueAt: after(3) }])
  })

  test('the link is made when the letter goes, for half an hour; only its digest is kept', async () => {
    await ask(0)
    await gather(1)
    expect(await links()).toEqual([])
    const [one, other] = await Promise.all([take(2, 'one'), take(2, 'one')])
    expect([one, other].filter((held) => held !== null)).toMatchObject([
      { kind: 'forgotten', address: email, secret: 'one', tries: 1 },
    ])
    expect(await links()).toMatchObject([
      { id: digest('link', 'one'), purpose: 'forgotten', userId, email, expiresAt: after(32), usedAt: null },
    ])
    // Its process died: the same letter goes again, and whichever of the two is read works.
    await take(8, 'again')
    expect((await links()).map(({ id }) => id)).toEqual([digest('link', 'one'), digest('link', 'again')])
  })

  test('nobody is written to who has lost the address meanwhile', async () => {
    await ask(0)
    await gather(1)
    await db
      .update(db.t.users)
      .set({ email: `new.${email}`, mayTeach: false })
      .where(eq(db.t.users.id, userId))
    expect([await take(2, 'one'), await links(), await outbox()]).toEqual([null, [], []])
  })

  test('used twice at once, exactly one sets its passphrase', async () => {
    const now = new Date()
    await db.atomically((tx) => makeForgottenLink(db, tx, { secret: 'raced', userId, email, askedAt: now, now }))
    const ctx = contextFor(null, { db, sendsMail: true, now: () => now })
    const use = (passphrase: string) =>
      choosePassphrase(ctx, { token: 'raced', passphrase }).then(
        () => 'done',
        (error: unknown) => codeOf(error),
      )
    const outcomes = await Promise.all([use('one bamboo grove'), use('other bamboo grove')])
    expect(new Set(outcomes)).toEqual(new Set(['done', 'link-used-or-expired']))
    expect(await db.select().from(db.t.sessions).where(eq(db.t.sessions.userId, userId))).toHaveLength(1)
    expect(await outbox()).toMatchObject([{ userId, kind: 'changed' }])
  })

  test('a newer link ends the older; a new passphrase ends what was sent and what was asked', async () => {
    await make('old', 0, 1)
    await make('new', 5, 6)
    expect((await links()).map(({ id }) => id)).toEqual([digest('link', 'new')])
    await Promise.all([ask(7), ask(7, 'nobody@school.test')])
    await ask(6)
    await db.atomically((tx) => endForgotten(db, tx, userId))
    expect(await links()).toMatchObject([{ purpose: 'asked', email: 'nobody@school.test' }])
  })
})
