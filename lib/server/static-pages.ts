/**
 * Everything that the build finished (prerendered pages, cards, text files, scripts, fonts) and everything in public/,
 * read and compressed once and answered from memory. A page's policy is made from the very bytes that are sent.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { contentSecurityPolicy, DATA_POLICY, inlineScriptHashes } from './csp.ts'
import { FILE_KEPT, FOREVER, PAGE_KEPT, PAGE_VARY } from './headers.ts'

/** The build does not know where it will be served; it writes this, and we the address that the operator set. */
export const PLACEHOLDER_ORIGIN = 'https://origin.invalid'

type Entry = {
  status: number
  headers: Readonly<Record<string, string>>
  etag: string
  plain: Buffer
  gzip: Buffer | null
  brotli: Buffer | null
}

export type StaticPages = {
  /** Answers from memory when there is something for the decoded path. */
  send: (path: string, request: IncomingMessage, response: ServerResponse) => boolean
  /** Inline scripts of the prerendered 404, which Next also sends where the policy carries a nonce. */
  notFoundScripts: readonly string[]
  paths: readonly string[]
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.xml': 'application/xml',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
}

/** What a prerendered route handler may have said about its answer and we repeat. */
const REPEATED = ['content-type', 'content-disposition', 'content-language', 'link']

export function loadStaticPages(root: string, origin: string): StaticPages {
  const entries = new Map<string, Entry>()
  const built = join(root, '.next/server/app')
  let notFoundScripts: readonly string[] = []

  for (const file of filesUnder(built)) {
    const name = file.slice(0, -extname(file).length)
    if (file.endsWith('.html')) {
      const html = readFileSync(join(built, file), 'utf8').replaceAll(PLACEHOLDER_ORIGIN, origin)
      const scripts = inlineScriptHashes(html)
      if (name === '_not-found') notFoundScripts = scripts
      if (!isFinishedPage(built, name)) continue
      entries.set(
        name === 'index' ? '/' : `/${name}`,
        entry(Buffer.from(html), {
          'Content-Type': TYPES['.html']!,
          'Cache-Control': PAGE_KEPT,
          'Content-Security-Policy': contentSecurityPolicy(scripts),
          Vary: PAGE_VARY,
        }),
      )
    } else if (file.endsWith('.body')) {
      const meta = readMeta(built, name)
      const said = Object.fromEntries(
        Object.entries(meta.headers ?? {}).filter(([key]) => REPEATED.includes(key.toLowerCase())),
      )
      const type = said['content-type'] ?? 'application/octet-stream'
      const bytes = readFileSync(join(built, file))
      const body = isText(type) ? Buffer.from(bytes.toString('utf8').replaceAll(PLACEHOLDER_ORIGIN, origin)) : bytes
      const headers = {
        ...said,
        'Content-Type': type,
        'Cache-Control': FILE_KEPT,
        'Content-Security-Policy': DATA_POLICY,
        Vary: 'Accept-Encoding',
      }
      entries.set(`/${name}`, entry(body, headers, meta.status))
    }
  }
  for (const file of filesUnder(join(root, '.next/static'))) {
    entries.set(`/_next/static/${file}`, fileEntry(join(root, '.next/static', file), FOREVER))
  }
  for (const file of filesUnder(join(root, 'public'))) {
    entries.set(`/${file}`, fileEntry(join(root, 'public', file), FILE_KEPT))
  }
  return {
    send: (path, request, response) => sendEntry(entries.get(path), request, response),
    notFoundScripts,
    paths: [...entries.keys()],
  }
}

/** Next's own pages (`_not-found`, `_global-error`) have no address, and a postponed shell is only half a page. */
function isFinishedPage(built: string, name: string): boolean {
  if (name.startsWith('_')) return false
  const meta = readMeta(built, name)
  return meta.postponed === undefined && (meta.status ?? 200) === 200
}

type Meta = { status?: number; headers?: Record<string, string>; postponed?: string }

function readMeta(built: string, name: string): Meta {
  const file = join(built, `${name}.meta`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Meta) : {}
}

function filesUnder(dir: string): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile())
    .map((found) => relative(dir, join(found.parentPath, found.name)).split(sep).join('/'))
}

function fileEntry(file: string, kept: string): Entry {
  const type = TYPES[extname(file)] ?? 'application/octet-stream'
  return entry(readFileSync(file), {
    'Content-Type': type,
    'Cache-Control': kept,
    'Content-Security-Policy': DATA_POLICY,
    Vary: 'Accept-Encoding',
  })
}

function isText(type: string): boolean {
  return /^text\/|json|javascript|xml|svg|bibtex|research-info/.test(type)
}

function entry(plain: Buffer, headers: Record<string, string>, status = 200): Entry {
  const squeeze = isText(headers['Content-Type']!)
  return {
    status,
    headers,
    etag: createHash('sha256').update(plain).digest('base64url').slice(0, 22),
    plain,
    gzip: squeeze ? gzipSync(plain, { level: 9 }) : null,
    brotli: squeeze
      ? brotliCompressSync(plain, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
        })
      : null,
  }
}

function sendEntry(found: Entry | undefined, request: IncomingMessage, response: ServerResponse): boolean {
  if (!found) return false
  const [coding, body] = pick(found, String(request.headers['accept-encoding'] ?? ''))
  // One tag a coding: the bytes differ, and a tag names bytes.
  const etag = coding ? `"${found.etag}-${coding}"` : `"${found.etag}"`
  const headers: Record<string, string | number> = { ...found.headers, ETag: etag }
  if (sameTag(request.headers['if-none-match'], etag)) {
    response.writeHead(304, headers).end()
    return true
  }
  if (coding) headers['Content-Encoding'] = coding
  headers['Content-Length'] = body.length
  response.writeHead(found.status, headers).end(request.method === 'HEAD' ? undefined : body)
  return true
}

function pick(found: Entry, accepted: string): ['br' | 'gzip' | '', Buffer] {
  if (found.brotli && accepts(accepted, 'br')) return ['br', found.brotli]
  if (found.gzip && accepts(accepted, 'gzip')) return ['gzip', found.gzip]
  return ['', found.plain]
}

function accepts(accepted: string, coding: string): boolean {
  return accepted.split(',').some((part) => {
    const [name, weight] = part.split(';')
    return name!.trim() === coding && !/^\s*q=0(\.0*)?\s*$/.test(weight ?? '')
  })
}

function sameTag(asked: string | undefined, etag: string): boolean {
  return asked !== undefined && asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
