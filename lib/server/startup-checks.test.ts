import { describe, expect, test } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { clockBehind, noRoom, openToOthers, unsafeDatabase, unsafeSettings } from '#lib/server/startup-checks.ts'
import { tooOld } from '#lib/server/node-version.mjs'

const good = { SECRET: 'Zk3v9QpL1xRt7WcBn5YsHd2MfGj8UaEo', PUBLIC_URL: 'https://hall.example.edu', HOST: '0.0.0.0' }
const SCHOOL = {
  OIDC_ISSUER: 'https://accounts.google.com',
  OIDC_CLIENT_ID: 'hall',
  OIDC_CLIENT_SECRET: 'kept-between-the-two',
}
const clean = { pendingMigrations: [], isFromNewer: false, hasDemoAccounts: false }
const settings = (changes: Record<string, string>) => unsafeSettings(readEnv({ ...good, ...changes })).join('\n')

describe('settings that the server refuses', () => {
  test('a good production set starts, with mail and a provider of sign-ins and without', () => {
    expect(settings({})).toBe('')
    expect(settings({ SMTP_URL: 'smtps://mail.example.edu', MAIL_FROM: 'hall@example.edu' })).toBe('')
    expect(settings(SCHOOL)).toBe('')
  })
  test.each([
    [{ SECRET: '' }, 'SECRET is not set'],
    [{ SECRET: 'short' }, 'SECRET is shorter than 32 bytes'],
    [{ SECRET: 'a'.repeat(64) }, 'easily guessed'],
    [{ SECRET: 'demo-secret-demo-secret-demo-secret-x' }, 'SECRET is an example'],
    [{ PUBLIC_URL: 'http://hall.example.edu' }, 'needs an https:// address'],
    [{ PUBLIC_URL: '' }, 'needs an https:// address'],
    [{ AUTH_TRUST_HOST: '1' }, 'AUTH_TRUST_HOST'],
    [
      { DEMO_PUBLIC: '1', SMTP_URL: 'smtp://127.0.0.1', MAIL_FROM: 'hall@example.edu' },
      'SMTP_URL is set and DEMO_PUBLIC',
    ],
    [{ ...SCHOOL, DEMO_PUBLIC: '1' }, 'OIDC_ISSUER is set and DEMO_PUBLIC'],
    [{ ...SCHOOL, OIDC_ISSUER: 'http://localhost:8080' }, 'OIDC_ISSUER is http://localhost:8080'],
  ])('%j: %s', (changes, words) => expect(settings(changes as Record<string, string>)).toContain(words))
  test('each reason has its own line', () =>
    expect(settings({ SECRET: '', PUBLIC_URL: 'http://x.example', AUTH_TRUST_HOST: '1' }).split('\n')).toHaveLength(3))
  test('a public demo needs neither TLS nor a secret of its own', () =>
    expect(
      settings({ SECRET: 'Zk3v9QpL1xRt7WcBn5YsHd2MfGj8UaEo', PUBLIC_URL: 'http://10.0.0.5:3000', DEMO_PUBLIC: '1' }),
    ).toBe(''))
})

describe('databases that the server refuses', () => {
  const production = readEnv(good)
  test('a clean one opens', () => expect(unsafeDatabase(production, clean)).toEqual([]))
  test('a pending migration, also on this machine', () => {
    expect(unsafeDatabase(readEnv({ SECRET: good.SECRET }), { ...clean, pendingMigrations: ['0003_x'] })).toEqual([
      expect.stringContaining('0003_x'),
    ])
  })
  test('one that a newer release has worked on', () => {
    const facts = { ...clean, isFromNewer: true }
    expect(unsafeDatabase(production, facts)).toEqual([expect.stringContaining('newer version')])
  })
  test('demo accounts where others can reach them', () => {
    const facts = { ...clean, hasDemoAccounts: true }
    expect(unsafeDatabase(production, facts)).toEqual([expect.stringContaining('demo accounts')])
    expect(unsafeDatabase(readEnv({ SECRET: good.SECRET }), facts)).toEqual([])
    expect(unsafeDatabase(readEnv({ ...good, DEMO_PUBLIC: '1' }), facts)).toEqual([])
  })
  test('a data folder that others can read', () => {
    expect(openToOthers(production, 0o40755)).toHaveLength(1)
    expect(openToOthers(production, 0o40700)).toEqual([])
    expect(openToOthers(readEnv({ SECRET: good.SECRET }), 0o40755)).toEqual([])
  })
  test('a disk with less than a twentieth free, unless that is plenty', () => {
    const disk = (free: number, gigabytes: number) => ({
      blocks: 1000,
      bfree: free + 20,
      bavail: free,
      bsize: gigabytes * 1e6,
    })
    const here = readEnv({ SECRET: good.SECRET })
    expect(noRoom(production, disk(48, 10))).toEqual([expect.stringContaining('nearly full: 457 MiB')])
    expect(noRoom(production, disk(50, 10))).toEqual([])
    expect(noRoom(production, disk(48, 2000))).toEqual([])
    expect(noRoom(production, null)).toEqual([])
    expect(noRoom(here, disk(0, 10))).toEqual([])
  })
  test('a clock more than five minutes behind what is recorded, unless somebody has looked', () => {
    const now = new Date('2031-03-01T12:00:00Z')
    const behind = (minutes: number, env = production) =>
      clockBehind(env, now, new Date(now.getTime() + minutes * 60_000))
    expect(behind(6)).toEqual([expect.stringContaining('somebody was here at 2031-03-01T12:06:00.000Z')])
    expect([behind(5), behind(-60 * 24 * 200), clockBehind(production, now, null)]).toEqual([[], [], []])
    expect(behind(6, readEnv({ ...good, CLOCK_IS_RIGHT: '1' }))).toEqual([])
    expect(behind(6, readEnv({ SECRET: good.SECRET }))).toEqual([])
  })
})

test.each([
  ['18.20.8', true],
  ['20.20.2', true],
  ['22.17.1', true],
  ['22.18.0', false],
  ['24.21.0', false],
])('Node %s is too old: %s', (version, expected) => expect(tooOld(version) !== null).toBe(expected))
