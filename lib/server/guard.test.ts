import { describe, expect, test } from 'vitest'
import {
  guard,
  type GuardedRequest,
  leadsHere,
  MAX_BODY,
  MAX_FILES,
  readTarget,
  scrubCookies,
  STEERING,
} from '#lib/server/guard.ts'
import { routeTable } from '#lib/server/route-table.ts'

const origin = 'http://127.0.0.1:3000'
const rules = {
  origin,
  aliases: ['localhost:3000'],
  routes: routeTable([
    { method: 'GET', path: '/api/me' },
    { method: 'put', path: '/api/attempts/{attempt}/answers/{item}' },
    { method: 'POST', path: '/api/classes/{class}/notes' },
    { method: 'GET', path: '/api/classes/{class}/notes' },
    { method: 'POST', path: '/api/classes/{class}/one-rosters' },
    { method: 'POST', path: '/api/classes/{class}/notes/imports' },
    { method: 'PATCH', path: '/api/notes/{note}' },
    { method: 'DELETE', path: '/api/notes/{note}' },
    { method: 'POST', path: '/api/auth/callback/credentials' },
    { method: 'POST', path: '/api/lti/login' },
    { method: 'POST', path: '/api/lti/launch' },
    { method: 'POST', path: '/api/lti/picks/{pick}' },
  ]),
  takesFiles: routeTable([
    { method: 'POST', path: '/api/classes/{class}/one-rosters' },
    { method: 'POST', path: '/api/classes/{class}/notes/imports' },
  ]),
}

function ask(
  method: string,
  url: string,
  headers: Record<string, string> = {},
  rawHeaders: string[] = [],
): ReturnType<typeof guard> {
  const request: GuardedRequest = { method, url, headers: { host: '127.0.0.1:3000', ...headers }, rawHeaders }
  return guard(request, rules)
}
const codeOf = (verdict: ReturnType<typeof guard>) =>
  verdict.pass ? 'pass' : 'moveTo' in verdict ? `→ ${verdict.moveTo}` : verdict.code
const json = { 'content-type': 'application/json', 'content-length': '2' }
const form = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': '2' }
const ours = { origin, 'sec-fetch-site': 'same-origin' }
const answer = '/api/attempts/a1/answers/q1'
const roster = '/api/classes/c1/one-rosters'
const files = { 'content-type': 'multipart/form-data; boundary=x', 'content-length': '2' }
const imports = '/api/classes/c1/notes/imports'

describe('methods and addresses', () => {
  test.each([
    ['GET', '/', 'pass'],
    ['HEAD', '/transcript?x=1', 'pass'],
    ['TRACE', '/', 'method-not-allowed'],
    ['OPTIONS', '/api/me', 'method-not-allowed'],
    ['get', '/', 'method-not-allowed'],
    ['POST', '/transcript', 'method-not-allowed'],
    ['DELETE', '/me', 'method-not-allowed'],
    ['GET', '/api/me', 'pass'],
    ['HEAD', '/api/me', 'pass'],
    ['GET', '/api/nothing', 'not-found'],
    ['GET', '/api/me/', 'not-found'],
    ['GET', '/api/', 'not-found'],
    ['GET', '/api/attempts//answers/q1', 'not-found'],
    ['PUT', '/api/me', 'method-not-allowed'],
    ['GET', '/api/auth/callback/credentials', 'method-not-allowed'],
    ['GET', 'http://evil.example/', 'bad-request'],
    ['GET', '//evil.example/', 'bad-request'],
    ['GET', '*', 'bad-request'],
    ['GET', '', 'bad-request'],
    ['GET', '/a/../b', 'bad-request'],
    ['GET', '/a/%2e%2E/b', 'bad-request'],
    ['GET', '/a/./b', 'bad-request'],
    ['GET', '/a%2fb', 'bad-request'],
    ['GET', '/a%5Cb', 'bad-request'],
    ['GET', '/a\\b', 'bad-request'],
    ['GET', '/a%00', 'bad-request'],
    ['GET', '/a%0d%0ab', 'bad-request'],
    ['GET', '/%E0%A4%A', 'bad-request'],
    ['GET', '/%c0%ae', 'bad-request'],
    ['GET', '/é', 'bad-request'],
    ['GET', '/a#b', 'bad-request'],
    ['GET', '/%73ochi', 'pass'],
    ['GET', '/people/ung-v%C4%83n-khi%C3%AAm', 'pass'],
    ['GET', `/${'a'.repeat(4095)}`, 'pass'],
    ['GET', `/${'a'.repeat(4096)}`, 'bad-request'],
    ['GET', '/essays/x?nxtPslug=y', 'bad-request'],
    ['GET', '/sign-in?callbackUrl=%2Fclasses', 'pass'],
    ['GET', '/sign-in?callbackUrl=https%3A%2F%2Fevil.example', 'bad-request'],
    ['GET', '/sign-in?callbackUrl=%2F%2Fevil.example', 'bad-request'],
    ['GET', '/sign-in?callbackUrl=%2Fa&callbackUrl=%2Fb', 'bad-request'],
  ])('%s %s: %s', (method, url, expected) => expect(codeOf(ask(method, url))).toBe(expected))

  test('a refused method names those that are taken', () => {
    expect(ask('PUT', '/api/me')).toMatchObject({ allow: ['GET', 'HEAD'] })
    expect(ask('POST', '/')).toMatchObject({ allow: ['GET', 'HEAD'] })
  })
  test('the decoded path is for our own look-ups', () =>
    expect(readTarget('/people/ung-v%C4%83n?x=%00')).toMatchObject({
      raw: '/people/ung-v%C4%83n',
      path: '/people/ung-văn',
    }))
})

describe('host', () => {
  test.each([
    ['evil.example', 'foreign-host'],
    ['127.0.0.1', 'foreign-host'],
    ['127.0.0.1:3000.evil.example', 'foreign-host'],
    ['', 'foreign-host'],
    ['localhost:3000', '→ http://127.0.0.1:3000/transcript?x=1'],
  ])('%s: %s', (host, expected) => expect(codeOf(ask('GET', '/transcript?x=1', { host }))).toBe(expected))
  test('another name is not moved when it writes', () =>
    expect(codeOf(ask('PUT', answer, { ...json, host: 'localhost:3000' }))).toBe('foreign-host'))
  test.each(['Host', 'Content-Type', 'CONTENT-LENGTH', 'Origin', 'Sec-Fetch-Site'])('%s sent twice', (name) => {
    expect(codeOf(ask('GET', '/', {}, [name, 'a', 'Accept', '*/*', name, 'b']))).toBe('bad-request')
  })
})

describe('bodies', () => {
  test.each([
    ['PUT', answer, json, 'pass'],
    ['PUT', answer, { 'content-type': 'application/json; charset=utf-8', 'content-length': String(MAX_BODY) }, 'pass'],
    ['PUT', answer, { ...json, 'content-length': String(MAX_BODY + 1) }, 'too-large'],
    ['POST', imports, { ...json, 'content-length': String(MAX_FILES) }, 'pass'],
    ['POST', imports, { ...json, 'content-length': String(MAX_FILES + 1) }, 'too-large'],
    ['PUT', answer, { ...json, 'content-length': '1073741824' }, 'too-large'],
    ['PUT', answer, { ...json, 'content-length': '-1' }, 'bad-request'],
    ['PUT', answer, { ...json, 'content-length': '1e3' }, 'bad-request'],
    ['PUT', answer, { 'content-type': 'application/json' }, 'length-required'],
    ['PUT', answer, { ...json, 'transfer-encoding': 'chunked' }, 'length-required'],
    ['PUT', answer, { ...json, 'content-encoding': 'gzip' }, 'unsupported-type'],
    ['PUT', answer, { ...ours, 'content-length': '2' }, 'unsupported-type'],
    [
      'PUT',
      answer,
      { ...ours, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '2' },
      'unsupported-type',
    ],
    ['PUT', answer, { ...ours, 'content-type': 'text/plain', 'content-length': '2' }, 'unsupported-type'],
    ['POST', roster, { ...files, ...ours, 'content-length': String(MAX_FILES) }, 'pass'],
    ['POST', roster, { ...files, ...ours, 'content-length': String(MAX_FILES + 1) }, 'too-large'],
    ['POST', roster, { ...json, 'content-length': String(MAX_FILES) }, 'pass'],
    ['POST', roster, { ...form, ...ours }, 'pass'],
    ['POST', roster, files, 'foreign-origin'],
    ['POST', roster, { ...files, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['POST', '/api/classes/c1/notes', { ...files, ...ours }, 'unsupported-type'],
    ['POST', '/api/classes/c1/notes', { ...json, 'content-length': String(MAX_FILES) }, 'too-large'],
    ['DELETE', '/api/notes/n1', {}, 'pass'],
    ['DELETE', '/api/notes/n1', { 'content-length': '0' }, 'pass'],
    ['DELETE', '/api/notes/n1', { 'content-length': '5', 'content-type': 'text/plain' }, 'unsupported-type'],
    ['DELETE', '/api/notes/n1', { 'transfer-encoding': 'chunked' }, 'length-required'],
    ['GET', '/', { 'content-length': '5' }, 'bad-request'],
    ['GET', '/', { 'content-length': '0' }, 'pass'],
    ['GET', '/api/me', { 'transfer-encoding': 'chunked' }, 'bad-request'],
  ])('%s %s %j: %s', (method, url, headers, expected) =>
    expect(codeOf(ask(method, url, headers as Record<string, string>))).toBe(expected),
  )
})

describe('where a write comes from', () => {
  test.each([
    ['our page', { ...form, ...ours }, 'pass'],
    ['our page in a browser without Sec-Fetch-Site', { ...form, origin }, 'pass'],
    ['a foreign page', { ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['a foreign page without Sec-Fetch-Site', { ...json, origin: 'https://evil.example' }, 'foreign-origin'],
    ['a sandboxed frame', { ...json, origin: 'null', 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    [
      'another port of this machine',
      { ...json, origin: 'http://127.0.0.1:3001', 'sec-fetch-site': 'same-site' },
      'foreign-origin',
    ],
    ['an origin that only begins like ours', { ...json, origin: `${origin}.evil.example` }, 'foreign-origin'],
    ['our origin, marked as foreign', { ...json, origin, 'sec-fetch-site': 'cross-site' }, 'foreign-origin'],
    ['a browser that hides its origin', { ...json, 'sec-fetch-site': 'same-origin' }, 'foreign-origin'],
    ['a script with JSON', json, 'pass'],
    ['a script with a form', form, 'foreign-origin'],
  ])('%s: %j', (_who, headers, expected) =>
    expect(codeOf(ask('POST', '/api/classes/c1/notes', headers as Record<string, string>))).toBe(expected),
  )
  test('a script may sign in with a form', () =>
    expect(codeOf(ask('POST', '/api/auth/callback/credentials', form))).toBe('pass'))
  test('a foreign page may not sign anybody in', () => {
    expect(codeOf(ask('POST', '/api/auth/callback/credentials', { ...form, origin: 'https://evil.example' }))).toBe(
      'foreign-origin',
    )
  })
  test('a school’s system posts the two forms of a launch, and nothing else', () => {
    const foreign = { ...form, origin: 'https://school.example', 'sec-fetch-site': 'cross-site' }
    expect(codeOf(ask('POST', '/api/lti/login', foreign))).toBe('pass')
    expect(codeOf(ask('POST', '/api/lti/launch', foreign))).toBe('pass')
    expect(codeOf(ask('POST', '/api/lti/launch', { ...foreign, ...json }))).toBe('foreign-origin')
    expect(codeOf(ask('POST', '/api/lti/launch/', foreign))).not.toBe('pass')
    expect(codeOf(ask('POST', '/api/lti/picks/p1', foreign))).toBe('foreign-origin')
    expect(codeOf(ask('POST', '/api/classes/c1/notes', foreign))).toBe('foreign-origin')
  })
  test('reading is open to links from anywhere', () =>
    expect(codeOf(ask('GET', '/', { 'sec-fetch-site': 'cross-site' }))).toBe('pass'))
})

describe('callback addresses', () => {
  test.each([
    ['/classes/c1', true],
    [`${origin}/me`, true],
    ['//evil.example', false],
    ['/\\evil.example', false],
    ['https://evil.example', false],
    ['javascript:alert(1)', false],
    ['http://[', false],
    ['', false],
    [`${origin}.evil.example/`, false],
  ])('%s leads here: %s', (value, expected) => expect(leadsHere(value, origin)).toBe(expected))

  test('a cookie that leads elsewhere is taken out, and nothing else', () => {
    expect(scrubCookies('a=1; next-auth.callback-url=https%3A%2F%2Fevil.example; b=2', origin)).toBe('a=1; b=2')
    expect(scrubCookies('__Secure-next-auth.callback-url=%E0%A4%A; b=2', origin)).toBe('b=2')
    expect(scrubCookies(`next-auth.callback-url=${encodeURIComponent(`${origin}/me`)}; b=2`, origin)).toContain(
      'callback-url',
    )
    expect(scrubCookies('a=1', origin)).toBe('a=1')
  })
})

test.each([
  'x-forwarded-host',
  'forwarded',
  'x-middleware-subrequest',
  'x-invoke-path',
  'x-matched-path',
  'content-security-policy',
  'content-security-policy-report-only',
  'next-action',
  'x-client-address',
  'x-request-id',
])('%s steers, and is dropped', (name) => {
  expect(STEERING.test(name)).toBe(true)
})
test.each(['accept', 'cookie', 'rsc', 'next-router-state-tree', 'if-none-match', 'idempotency-key'])(
  '%s is kept',
  (name) => expect(STEERING.test(name)).toBe(false),
)

test('an address with a fixed and an open form takes the methods of both', () => {
  const table = routeTable([
    { method: 'GET', path: '/api/notes/mine' },
    { method: 'DELETE', path: '/api/notes/{note}' },
  ])
  expect(table('/api/notes/mine')).toEqual(['GET', 'HEAD', 'DELETE'])
  expect(table('/api/notes/n1')).toEqual(['DELETE'])
  expect(table('/api/notes')).toBeNull()
})
