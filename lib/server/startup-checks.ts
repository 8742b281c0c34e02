/**
 * What the server refuses to start with. Each check is a pure function of settings or of facts read from the database,
 * and answers with one line a reason; lib/server/main.ts prints them all and exits with 1 before it listens.
 */
import { type Disk, freeBytes, isNearlyFull } from '#lib/db/room.ts'
import type { Env } from '#lib/env.ts'

const SECRET_BYTES = 32

/** Values that stand, or stood, in this repository, its documentation or its forebears: everybody knows them. */
const KNOWN_SECRETS: ReadonlySet<string> = new Set([
  'replace-this-with-the-output-of-openssl-rand-base64-32',
  'demo-secret-demo-secret-demo-secret-x',
])

/** DEMO_PUBLIC=1 says on purpose that what is served is a demo: fictional people, no TLS asked for, a made-up secret. */
export function unsafeSettings(env: Env): string[] {
  const reasons: string[] = []
  if (env.authTrustHost)
    reasons.push(
      'AUTH_TRUST_HOST is set: sign-in would believe any Host header. Unset it; PUBLIC_URL says where the site is.',
    )
  reasons.push(...weakSecret(env))
  if (!env.isLoopback && !env.demoPublic && !env.publicUrl.startsWith('https://')) {
    reasons.push(
      `PUBLIC_URL is ${env.publicUrl}: a server that others reach needs an https:// address (docs/operations.md).`,
    )
  }
  if (env.demoPublic && env.mail)
    reasons.push(
      'SMTP_URL is set and DEMO_PUBLIC=1: everybody knows the demo’s accounts and could have mail sent to anybody. Unset one of them.',
    )
  if (env.demoPublic && env.school)
    reasons.push(
      'OIDC_ISSUER is set and DEMO_PUBLIC=1: everybody knows the demo’s accounts and could link them to their own. Unset one of them.',
    )
  if (!env.isLoopback && env.school?.issuer.startsWith('http:'))
    reasons.push(`OIDC_ISSUER is ${env.school.issuer}: a server that others reach believes an issuer by https:// only.`)
  return reasons
}

function weakSecret(env: Env): string[] {
  const make = 'Make one with: openssl rand -base64 32'
  if (!env.secret) return [`SECRET is not set. ${make}`]
  if (Buffer.byteLength(env.secret) < SECRET_BYTES) return [`SECRET is shorter than ${SECRET_BYTES} bytes. ${make}`]
  if (KNOWN_SECRETS.has(env.secret) || new Set(env.secret).size < 10)
    return [`SECRET is an example or easily guessed. ${make}`]
  return []
}

export type DatabaseFacts = { pendingMigrations: readonly string[]; isFromNewer: boolean; hasDemoAccounts: boolean }

/** SQLite's own settings (synchronous=FULL above all) are read back by openDb(), which throws where one does not hold. */
export function unsafeDatabase(env: Env, facts: DatabaseFacts): string[] {
  const reasons: string[] = []
  const { pendingMigrations } = facts
  if (pendingMigrations.length > 0) {
    reasons.push(
      `The database lacks ${pendingMigrations.length} migration(s): ${pendingMigrations.join(', ')}. Back up, then run: npm run migrate`,
    )
  }
  if (facts.isFromNewer)
    reasons.push(
      'The database was brought up to date by a newer version than this one. Start that, or restore the backup from before the upgrade.',
    )
  if (facts.hasDemoAccounts && !env.isLoopback && !env.demoPublic) {
    reasons.push(
      'The database holds the demo accounts, whose passphrases are public. Use another DATABASE_URL, or DEMO_PUBLIC=1 to show the demo to others.',
    )
  }
  return reasons
}

/** What of a damaged file may still be read is the operator's to decide; the server neither reads nor writes in it. */
export function damaged(faults: readonly string[]): string[] {
  if (faults.length === 0) return []
  return [
    ...faults.map((fault) => `The database is damaged: ${fault}`),
    'Restore the newest backup with: npm run restore -- FILE (docs/operations.md). The damaged file is kept beside it.',
  ]
}

/** Others on the machine could read what students wrote, and the secret beside it. */
export function openToOthers(env: Env, mode: number): string[] {
  if (env.isLoopback || (mode & 0o077) === 0) return []
  return [`The folder ${env.dataDir} can be read by other users of this machine. Run: chmod 700 ${env.dataDir}`]
}

/** A class would begin its quiz, and in the middle of it nothing could be saved any more. */
export function noRoom(env: Env, disk: Disk | null): string[] {
  if (env.isLoopback || disk === null || !isNearlyFull(disk)) return []
  const left = Math.floor(freeBytes(disk) / 1024 ** 2)
  return [
    `The disk of the database is nearly full: ${left} MiB are left. Make room, such as by moving old backups elsewhere.`,
  ]
}

/** Clocks of several machines differ a little, and one that is being set goes back a little. */
const CLOCK_MS = 5 * 60_000

/** By a clock that is behind, what was due is open again, and what is saved now seems older than what was saved before. */
export function clockBehind(env: Env, now: Date, last: Date | null): string[] {
  if (env.isLoopback || env.clockIsRight || last === null || last.getTime() - now.getTime() <= CLOCK_MS) return []
  return [
    `The clock of this machine says ${now.toISOString()}, but somebody was here at ${last.toISOString()}. Set the clock; where it was wrong then and is right now, start with CLOCK_IS_RIGHT=1.`,
  ]
}
