/**
 * The first thing that every request meets: a pure function of method, target and headers. What it lets through has a
 * known method, our own Host, a path that means one thing to every reader behind it, a body of known type and bounded
 * size, and, where it changes something, an origin we trust. Next and next-auth answer 500 to much of what is turned
 * away here (docs/decisions/0004-guard.md).
 */
import type { IncomingHttpHeaders } from 'node:http'
import type { ErrorCode } from '#lib/domain/errors.ts'
import type { RouteTable } from './route-table.ts'

export type GuardedRequest = {
  method?: string | undefined
  url?: string | undefined
  headers: IncomingHttpHeaders
  /** Name, value, name, value … as they came: the only place where a header sent twice still shows. */
  rawHeaders: readonly string[]
}

export type GuardRules = {
  /** `https://hall.example.edu`: the one origin that browsers may write from. */
  origin: string
  /** Other names of this machine that are sent on to `origin` (loopback only). */
  aliases: readonly string[]
  routes: RouteTable
  /** Those of them that take files. */
  takesFiles: RouteTable
}

export type Refused = { pass: false; code: ErrorCode; why: string; allow?: readonly string[] }

export type Verdict = { pass: true; path: string; isRead: boolean } | { pass: false; moveTo: string } | Refused

export const MAX_URL = 4096
export const MAX_BODY = 64 * 1024
/** A school's roster and a file of notes do not fit into a form: so much at the few addresses that take files. */
export const MAX_FILES = 1_500_000
const READS: readonly string[] = ['GET', 'HEAD']
const METHODS: readonly string[] = [...READS, 'POST', 'PUT', 'PATCH', 'DELETE']
const BODY_TYPES: readonly string[] = ['application/json', 'application/x-www-form-urlencoded']
const FILE_TYPES: readonly string[] = [...BODY_TYPES, 'multipart/form-data']
/** Twice is one too many: the readers behind the guard would not agree on which of the two counts. */
const ONCE: ReadonlySet<string> = new Set(['host', 'origin', 'content-type', 'content-length', 'sec-fetch-site'])
export const CREDENTIALS_CALLBACK = '/api/auth/callback/credentials'
/**
 * The two forms that another site posts by design: a school's system sends a person here. Neither reads a session, the
 * first writes nothing that could be used without the cookie it sets, and the second believes nothing but a signature
 * that answers this very browser. What they open is a session of whom the platform names, never of whom the browser was.
 */
const SENT_BY_PLATFORMS: ReadonlySet<string> = new Set(['/api/lti/login', '/api/lti/launch'])

const refuse = (code: ErrorCode, why: string, allow?: readonly string[]): Refused => ({
  pass: false,
  code,
  why,
  ...(allow && { allow }),
})

export function guard(request: GuardedRequest, rules: GuardRules): Verdict {
  const { method = '', url = '', headers } = request
  if (!METHODS.includes(method)) return refuse('method-not-allowed', 'This site does not take that method.', METHODS)
  const isRead = READS.includes(method)

  const twice = sentTwice(request.rawHeaders)
  if (twice) return refuse('bad-request', `The header ${twice} was sent twice.`)

  const target = readTarget(url)
  if (!target) return refuse('bad-request', 'The address is malformed.')

  if (headers.host !== hostOf(rules.origin)) {
    if (isRead && headers.host && rules.aliases.includes(headers.host))
      return { pass: false, moveTo: rules.origin + url }
    return refuse('foreign-host', `This site answers at ${rules.origin}.`)
  }
  if (!callbackUrlsAreOurs(target.query, rules.origin))
    return refuse('bad-request', 'The callbackUrl does not lead to this site.')

  const isApi = target.path.startsWith('/api/')
  if (isApi) {
    const methods = rules.routes(target.raw)
    if (!methods) return refuse('not-found', 'There is nothing at this address.')
    if (!methods.includes(method))
      return refuse('method-not-allowed', 'This address does not take that method.', methods)
  } else if (!isRead) return refuse('method-not-allowed', 'Pages are only read; writes go to /api/.', READS)

  const body = isRead
    ? judgeReadBody(headers)
    : judgeBody(method, headers, rules.takesFiles(target.raw)?.includes(method) ?? false)
  if (body) return body
  const origin = isRead ? null : judgeOrigin(method, target.raw, headers, rules.origin)
  return origin ?? { pass: true, path: target.path, isRead }
}

/**
 * The path decoded, for our own look-ups, beside the path as sent, which is what Next and the API table read. An encoded
 * slash, backslash or control character would make the two disagree, and so is refused.
 */
export function readTarget(url: string): { raw: string; path: string; query: URLSearchParams } | null {
  if (url.length > MAX_URL || !/^\/(?!\/)[\x21-\x7e]*$/.test(url) || url.includes('#')) return null
  const mark = url.indexOf('?')
  const raw = mark < 0 ? url : url.slice(0, mark)
  const search = mark < 0 ? '' : url.slice(mark + 1)
  let path = raw
  if (raw.includes('%')) {
    if (/%(2f|5c|[01][0-9a-f]|7f)/i.test(raw)) return null
    try {
      path = decodeURIComponent(raw)
    } catch {
      return null
    }
  }
  if (path.includes('\\') || path.split('/').some((segment) => segment === '.' || segment === '..')) return null
  // Next reads route parameters from these when it runs behind its own proxy; nobody else has a use for them.
  if (/(^|&)nxt[PI]/.test(search)) return null
  return { raw, path, query: new URLSearchParams(search) }
}

function sentTwice(rawHeaders: readonly string[]): string | null {
  const seen = new Set<string>()
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase()
    if (!ONCE.has(name)) continue
    if (seen.has(name)) return name
    seen.add(name)
  }
  return null
}

function hostOf(origin: string): string {
  return origin.slice(origin.indexOf('//') + 2)
}

function judgeReadBody(headers: IncomingHttpHeaders): Refused | null {
  const isEmpty = headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0'
  return isEmpty ? null : refuse('bad-request', 'A request that only reads carries no body.')
}

function judgeBody(method: string, headers: IncomingHttpHeaders, takesFiles: boolean): Refused | null {
  const length = headers['content-length']
  if (headers['transfer-encoding'] !== undefined)
    return refuse('length-required', 'Send the body with a Content-Length.')
  if (length === undefined) return method === 'DELETE' ? null : refuse('length-required', 'Send a Content-Length.')
  if (!/^\d{1,15}$/.test(length)) return refuse('bad-request', 'The Content-Length is no number.')
  const most = takesFiles ? MAX_FILES : MAX_BODY
  if (Number(length) > most) return refuse('too-large', `A body may have ${most} bytes.`)
  if (method === 'DELETE' && Number(length) === 0) return null
  if (headers['content-encoding'] !== undefined) return refuse('unsupported-type', 'Send the body uncompressed.')
  const types = takesFiles ? FILE_TYPES : BODY_TYPES
  return types.includes(mediaType(headers)) ? null : refuse('unsupported-type', `Send ${types.join(' or ')}.`)
}

function mediaType(headers: IncomingHttpHeaders): string {
  return (headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase()
}

/**
 * A browser names its origin with everything that is not a plain read, and marks what it sends with Sec-Fetch-Site: it
 * must be ours. A request with neither comes from a script, which has no cookies but its own. It may do what a foreign
 * page could never make an old browser do unasked: send JSON, PUT, PATCH or DELETE; and it may sign in.
 */
function judgeOrigin(method: string, path: string, headers: IncomingHttpHeaders, origin: string): Refused | null {
  if (SENT_BY_PLATFORMS.has(path) && mediaType(headers) === 'application/x-www-form-urlencoded') return null
  const site = headers['sec-fetch-site']
  if (headers.origin !== undefined || site !== undefined) {
    const isOurs = headers.origin === origin && (site === undefined || site === 'same-origin' || site === 'none')
    return isOurs ? null : refuse('foreign-origin', `Requests that change something come from ${origin} only.`)
  }
  const isScripts = mediaType(headers) === 'application/json' || method === 'DELETE' || path === CREDENTIALS_CALLBACK
  return isScripts ? null : refuse('foreign-origin', 'Without an Origin, send JSON.')
}

/** next-auth answers 500 to a callbackUrl that it cannot parse; one that leads elsewhere is an attack on the reader. */
export function leadsHere(callbackUrl: string, origin: string): boolean {
  if (callbackUrl.startsWith('/')) return !/^\/[/\\]/.test(callbackUrl) && URL.canParse(callbackUrl, origin)
  return URL.canParse(callbackUrl) && new URL(callbackUrl).origin === origin
}

function callbackUrlsAreOurs(query: URLSearchParams, origin: string): boolean {
  const all = query.getAll('callbackUrl')
  return all.length <= 1 && all.every((value) => leadsHere(value, origin))
}

/**
 * Headers by which a proxy or Next's own parts steer a request, and the two that would let a client choose our nonce.
 * Removed, so that only what this process sets is believed.
 */
export const STEERING =
  /^(x-forwarded-|x-middleware-|x-invoke-|x-matched-path|x-now-|x-vercel-|x-nextjs-|x-next-|x-original-|x-rewrite-|x-prerender|x-real-ip|x-http-method|x-client-|x-request-id|forwarded|next-action|content-security-policy)/

/** The Cookie header without a next-auth callback cookie that leads elsewhere; a stale one is no reason to turn a reader away. */
export function scrubCookies(cookie: string, origin: string): string {
  if (!cookie.includes('callback-url=')) return cookie
  return cookie
    .split(';')
    .filter((pair) => {
      const at = pair.indexOf('=')
      return !pair.slice(0, at).trim().endsWith('callback-url') || cookieLeadsHere(pair.slice(at + 1).trim(), origin)
    })
    .join(';')
    .trim()
}

function cookieLeadsHere(value: string, origin: string): boolean {
  try {
    return leadsHere(decodeURIComponent(value), origin)
  } catch {
    return false
  }
}
