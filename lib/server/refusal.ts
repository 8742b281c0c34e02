/** How the front door says no: problem+json to scripts and our own screens, one plain line to whoever opens a page. */
import type { ServerResponse } from 'node:http'
import { ERROR_STATUS } from '#lib/domain/errors.ts'
import { DATA_POLICY } from './csp.ts'
import type { Refused } from './guard.ts'
import { NEVER_KEPT } from './headers.ts'

/** A refused request may have an unread body behind it, so the connection ends with the answer. */
export function sendRefusal(response: ServerResponse, refused: Refused, isApi: boolean): void {
  const status = ERROR_STATUS[refused.code]
  const body = isApi
    ? JSON.stringify({ type: 'about:blank', title: refused.code, status, code: refused.code, detail: refused.why })
    : `${refused.why}\n`
  response.writeHead(status, {
    'Content-Type': isApi ? 'application/problem+json' : 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': NEVER_KEPT,
    'Content-Security-Policy': DATA_POLICY,
    Connection: 'close',
    ...(refused.allow && { Allow: refused.allow.join(', ') }),
  })
  response.end(body)
}

export function sendRedirect(response: ServerResponse, status: 303 | 307, location: string): void {
  response.writeHead(status, {
    Location: location,
    'Content-Length': 0,
    'Cache-Control': NEVER_KEPT,
    'Content-Security-Policy': DATA_POLICY,
  })
  response.end()
}
