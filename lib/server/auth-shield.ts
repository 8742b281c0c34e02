/**
 * next-auth answers 500 to bodies it did not expect: malformed JSON, a callbackUrl that is no address, values that are
 * no strings. Its addresses are few and its bodies small, so they are read and judged here, and handed on only when
 * they are what it expects.
 */
import { IncomingMessage } from 'node:http'
import { leadsHere, type Refused } from './guard.ts'
import type { ApiRoute } from './route-table.ts'

/**
 * All of next-auth that this site uses. Left out on purpose: `POST session`, by which a client could ask to change its
 * own token; `_log`, by which it could write into the log; `GET callback/credentials`, which answers 500.
 */
export const AUTH_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/api/auth/csrf' },
  { method: 'GET', path: '/api/auth/providers' },
  { method: 'GET', path: '/api/auth/session' },
  { method: 'GET', path: '/api/auth/signin' },
  { method: 'GET', path: '/api/auth/signout' },
  { method: 'GET', path: '/api/auth/error' },
  { method: 'POST', path: '/api/auth/callback/credentials' },
  { method: 'POST', path: '/api/auth/signout' },
]

/** There only where the school's own provider is named: the way to it, and the address that it sends people back to. */
export const SCHOOL_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/auth/signin/school' },
  { method: 'GET', path: '/api/auth/callback/school' },
]

export const isAuthPath = (path: string): boolean => path.startsWith('/api/auth/')

/** Judges a body meant for next-auth; null when it may have it. */
export function judgeAuthBody(contentType: string, body: Buffer, origin: string): Refused | null {
  const values = /^\s*application\/json\b/i.test(contentType) ? jsonValues(body) : formValues(body)
  if (values === 'malformed')
    return { pass: false, code: 'malformed-json', why: 'The body is not the JSON object it says it is.' }
  for (const [name, value] of values) {
    const isPlain =
      typeof value === 'boolean' || (typeof value === 'string' && value.isWellFormed() && !value.includes('\0'))
    if (!isPlain) return { pass: false, code: 'invalid', why: `${JSON.stringify(name)} is not plain text.` }
    if (name === 'callbackUrl' && !leadsHere(String(value), origin)) {
      return { pass: false, code: 'bad-request', why: 'The callbackUrl does not lead to this site.' }
    }
  }
  return null
}

function jsonValues(body: Buffer): readonly [string, unknown][] | 'malformed' {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? Object.entries(parsed)
      : 'malformed'
  } catch {
    return 'malformed'
  }
}

function formValues(body: Buffer): readonly [string, unknown][] {
  return [...new URLSearchParams(body.toString('utf8'))]
}

/** The whole body; the guard has bounded its declared length and Node holds the sender to it. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** The same request with its body still unread, for a handler that wants to read it as a stream. */
export function unread(request: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(request.socket)
  copy.method = request.method
  copy.url = request.url
  copy.httpVersion = request.httpVersion
  copy.httpVersionMajor = request.httpVersionMajor
  copy.httpVersionMinor = request.httpVersionMinor
  copy.headers = request.headers
  copy.rawHeaders = request.rawHeaders
  copy.complete = true
  copy.push(body)
  copy.push(null)
  return copy
}
