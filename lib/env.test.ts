import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readEnv, secretFromFile } from '#lib/env.ts'

let dir: string
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'xihua-env-'))))
afterEach(() => rmSync(dir, { recursive: true }))

const ISSUER = 'https://accounts.google.com'
const CLIENT = { OIDC_CLIENT_ID: 'hall', OIDC_CLIENT_SECRET: 'kept' }
const MAIL_FROM = 'hall@example.edu'
const read = (settings: Record<string, string> = {}) => readEnv({ DATABASE_URL: `file:${dir}/x.db`, ...settings })

describe('settings', () => {
  test('nothing set is the demo on this machine', () => {
    const env = read()
    expect(env).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      origin: 'http://127.0.0.1:3000',
      isLoopback: true,
      demoPublic: false,
      clockIsRight: false,
      dataDir: dir,
      mail: null,
      school: null,
    })
    expect(env.secret.length).toBeGreaterThanOrEqual(43)
  })
  test('an empty variable counts as not set', () => expect(read({ PORT: '', SECRET: '' }).port).toBe(3000))
  test('the address follows the port', () => expect(read({ PORT: '42001' }).publicUrl).toBe('http://127.0.0.1:42001'))
  test('the default database keeps its files in data', () =>
    expect(readEnv({ SECRET: 'x'.repeat(40) }).dataDir).toBe('data'))
  test.each([
    [{ HOST: '0.0.0.0' }, false],
    [{ PUBLIC_URL: 'https://hall.example.edu' }, false],
    [{ PUBLIC_URL: 'http://localhost:8080', HOST: '::1' }, true],
  ])('%j is loopback: %s', (settings, expected) => expect(read(settings).isLoopback).toBe(expected))
  test('no secret is made up for a server that others can reach', () => {
    expect(read({ PUBLIC_URL: 'https://hall.example.edu' }).secret).toBe('')
    expect(read({ NEXT_PHASE: 'phase-production-build' }).secret).toBe('')
  })
  test('a public demo makes its own', () => expect(read({ HOST: '0.0.0.0', DEMO_PUBLIC: '1' }).secret).not.toBe(''))
  test.each([
    [{ PORT: 'abc' }, 'PORT is a number from 1 to 65535'],
    [{ PORT: '0' }, 'PORT is a number'],
    [{ PORT: '70000' }, 'PORT is a number from 1 to 65535'],
    [{ PUBLIC_URL: 'hall.example.edu' }, 'PUBLIC_URL is an address without a path'],
    [{ PUBLIC_URL: 'https://hall.example.edu/class' }, 'PUBLIC_URL is an address without a path'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL starts with file:'],
    [{ DEMO_PUBLIC: 'yes' }, 'DEMO_PUBLIC is either 1 or 0'],
    [{ SMTP_URL: 'mail.example.edu', MAIL_FROM }, 'SMTP_URL names a mail server'],
    [{ SMTP_URL: 'smtp://mail.example.edu/?tls=no', MAIL_FROM }, 'SMTP_URL names a mail server'],
    [{ SMTP_URL: 'smtp://mail.example.edu' }, 'SMTP_URL and MAIL_FROM are set together'],
    [{ MAIL_FROM }, 'SMTP_URL and MAIL_FROM are set together'],
    [{ SMTP_URL: 'smtp://mail.example.edu', MAIL_FROM: 'Xihua Hall' }, 'MAIL_FROM is an address'],
    [{ SMTP_URL: 'smtp://mail.example.edu', MAIL_FROM: 'a@x.test, b@x.test' }, 'MAIL_FROM is an address'],
    [{ SMTP_URL: 'smtp://mail.example.edu', MAIL_FROM: 'A\r\nBcc: b@x.test <a@x.test>' }, 'MAIL_FROM is an address'],
    [{ OIDC_ISSUER: ISSUER }, 'OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET are set together'],
    [{ OIDC_ISSUER: ISSUER, OIDC_CLIENT_ID: 'hall' }, 'are set together'],
    [CLIENT, 'are set together'],
    [{ OIDC_TITLE: 'Northfield School' }, 'are set together'],
    [{ ...CLIENT, OIDC_ISSUER: 'accounts.google.com' }, 'OIDC_ISSUER is the address of an issuer'],
    [{ ...CLIENT, OIDC_ISSUER: 'http://id.school.test' }, 'OIDC_ISSUER is the address of an issuer'],
    [{ ...CLIENT, OIDC_ISSUER: `${ISSUER}?x=1` }, 'OIDC_ISSUER is the address of an issuer'],
    [
      { ...CLIENT, OIDC_ISSUER: 'https://login.microsoftonline.com/common/v2.0' },
      'OIDC_ISSUER names everybody’s Microsoft accounts',
    ],
    [{ ...CLIENT, OIDC_ISSUER: ISSUER, OIDC_TITLE: 'x'.repeat(61) }, 'OIDC_TITLE is a name of at most 60'],
  ])('%j is refused in words', (settings, words) => expect(() => read(settings)).toThrow(words))
  test('every problem is named at once', () =>
    expect(() => read({ PORT: '0', DEMO_PUBLIC: 'x' })).toThrow(/PORT.*\n.*DEMO_PUBLIC/))
})

test.each([
  [
    'smtps://hall:p%40ss@mail.example.edu',
    { host: 'mail.example.edu', port: 465, secure: true, user: 'hall', password: 'p@ss' },
  ],
  ['smtp://[::1]:2525', { host: '::1', port: 2525, secure: false, user: null, password: null }],
  ['smtp://mail.example.edu', { port: 587, secure: false }],
])('the mail server %s', (SMTP_URL, expected) => expect(read({ SMTP_URL, MAIL_FROM }).mail).toMatchObject(expected))
test.each([
  ['hall@example.edu', { name: 'Xihua Hall', address: 'hall@example.edu' }],
  ['History 西华厅 <hall@example.edu>', { name: 'History 西华厅', address: 'hall@example.edu' }],
])('mail from %s', (from, expected) =>
  expect(read({ SMTP_URL: 'smtp://127.0.0.1', MAIL_FROM: from }).mail?.from).toEqual(expected),
)

test.each([
  [{ OIDC_ISSUER: ISSUER }, { issuer: ISSUER, title: 'Google' }],
  [
    { OIDC_ISSUER: 'https://id.school.test/', OIDC_TITLE: '' },
    { issuer: 'https://id.school.test', title: 'id.school.test' },
  ],
  [{ OIDC_ISSUER: 'http://127.0.0.1:9/realm', OIDC_TITLE: 'Northfield School' }, { title: 'Northfield School' }],
])('the school’s provider %j', (settings, expected) =>
  expect(read({ ...CLIENT, ...settings }).school).toMatchObject({
    clientId: 'hall',
    clientSecret: 'kept',
    ...expected,
  }),
)

describe('the demo secret', () => {
  test('is made once, kept, and readable by its owner only', () => {
    const first = secretFromFile(dir)
    expect(secretFromFile(dir)).toBe(first)
    expect(statSync(join(dir, 'secrets.json')).mode & 0o777).toBe(0o600)
  })
  test('a damaged file is not silently replaced: that would sign everybody out', () => {
    writeFileSync(join(dir, 'secrets.json'), '{')
    expect(() => secretFromFile(dir)).toThrow('delete it and start again')
  })
})
