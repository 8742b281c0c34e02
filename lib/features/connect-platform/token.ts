/** Whether a platform has said what its token says: signature first, then who it is from, for, and how old. */
import { createRemoteJWKSet, customFetch, jwtVerify, type JWTPayload } from 'jose'
import { Refusal } from '#lib/domain/errors.ts'
import { claimsSchema, isForUs, type Claims, type Doubt } from '#lib/domain/platform.ts'
import type { Platform } from '#lib/db/queries/platforms.ts'
import { ask, PATIENCE_MS } from '#lib/outbound/ask.ts'

export const doubt = (why: Doubt, more: Record<string, unknown> = {}): Refusal =>
  new Refusal('launch-refused', { why, ...more })

/** Keys are asked for again when one is unknown, once a minute at most, whoever sends how many made-up names of keys. */
const AGAIN_AFTER_MS = 60_000
const KEPT_MS = 3_600_000
const SKEW_SECONDS = 30
const OLDEST_SECONDS = 600

type Keys = ReturnType<typeof createRemoteJWKSet>
const known = new Map<string, { jwksUrl: string; keys: Keys }>()

/** The platform's own keys, from the one address it was registered with: nothing in a token says where to look. */
function keysOf(platform: Platform): Keys {
  const kept = known.get(platform.id)
  if (kept?.jwksUrl === platform.jwksUrl) return kept.keys
  const keys = createRemoteJWKSet(new URL(platform.jwksUrl), {
    cooldownDuration: AGAIN_AFTER_MS,
    cacheMaxAge: KEPT_MS,
    timeoutDuration: PATIENCE_MS,
    [customFetch]: async (url) => {
      const answer = await ask(url, platform, { headers: { accept: 'application/json' } })
      return new Response(answer.text, { status: answer.status === 0 ? 502 : answer.status })
    },
  })
  known.set(platform.id, { jwksUrl: platform.jwksUrl, keys })
  return keys
}

const isOfFault = (error: unknown, codes: readonly string[]): boolean =>
  codes.includes(String((error as { code?: unknown }).code))

/** The claims of a token that may be believed; refuses `launch-refused` with the reason. */
export async function believed(token: string, platform: Platform, now: Date): Promise<Claims & { nonce: string }> {
  const about = { title: platform.title, hosts: platform.hosts }
  const payload = await jwtVerify(token, keysOf(platform), {
    algorithms: ['RS256', 'ES256'],
    issuer: platform.issuer,
    audience: platform.clientId,
    requiredClaims: ['exp', 'iat', 'nonce', 'sub'],
    clockTolerance: SKEW_SECONDS,
    maxTokenAge: OLDEST_SECONDS,
    currentDate: now,
  }).then(
    (verified): JWTPayload => verified.payload,
    (error: unknown) => {
      throw doubt(
        isOfFault(error, ['ERR_JWKS_TIMEOUT', 'ERR_JOSE_GENERIC', 'ERR_JWKS_INVALID']) ? 'platform' : 'token',
        about,
      )
    },
  )
  if (!isForUs(payload, platform.clientId)) throw doubt('audience', about)
  const claims = claimsSchema.safeParse(payload)
  if (!claims.success || typeof payload.nonce !== 'string') throw doubt('claims', about)
  return { ...claims.data, nonce: payload.nonce }
}
