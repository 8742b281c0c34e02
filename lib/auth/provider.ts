/**
 * The school's own provider as next-auth is to ask it. Its addresses are discovered here and not by next-auth, which would
 * ask again at each sign-in and believe whatever issuer the answer names. Codes are redeemed and keys fetched by
 * openid-client, over connections that are bounded as every other one that leaves here.
 */
import http from 'node:http'
import https from 'node:https'
import type { Duplex } from 'node:stream'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import { z } from 'zod'
import { hostOf } from '#lib/domain/platform.ts'
import type { SchoolProvider } from '#lib/env.ts'
import { ANSWER_MAX, ask, isPrivate, lookUp, PATIENCE_MS, readJson, REFUSED } from '#lib/outbound/ask.ts'

/** What next-auth calls it; the address that an operator registers ends in it. */
export const SCHOOL = 'school'

const KEPT_MS = 3_600_000
/** A provider that is down is not asked by every click. */
const AGAIN_AFTER_MS = 10_000

const address = z.string().max(2000)
const discoverySchema = z.object({
  issuer: address,
  authorization_endpoint: address,
  token_endpoint: address,
  jwks_uri: address,
  token_endpoint_auth_methods_supported: z.array(z.string()).optional().catch(undefined),
  id_token_signing_alg_values_supported: z.array(z.string()).optional().catch(undefined),
})
type Discovered = z.infer<typeof discoverySchema>

const bare = (issuer: string): string => issuer.replace(/\/$/, '')
/** Plain http is for a provider on this machine alone, and then for all of its addresses. */
const isPlain = (school: SchoolProvider): boolean => school.issuer.startsWith('http:')

async function discover(school: SchoolProvider): Promise<Discovered | null> {
  // The operator has named this host, so it may stand inside the school's own network.
  const reach = { hosts: [new URL(school.issuer).host], isInside: true }
  const answer = await ask(`${school.issuer}/.well-known/openid-configuration`, reach, {
    headers: { accept: 'application/json' },
  })
  const found = answer.status === 200 ? discoverySchema.safeParse(readJson(answer)).data : undefined
  if (!found || bare(found.issuer) !== school.issuer) return null
  const { authorization_endpoint, token_endpoint, jwks_uri } = found
  const areReached = [authorization_endpoint, token_endpoint, jwks_uri].every(
    (one) => hostOf(one, isPlain(school)) !== null && one.startsWith('http:') === isPlain(school),
  )
  return areReached ? found : null
}

const placeOf = (url: string): string => {
  const { protocol, hostname, port } = new URL(url)
  return `${hostname.replace(/^\[|\]$/g, '')}:${port || (protocol === 'https:' ? 443 : 80)}`
}

/**
 * Connections to the issuer and to the two addresses that it names, and to no other place: judged when they are made, given
 * up after five seconds, cut at one megabyte. openid-client follows no redirect.
 */
function boundedAgent(school: SchoolProvider, found: Discovered): http.Agent {
  const own = placeOf(school.issuer)
  const places = new Set([own, placeOf(found.token_endpoint), placeOf(found.jwks_uri)])
  const agent = isPlain(school) ? new http.Agent() : new https.Agent()
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, done): Duplex | null | undefined => {
    const place = `${options.host}:${options.port}`
    const isInside = place === own
    if (!places.has(place) || (!isInside && isPrivate(String(options.host)))) throw new Error(REFUSED)
    const socket = connect({ ...options, lookup: lookUp(isInside) }, done)
    if (!socket) return socket
    const patience = setTimeout(() => socket.destroy(new Error('no answer in time')), PATIENCE_MS)
    socket.once('close', () => clearTimeout(patience))
    let size = 0
    socket.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > ANSWER_MAX) socket.destroy(new Error('answer too long'))
    })
    return socket
  }
  return agent
}

export type Claims = { sub: string; iat?: unknown; name?: unknown; given_name?: unknown; family_name?: unknown }
export type Provider = OAuthConfig<Claims>

/** Asked for at least: who it is and what they are called. No address is. */
const SCOPE = 'openid profile'

const oneOf = (known: readonly string[], offered: readonly string[] | undefined): string =>
  known.find((one) => offered?.includes(one)) ?? known[0]!

function asProvider(school: SchoolProvider, found: Discovered): Provider {
  return {
    id: SCHOOL,
    name: school.title,
    type: 'oauth',
    issuer: found.issuer,
    authorization: { url: found.authorization_endpoint, params: { scope: SCOPE } },
    token: { url: found.token_endpoint },
    jwks_endpoint: found.jwks_uri,
    idToken: true,
    checks: ['state', 'nonce', 'pkce'],
    clientId: school.clientId,
    clientSecret: school.clientSecret,
    client: {
      token_endpoint_auth_method: oneOf(
        ['client_secret_basic', 'client_secret_post'],
        found.token_endpoint_auth_methods_supported,
      ) as 'client_secret_basic',
      // One algorithm, never the token's own choice; none and the shared secret are no choice.
      id_token_signed_response_alg: oneOf(['RS256', 'ES256', 'PS256'], found.id_token_signing_alg_values_supported),
    },
    httpOptions: { agent: boundedAgent(school, found) as https.Agent, timeout: PATIENCE_MS },
    profile: ({ sub }) => ({ id: sub }),
  }
}

let kept: { school: SchoolProvider; provider: Promise<Provider | null>; until: number } | null = null

/** The provider, asked for what it is once an hour; null where it cannot be reached or is not who it should be. */
export function findProvider(school: SchoolProvider): Promise<Provider | null> {
  if (kept?.school === school && kept.until > Date.now()) return kept.provider
  const provider = discover(school).then((found) => found && asProvider(school, found))
  const mine = { school, provider, until: Date.now() + KEPT_MS }
  kept = mine
  void provider.then((found) => {
    if (!found) mine.until = Date.now() + AGAIN_AFTER_MS
  })
  return provider
}
