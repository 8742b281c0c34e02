/**
 * Whom the school's provider has shown to be in this browser, for ten minutes and sealed in a cookie of this browser
 * alone: an address that carried it could be handed to somebody else, who would link a stranger's sign-in to an account of
 * their own. Runs in both module graphs.
 */
import { decode, encode } from 'next-auth/jwt'
import { provenSchema, type Proven } from '#lib/domain/school.ts'
import { env } from '#lib/env.ts'
import { IS_SECURE } from './session.ts'

export const PROVEN_COOKIE = `${IS_SECURE ? '__Host-' : ''}xh-proven`
const MAX_AGE_SECONDS = 600
/** What is sealed here opens no session, nor the other way around: each has a key of its own. */
const salt = PROVEN_COOKIE
const attributes = `HttpOnly; Path=/; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`

/** The Set-Cookie header for it. */
export async function sealProven(proven: Proven): Promise<string> {
  const sealed = await encode({ token: proven, secret: env.secret, salt, maxAge: MAX_AGE_SECONDS })
  return `${PROVEN_COOKIE}=${sealed}; Max-Age=${MAX_AGE_SECONDS}; ${attributes}`
}
export const forgetProven = `${PROVEN_COOKIE}=; Max-Age=0; ${attributes}`

export async function provenFromCookie(value: string | undefined): Promise<Proven | null> {
  if (!value || !env.school) return null
  const token = await decode({ token: value, secret: env.secret, salt }).catch(() => null)
  const proven = provenSchema.safeParse(token).data
  return proven?.issuer === env.school.issuer ? proven : null
}
