/** The half of lib/auth that native Node may import: cookies in, viewers out. */
import { decode, encode } from 'next-auth/jwt'
import { db } from '#lib/db/client.ts'
import { findViewer, SESSION_DAYS } from '#lib/db/queries/sessions.ts'
import type { Viewer } from '#lib/domain/viewer.ts'
import { env } from '#lib/env.ts'

export const IS_SECURE = env.publicUrl.startsWith('https:')
export const SESSION_COOKIE = IS_SECURE ? '__Host-next-auth.session-token' : 'next-auth.session-token'
/** Readable by scripts and worth nothing: it tells a public page that asking /api/me makes sense. */
export const HINT_COOKIE = 'xh-signed-in'
const MAX_AGE_SECONDS = SESSION_DAYS * 86_400

/** Opening the sealed cookie costs ten times the row behind it, so its secret is remembered; the row is read each time. */
const opened = new Map<string, { secret: string; expiresAtMs: number }>()
const REMEMBERED = 5_000

export async function viewerFromCookie(value: string | undefined, now: Date): Promise<Viewer | null> {
  if (!value) return null
  const known = opened.get(value)
  if (known) return known.expiresAtMs > now.getTime() ? findViewer(db(), known.secret, now) : null
  const token = await decode({ token: value, secret: env.secret }).catch(() => null)
  if (typeof token?.sid !== 'string') return null
  if (opened.size >= REMEMBERED) opened.delete(opened.keys().next().value!)
  opened.set(value, { secret: token.sid, expiresAtMs: Number(token.exp) * 1000 })
  return findViewer(db(), token.sid, now)
}

const attributes = `Path=/; SameSite=Lax${IS_SECURE ? '; Secure' : ''}`

/** Set-Cookie headers for a session row that a join, reset or one-time link has just written. */
export async function issue(secret: string): Promise<string[]> {
  const sealed = await encode({ token: { sid: secret }, secret: env.secret, maxAge: MAX_AGE_SECONDS })
  return [
    `${SESSION_COOKIE}=${sealed}; HttpOnly; Max-Age=${MAX_AGE_SECONDS}; ${attributes}`,
    `${HINT_COOKIE}=1; Max-Age=${MAX_AGE_SECONDS}; ${attributes}`,
  ]
}

export const forget = (): string[] => [
  `${SESSION_COOKIE}=; HttpOnly; Max-Age=0; ${attributes}`,
  `${HINT_COOKIE}=; Max-Age=0; ${attributes}`,
]
