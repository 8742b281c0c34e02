/** The process as a supervisor sees it: what it refuses, with which exit code and line, and how it ends. */
import '../reliability/settings.ts'
import { once } from 'node:events'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { makeClass, makeStudent } from '../factories/people.ts'
import { freePort, runScript, type Settings, startServer, startToEnd, temporaryDatabase } from './harness.ts'

const database = temporaryDatabase()
const folder = dirname(database.url.slice('file:'.length))
const production = {
  DATABASE_URL: database.url,
  SECRET: 'Zk3v9QpL1xRt7WcBn5YsHd2MfGj8UaEo',
  PUBLIC_URL: 'https://hall.example.edu',
  HOST: '0.0.0.0',
  LOG_LEVEL: 'error',
}

beforeAll(() => runScript('migrate', { DATABASE_URL: database.url }))
afterAll(() => database.remove())

/** Makes one pragma read back wrong, as a database built with other defaults would. */
const LOSSY = `
import Database from 'better-sqlite3'
const real = Database.prototype.pragma
Database.prototype.pragma = function (text, options) { return text === 'synchronous' ? 1 : real.call(this, text, options) }
`

describe('a start that is not safe is refused, and nothing listens', () => {
  const refused: readonly [what: string, settings: () => Settings, line: RegExp][] = [
    ['no secret', () => ({ ...production, SECRET: '' }), /^SECRET is not set\./m],
    ['a short secret', () => ({ ...production, SECRET: 'short' }), /^SECRET is shorter than 32 bytes\./m],
    [
      'a known secret',
      () => ({ ...production, SECRET: 'demo-secret-demo-secret-demo-secret-x' }),
      /^SECRET is an example or easily guessed\./m,
    ],
    [
      'an address without TLS',
      () => ({ ...production, PUBLIC_URL: 'http://hall.example.edu' }),
      /^PUBLIC_URL is http:\/\/hall\.example\.edu: .*https/m,
    ],
    ['AUTH_TRUST_HOST', () => ({ ...production, AUTH_TRUST_HOST: 'true' }), /^AUTH_TRUST_HOST is set/m],
    [
      'half of a provider of sign-ins',
      () => ({ ...production, OIDC_ISSUER: 'https://accounts.google.com', OIDC_CLIENT_ID: 'hall' }),
      /^OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together, or none of them$/m,
    ],
    ['a setting that makes no sense', () => ({ ...production, PORT: 'eighty' }), /^PORT is a number from 1 to 65535$/m],
    [
      'a database without its tables',
      () => ({ ...production, DATABASE_URL: `file:${join(folder, 'empty.db')}` }),
      /^The database lacks \d+ migration/m,
    ],
    [
      'a database that does not sync',
      () => {
        // Inside the checkout: a module elsewhere could not find better-sqlite3.
        mkdirSync('data', { recursive: true })
        writeFileSync('data/lossy.mjs', LOSSY)
        return { ...production, NODE_OPTIONS: '--import ./data/lossy.mjs' }
      },
      /^The database does not open: .*synchronous is 1, not 2/m,
    ],
  ]
  test.concurrent.each(refused)('%s', async (_what, settings, line) => {
    const { code, output } = await startToEnd({ PORT: String(await freePort()), ...settings() })
    expect(output).toMatch(line)
    expect(code).toBe(1)
  })
  test('demo accounts where others can reach them', async () => {
    const demo = temporaryDatabase()
    runScript('migrate', { DATABASE_URL: demo.url })
    runScript('seed', { DATABASE_URL: demo.url })
    const { code, output } = await startToEnd({ ...production, DATABASE_URL: demo.url, PORT: String(await freePort()) })
    demo.remove()
    expect(output).toMatch(/^The database holds the demo accounts/m)
    expect(code).toBe(1)
  })
  test('a clock that is behind what is recorded', async () => {
    const ahead = temporaryDatabase()
    const db = openSqlite(ahead.url.slice('file:'.length), { migrate: true })
    await makeStudent(db, (await makeClass(db)).id)
    await db.update(db.t.sessions).set({ lastSeenAt: new Date(Date.now() + 3_600_000) })
    await db.close()
    const { code, output } = await startToEnd({
      ...production,
      DATABASE_URL: ahead.url,
      PORT: String(await freePort()),
    })
    ahead.remove()
    expect(output).toMatch(/^The clock of this machine says .* Set the clock;/m)
    expect(code).toBe(1)
  })
  test('a data folder that others can read', async () => {
    const open = temporaryDatabase()
    runScript('migrate', { DATABASE_URL: open.url })
    chmodSync(dirname(open.url.slice('file:'.length)), 0o755)
    const { code, output } = await startToEnd({ ...production, DATABASE_URL: open.url, PORT: String(await freePort()) })
    open.remove()
    expect(output).toMatch(/^The folder .* can be read by other users/m)
    expect(code).toBe(1)
  })
  test('a port that is taken', async () => {
    const port = await freePort()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    const { code, output } = await startToEnd({ DATABASE_URL: database.url, PORT: String(port) })
    other.close()
    expect(output).toMatch(new RegExp(`^Port ${port} is taken`, 'm'))
    expect(code).toBe(1)
  })
})

test('a demo shown to others says so wherever something can be typed, and only then', async () => {
  const says = 'A public demo'
  const shown = await startServer({ DATABASE_URL: database.url, DEMO_PUBLIC: '1' })
  const own = await startServer({ DATABASE_URL: database.url })
  for (const path of ['/join', '/reset']) {
    expect(await (await fetch(shown.base + path)).text(), path).toContain(says)
    expect(await (await fetch(own.base + path)).text(), path).not.toContain(says)
  }
  await Promise.all([shown.stop(), own.stop()])
})

test('of mail a site says nothing, and takes nothing, unless it has a mail server', async () => {
  const db = openSqlite(database.url.slice('file:'.length), { migrate: false })
  const { cookie } = await makeStudent(db, (await makeClass(db)).id)
  const SECRET = process.env.SECRET!
  const without = await startServer({ DATABASE_URL: database.url, SECRET })
  const has = await startServer({
    DATABASE_URL: database.url,
    SECRET,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'hall@school.test',
  })
  const look = async ({ base }: { base: string }) => {
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(base + path, { ...init, headers: { cookie, 'content-type': 'application/json' } })
    const account = await (await ask('/me')).text()
    const body = JSON.stringify({ rhythm: 'daily', address: 'reader@school.test' })
    // The page of signing in, shown to whoever is signed in too, with what went wrong.
    const signIn = await (await ask('/sign-in?error=x')).text()
    const asked = await ask('/api/forgotten', { method: 'POST', body: JSON.stringify({ email: 'any@school.test' }) })
    return {
      asking: [
        signIn.includes('action="/api/forgotten"'),
        asked.status,
        signIn.includes('ask whoever runs this site, '),
      ],
      block: account.includes('id="mail-head"'),
      link: (await ask('/mail/any-key')).status,
      change: (await ask('/api/me/mail', { method: 'PUT', body })).status,
      kept: (await db.select().from(db.t.outbox)).length,
    }
  }
  expect(await look(without)).toEqual({ asking: [false, 404, true], block: false, link: 404, change: 404, kept: 0 })
  expect(await look(has)).toEqual({ asking: [true, 200, false], block: true, link: 200, change: 200, kept: 1 })
  // A letter that cannot leave holds up no end.
  expect(await Promise.all([without.stop(), has.stop()])).toMatchObject([{ code: 0 }, { code: 0 }])
  await db.close()
})

test('SIGTERM to npm lets the request under way finish, closes the port and ends with 0', async () => {
  const server = await startServer({ DATABASE_URL: database.url })
  const { port } = new URL(server.base)
  const request = http.request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { 'content-type': 'application/json', 'content-length': 2 },
  })
  request.write('{')
  await new Promise((wake) => setTimeout(wake, 200))
  const ended = server.stop()
  await new Promise((wake) => setTimeout(wake, 200))
  await expect(fetch(`${server.base}/api/health`)).rejects.toThrow()
  request.end('}')
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBeLessThan(500)
  expect((await ended).code).toBe(0)
})

test('one line asks the server of this machine how it is', async () => {
  const { DATABASE_URL, SECRET, PUBLIC_URL } = production
  const settings = { DATABASE_URL, SECRET, PUBLIC_URL, PORT: String(await freePort()) }
  const server = await startServer(settings)
  const said = await startToEnd(settings, 'health')
  await server.stop()
  expect(said).toEqual({ code: 0, output: expect.stringContaining('"status":"ok"') as string })
  expect(await startToEnd(settings, 'health')).toMatchObject({ code: 1 })
})

describe('the running server', () => {
  let base: string
  let stop: () => Promise<unknown>
  beforeAll(async () => ({ base, stop } = await startServer({ DATABASE_URL: database.url })))
  afterAll(async () => void (await stop()))

  test('every kind of answer carries the common headers', async () => {
    for (const path of ['/', '/nothing-here', '/sign-in', '/api/health', '/api/auth/csrf', '/%', '/me']) {
      const { headers } = await fetch(base + path, { redirect: 'manual' })
      for (const name of [
        'x-request-id',
        'content-security-policy',
        'permissions-policy',
        'cross-origin-opener-policy',
        'cross-origin-resource-policy',
        'cache-control',
      ]) {
        expect(headers.get(name), `${name} of ${path}`).toBeTruthy()
      }
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toBe('same-origin')
      for (const name of ['x-powered-by', 'server', 'strict-transport-security']) expect(headers.get(name)).toBeNull()
    }
  })
  test('a signed-in page without a session cookie leads to sign-in and back', async () => {
    const answer = await fetch(`${base}/classes/c1?tab=x`, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      '/sign-in?callbackUrl=%2Fclasses%2Fc1%3Ftab%3Dx',
    ])
  })
  test('what is made at request time is kept by nobody, data of a page included', async () => {
    for (const [path, headers] of [
      ['/', { rsc: '1' }],
      ['/api/health', {}],
      ['/api/auth/csrf', {}],
      ['/sign-in', {}],
    ] as const) {
      const answer = await fetch(base + path, { headers, redirect: 'manual' })
      expect(answer.headers.get('cache-control'), path).toContain('no-store')
    }
  })
  test('a nonce is new each time, and never the client’s', async () => {
    const policyOf = async () =>
      (
        await fetch(`${base}/nothing-here`, { headers: { 'content-security-policy': "script-src 'nonce-mine'" } })
      ).headers.get('content-security-policy')
    const [a, b] = [await policyOf(), await policyOf()]
    expect(a).toMatch(/'nonce-[\w+/=]{24}'/)
    expect(a).not.toBe(b)
    expect(a).not.toContain('mine')
  })
  test.each([
    ['malformed JSON', '{"a":', 400],
    ['a callbackUrl that is no address', '{"callbackUrl":"http://["}', 400],
    ['no strings', '{"email":{}}', 422],
  ])('next-auth never sees %s', async (_what, body, status) => {
    const answer = await fetch(`${base}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json'])
  })
  test('a callback cookie that leads elsewhere does no harm', async () => {
    const answer = await fetch(`${base}/api/auth/csrf`, {
      headers: { cookie: 'next-auth.callback-url=http%3A%2F%2F%5B' },
    })
    expect(answer.status).toBe(200)
  })
})
