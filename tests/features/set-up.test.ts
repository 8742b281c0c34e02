/** The first account of a site: who is let in, once, and what everybody else sees. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { contextFor } from '#lib/door/context.ts'
import { codeOf } from '#lib/domain/errors.ts'
import { env } from '#lib/env.ts'
import { eraseMe } from '#lib/features/manage-account/erase-me.ts'
import { setUp, viewSetUp } from '#lib/features/set-up/set-up.ts'
import { call } from '../factories/call.ts'
import { PASSPHRASE } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'

let db: Db
beforeEach(async () => {
  db = await openTestDb()
  useDb(db)
})
afterEach(() => db.close())

const TOKEN = env.setupToken
const first = { token: TOKEN, name: 'Dr. First', email: 'First@School.test', passphrase: PASSPHRASE }
const post = (fields: Record<string, string> = first) => call('POST', '/api/setup', { form: fields })
const view = (token: string, address = '10.0.0.1') =>
  viewSetUp(contextFor(null, { db, setupToken: TOKEN, address }), { token }).then(
    () => 'open',
    (error: unknown) => codeOf(error),
  )

test('whoever holds the token becomes an instructor, signed in, with a trace', async () => {
  expect(await view(TOKEN)).toBe('open')
  const { status, location, headers } = await post()
  expect([status, location]).toEqual([303, '/classes'])
  const cookie = headers.getSetCookie().map((one) => one.split(';')[0]!)
  expect((await call('GET', '/api/me', { cookie: cookie.join('; ') })).json).toMatchObject({
    name: 'Dr. First',
    email: 'first@school.test',
    mayTeach: true,
    classes: [],
  })
  const [user] = await db.select().from(db.t.users)
  expect(await db.select().from(db.t.audit)).toMatchObject([
    { chain: 'site', actorId: user!.id, action: 'instructor.set-up', object: `users/${user!.id}` },
  ])
})

test('two presses at once make one account', async () => {
  const both = await Promise.all([post(), post({ ...first, email: 'second@school.test' })])
  expect(new Set(both.map(({ code }) => code))).toEqual(new Set(['not-found', null]))
  expect(await db.select().from(db.t.users)).toHaveLength(1)
})

test('a wrong token, no token and a site that has begun look the same', async () => {
  for (const token of ['', 'x', TOKEN.slice(1), `${TOKEN}x`]) {
    expect(await view(token), token).toBe('not-found')
    expect((await call('POST', '/api/setup', { json: { ...first, token } })).code, token).toBe('not-found')
  }
  expect(await db.select().from(db.t.users)).toEqual([])
  await post()
  const wrong = await call('POST', '/api/setup', { json: { ...first, token: 'x' } })
  const right = await call('POST', '/api/setup', { json: { ...first, email: 'late@school.test' } })
  expect([right.status, right.text]).toEqual([wrong.status, wrong.text])
  expect([right.status, await view(TOKEN)]).toEqual([404, 'not-found'])
})

test('it does not open again when the only instructor is erased', async () => {
  await post()
  const [user] = await db.select().from(db.t.users)
  const [session] = await db.select().from(db.t.sessions)
  const viewer = { userId: user!.id, name: user!.name, sessionId: session!.id, mayTeach: true, memberships: [] }
  await eraseMe(contextFor(viewer, { db }), { passphrase: PASSPHRASE, confirm: 'erase me' })
  expect(await view(TOKEN)).toBe('not-found')
})

test('what the fields need is said, what was typed comes back, and neither passphrase nor token is in the answer', async () => {
  const { status, location, code } = await post({ ...first, passphrase: 'short' })
  expect([status, code]).toEqual([303, 'invalid'])
  expect(location).toContain(`/setup/${TOKEN}?problem=invalid&at=passphrase&v.name=Dr.+First`)
  expect(location.split('?')[1]).not.toMatch(/short|token/)
  expect(await db.select().from(db.t.users)).toEqual([])
})

test('one address guesses sixty times in a quarter of an hour; another is not kept out by it', async () => {
  for (let n = 0; n < 60; n += 1) await view(`guess ${n}`)
  expect([await view(TOKEN), await view(TOKEN, '10.0.0.2')]).toEqual(['not-found', 'open'])
})

test('where nothing was printed there is nothing to open', async () => {
  const closed = contextFor(null, { db, setupToken: '' })
  expect(codeOf(await setUp(closed, { ...first, token: '' }).catch((error: unknown) => error))).toBe('not-found')
})
