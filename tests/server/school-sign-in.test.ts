/** Signing in by the school's own provider, as the process serves it: there and back, linked, parted, and every way to lie. */
import '../reliability/settings.ts'
import { and, eq } from 'drizzle-orm'
import { SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { q, type Db } from '#lib/db/atomically.ts'
import { openSqlite } from '#lib/db/client.ts'
import { digest } from '#lib/db/digest.ts'
import { endSessionsOf } from '#lib/db/queries/sessions.ts'
import { makeClass, makeStudent, openSession, PASSPHRASE, type Klass, type Person } from '../factories/people.ts'
import { makeKey } from '../platform/platform.ts'
import { CLIENT, openProvider, SECRET, type TestProvider } from '../platform/provider.ts'
import { Visitor } from '../platform/visitor.ts'
import { runScript, startServer, temporaryDatabase, type Running } from './harness.ts'

const database = temporaryDatabase()
let provider: TestProvider
let server: Running
let off: Running
let db: Db
let klass: Klass
let anna: Person

beforeAll(async () => {
  const settings = { DATABASE_URL: database.url, SECRET: process.env.SECRET! }
  runScript('migrate', settings)
  provider = await openProvider()
  ;[server, off] = await Promise.all([startServer({ ...settings, ...provider.settings }), startServer(settings)])
  db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  klass = await makeClass(db, { title: 'HIST 214' })
  anna = await makeStudent(db, klass.id, { name: 'Anna Lee' })
})
afterAll(async () => {
  await Promise.all([server?.stop(), off?.stop(), provider?.close()])
  await db?.close()
  database.remove()
})
beforeEach(() => provider.reset())

const fresh = (cookie?: string) => new Visitor(server.base, cookie)
const countUsers = async () => (await db.select({ id: db.t.users.id }).from(db.t.users)).length
const doneBy = async (userId: string) =>
  (
    await db
      .select({ action: db.t.audit.action })
      .from(db.t.audit)
      .where(eq(db.t.audit.actorId, userId))
      .orderBy(db.t.audit.n)
  ).map(({ action }) => action)

describe('there and back', () => {
  test('the provider is asked with state, nonce and proof of the code, for no address, and sends back here alone', async () => {
    const asked = new URL(await fresh().leave())
    expect(asked.origin + asked.pathname).toBe(`${provider.origin}/authorize`)
    const { state, nonce, code_challenge, ...rest } = Object.fromEntries(asked.searchParams)
    expect(rest).toEqual({
      client_id: CLIENT,
      response_type: 'code',
      scope: 'openid profile',
      redirect_uri: `${server.base}/api/auth/callback/school`,
      code_challenge_method: 'S256',
    })
    for (const secret of [state, nonce, code_challenge]) expect(secret).toMatch(/^[\w-]{43}$/)
  })

  test('whoever is not known is asked, and nothing is made; an account that is shown is linked and opens the next time', async () => {
    const before = await countUsers()
    const visitor = fresh()
    const first = await visitor.visit(provider, '/classes?only')
    expect(first).toMatchObject({ status: 303, to: '/sign-in/school', session: false, proven: true })
    expect(await visitor.me()).toBeNull()
    expect(await countUsers()).toBe(before)
    const page = await visitor.go(first.to)
    expect(page.text).toContain('Northfield School has told us who you are, Anna Lee.')

    const account = { class: klass.code, name: anna.name, next: '/classes?only' }
    const wrong = await visitor.go('/api/school/link', { ...account, passphrase: 'not this one' })
    expect(wrong.to).toMatch(/^\/sign-in\/school\?.*problem=wrong-passphrase/)
    expect(wrong.to).not.toContain('not+this')
    expect(await visitor.me()).toBeNull()
    const right = await visitor.go('/api/school/link', { ...account, passphrase: PASSPHRASE })
    expect(right).toMatchObject({ status: 303, to: '/classes?only', session: true })
    expect(await visitor.me()).toMatchObject({ id: anna.userId })
    expect(await doneBy(anna.userId)).toContain('identity.link')
    // What was shown is used up.
    expect((await visitor.go('/sign-in/school')).text).not.toContain('has told us who you are')

    const later = fresh()
    expect(await later.visit(provider, '/me')).toMatchObject({ status: 303, to: '/me', session: true, proven: false })
    expect(await later.me()).toMatchObject({ id: anna.userId })
    await db.atomically((tx) => endSessionsOf(db, tx, anna.userId, new Date()))
    expect(await later.me()).toBeNull()
  })

  test('a new student joins by the code of a class, under any name, and never without one', async () => {
    provider.state.person = { sub: 'new-1', name: 'Mira Okafor' }
    const visitor = fresh()
    expect((await visitor.visit(provider, `/join/${klass.code}`)).to).toBe('/sign-in/school')
    expect((await visitor.go('/sign-in/school')).text).toContain(`value="${klass.code}"`)
    const unknown = await visitor.go('/api/school/join', { code: 'NOSUCH99', name: 'Mira' })
    expect(unknown.to).toContain('problem=code-unknown')
    const taken = await visitor.go('/api/school/join', { code: klass.code, name: 'anna LEE' })
    expect(taken.to).toContain('problem=name-taken')
    const joined = await visitor.go('/api/school/join', { code: klass.code, name: 'Mira O.' })
    expect(joined).toMatchObject({ to: `/classes/${klass.id}`, session: true })
    const me = (await visitor.me())!
    expect(me.name).toBe('Mira O.')
    expect(await doneBy(me.id)).toEqual(expect.arrayContaining(['identity.link', 'class.join']))
    const data = JSON.parse((await visitor.go('/api/me/data')).text) as { identities: unknown[] }
    expect(data.identities).toMatchObject([{ issuer: provider.issuer, subject: 'new-1' }])

    // Its only way in stays; with a passphrase it may go, and then the provider opens nothing.
    const other = fresh()
    await other.visit(provider)
    expect((await visitor.go('/api/me/school/delete', {})).to).toContain('problem=last-way-in')
    expect((await visitor.go('/api/me/passphrase', { passphrase: PASSPHRASE })).to).toBe('/me?done=passphrase')
    await other.visit(provider)
    expect((await visitor.go('/api/me/school/delete', {})).to).toBe('/me?done=parted#school-head')
    expect(await visitor.me()).toMatchObject({ id: me.id })
    expect(await other.me()).toBeNull()
    expect(await doneBy(me.id)).toContain('identity.unlink')
    expect(await fresh().visit(provider)).toMatchObject({ to: '/sign-in/school', session: false })
  })

  test('an open account is linked by its passphrase; one that is somebody else’s is never put in its place', async () => {
    provider.state.person = { sub: 'ben', name: null }
    const ben = await makeStudent(db, klass.id, { name: 'Ben Ortiz' })
    const visitor = fresh(ben.cookie)
    expect(await visitor.visit(provider, '/me')).toMatchObject({ to: '/sign-in/school', session: false, proven: true })
    expect((await visitor.go('/sign-in/school')).text).toContain('This account is Ben Ortiz’s.')
    expect((await visitor.go('/api/school/link', { passphrase: 'wrong one' })).to).toContain('problem=wrong-passphrase')
    expect((await visitor.go('/api/school/link', { passphrase: PASSPHRASE })).to).toBe('/me?done=linked#school-head')

    const clara = await makeStudent(db, klass.id, { name: 'Clara Vogt' })
    const hers = fresh(clara.cookie)
    expect(await hers.visit(provider, '/me')).toMatchObject({ to: '/me?problem=identity-taken#school-head' })
    expect(await hers.me()).toMatchObject({ id: clara.userId })
  })

  test('what another browser was shown cannot be handed over, nor made up', async () => {
    provider.state.person = { sub: 'stranger', name: 'Stranger' }
    const stranger = fresh()
    await stranger.visit(provider)
    const { secret } = await openSession(db, anna.userId)
    for (const jar of [[], [['xh-proven', secret]], [['xh-proven', anna.cookie.split('=')[1]!]]] as [
      string,
      string,
    ][][]) {
      const victim = fresh((await openSession(db, anna.userId)).cookie)
      for (const [name, value] of jar) victim.jar.set(name, value)
      const link = await victim.go('/api/school/link', {
        passphrase: PASSPHRASE,
        proven: JSON.stringify({ issuer: provider.issuer, subject: 'stranger', name: null }),
      })
      expect(link.to).toContain('problem=identity-needed')
    }
    // What is sealed for one is no session.
    const swapped = fresh(`next-auth.session-token=${stranger.jar.get('xh-proven')}`)
    expect(await swapped.me()).toBeNull()
  })
})

const REFUSED = { status: 303, to: '/sign-in?error=school-refused', session: false, proven: false }

describe('what is not believed', () => {
  const lies: readonly [what: string, lie: () => void | Promise<void>][] = [
    ['another issuer', () => void (provider.state.claims = (given) => ({ ...given, iss: 'https://elsewhere.test' }))],
    ['another audience', () => void (provider.state.claims = (given) => ({ ...given, aud: 'somebody-else' }))],
    ['several audiences', () => void (provider.state.claims = (given) => ({ ...given, aud: [CLIENT, 'other'] }))],
    [
      'meant for another of them',
      () => void (provider.state.claims = (given) => ({ ...given, aud: [CLIENT, 'other'], azp: 'other' })),
    ],
    ['another nonce', () => void (provider.state.claims = (given) => ({ ...given, nonce: 'made-up' }))],
    ['no nonce', () => void (provider.state.claims = ({ nonce: _nonce, ...given }) => given)],
    ['nobody', () => void (provider.state.claims = ({ sub: _sub, ...given }) => given)],
    ['an endless name', () => void (provider.state.claims = (given) => ({ ...given, sub: 'x'.repeat(256) }))],
    ['expired', () => void (provider.state.claims = (given) => ({ ...given, exp: Number(given.iat) - 60 }))],
    ['no end', () => void (provider.state.claims = ({ exp: _exp, ...given }) => given)],
    ['not yet', () => void (provider.state.claims = (given) => ({ ...given, iat: Number(given.iat) + 3600 }))],
    ['unsigned', () => void (provider.state.token = async (claims) => new UnsecuredJWT(claims).encode())],
    [
      'signed by the shared secret',
      () =>
        void (provider.state.token = (claims) =>
          new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(SECRET))),
    ],
    [
      'signed by another key of the same name',
      async () => {
        const other = await makeKey('p1')
        provider.state.token = (claims) =>
          new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'p1' }).sign(other.privateKey)
      },
    ],
    [
      'signed in another way than agreed',
      async () => {
        const other = await makeKey('p2', 'ES256')
        provider.state.token = (claims) =>
          new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'p2', jwk: other.jwk }).sign(other.privateKey)
      },
    ],
    ['no token', () => void (provider.state.token = async () => 'nothing.of.the.kind')],
    [
      'sent on to somebody else',
      () =>
        void provider.state.instead.set('/token', (response) =>
          response.writeHead(307, { location: `${provider.origin}/elsewhere` }).end(),
        ),
    ],
    [
      'an answer without end',
      () =>
        void provider.state.instead.set('/token', (response) =>
          response.writeHead(200, { 'content-type': 'application/json' }).end('x'.repeat(2 * 1024 * 1024)),
        ),
    ],
    ['down', () => void provider.state.instead.set('/jwks', (response) => response.writeHead(503).end())],
  ]
  test.each(lies)('%s', async (_what, lie) => {
    const visitor = fresh()
    const back = await visitor.signInThere(provider)
    await lie()
    expect(await visitor.go(back)).toMatchObject(REFUSED)
    expect(await visitor.me()).toBeNull()
    expect(provider.state.asked).not.toContain('GET /elsewhere')
    expect((await visitor.go('/sign-in?error=school-refused')).text).toContain('could not be believed')
  })

  const detours: readonly [what: string, come: () => Promise<unknown>][] = [
    ['what another browser began', async () => fresh().go(await fresh().signInThere(provider))],
    [
      'another state',
      async () => {
        const visitor = fresh()
        return visitor.go((await visitor.signInThere(provider)).replace(/state=[^&]+/, 'state=made-up'))
      },
    ],
    [
      'the same address again',
      async () => {
        provider.state.person = { sub: 'not-known', name: null }
        const visitor = fresh()
        const back = await visitor.signInThere(provider)
        await visitor.go(back)
        return visitor.go(back)
      },
    ],
    [
      'a code that was used',
      async () => {
        provider.state.person = { sub: 'not-known', name: null }
        const visitor = fresh()
        const used = await visitor.signInThere(provider)
        await visitor.go(used)
        const again = new URL(await visitor.signInThere(provider))
        again.searchParams.set('code', new URL(used).searchParams.get('code')!)
        return visitor.go(again.href)
      },
    ],
    [
      'a code that somebody else was given',
      async () => {
        const theirs = new URL(await fresh().signInThere(provider))
        const visitor = fresh()
        const back = new URL(await visitor.signInThere(provider))
        back.searchParams.set('code', theirs.searchParams.get('code')!)
        return visitor.go(back.href)
      },
    ],
    [
      'no',
      async () => {
        const visitor = fresh()
        const state = new URL(await visitor.leave()).searchParams.get('state')
        return visitor.go(`/api/auth/callback/school?error=access_denied&state=${state}`)
      },
    ],
    ['nothing', () => fresh().go('/api/auth/callback/school')],
  ]
  test.each(detours)('coming back with: %s', async (_what, come) => {
    expect(await come()).toMatchObject(REFUSED)
  })

  test('too many of them from one address wait; a passphrase is another door', async () => {
    const { throttles } = db.t
    const key = digest('throttle', 'school-address', '127.0.0.1')
    const [row] = await db.select().from(throttles).where(eq(throttles.key, key))
    expect(row!.failures).toBe(lies.length + detours.length)
    await db.atomically(function* (tx) {
      yield* q(tx.update(throttles).set({ failures: 400 }).where(eq(throttles.key, key)))
    })
    expect(await fresh().go('/api/auth/callback/school?code=x&state=y')).toMatchObject({
      to: '/sign-in?error=slow-down',
      session: false,
    })
    await db.atomically(function* (tx) {
      yield* q(tx.delete(throttles).where(eq(throttles.key, key)))
    })
  })

  test('the way there leads to no other site and takes nothing along', async () => {
    const visitor = fresh()
    const { csrfToken } = JSON.parse((await visitor.go('/api/auth/csrf')).text) as { csrfToken: string }
    const start = (path: string, form: Record<string, string>) => visitor.go(`/api/auth/signin/school${path}`, form)
    expect((await start('', { csrfToken, callbackUrl: 'https://elsewhere.test/' })).status).toBe(400)
    expect((await start('', { csrfToken: 'made-up', callbackUrl: '/me' })).text).not.toContain(provider.origin)
    const page = await start('?redirect_uri=https://elsewhere.test&scope=email', { csrfToken, callbackUrl: '/me' })
    expect(page.text).toContain(provider.origin)
    expect(page.text).not.toMatch(/elsewhere|email/)
    // A page and no redirect: the policy that lets forms post here alone stands as it is everywhere.
    expect(page).toMatchObject({ status: 200, to: '' })
    expect(page.policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri/)
    const session = await visitor.go('/api/auth/session')
    expect(session.policy).toBe("default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
    const foreign = await fetch(`${server.base}/api/auth/signin/school`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.test', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'csrfToken=x',
    })
    expect(foreign.status).toBe(403)
  })
})

test('without the settings nothing of it is there', async () => {
  const visitor = new Visitor(off.base)
  expect((await visitor.go('/api/auth/signin/school', { csrfToken: 'x' })).status).toBe(404)
  expect((await visitor.go('/api/auth/callback/school?code=x&state=y')).status).toBe(404)
  expect((await visitor.go('/api/auth/providers')).text).not.toContain('school')
  expect((await visitor.go('/sign-in/school')).status).toBe(404)
  for (const [path, form] of [
    ['/api/school/link', { email: 'x@school.test', passphrase: 'x' }],
    ['/api/school/join', { code: klass.code, name: 'X' }],
  ] as const)
    expect((await visitor.go(path, form)).to).toContain('problem=not-found')
  await visitor.go('/api/auth/csrf')
  expect((await visitor.go('/sign-in')).text).toMatch(/Two ways(?![\s\S]*Northfield)/)
  const signedIn = new Visitor(off.base, (await openSession(db, anna.userId)).cookie)
  expect((await signedIn.go('/me')).text).not.toContain('school-head')
})

test('no account is matched by anything but issuer and subject', async () => {
  const rows = await db
    .select({ subject: db.t.identities.subject })
    .from(db.t.identities)
    .where(and(eq(db.t.identities.issuer, provider.issuer), eq(db.t.identities.userId, anna.userId)))
  expect(rows).toEqual([{ subject: 's-1' }])
})
