/** What a launch must not be believed for: attacks on the token, on the way it takes, and on what it asks for. */
import { eq } from 'drizzle-orm'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { useDb } from '#lib/db/client.ts'
import { CLAIM, PICK } from '#lib/domain/platform.ts'
import { env } from '#lib/env.ts'
import { call } from '../factories/call.ts'
import { makeInstructor } from '../factories/people.ts'
import { openTestDb } from '../factories/test-db.ts'
import { beginLogin, freshBrowser, open, openClass, post, register, STUDENT, TEACHER } from '../platform/course.ts'
import {
  CLIENT,
  INSTRUCTOR,
  makeKey,
  MEMBERSHIP,
  openPlatform,
  type Key,
  type TestPlatform,
} from '../platform/platform.ts'

let db: Db
let platform: TestPlatform
let stranger: Key
let elliptic: Key
let classId: string
const now = () => Math.floor(Date.now() / 1000)

beforeAll(async () => {
  db = await openTestDb()
  useDb(db)
  platform = await openPlatform(env.publicUrl)
  stranger = await makeKey('k1')
  elliptic = await makeKey('k9', 'ES256')
  await register(db, platform)
  classId = (await openClass(platform)).classId
})
afterAll(async () => {
  await platform.close()
  await db.close()
})

type Payload = Record<string, unknown>
type Forge = (good: Payload) => Promise<string> | string
const changed =
  (change: Payload | ((good: Payload) => Payload)): Forge =>
  (good) =>
    platform.sign({ ...good, ...(typeof change === 'function' ? change(good) : change) })
const without =
  (...names: string[]): Forge =>
  (good) =>
    platform.sign(Object.fromEntries(Object.entries(good).filter(([name]) => !names.includes(name))))
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

const HOSTILE: Record<string, Forge> = {
  'nothing at all': () => '',
  'no token': () => 'not a token',
  'two parts of three': async (good) => (await platform.sign(good)).split('.').slice(0, 2).join('.'),
  'no signature (alg none)': (good) => new UnsecuredJWT(good).encode(),
  'alg none in other letters': (good) => `${part({ alg: 'NoNe', kid: 'k1' })}.${part(good)}.`,
  'an empty signature': async (good) => `${(await platform.sign(good)).split('.').slice(0, 2).join('.')}.`,
  'HS256 by the public key as its secret': (good) =>
    new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
      .sign(new TextEncoder().encode(JSON.stringify(platform.key.jwk))),
  'HS256 by the name of the client': (good) =>
    new SignJWT(good).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(new TextEncoder().encode(CLIENT.repeat(8))),
  'a stranger’s key under the platform’s name of a key': (good) => platform.sign(good, { key: stranger }),
  'a key that nobody knows': (good) => platform.sign(good, { key: { ...stranger, kid: 'unknown' } }),
  'a key brought along (jwk)': (good) => platform.sign(good, { key: stranger, header: { jwk: stranger.jwk } }),
  'an address of keys brought along (jku)': (good) =>
    platform.sign(good, { key: { ...stranger, kid: 'mine' }, header: { jku: `${platform.origin}/mine` } }),
  'a certificate brought along (x5u)': (good) =>
    platform.sign(good, { key: stranger, header: { x5u: `${platform.origin}/mine` } }),
  'a header that must be understood (crit)': async (good) => {
    const [, payload, signature] = (await platform.sign(good)).split('.')
    return `${part({ alg: 'RS256', kid: 'k1', crit: ['exp-in-law'], 'exp-in-law': true })}.${payload}.${signature}`
  },
  'an elliptic key under the name of an RSA one': (good) =>
    platform.sign(good, { key: { ...elliptic, kid: 'k1' }, alg: 'ES256' }),
  'one letter changed in what was signed': async (good) => {
    const [header, , signature] = (await platform.sign(good)).split('.')
    return `${header}.${part({ ...good, sub: 'teacher-4' })}.${signature}`
  },
  'another issuer': changed({ iss: 'https://elsewhere.test' }),
  'the issuer with a slash behind it': changed((good) => ({ iss: `${String(good.iss)}/` })),
  'no issuer': without('iss'),
  'another audience': changed({ aud: 'client-2' }),
  'no audience': without('aud'),
  'two audiences and nobody named': changed({ aud: [CLIENT, 'client-2'] }),
  'two audiences and the other one named': changed({ aud: [CLIENT, 'client-2'], azp: 'client-2' }),
  'our audience for somebody else': changed({ azp: 'client-2' }),
  'named for us, for an audience without us': changed({ aud: 'client-2', azp: CLIENT }),
  expired: changed(() => ({ iat: now() - 300, exp: now() - 120 })),
  'no end': without('exp'),
  'an end that is no number': changed({ exp: 'never' }),
  'from the future': changed(() => ({ iat: now() + 300, exp: now() + 600 })),
  'no beginning': without('iat'),
  'old, with an end far away': changed(() => ({ iat: now() - 86_400, exp: now() + 86_400 })),
  'not valid yet (nbf)': changed(() => ({ nbf: now() + 300 })),
  'no nonce': without('nonce'),
  'a nonce of its own': changed({ nonce: 'chosen' }),
  'a nonce that is a list': changed((good) => ({ nonce: [good.nonce] })),
  'nobody (no sub)': without('sub'),
  'an empty sub': changed({ sub: '' }),
  'a sub without end': changed({ sub: 'x'.repeat(256) }),
  'a sub that is a number': changed({ sub: 5 }),
  'no deployment': without(CLAIM.deployment),
  'an unknown deployment': changed({ [CLAIM.deployment]: 'd2' }),
  'no version': without(CLAIM.version),
  'another version': changed({ [CLAIM.version]: '1.1' }),
  'no type of message': without(CLAIM.message),
  'a type of message that nobody knows': changed({ [CLAIM.message]: 'LtiSubmissionReviewRequest' }),
  'picking, without saying for whom': changed({ [CLAIM.message]: PICK }),
  'another target than was asked for': changed({ [CLAIM.target]: `${env.publicUrl}/api/lti/pick` }),
  'a target elsewhere': changed({ [CLAIM.target]: 'https://elsewhere.test/api/lti/launch' }),
  'no target': without(CLAIM.target),
  'no course': without(CLAIM.context),
  'no link': without(CLAIM.link),
  'no roles': without(CLAIM.roles),
  'roles that are no list': changed({ [CLAIM.roles]: INSTRUCTOR[0] }),
  'a role in the school alone': changed({
    [CLAIM.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor'],
  }),
  'a role in the system alone': changed({
    [CLAIM.roles]: ['http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator'],
  }),
  'a role that nobody knows': changed({ [CLAIM.roles]: [`${MEMBERSHIP}#Mentor`] }),
  'a test student': changed((good) => ({
    [CLAIM.roles]: [...(good[CLAIM.roles] as string[]), 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser'],
  })),
}

const rowsWritten = async () => ({
  users: (await db.select().from(db.t.users)).length,
  sessions: (await db.select().from(db.t.sessions)).length,
  members: (await db.select().from(db.t.memberships)).length,
  launches: (await db.select().from(db.t.platformLaunches)).length,
})

describe('a token that is not to be believed', () => {
  test('there are more than forty ways', () => expect(Object.keys(HOSTILE).length).toBeGreaterThan(40))

  test.each(Object.entries(HOSTILE))('%s', async (_name, forge) => {
    const before = await rowsWritten()
    const browser = freshBrowser()
    const { state, nonce } = await beginLogin(platform, browser)
    const reply = await post(browser, { state, id_token: await forge({ ...platform.claims(STUDENT), nonce }) })
    expect(reply.status, reply.text).toBe(401)
    expect(reply.text).toContain('Nothing was opened')
    expect(reply.headers.getSetCookie()).toEqual([])
    expect(await rowsWritten()).toEqual(before)
    // The same login with the truth afterwards: a lie uses nothing up.
    const good = await platform.sign({ ...platform.claims(STUDENT), nonce })
    expect((await post(browser, { state, id_token: good })).location).toBe(`/classes/${classId}`)
  })

  test('seconds of difference between two clocks are none, a minute is', async () => {
    const late = (seconds: number) => open(platform, STUDENT, { iat: now() - 60, exp: now() - seconds })
    expect((await late(10)).reply.status).toBe(303)
    expect((await late(61)).reply.status).toBe(401)
    expect((await open(platform, STUDENT, { iat: now() + 10, exp: now() + 70 })).reply.status).toBe(303)
    expect((await open(platform, STUDENT, { iat: now() + 61, exp: now() + 120 })).reply.status).toBe(401)
  })

  test('several audiences that name us are believed', async () => {
    expect((await open(platform, STUDENT, { aud: [CLIENT, 'other'], azp: CLIENT })).reply.status).toBe(303)
  })
})

describe('the keys of a platform', () => {
  let own: TestPlatform
  beforeEach(async () => {
    own = await openPlatform(env.publicUrl)
    await register(db, own)
    await openClass(own)
    return () => own.close()
  })
  const asked = () => own.state.asked.filter((one) => one === 'GET /jwks').length

  test('a thousand unknown names of keys ask for them once a minute', async () => {
    const before = asked()
    const browser = freshBrowser()
    const { state, nonce } = await beginLogin(own, browser)
    const claims = { ...own.claims(STUDENT), nonce }
    for (let n = 0; n < 50; n += 1)
      await Promise.all(
        Array.from({ length: 20 }, async (_, m) => {
          const token = `${part({ alg: 'RS256', kid: `k-${n}-${m}` })}.${part(claims)}.AAAA`
          expect((await post(browser, { state, id_token: token })).status).toBe(401)
        }),
      )
    expect(asked() - before).toBeLessThanOrEqual(1)
  })

  test('change, and the next launch a minute later is believed; the old key no more', async () => {
    const old = own.key
    await own.rotate('k2')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 })
    try {
      expect((await open(own, STUDENT)).reply.status).toBe(303)
      const browser = freshBrowser()
      const { state, nonce } = await beginLogin(own, browser)
      const token = await own.sign({ ...own.claims(STUDENT), nonce }, { key: old })
      expect((await post(browser, { state, id_token: token })).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  test.each([
    ['answer with an error', { status: 500 }],
    ['lead elsewhere', { status: 302, headers: { location: '/elsewhere' } }],
    ['are no keys', { status: 200, body: '<html>' }],
    ['are a megabyte of keys', { status: 200, body: `{"keys":[${'{},'.repeat(400_000)}{}]}` }],
  ])('where they %s, nobody is believed and nothing breaks', async (_how, answer) => {
    own.state.instead.set('/jwks', () => answer)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_700_000 })
    try {
      const { reply } = await open(own, STUDENT)
      expect(reply.status).toBe(401)
      expect(own.state.asked).not.toContain('GET /elsewhere')
    } finally {
      vi.useRealTimers()
    }
  })

  test('where they take too long, the launch ends after five seconds', async () => {
    own.state.instead.set('/jwks', () => ({ status: 200, body: '{}', wait: 7_000 }))
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_700_000 })
    const began = performance.now()
    try {
      expect((await open(own, STUDENT)).reply.status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
    expect(performance.now() - began).toBeLessThan(6_500)
  })
})

describe('the way a launch takes', () => {
  test('of fifty of the same token at once, exactly one opens', async () => {
    const browser = freshBrowser()
    const { state, nonce } = await beginLogin(platform, browser)
    const id_token = await platform.sign({ ...platform.claims(STUDENT), nonce })
    const replies = await Promise.all(Array.from({ length: 50 }, () => post(browser, { state, id_token })))
    expect(replies.filter((reply) => reply.status === 303)).toHaveLength(1)
    expect(replies.filter((reply) => reply.status === 401)).toHaveLength(49)
    expect((await post(browser, { state, id_token })).status).toBe(401)
  })

  test('a state that was never given, is another’s, or is ten minutes old opens nothing', async () => {
    const [mine, theirs] = [freshBrowser(), freshBrowser()]
    const login = await beginLogin(platform, mine)
    await beginLogin(platform, theirs)
    const id_token = await platform.sign({ ...platform.claims(STUDENT), nonce: login.nonce })
    for (const [browser, state] of [
      [mine, ''],
      [mine, 'made-up'],
      [theirs, login.state],
      [freshBrowser(), login.state],
      [{ cookie: 'xh-lti=guessed' }, login.state],
    ] as const)
      expect((await post(browser, { state, id_token })).status).toBe(401)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 })
    try {
      const late = await platform.sign({ ...platform.claims(STUDENT), nonce: login.nonce })
      expect((await post(mine, { state: login.state, id_token: late })).status).toBe(401)
    } finally {
      vi.useRealTimers()
    }
  })

  test('a token of one login does not open another of the same browser', async () => {
    const browser = freshBrowser()
    const [first, second] = [await beginLogin(platform, browser), await beginLogin(platform, browser)]
    const id_token = await platform.sign({ ...platform.claims(STUDENT), nonce: first.nonce })
    expect((await post(browser, { state: second.state, id_token })).status).toBe(401)
    expect((await post(browser, { state: first.state, id_token })).status).toBe(303)
  })

  test('the answer of one platform does not open the login of another', async () => {
    const other = await openPlatform(env.publicUrl)
    try {
      await register(db, other)
      const browser = freshBrowser()
      const { state, nonce } = await beginLogin(platform, browser)
      const id_token = await other.sign({ ...other.claims(TEACHER), nonce })
      expect((await post(browser, { state, id_token })).status).toBe(401)
      // Nor is a person of the same name there the one of here.
      const { reply } = await open(other, TEACHER)
      expect(reply.location).toContain('/classes/connect?launch=')
    } finally {
      await other.close()
    }
  })

  test('a login of an unknown issuer or client, or for another page, begins nothing', async () => {
    const browser = freshBrowser()
    for (const how of [{ iss: 'https://elsewhere.test' }, { client: 'client-9' }])
      expect((await beginLogin(platform, browser, how)).reply.status).toBe(404)
    for (const target of ['https://elsewhere.test/', `${env.publicUrl}/me`, `${env.publicUrl}/api/lti/launch/../../me`])
      expect((await beginLogin(platform, browser, { target })).reply.status).toBe(401)
    expect((await call('GET', '/api/lti/login')).status).toBe(422)
    // Hints are the platform’s own: they go back as they came, whatever is in them.
    const junk = 'x"><script>\u0000&=#'.repeat(20)
    const query = new URLSearchParams({
      iss: platform.origin,
      login_hint: junk,
      target_link_uri: `${env.publicUrl}/api/lti/launch`,
      client_id: CLIENT,
      repost: '1',
    })
    const reply = await call('GET', `/api/lti/login?${query.toString()}`, { headers: { 'sec-fetch-dest': 'document' } })
    const sent = new URL(reply.location)
    expect(sent.origin).toBe(platform.origin)
    expect(sent.searchParams.get('login_hint')).toBe(junk)
    expect(sent.searchParams.has('repost')).toBe(false)
  })

  test('whoever was removed here stays removed, whatever the platform says', async () => {
    const who = { ...STUDENT, sub: 'removed-1', name: 'Rolf Removed' }
    await open(platform, who)
    const [row] = (await db.select().from(db.t.memberships)).filter((one) => one.displayName === who.name)
    await db.atomically(function* (tx) {
      yield* q(tx.update(db.t.memberships).set({ state: 'removed' }).where(eq(db.t.memberships.userId, row!.userId)))
    })
    for (const roles of [STUDENT.roles, INSTRUCTOR]) {
      const { reply } = await open(platform, { ...who, roles })
      expect(reply.status).toBe(404)
      expect(reply.headers.getSetCookie()).toEqual([])
    }
  })

  test('an address gives nothing: a person is issuer and subject', async () => {
    const teacher = await makeInstructor(db, classId, { email: 'known@school.test', name: 'Known Here' })
    const { reply, browser } = await open(
      platform,
      { sub: 'impostor', roles: STUDENT.roles, name: 'Known Here' },
      { email: 'known@school.test', email_verified: true },
    )
    expect(reply.location).toBe(`/classes/${classId}`)
    const me = (await call('GET', '/api/me', { cookie: browser.cookie })).json as { id: string; email: string | null }
    expect(me.id).not.toBe(teacher.userId)
    expect(me.email).toBeNull()
    const members = (await db.select().from(db.t.memberships)).filter((one) => one.classId === classId)
    expect(members.find((one) => one.userId === me.id)!.displayName).toBe('Known Here (2)')
  })

  test('an instructor of another course, or deployment, does not open this class', async () => {
    const elsewhere = { sub: 'other-teacher', roles: INSTRUCTOR, name: 'Otto' }
    const { reply } = await open(platform, elsewhere, { [CLAIM.context]: { id: 'course-2' } })
    expect(reply.location).toContain('/classes/connect?launch=')
    await register(db, platform, { deployments: ['d3'] })
    const { reply: second } = await open(platform, elsewhere, { [CLAIM.deployment]: 'd3' })
    expect(second.location).toContain('/classes/connect?launch=')
  })

  test('a name may be anything, and is text', async () => {
    for (const name of ['<script>alert(1)</script>', '\u202Eevil', '=cmd()', 'x'.repeat(400), '\u0000', '   ']) {
      const { reply } = await open(platform, {
        sub: `named-${name.length}-${name.charCodeAt(0)}`,
        roles: STUDENT.roles,
        name,
      })
      expect(reply.status, JSON.stringify(name)).toBe(303)
    }
  })
})
