import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadStaticPages } from '#lib/server/static-pages.ts'

const origin = 'https://hall.example.edu'
const script = (address: string) => `push("${address}/transcript")`
const page = `<html><head><meta property="og:url" content="https://origin.invalid/transcript"/></head><script>${script('https://origin.invalid')}</script></html>`
let root: string
let base: string
let server: http.Server

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'xihua-static-'))
  const app = join(root, '.next/server/app')
  mkdirSync(join(app, 'essays'), { recursive: true })
  mkdirSync(join(root, '.next/static/chunks'), { recursive: true })
  mkdirSync(join(root, 'public'))
  writeFileSync(join(app, 'index.html'), '<h1>Home</h1>')
  writeFileSync(join(app, 'transcript.html'), page)
  writeFileSync(join(app, 'essays/sochi.html'), '<h1>Sochi</h1>')
  writeFileSync(join(app, '_not-found.html'), '<script>nf()</script>')
  writeFileSync(join(app, 'shell.html'), '<h1>Half</h1>')
  writeFileSync(join(app, 'shell.meta'), '{"postponed":"x"}')
  writeFileSync(join(app, 'cite.bib.body'), '@misc{x, url={https://origin.invalid/}}')
  writeFileSync(
    join(app, 'cite.bib.meta'),
    '{"status":200,"headers":{"content-type":"application/x-bibtex","content-disposition":"attachment","x-next-cache-tags":"y"}}',
  )
  writeFileSync(join(root, '.next/static/chunks/a.js'), 'a()')
  writeFileSync(join(root, 'public/robots.txt'), 'User-agent: *')
  const pages = loadStaticPages(root, origin)
  expect(pages.notFoundScripts).toHaveLength(1)
  server = http.createServer((request, response) => {
    if (!pages.send(request.url!, request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((up) => server.listen(0, '127.0.0.1', up))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
  rmSync(root, { recursive: true })
})

/** node:http and not fetch: fetch undoes the coding and hides it. */
async function get(path: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
    http
      .request(base + path, { method, headers }, resolve)
      .on('error', reject)
      .end(),
  )
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) }
}

describe('finished pages', () => {
  test('carry the address the operator set, in text and in scripts, and the policy is made from those bytes', async () => {
    const { body, headers } = await get('/transcript')
    expect(body.toString()).toBe(page.replaceAll('https://origin.invalid', origin))
    expect(headers['content-security-policy']).toContain(createHash('sha256').update(script(origin)).digest('base64'))
    expect(headers.vary).toContain('RSC')
  })
  test.each([
    ['/', 200],
    ['/essays/sochi', 200],
    ['/index', 404],
    ['/_not-found', 404],
    ['/shell', 404],
    ['/nothing', 404],
  ])('%s: %i', async (path, status) => expect((await get(path)).status).toBe(status))
  test('are sent in the coding asked for, each with its own tag', async () => {
    const [plain, gzip, br] = await Promise.all([
      get('/'),
      get('/', { 'accept-encoding': 'gzip' }),
      get('/', { 'accept-encoding': 'gzip, deflate, br' }),
    ])
    expect(gunzipSync(gzip.body).equals(plain.body) && brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(new Set([plain, gzip, br].map(({ headers }) => headers.etag)).size).toBe(3)
    expect((await get('/', { 'accept-encoding': 'br;q=0, gzip' })).headers['content-encoding']).toBe('gzip')
  })
  test('are not sent twice to who has them', async () => {
    const { headers } = await get('/transcript')
    const again = await get('/transcript', { 'if-none-match': `"other", W/${headers.etag}` })
    expect([again.status, again.body.length]).toEqual([304, 0])
  })
  test('answer HEAD with the length alone', async () => {
    const head = await get('/', {}, 'HEAD')
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '13', 0])
  })
})

test('a built text keeps the headers it was given, and none of Next’s own', async () => {
  const { body, headers } = await get('/cite.bib')
  expect(body.toString()).toBe('@misc{x, url={https://hall.example.edu/}}')
  expect(headers).toMatchObject({ 'content-type': 'application/x-bibtex', 'content-disposition': 'attachment' })
  expect(headers).not.toHaveProperty('x-next-cache-tags')
})
test('hashed files are kept for good, public ones for an hour', async () => {
  expect((await get('/_next/static/chunks/a.js')).headers['cache-control']).toContain('immutable')
  expect((await get('/robots.txt')).headers['cache-control']).toBe('public, max-age=3600')
})
