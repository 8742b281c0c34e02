/**
 * One way to the school's provider and back. A person is issuer and subject, never an address: whoever is known is signed
 * in, and whoever is not is asked to show an account of theirs or to join a class, with nothing written before.
 */
import { db } from '#lib/db/client.ts'
import { findByIdentity } from '#lib/db/queries/identities.ts'
import { countFailure, secondsToWait } from '#lib/db/queries/throttles.ts'
import { nameIn } from '#lib/domain/platform.ts'
import type { Proven } from '#lib/domain/school.ts'
import { env } from '#lib/env.ts'
import { sealProven } from './proven.ts'
import { findProvider, SCHOOL, type Claims, type Provider } from './provider.ts'
import { IS_SECURE, viewerFromCookie } from './session.ts'

const SKEW_MS = 60_000
/** Where a visit ends that opened no account: to show one of one's own, or to join a class. */
const ASK_PAGE = '/sign-in/school'

export type Visit = {
  provider: Provider
  issuer: string
  /** Who is signed in in this browser as it is. */
  viewerId: string | null
  /** Set when the provider has shown somebody whose account is not known. */
  proven: Proven | null
}

/** Where somebody is told that it did not come about, by the code of what happened. */
const told = (viewerId: string | null, code: string): string =>
  viewerId ? `/me?problem=${code}#school-head` : `/sign-in?error=${code}`

/** Begins or goes on with a visit; a path where it cannot. */
export async function openVisit(sessionCookie: string | undefined, address: string): Promise<Visit | string> {
  const now = new Date()
  const viewerId = (await viewerFromCookie(sessionCookie, now))?.userId ?? null
  if (await secondsToWait(db(), [{ kind: 'school-address', subject: address }], now)) return told(viewerId, 'slow-down')
  // The guard knows of no such address where no provider is named.
  const school = env.school!
  const provider = await findProvider(school)
  if (!provider) return told(viewerId, 'platform-failed')
  return { provider, issuer: school.issuer, viewerId, proven: null }
}

/** What next-auth is answered when the provider has said who it is: go on, or a path to go to instead. Throws what is not believed. */
export async function judge(visit: Visit, claims: Claims): Promise<true | string> {
  const { issuer, viewerId } = visit
  const { sub: subject, iat } = claims
  // Signature, issuer, audience, nonce and end are judged by now; that it was not made tomorrow is not.
  if (typeof iat !== 'number' || iat * 1000 > Date.now() + SKEW_MS) throw new Error('made at a time to come')
  if (typeof subject !== 'string' || subject === '' || subject.length > 255) throw new Error('names nobody')
  const known = await findByIdentity(db(), issuer, subject)
  if (known && (viewerId === null || viewerId === known.id)) return true
  // Never another account in place of the one that is open: that would only look like having linked it.
  if (known) return told(viewerId, 'identity-taken')
  const word = (value: unknown): string | undefined => (typeof value === 'string' ? value.slice(0, 250) : undefined)
  const name = nameIn({
    name: word(claims.name),
    given_name: word(claims.given_name),
    family_name: word(claims.family_name),
  })
  visit.proven = { issuer, subject, name }
  return ASK_PAGE
}

/** The account that a visit opens. */
export async function accountOf(visit: Visit, subject: string): Promise<string> {
  const known = await findByIdentity(db(), visit.issuer, subject)
  if (!known) throw new Error('the account was parted from its sign-in meanwhile')
  return known.id
}

/** State, nonce and the proof of the code: bound to this host by their names where there is TLS. */
const prefix = IS_SECURE ? '__Host-' : ''
const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: IS_SECURE, maxAge: 15 * 60 } as const
export const checkCookies = {
  state: { name: `${prefix}xh-state`, options },
  nonce: { name: `${prefix}xh-nonce`, options },
  pkceCodeVerifier: { name: `${prefix}xh-pkce`, options },
}
const forgetChecks = Object.values(checkCookies).map(
  ({ name }) => `${name}=; HttpOnly; Max-Age=0; Path=/; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`,
)

type Onward = { to: string; isAbroad: boolean; cookies: readonly string[] }

/** What next-auth makes of a visit, in our own words: where to, and which cookies go along. */
export async function closeVisit(visit: Visit, to: string, address: string): Promise<Onward> {
  if (visit.proven) return { to, isAbroad: false, cookies: [await sealProven(visit.proven)] }
  const { origin, pathname } = new URL(to, env.publicUrl)
  if (origin !== env.origin) return { to, isAbroad: true, cookies: [] }
  if (pathname !== '/api/auth/error') return { to, isAbroad: false, cookies: [] }
  await countFailure(db(), [{ kind: 'school-address', subject: address }], new Date())
  return { to: told(visit.viewerId, 'school-refused'), isAbroad: false, cookies: forgetChecks }
}

export const isSchool = (provider: string | undefined): boolean => env.school !== null && provider === SCHOOL
