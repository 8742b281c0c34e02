/** Attacks that need the real process: sign-in, files beside the site, Next's own addresses. tests/attacks.ts lists them all. */
import '../reliability/settings.ts'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSqlite } from '#lib/db/client.ts'
import { hashPassphrase } from '#lib/db/passphrase.ts'
import { openMailBox, type MailBox } from '../factories/mail.ts'
import { makeClass, makeInstructor, makeUser } from '../factories/people.ts'
import { quantile } from '../reliability/ledger.ts'
import { startServer, temporaryDatabase, type Running } from './harness.ts'

const PASSPHRASE = 'quiet bamboo grove'
/** As many as are asked for in turn with as many that nobody has. */
const ASKED = 9
const database = temporaryDatabase()
let server: Running
let box: MailBox

beforeAll(async () => {
  const db = openSqlite(database.url.slice('file:'.length), { migrate: true })
  const klass = await makeClass(db)
  await makeInstructor(db, klass.id, { name: 'Dr. Target', email: 'target@school.test' })
  const known = await makeUser(db, { email: 'known@school.test' })
  for (let n = 0; n < ASKED; n += 1) await makeUser(db, { email: `forgot-${n}@school.test`, mayTeach: true })
  // The hash that the product makes: what it costs is what is measured.
  await db.update(db.t.users).set({ passphraseHash: await hashPassphrase(PASSPHRASE) })
  expect(known.userId).toBeTruthy()
  await db.close()
  box = await openMailBox()
  server = await startServer({
    DATABASE_URL: database.url,
    SECRET: process.env.SECRET!,
    SMTP_URL: `smtp://127.0.0.1:${box.port}`,
    MAIL_FROM: 'hall@school.test',
    LOG_LEVEL: 'info',
  })
}, 120_000)
afterAll(async () => {
  await server?.stop()
  await box?.close()
  database.remove()
})

async function attempt(email: string, password: string, headers: Record<string, string> = {}) {
  const csrf = await fetch(`${server.base}/api/auth/csrf`)
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const cookie = csrf.headers
    .getSetCookie()
    .map((one) => one.split(';')[0]!)
    .join('; ')
  const from = performance.now()
  const reply = await fetch(`${server.base}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', cookie, ...headers },
    body: JSON.stringify({ csrfToken, email, password, json: 'true' }),
  })
  const ms = performance.now() - from
  const names = reply.headers.getSetCookie().map((one) => one.split('=')[0]!)
  return { status: reply.status, text: await reply.text(), names, ms, retryAfter: reply.headers.get('retry-after') }
}

describe('signing in', () => {
  test('a known and an unknown account are answered alike, and after the same work', async () => {
    const known: number[] = []
    const unknown: number[] = []
    for (let n = 0; n < 9; n += 1) {
      const [one, other] = [
        await attempt('known@school.test', `wrong ${n}`),
        await attempt(`unknown-${n}@school.test`, `wrong ${n}`),
      ]
      expect([one.status, one.text, one.names]).toEqual([other.status, other.text, other.names])
      known.push(one.ms)
      unknown.push(other.ms)
    }
    // Without the passphrase that is compared for nobody, an unknown account would be answered many times sooner.
    expect(quantile(unknown, 0.5)).toBeGreaterThan(quantile(known, 0.5) / 2)
  })
  test('ten wrong passphrases slow an account, whatever address is claimed; another account goes on', async () => {
    for (let n = 0; n < 10; n += 1)
      await attempt('target@school.test', `wrong ${n}`, {
        'x-forwarded-for': `10.1.2.${n}`,
        'x-client-address': `10.1.3.${n}`,
      })
    expect((await attempt('target@school.test', PASSPHRASE, { 'x-forwarded-for': '10.9.9.9' })).text).toContain(
      'slow-down',
    )
    const other = await attempt('known@school.test', PASSPHRASE)
    expect(other.names).toContain('next-auth.session-token')
  })
  test('a passphrase longer than any is not hashed', async () => {
    expect((await attempt('nobody@school.test', 'x'.repeat(60_000))).ms).toBeLessThan(2_000)
  })
  test('a session chosen beforehand is not the one that sign-in opens', async () => {
    const chosen = 'next-auth.session-token=chosen-by-somebody-else'
    const csrf = await attempt('known@school.test', PASSPHRASE, {})
    expect(csrf.names).toContain('next-auth.session-token')
    const me = await fetch(`${server.base}/api/me`, { headers: { cookie: chosen } })
    expect(me.status).toBe(401)
  })
  test('a form without its cookie opens nothing, and the page it leads to says why', async () => {
    const from = await fetch(`${server.base}/api/auth/callback/credentials`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.base },
      body: new URLSearchParams({ csrfToken: 'gone', email: 'known@school.test', password: PASSPHRASE }).toString(),
    })
    expect(from.status).toBe(302)
    expect(from.headers.getSetCookie().join()).not.toContain('session-token')
    const to = new URL(from.headers.get('location')!, server.base)
    expect(to.pathname + to.search).toBe('/sign-in?error=stale-form')
    const cookie = from.headers
      .getSetCookie()
      .map((one) => one.split(';')[0]!)
      .join('; ')
    expect(await (await fetch(to, { headers: { cookie } })).text()).toContain('Fill it in once more.')
  })
  test('a session that nobody opened is signed out everywhere, and the log is silent about it', async () => {
    /** All lines but those that say what was asked. */
    const faults = () =>
      server
        .output()
        .split('\n')
        .filter((line) => !line.includes('"level":30'))
    const before = faults()
    for (const path of ['/api/auth/session', '/api/me', '/me']) {
      const headers = { cookie: 'next-auth.session-token=a.b.c.d.e' }
      const reply = await fetch(server.base + path, { headers, redirect: 'manual' })
      expect(reply.status, path).toBeLessThan(500)
      expect(await reply.text(), path).not.toContain('"email"')
    }
    expect(faults()).toEqual(before)
  })
  test('a client does not change its own token', async () => {
    const reply = await fetch(`${server.base}/api/auth/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: { role: 'instructor', sub: 'somebody' } }),
    })
    expect(reply.status).toBe(405)
  })
})

describe('a link for a forgotten passphrase', () => {
  async function askFor(email: string) {
    const from = performance.now()
    const reply = await fetch(`${server.base}/api/forgotten`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.base },
      body: new URLSearchParams({ email }).toString(),
    })
    const text = await reply.text()
    const ms = performance.now() - from
    return { ms, status: reply.status, text, to: reply.headers.get('location'), names: [...reply.headers.keys()] }
  }

  test('a known and an unknown address are answered alike, after the same work; letters go to the known alone', async () => {
    const known: number[] = []
    const unknown: number[] = []
    for (let n = 0; n < ASKED; n += 1) {
      const { ms: oneMs, ...one } = await askFor(`forgot-${n}@school.test`)
      const { ms: otherMs, ...other } = await askFor(`nobody-${n}@school.test`)
      expect(one).toEqual(other)
      expect([one.status, one.to]).toEqual([303, '/sign-in?done=asked#forgotten'])
      known.push(oneMs)
      unknown.push(otherMs)
    }
    const [one, other] = [quantile(known, 0.5), quantile(unknown, 0.5)]
    expect(Math.max(one, other)).toBeLessThan(Math.min(one, other) * 2 + 1)
    const reached = () => box.received.map(({ to }) => to[0]!).toSorted((a, b) => (a < b ? -1 : 1))
    await expect
      .poll(reached, { timeout: 25_000 })
      .toEqual(Array.from({ length: ASKED }, (_none, n) => `forgot-${n}@school.test`))
  }, 60_000)
  test('the page of the link is kept by nobody, tells its address to no other site, and stands in no line of the log', async () => {
    const [letter, other] = box.received
    const path = /\/forgotten\/[\w-]+/.exec(letter!.text)![0]
    // Whatever host a request claims to have come to, the letter names the site's own.
    expect(letter!.text).toContain(`${server.base}${path}`)
    const page = await fetch(server.base + path)
    expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      200,
      expect.stringContaining('no-store'),
      'same-origin',
    ])
    const use = (token: string) =>
      fetch(`${server.base}/api/forgotten/passphrase`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token, passphrase: 'another bamboo grove' }),
      })
    const token = path.split('/')[2]!
    expect(new Set((await Promise.all([use(token), use(token)])).map(({ status }) => status))).toEqual(
      new Set([200, 410]),
    )
    expect((await fetch(server.base + path)).status).toBe(200)
    const still = /\/forgotten\/([\w-]+)/.exec(other!.text)![1]!
    await expect.poll(() => server.output()).toContain('/forgotten/…')
    for (const word of [token, still, 'forgot-0', 'nobody-0']) expect(server.output()).not.toContain(word)
  })
})

/** Over a bare socket: no client tidies the address up. */
const rawStatus = (path: string, headers: readonly string[] = []): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(server.base)
    const socket = connect(Number(port), hostname)
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString('latin1')))
    socket.on('error', reject)
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }))
    socket.write([`GET ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...headers, '', ''].join('\r\n'))
  })

describe('files that are not the site', () => {
  test.each([
    '/.env',
    '/.git/HEAD',
    '/data/xihua.db',
    '/data/xihua.db-wal',
    '/data/secrets.json',
    '/data/backups/xihua.db',
    '/package.json',
    '/drizzle/sqlite/0000_tables.sql',
    '/.next/BUILD_ID',
    '/_next/static/../server/app/index.html',
    '/_next/static/%2e%2e/server/middleware-manifest.json',
    '/_next/server/app-paths-manifest.json',
    '/transcript~',
    '/transcript.bak',
    '/essays/..%2f..%2fetc%2fpasswd',
    '/essays/%2e%2e/%2e%2e/etc/passwd',
    '/essays/%252e%252e%252fetc%252fpasswd',
    '/essays/..\\..\\etc\\passwd',
    '/essays/%00',
    '/essays/%c0%ae%c0%ae/etc/passwd',
    '//etc/passwd',
    '/cite.bib/../../../etc/passwd',
    `/essays/${'a'.repeat(4097)}`,
    '/me/x.css/../../data/xihua.db',
  ])('%s is not there', async (path) => {
    const { status, text } = await rawStatus(path)
    expect([400, 404], text.slice(0, 200)).toContain(status)
    expect(text).not.toMatch(/root:|SQLite format|"secret"|PRIVATE|CREATE TABLE/)
  })
})

describe('what the framework would answer', () => {
  test.each([
    '/_next/image?url=http%3A%2F%2F169.254.169.254%2Flatest&w=64&q=75',
    '/_next/image?url=%2Fapi%2Fme&w=64&q=75',
    '/_next/image?url=%2F%2Fevil.example%2Fa.avif&w=64&q=75',
    '/_next/data/x/classes.json',
    '/_next/webpack-hmr',
  ])('%s does not exist', async (path) => {
    expect((await rawStatus(path)).status).toBe(404)
  })
  test.each([
    'x-middleware-subrequest: middleware:middleware:middleware:middleware:middleware',
    'x-middleware-rewrite: /classes',
    'x-invoke-path: /classes',
    'x-matched-path: /classes',
    'x-original-url: /classes',
    'x-rewrite-url: /classes',
    'x-nextjs-data: 1',
    'RSC: 1',
    'Next-Router-Prefetch: 1',
    'Next-Router-Segment-Prefetch: /_tree',
  ])('a visitor who sends %s still signs in first', async (header) => {
    const { status, text } = await rawStatus('/classes', [header])
    expect([303, 307, 400, 404]).toContain(status)
    if (status < 400) expect(/location: (.*)/i.exec(text)![1]).toMatch(/^\/sign-in/)
  })
  test.each(['Next-Action: 0123456789abcdef0123456789abcdef01234567', 'Next-Action: $1:__proto__'])(
    'an action (%s) is turned away before it is decoded',
    async (header) => {
      const [name, value] = header.split(': ') as [string, string]
      const reply = await fetch(`${server.base}/sign-in`, {
        method: 'POST',
        headers: { [name]: value, 'content-type': 'text/plain', origin: server.base },
        body: '["$1:__proto__:then"]',
      })
      expect(reply.status).toBe(405)
    },
  )
  test('another name in Host or in a forwarding header appears in nothing that is sent', async () => {
    const { host } = new URL(server.base)
    for (const headers of [
      ['X-Forwarded-Host: evil.example'],
      ['Forwarded: host=evil.example'],
      [`X-Host: evil.example`],
    ])
      for (const path of ['/', '/sign-in', '/classes', '/sitemap.xml', '/cite.bib'])
        expect((await rawStatus(path, headers)).text, `${host}${path}`).not.toContain('evil.example')
  })
})
