/**
 * The content security policy. No page runs a script that is not ours: prerendered pages name their inline scripts by
 * hash (a nonce would have to change with each answer, and the pages are served as built), dynamic pages carry a nonce.
 */
import { createHash, randomBytes } from 'node:crypto'

/** Inline scripts of a finished page as CSP sources, each once. */
export function inlineScriptHashes(html: string): string[] {
  const sources = new Set<string>()
  for (const [, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
    if (!/\ssrc\s*=/i.test(attributes)) sources.add(`'sha256-${createHash('sha256').update(body).digest('base64')}'`)
  }
  return [...sources]
}

export const nonceSource = (): string => `'nonce-${randomBytes(16).toString('base64')}'`

export function contentSecurityPolicy(scriptSources: readonly string[]): string {
  return [
    "default-src 'none'",
    ["script-src 'self'", ...scriptSources].join(' '),
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** For answers that are data: nothing in them may run, load or be framed, whatever a browser takes them for. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
