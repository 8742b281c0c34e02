/**
 * A school's provider of sign-ins for the tests: discovery, a page that says who signs in, codes and keys. It keeps to the
 * protocol (a code works once, for its client and with its proof) and can misbehave in every way that the tests ask of it.
 */
import { createHash } from 'node:crypto'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { SignJWT } from 'jose'
import { makeKey, type Key } from './platform.ts'

export const CLIENT = 'hall'
export const SECRET = 'kept-between-the-two'

type Asked = { challenge: string; nonce: string | null; sub: string; name: string | null }
type Token = (claims: Record<string, unknown>, key: Key) => Promise<string>

const signed: Token = (claims, key) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' }).sign(key.privateKey)

/** `person` is who signs in there next. */
export async function openProvider(port = 0) {
  const key = await makeKey('p1')
  const codes = new Map<string, Asked>()
  const state = {
    person: { sub: 's-1', name: 'Anna Lee' as string | null },
    asked: [] as string[],
    /** What it says of itself beside the truth. */
    discovery: {} as Record<string, unknown>,
    /** Changes the claims of the next token, or how it is signed. */
    claims: (given: Record<string, unknown>): Record<string, unknown> => given,
    token: signed,
    /** What it answers instead, by path. */
    instead: new Map<string, (response: http.ServerResponse) => void>(),
    lastAsked: new URLSearchParams(),
  }

  const server = http.createServer((request, response) => void handle(request, response))
  await new Promise<void>((ready) => server.listen(port, '127.0.0.1', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const issuer = `${origin}/realm`

  const json = (response: http.ServerResponse, status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url!, origin)
    let body = ''
    for await (const chunk of request) body += String(chunk)
    state.asked.push(`${request.method} ${url.pathname}`)
    const instead = state.instead.get(url.pathname)
    if (instead) return instead(response)
    switch (url.pathname) {
      case '/realm/.well-known/openid-configuration':
        return json(response, 200, {
          issuer,
          authorization_endpoint: `${origin}/authorize`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/jwks`,
          token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
          id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
          ...state.discovery,
        })
      case '/jwks':
        return json(response, 200, { keys: [key.jwk] })
      case '/authorize': {
        state.lastAsked = url.searchParams
        const redirect = new URL(url.searchParams.get('redirect_uri')!)
        const code = `code-${codes.size + 1}-${Math.random()}`
        codes.set(code, {
          challenge: url.searchParams.get('code_challenge')!,
          nonce: url.searchParams.get('nonce'),
          ...state.person,
        })
        redirect.searchParams.set('code', code)
        redirect.searchParams.set('state', url.searchParams.get('state')!)
        return void response.writeHead(302, { location: redirect.href }).end()
      }
      case '/token': {
        const sent = new URLSearchParams(body)
        const basic = `Basic ${Buffer.from(`${CLIENT}:${SECRET}`).toString('base64')}`
        const asked = codes.get(sent.get('code') ?? '')
        codes.delete(sent.get('code') ?? '')
        if (request.headers.authorization !== basic) return json(response, 401, { error: 'invalid_client' })
        const proof = createHash('sha256')
          .update(sent.get('code_verifier') ?? '')
          .digest('base64url')
        if (!asked || asked.challenge !== proof) return json(response, 400, { error: 'invalid_grant' })
        const now = Math.floor(Date.now() / 1000)
        const claims = state.claims({
          iss: issuer,
          aud: CLIENT,
          sub: asked.sub,
          ...(asked.name ? { name: asked.name } : {}),
          nonce: asked.nonce,
          iat: now,
          exp: now + 300,
        })
        return json(response, 200, {
          access_token: 'not-used',
          token_type: 'Bearer',
          expires_in: 300,
          id_token: await state.token(claims, key),
        })
      }
    }
    json(response, 404, {})
  }

  return {
    issuer,
    origin,
    key,
    state,
    /** Honest again, and whoever asked is forgotten. */
    reset: () => {
      state.person = { sub: 's-1', name: 'Anna Lee' }
      state.claims = (given) => given
      state.token = signed
      state.discovery = {}
      state.instead.clear()
      state.asked.length = 0
    },
    settings: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_TITLE: 'Northfield School',
    },
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
export type TestProvider = Awaited<ReturnType<typeof openProvider>>
