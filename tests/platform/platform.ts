/**
 * A school's system for the tests: it signs launches, registers tools, hands out tokens, keeps a list of members and
 * columns of grades, and can misbehave in every way that the tests ask of it.
 */
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose'
import { CLAIM, ENTER, PICK, SCOPE, TOOL_CONFIGURATION, VERSION } from '#lib/domain/platform.ts'

export const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership'
export const INSTRUCTOR = [`${MEMBERSHIP}#Instructor`]
export const LEARNER = [`${MEMBERSHIP}#Learner`]
export const CLIENT = 'client-1'

export type Score = {
  lineItem: string
  userId: string
  scoreGiven?: number
  scoreMaximum?: number
  comment?: string
  timestamp: string
  activityProgress: string
  gradingProgress: string
}
type Answer = { status: number; headers?: Record<string, string>; body?: string; wait?: number }
export type Key = { kid: string; privateKey: CryptoKey; publicKey: CryptoKey; jwk: JWK }

export async function makeKey(kid: string, alg = 'RS256'): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true })
  return { kid, privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }
}

const bodyOf = async (request: http.IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

export type Member = { user_id: string; roles: string[]; name?: string; status?: string }

/** `site` is the tool’s address as people know it; its keys are asked for at `keysAt`, which may be elsewhere. */
export async function openPlatform(site: string, keysAt = site) {
  let key = await makeKey('k1')
  const state = {
    keys: [key.jwk],
    scores: [] as Score[],
    members: [] as Member[],
    perPage: 2,
    tokens: new Set<string>(),
    asked: [] as string[],
    registered: null as Record<string, unknown> | null,
    picked: null as string | null,
    clientId: CLIENT,
    /** What it answers instead, by path. */
    instead: new Map<string, () => Answer | null>(),
    /** What a person’s browser is sent back with. */
    launches: new Map<string, Record<string, unknown>>(),
  }

  const server = http.createServer((request, response) => {
    void handle(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const keysOfTool = createRemoteJWKSet(new URL(`${keysAt}/api/lti/jwks`), { cooldownDuration: 0 })

  const send = (response: http.ServerResponse, { status, headers, body }: Answer): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  }

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url!, origin)
    const body = await bodyOf(request)
    state.asked.push(`${request.method} ${url.pathname}`)
    const instead = state.instead.get(url.pathname)?.()
    if (instead) {
      if (instead.wait) await new Promise((wake) => setTimeout(wake, instead.wait))
      return send(response, instead)
    }
    const json = (value: unknown, headers = {}) => send(response, { status: 200, headers, body: JSON.stringify(value) })
    const isLet = state.tokens.has((request.headers.authorization ?? '').replace('Bearer ', ''))
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: origin,
          authorization_endpoint: `${origin}/auth`,
          token_endpoint: `${origin}/token`,
          jwks_uri: `${origin}/jwks`,
          registration_endpoint: `${origin}/register`,
        })
      case '/register': {
        if (request.headers.authorization !== 'Bearer once') return send(response, { status: 401 })
        state.registered = JSON.parse(body) as Record<string, unknown>
        return json({ ...state.registered, client_id: CLIENT, [TOOL_CONFIGURATION]: { deployment_id: 'd1' } })
      }
      case '/jwks':
        return json({ keys: state.keys })
      case '/auth': {
        // What a browser meets: the signed answer in a form that posts itself.
        const asked = Object.fromEntries(url.searchParams)
        const claims = state.launches.get(asked.login_hint!) ?? {}
        const token = await sign({ ...claims, nonce: asked.nonce })
        const form = `<!doctype html><title>On the way</title><form method="post" action="${asked.redirect_uri}"><input type="hidden" name="state" value="${asked.state}"><input type="hidden" name="id_token" value="${token}"><button>Go on</button></form><script>document.forms[0].submit()</script>`
        return send(response, { status: 200, headers: { 'content-type': 'text/html' }, body: form })
      }
      case '/course': {
        // A page of the course that shows the tool in a frame.
        const login = `${site}/api/lti/login?${url.searchParams.toString()}`
        const frame = `<!doctype html><title>A course</title><h1>A course</h1><iframe title="Tool" width="800" height="600" src="${login.replaceAll('&', '&amp;')}"></iframe>`
        return send(response, { status: 200, headers: { 'content-type': 'text/html' }, body: frame })
      }
      case '/picked':
        state.picked = new URLSearchParams(body).get('JWT')
        return send(response, {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<!doctype html><title>Added</title><h1>Added</h1>',
        })
      case '/token': {
        const sent = new URLSearchParams(body)
        const believed = await jwtVerify(sent.get('client_assertion')!, keysOfTool, {
          issuer: state.clientId,
          subject: state.clientId,
          audience: `${origin}/token`,
          maxTokenAge: 60,
        }).catch(() => null)
        if (!believed) return send(response, { status: 400, body: '{"error":"invalid_client"}' })
        const token = `t${state.tokens.size + 1}`
        state.tokens.add(token)
        return json({ access_token: token, token_type: 'Bearer', expires_in: 3600, scope: sent.get('scope') })
      }
      case '/members': {
        if (!isLet) return send(response, { status: 401 })
        const from = Number(url.searchParams.get('from') ?? 0)
        const next = from + state.perPage
        const link =
          next < state.members.length
            ? { link: `<${origin}/members?from=0>; rel="first", <${origin}/members?from=${next}>; rel="next"` }
            : {}
        return json({ id: origin, members: state.members.slice(from, next) }, link)
      }
    }
    const lineItem = /^\/items\/(\w+)\/scores$/.exec(url.pathname)?.[1]
    if (!lineItem) return send(response, { status: 404 })
    if (!isLet) return send(response, { status: 401 })
    const score = JSON.parse(body) as Score
    const last = state.scores.findLast((one) => one.lineItem === lineItem && one.userId === score.userId)
    const second = (text: string) => Math.floor(Date.parse(text) / 1000)
    if (last && second(score.timestamp) <= second(last.timestamp))
      return send(response, { status: 409, body: 'A later score is stored.' })
    state.scores.push({ ...score, lineItem })
    return send(response, { status: 200, body: '' })
  }

  const now = () => Math.floor(Date.now() / 1000)
  /** Claims of a launch as this platform means them; a test leaves out or adds what it is about. */
  const claims = (person: { sub: string; roles: string[]; name?: string }, more: Record<string, unknown> = {}) => ({
    iss: origin,
    aud: state.clientId,
    sub: person.sub,
    ...(person.name ? { name: person.name } : {}),
    iat: now(),
    exp: now() + 60,
    [CLAIM.deployment]: 'd1',
    [CLAIM.version]: VERSION,
    [CLAIM.message]: ENTER,
    [CLAIM.target]: `${site}/api/lti/launch`,
    [CLAIM.roles]: person.roles,
    [CLAIM.context]: { id: 'course-1', title: 'Cold War in Asia' },
    [CLAIM.link]: { id: 'link-1' },
    [CLAIM.grades]: { scope: [SCOPE.lineItem, SCOPE.score], lineitems: `${origin}/items` },
    [CLAIM.members]: { context_memberships_url: `${origin}/members` },
    ...more,
  })
  const picking = (more: Record<string, unknown> = {}) => ({
    [CLAIM.message]: PICK,
    [CLAIM.target]: `${site}/api/lti/pick`,
    [CLAIM.link]: undefined,
    [CLAIM.picks]: {
      deep_link_return_url: `${origin}/picked`,
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['iframe', 'window'],
      accept_multiple: true,
      data: 'csrf:opaque, as sent',
      ...more,
    },
  })
  async function sign(
    payload: Record<string, unknown>,
    how: { key?: Key; header?: Record<string, unknown>; alg?: string } = {},
  ): Promise<string> {
    const by = how.key ?? key
    return new SignJWT(payload)
      .setProtectedHeader({ alg: how.alg ?? 'RS256', kid: by.kid, typ: 'JWT', ...how.header } as { alg: string })
      .sign(by.privateKey)
  }

  return {
    origin,
    host: new URL(origin).host,
    state,
    claims,
    picking,
    sign,
    get key() {
      return key
    },
    /** From now on it signs by another key; the keys of before are gone. */
    rotate: async (kid: string) => {
      key = await makeKey(kid)
      state.keys = [key.jwk]
    },
    registration: (more: Record<string, unknown> = {}) => ({
      title: 'School',
      issuer: origin,
      clientId: state.clientId,
      authUrl: `${origin}/auth`,
      tokenUrl: `${origin}/token`,
      jwksUrl: `${origin}/jwks`,
      deployments: ['d1'],
      isInside: true,
      ...more,
    }),
    close: () =>
      new Promise<void>((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
export type TestPlatform = Awaited<ReturnType<typeof openPlatform>>
