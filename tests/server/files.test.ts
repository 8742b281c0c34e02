/** The text and its reference as files: each address answers with its type, from memory, with our own address in it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { edition, transcriptFile } from '#lib/content/edition.ts'
import { epub } from '../../app/_epub/container.ts'
import { editionBook } from '../../app/_epub/edition-book.ts'
import { runScript, type Running, startServer, temporaryDatabase } from './harness.ts'

const database = temporaryDatabase()
let server: Running

beforeAll(async () => {
  runScript('migrate', { DATABASE_URL: database.url })
  server = await startServer({ DATABASE_URL: database.url })
})
afterAll(async () => {
  await server.stop()
  database.remove()
})

describe.each([
  ['/transcript.xml', 'application/tei+xml; charset=utf-8'],
  ['/transcript.txt', 'text/plain; charset=utf-8'],
  ['/transcript.json', 'application/json; charset=utf-8'],
  ['/transcript.targets.json', 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"; charset=utf-8'],
  ['/claims.json', 'application/json'],
  ['/cite.bib', 'application/x-bibtex; charset=utf-8'],
  ['/cite.ris', 'application/x-research-info-systems; charset=utf-8'],
  ['/cite.json', 'application/vnd.citationstyles.csl+json; charset=utf-8'],
  ['/sentences.bib', 'application/x-bibtex; charset=utf-8'],
  ['/sentences.ris', 'application/x-research-info-systems; charset=utf-8'],
  ['/sentences.json', 'application/vnd.citationstyles.csl+json; charset=utf-8'],
  ['/sitemap.xml', 'application/xml'],
  ['/robots.txt', 'text/plain'],
])('%s', (path, type) => {
  test('is answered with its type, and names this site by its own address', async () => {
    const reply = await fetch(server.base + path)
    const body = await reply.text()
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type])
    expect(reply.headers.get('cache-control')).toBe('public, max-age=3600')
    expect(body).not.toContain('origin.invalid')
    if (!['/transcript.xml', '/claims.json'].includes(path)) expect(body).toContain(server.base)
  })

  test('answers HEAD, and is not sent twice to who has it', async () => {
    const head = await fetch(server.base + path, { method: 'HEAD' })
    const etag = head.headers.get('etag')!
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 0]).toEqual([200, '', true])
    const again = await fetch(server.base + path, { headers: { 'If-None-Match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })
})

test('the TEI file is sent letter for letter', async () => {
  expect(await (await fetch(`${server.base}/transcript.xml`)).text()).toBe(transcriptFile())
})

test('the e-book is sent as it was made, unsqueezed and under its own name', async () => {
  const reply = await fetch(`${server.base}/xihua-hall.epub`)
  expect([reply.status, reply.headers.get('content-type'), reply.headers.get('content-disposition')]).toEqual([
    200,
    'application/epub+zip',
    'attachment; filename="xihua-hall.epub"',
  ])
  expect(reply.headers.get('content-encoding')).toBeNull()
  expect(Buffer.from(await reply.arrayBuffer()).equals(Buffer.from(epub(editionBook(edition()))))).toBe(true)
})
