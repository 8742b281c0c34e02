/**
 * Ten thousand requests that no honest client would send, against the real start. Nothing may answer 5xx, hang, end the
 * process or leave its memory behind. The seed is printed; FUZZ_SEED repeats a run.
 */
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUTH_ROUTES } from '#lib/server/auth-shield.ts'
import { routes } from '#lib/web/api.ts'
import { type Running, runScript, signIn, startServer, temporaryDatabase } from './harness.ts'

const TOTAL = 10_000
const WARM_UP = 3_000
/** The dice also sign people out; sooner or later all four are strangers. */
const SIGN_IN_EVERY = 1_000
const AT_ONCE = 24
const PATIENCE_MS = 8_000
/** What docs/decisions/0008-heap.md allows a server that has been asked for every page and every call there is. */
const MOST_MIB = 420
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31)

/** mulberry32: small, seeded, good enough to throw dice with. */
function dice(start: number) {
  let state = start >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n: number): number => Math.floor(next() * n)
  return {
    below,
    chance: (p: number): boolean => next() < p,
    pick: <T>(from: readonly T[]): T => from[below(from.length)]!,
  }
}
const { below, chance, pick } = dice(seed)

const database = temporaryDatabase()
let server: Running
let cookies: string[]
let ids: string[]

beforeAll(async () => {
  runScript('migrate', { DATABASE_URL: database.url })
  runScript('seed', { DATABASE_URL: database.url })
  server = await startServer({ DATABASE_URL: database.url })
  cookies = await signInAll()
  ids = await knownIds(cookies[1]!)
})
afterAll(async () => {
  await server.stop()
  database.remove()
})

function signInAll(): Promise<string[]> {
  const students = ['01', '02', '03'].map((n) =>
    signIn(server.base, { email: `student${n}@demo.test`, password: 'demo-student' }),
  )
  return Promise.all([signIn(server.base, 'instructor'), ...students])
}

/** Real ids, so that the dice also reach the code behind "not found". */
async function knownIds(cookie: string): Promise<string[]> {
  const ask = async (path: string, init: RequestInit = {}) =>
    (await fetch(server.base + path, { ...init, headers: { cookie, 'content-type': 'application/json' } })).text()
  const own = uuids(await ask('/api/me'))
  const given = (await Promise.all(own.map((id) => ask(`/api/classes/${id}/assignments`)))).flatMap(uuids)
  const begun = (
    await Promise.all(given.map((id) => ask(`/api/assignments/${id}/attempts`, { method: 'POST', body: '{}' })))
  ).flatMap(uuids)
  return [...new Set([...own, ...given, ...begun])]
}
const uuids = (text: string): string[] => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []

const NASTY = [
  '',
  '0',
  '-1',
  '1e3',
  '9007199254740993',
  '..',
  '%2e%2e',
  '%00',
  '%E0%A4%A',
  '%c0%ae',
  '[object Object]',
  '__proto__',
  'constructor',
  "' OR 1=1 --",
  '%F0%9F%92%A9',
  'a'.repeat(300),
  '..%2f..%2fetc%2fpasswd',
  '%ED%A0%80',
  '\u00e9',
  '{x}',
  'null',
  'true',
]
const STRINGS = [
  '',
  'a',
  '\0',
  '\ud800',
  '\u202e',
  '=1+1',
  '<script>',
  '\u0000\u0001',
  's143',
  'XHHA8264',
  'x'.repeat(5000),
  '2026-01-01T00:00:00Z',
  'America/New_York',
  '__proto__',
]
const FIELDS = [
  'answer',
  'seq',
  'confidence',
  'text',
  'title',
  'zone',
  'code',
  'name',
  'passphrase',
  'email',
  'password',
  'class',
  'kind',
  'target',
  'points',
  'opens',
  'due',
  'closes',
  'citations',
  'role',
  'percent',
  'callbackUrl',
  'csrfToken',
  'at',
  'token',
  'in',
  'work',
  'joins',
  '__proto__',
  'constructor',
]
const PAGES = [
  '/',
  '/transcript',
  '/essays',
  '/gists',
  '/people',
  '/quizzes',
  '/questions',
  '/claims',
  '/places',
  '/timeline',
  '/about',
  '/sign-in',
  '/join',
  '/join/XHHA8264',
  '/me',
  '/classes',
  '/classes/{x}',
  '/classes/{x}/desk',
  '/classes/{x}/desk/roster',
  '/classes/{x}/quizzes/{x}',
  '/classes/{x}/questions/{x}',
  '/people/{x}',
  '/essays/{x}',
  '/essays/{x}/short',
  '/quizzes/{x}',
  '/quizzes/{x}/{x}',
  '/_next/static/{x}',
  '/_next/image?url={x}',
  '/_next/data/{x}.json',
  '/_global-error',
  '/_not-found',
  '/index',
  '/transcript.rsc',
  '/transcript.segments/_tree.segment.rsc',
  '/.env',
  '/data/xihua.db',
  '/favicon.ico',
  '/opengraph-image',
  '/api',
  '/api/',
  '//evil.example',
  '/\\evil',
]
const METHODS = [
  'GET',
  'GET',
  'GET',
  'HEAD',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'CONNECT',
  'PROPFIND',
  'get',
  'X',
]
const HEADERS: readonly (readonly [string, () => string])[] = [
  ['RSC', () => pick(['1', '0', 'x'])],
  [
    'Next-Router-State-Tree',
    () =>
      pick(['%5B%22%22%5D', '[', '%', 'null', '%7B%7D', 'x'.repeat(2000), '%5B%22%22%2C%7B%22children%22%3A1%7D%5D']),
  ],
  ['Next-Router-Prefetch', () => pick(['1', '2', 'x'])],
  ['Next-Router-Segment-Prefetch', () => pick(['/_tree', '/x', '%', '/../..'])],
  ['Next-Action', () => pick(['x', '0'.repeat(40), '$1:__proto__'])],
  ['Next-Url', () => pick(['/', '%', '//x'])],
  ['x-middleware-subrequest', () => 'middleware:middleware'],
  ['x-forwarded-host', () => 'evil.example'],
  ['x-invoke-path', () => '/classes'],
  ['x-matched-path', () => '/classes'],
  ['x-nextjs-data', () => '1'],
  ['Range', () => pick(['bytes=0-1', 'bytes=9-1', 'x'])],
  ['If-None-Match', () => pick(['*', '"x"', 'W/"'])],
  ['If-Modified-Since', () => 'yesterday'],
  ['Accept-Encoding', () => pick(['br', 'gzip;q=0', '*', ',,,', 'x'.repeat(500)])],
  ['Accept', () => pick(['text/html', 'application/json', '*/*;q=x'])],
  ['Idempotency-Key', () => pick(STRINGS.slice(0, 2).concat('k'.repeat(400)))],
  ['Expect', () => pick(['100-continue', 'x'])],
  ['Upgrade', () => 'websocket'],
  ['Purpose', () => 'prefetch'],
  ['Authorization', () => 'Bearer x'],
  ['Content-Encoding', () => 'gzip'],
  ['X-Long', () => 'x'.repeat(pick([100, 9_000, 20_000]))],
]
const JARS = [
  'next-auth.session-token=x',
  'next-auth.session-token=a.b.c.d.e',
  'next-auth.callback-url=http%3A%2F%2F%5B',
  'next-auth.callback-url=%E0%A4%A',
  'next-auth.csrf-token=x%7Cy',
  'a',
  '=',
  ';;;',
  '__proto__=x',
  'xh-flash=%7B',
  'xh-flash=%E0%A4%A',
  'xh-flash=%5B1%5D',
]

const real = [...routes, ...AUTH_ROUTES]

function anAddress(): { method: string; url: string } {
  const route = chance(0.65) ? pick(real) : { method: pick(METHODS), path: pick(PAGES) }
  const filled = route.path.replaceAll(/\{\w+\}/g, () => (chance(0.6) && ids.length > 0 ? pick(ids) : pick(NASTY)))
  const query = chance(0.25)
    ? `?${pick(FIELDS)}=${pick(NASTY)}&callbackUrl=${pick(['/', '//evil', 'http%3A%2F%2F%5B', '%'])}`.slice(
        0,
        chance(0.5) ? undefined : 20,
      )
    : ''
  return { method: chance(0.8) ? route.method : pick(METHODS), url: (chance(0.05) ? mutate(filled) : filled) + query }
}

function mutate(text: string): string {
  const at = below(text.length + 1)
  return (
    text.slice(0, at) + pick(['%', '/', '\\', '\u0001', ' ', '?', '#', '%25', 'é', '..']) + text.slice(at + below(3))
  )
}

function aValue(depth = 0): unknown {
  const kind = below(depth > 3 ? 5 : 7)
  if (kind === 0) return pick([0, -1, 1.5, 1e308, 2 ** 53, 1, 2])
  if (kind === 1) return pick([null, true, false])
  if (kind < 5) return chance(0.3) && ids.length > 0 ? pick(ids) : pick(STRINGS)
  if (kind === 5) return Array.from({ length: below(4) }, () => aValue(depth + 1))
  return Object.fromEntries(Array.from({ length: below(4) }, () => [pick(FIELDS), aValue(depth + 1)]))
}

function aBody(): { type: string; text: string } {
  const fields = Object.fromEntries(Array.from({ length: below(5) }, () => [pick(FIELDS), aValue()]))
  if (chance(0.1))
    return {
      type: 'application/json',
      text: pick([
        '{',
        '[]',
        'null',
        '"x"',
        '{"a":1e999}',
        '['.repeat(9000),
        '{"__proto__":{"x":1}}',
        '\ud800',
        '{"a":"\\ud800"}',
        '',
      ]),
    }
  if (chance(0.02)) return { type: 'application/json', text: JSON.stringify({ answer: 'x'.repeat(65_536) }) }
  if (chance(0.25))
    return {
      type: 'application/x-www-form-urlencoded',
      text: Object.entries(fields)
        .map(([name, value]) => `${name}=${chance(0.7) ? encodeURIComponent(JSON.stringify(value)) : pick(NASTY)}`)
        .join('&'),
    }
  if (chance(0.05))
    return {
      type: pick(['text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x', '', 'application/xml']),
      text: '--x\r\n\r\n',
    }
  return { type: 'application/json', text: JSON.stringify(fields) }
}

type Shot = { method: string; url: string; headers: [string, string][]; body: string }

function aShot(): Shot {
  const { method, url } = anAddress()
  const headers: [string, string][] = []
  if (chance(0.7)) headers.push(['Cookie', chance(0.8) ? pick(cookies) : pick(JARS)])
  if (chance(0.1)) headers.push(['Cookie', pick(JARS)])
  for (let i = below(3); i > 0; i -= 1) {
    const [name, value] = pick(HEADERS)
    headers.push([name, value()])
  }
  if (chance(0.15)) headers.push(['Origin', pick([server.base, 'https://evil.example', 'null', ''])])
  if (chance(0.1)) headers.push(['Sec-Fetch-Site', pick(['same-origin', 'cross-site', 'none'])])
  if (/^(GET|HEAD)$/.test(method) && chance(0.97)) return { method, url, headers, body: '' }
  const { type, text } = aBody()
  headers.push(['Content-Type', type])
  return { method, url, headers, body: text }
}

/** By hand, over a bare socket: no client library tidies it up. Gives the status, 0 when the server hung up, -1 when it hung. */
function throwRaw(shot: Shot): Promise<number> {
  const { hostname, port, host } = new URL(server.base)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    let answer = ''
    const finish = (status: number): void => {
      clearTimeout(patience)
      socket.destroy()
      resolve(status)
    }
    const patience = setTimeout(() => finish(-1), PATIENCE_MS)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      const status = /^HTTP\/1\.1 (\d{3})/.exec(answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, ''))?.[1]
      if (status) finish(Number(status))
    })
    socket.on('close', () => finish(0))
    socket.on('error', () => finish(0))
    const lines = [
      `${shot.method} ${shot.url} HTTP/1.1`,
      `Host: ${chance(0.97) ? host : pick(['evil.example', '', 'localhost'])}`,
      'Connection: close',
      ...shot.headers.map(([name, value]) => `${name}: ${value}`),
    ]
    if (shot.body && chance(0.05)) {
      lines.push(
        'Transfer-Encoding: chunked',
        '',
        `${Buffer.byteLength(shot.body).toString(16)}`,
        `${shot.body}\r\n0\r\n\r\n`,
      )
      socket.write(lines.join('\r\n'))
      return
    }
    if (shot.body || /^(POST|PUT|PATCH)$/.test(shot.method))
      lines.push(
        `Content-Length: ${chance(0.98) ? Buffer.byteLength(shot.body) : pick(['x', '-1', '99999999999', '0'])}`,
      )
    socket.write(`${lines.join('\r\n')}\r\n\r\n${shot.body}`)
  })
}

/** Over kept-alive connections, as honest clients do; what the library refuses to send goes by hand. */
async function throwFetch(shot: Shot): Promise<number> {
  if (!shot.url.startsWith('/') || shot.url.startsWith('//')) return throwRaw(shot)
  try {
    const answer = await fetch(server.base + shot.url, {
      method: shot.method,
      headers: shot.headers.filter(([name]) => !/^(expect|upgrade|content-encoding)$/i.test(name)),
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(shot.body && { body: shot.body }),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    return (error as Error).name === 'TimeoutError' ? -1 : throwRaw(shot)
  }
}

const show = (shot: Shot): string => JSON.stringify(shot).slice(0, 600)

test(`10,000 hostile requests, seed ${seed}`, { timeout: 150_000 }, async () => {
  console.log(`FUZZ_SEED=${seed}`)
  const bad: string[] = []
  const statuses = new Map<number, number>()
  let thrown = 0
  const throwUntil = async (end: number): Promise<void> => {
    while (thrown < end) {
      thrown += 1
      const shot = aShot()
      const status = await (chance(0.6) ? throwRaw(shot) : throwFetch(shot))
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status >= 500 || status === -1) bad.push(`${status} ${show(shot)}`)
    }
  }
  const volley = async (end: number): Promise<void> => {
    while (thrown < end) {
      cookies = await signInAll()
      const until = Math.min(end, thrown + SIGN_IN_EVERY)
      await Promise.all(Array.from({ length: AT_ONCE }, () => throwUntil(until)))
    }
  }

  await volley(WARM_UP)
  const before = server.residentMiB()
  await volley(TOTAL)
  await new Promise((wake) => setTimeout(wake, 2_000))
  const after = server.residentMiB()

  console.log(
    `answers: ${[...statuses]
      .toSorted(([a], [b]) => a - b)
      .map(([status, n]) => `${status}×${n}`)
      .join(' ')}; memory ${before.toFixed(0)} → ${after.toFixed(0)} MiB`,
  )
  expect(bad.slice(0, 10)).toEqual([])
  expect((await fetch(`${server.base}/api/health`)).status).toBe(200)
  expect(server.child.exitCode).toBeNull()
  expect(server.output(), 'the log has no error').not.toMatch(/"level":(50|60)|Error:/)
  expect(after).toBeLessThanOrEqual(Math.min(before * 1.2, MOST_MIB))
})
