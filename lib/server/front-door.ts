/**
 * The way of a request through the process: guard → memory → API table → Next. Whatever is sent carries the common
 * headers and a request id, and is logged once.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { loggedPath, logWhenDone, type ServerLog } from './access-log.ts'
import { isAuthPath, judgeAuthBody, readBody, unread } from './auth-shield.ts'
import { contentSecurityPolicy, DATA_POLICY, nonceSource } from './csp.ts'
import { guard, type GuardRules, type Refused, scrubCookies, STEERING } from './guard.ts'
import { commonHeaders, NEVER_KEPT } from './headers.ts'
import { METRICS_PATH, type Metrics } from './metrics.ts'
import { sendRedirect, sendRefusal } from './refusal.ts'
import type { StaticPages } from './static-pages.ts'

export type FrontDoor = {
  rules: GuardRules
  pages: StaticPages
  api: RequestListener
  next: (request: IncomingMessage, response: ServerResponse) => Promise<void>
  log: ServerLog
  /** Null where no token was set: then its address is in no table, and the guard knows of nothing there. */
  metrics: Metrics | null
  /** Whether the page of a site's first account is there for this token and this peer. */
  isSetUpOpen: (token: string, address: string) => Promise<boolean>
  /** The name under which lib/auth keeps the session cookie. */
  sessionCookie: string
  trustedProxies: readonly string[]
}

/** Signed-in pages are asked of Next only by somebody who at least carries a session cookie; its worth is judged there. */
const SIGNED_IN = /^\/(me|classes|bank)(\/|$)/

/** Where the first account of a site is made; `/setup` itself is no address. */
const SET_UP = '/setup/'

const NOTHING_HERE: Refused = { pass: false, code: 'not-found', why: 'There is nothing at this address.' }

export function frontDoor(house: FrontDoor): RequestListener {
  const { rules, pages, log } = house
  const common = Object.entries(commonHeaders(rules.origin))
  const mark = Date.now().toString(36)
  let count = 0

  return (request, response) => {
    count += 1
    const id = `${mark}-${count.toString(36)}`
    logWhenDone(log, request, response, id)
    house.metrics?.watch(response)
    for (const [name, value] of common) response.setHeader(name, value)
    response.setHeader('X-Request-Id', id)

    const verdict = guard(request, rules)
    if (!verdict.pass) {
      if ('moveTo' in verdict) sendRedirect(response, 307, verdict.moveTo)
      else sendRefusal(response, verdict, (request.url ?? '').startsWith('/api/'))
      return
    }
    const { path, isRead } = verdict
    if (house.metrics && path === METRICS_PATH) {
      if (house.metrics.admits(request)) house.metrics.send(response)
      else sendRefusal(response, NOTHING_HERE, true)
      return
    }
    if (isRead && request.headers.rsc === undefined && pages.send(path, request, response)) return
    if (path.startsWith('/_')) {
      sendRefusal(response, NOTHING_HERE, false)
      return
    }
    if (SIGNED_IN.test(path) && !hasCookie(request, house.sessionCookie)) {
      sendRedirect(response, 303, `/sign-in?callbackUrl=${encodeURIComponent(request.url!)}`)
      return
    }
    cleanHeaders(request, id, house)
    route(house, path, request, response).catch((error: unknown) => {
      log.error({ id, path: loggedPath(request.url!), err: error }, 'request failed')
      if (response.headersSent) response.destroy()
      else
        sendRefusal(
          response,
          { pass: false, code: 'internal', why: 'Something went wrong here. It has been noted.' },
          path.startsWith('/api/'),
        )
    })
  }
}

async function route(
  house: FrontDoor,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isAuthPath(path)) return toAuth(house, request, response)
  if (path.startsWith('/api/')) {
    response.setHeader('Cache-Control', NEVER_KEPT)
    response.setHeader('Content-Security-Policy', DATA_POLICY)
    house.api(request, response)
    return
  }
  // Next's answer of a page that finds nothing differs from that of an address it does not know: here it may not.
  if (
    path.startsWith(SET_UP) &&
    !(await house.isSetUpOpen(path.slice(SET_UP.length), String(request.headers['x-client-address'])))
  )
    request.url = SET_UP.slice(0, -1)
  // Next reads the nonce from the request's policy and writes it into its own script tags.
  const policy = contentSecurityPolicy([nonceSource(), ...house.pages.notFoundScripts])
  request.headers['content-security-policy'] = policy
  insist(response, { 'Cache-Control': NEVER_KEPT, 'Content-Security-Policy': policy })
  return house.next(request, response)
}

async function toAuth(house: FrontDoor, request: IncomingMessage, response: ServerResponse): Promise<void> {
  insist(response, { 'Cache-Control': NEVER_KEPT }, { 'Content-Security-Policy': DATA_POLICY })
  if (request.method !== 'POST') return house.next(request, response)
  const body = await readBody(request)
  const refused = judgeAuthBody(request.headers['content-type'] ?? '', body, house.rules.origin)
  if (refused) return sendRefusal(response, refused, true)
  return house.next(unread(request, body), response)
}

/**
 * Sets headers at the last moment: Next writes a Cache-Control of its own, by which a shared cache keeps pages for a year.
 * `unlessSaid` are those that an answer may have said otherwise.
 */
function insist(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  unlessSaid: Readonly<Record<string, string>> = {},
): void {
  const writeHead = response.writeHead.bind(response) as (...all: unknown[]) => ServerResponse
  response.writeHead = (...all: unknown[]) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    for (const [name, value] of Object.entries(unlessSaid))
      if (!response.hasHeader(name)) response.setHeader(name, value)
    return writeHead(...all)
  }
}

function hasCookie(request: IncomingMessage, name: string): boolean {
  return (request.headers.cookie ?? '').split(';').some((pair) => pair.trimStart().startsWith(`${name}=`))
}

/**
 * Takes out what steers the parts behind us, in both places where Node keeps headers (the API table reads rawHeaders,
 * Next headers), and names the request and who sent it.
 */
function cleanHeaders(request: IncomingMessage, id: string, house: FrontDoor): void {
  const { headers, rawHeaders } = request
  const client = clientAddress(request, house.trustedProxies)
  const cookie = headers.cookie === undefined ? undefined : scrubCookies(headers.cookie, house.rules.origin)
  const kept: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase()
    if (STEERING.test(name)) delete headers[name]
    else if (name !== 'cookie') kept.push(rawHeaders[i]!, rawHeaders[i + 1]!)
  }
  if (cookie) kept.push('Cookie', cookie)
  kept.push('X-Request-Id', id, 'X-Client-Address', client)
  if (cookie) headers.cookie = cookie
  else delete headers.cookie
  headers['x-request-id'] = id
  headers['x-client-address'] = client
  request.rawHeaders = kept
}

/** The peer, or whom a proxy named by the operator says it speaks for: the last entry, which that proxy itself wrote. */
function clientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  if (!trustedProxies.includes(peer)) return peer
  return (
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() || peer
  )
}
