/**
 * How this server asks another one for anything: only hosts that an operator has named, https, an address that the whole
 * internet can reach, no redirects, five seconds, one megabyte. Node's own client follows no redirect, and lets the very
 * address that it connects to be judged, so that a name cannot say one thing when looked up and another when used.
 */
import dns from 'node:dns'
import http from 'node:http'
import https from 'node:https'
import net from 'node:net'
import { hostOf } from '#lib/domain/platform.ts'

export const PATIENCE_MS = 5_000
export const ANSWER_MAX = 1024 * 1024

export type Asked = {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: string
}
/** `status` is 0 where no whole answer came; `text` then says why. */
export type Answered = { status: number; headers: Record<string, string | undefined>; text: string }
export type Reach = { hosts: readonly string[]; isInside: boolean }

const PRIVATE = new net.BlockList()
for (const [address, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(address, bits, 'ipv4')
for (const [address, bits] of [
  ['::', 128],
  ['::1', 128],
  ['64:ff9b::', 96],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(address, bits, 'ipv6')

/** Addresses of this machine, of the network it stands in, and those that lead to them by another notation. */
export function isPrivate(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1]
  if (mapped) return isPrivate(mapped)
  const family = net.isIP(bare)
  if (family === 0) return false
  if (family === 6 && /^::(ffff:)?[\da-f]{1,4}:[\da-f]{1,4}$/i.test(bare)) return true
  return PRIVATE.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}

export const REFUSED = 'address refused'
export const lookUp =
  (isInside: boolean): net.LookupFunction =>
  (name, options, done) => {
    dns.lookup(name, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0)
      if (!isInside && addresses.some(({ address }) => isPrivate(address))) return done(new Error(REFUSED), '', 0)
      if (options.all) return done(null, addresses)
      const [first] = addresses
      return first ? done(null, first.address, first.family) : done(new Error('no address'), '', 0)
    })
  }

/** Asks, and gives whatever happened as an answer: what is outside can fail in every way, and none of them is ours. */
export async function ask(address: string, reach: Reach, asked: Asked = {}): Promise<Answered> {
  const no = (text: string): Answered => ({ status: 0, headers: {}, text })
  const host = hostOf(address, reach.isInside)
  if (host === null || !reach.hosts.includes(host)) return no(REFUSED)
  const url = new URL(address)
  if (!reach.isInside && isPrivate(url.hostname)) return no(REFUSED)
  const { request } = url.protocol === 'https:' ? https : http
  return new Promise((resolve) => {
    const end = new AbortController()
    const patience = setTimeout(() => end.abort(), PATIENCE_MS)
    const settle = (answer: Answered): void => {
      clearTimeout(patience)
      resolve(answer)
      end.abort()
    }
    const sent = request(
      url,
      {
        method: asked.method ?? 'GET',
        headers: {
          ...asked.headers,
          ...(asked.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(asked.body)) }),
        },
        lookup: lookUp(reach.isInside),
        signal: end.signal,
        // A connection that is kept would outlive the judgement of its address.
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > ANSWER_MAX) settle(no('answer too long'))
          else chunks.push(chunk)
        })
        response.on('end', () =>
          settle({
            status: response.statusCode ?? 0,
            headers: Object.fromEntries(
              Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
            ),
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
        response.on('error', () => settle(no('no whole answer')))
      },
    )
    sent.on('error', (error) => settle(no(end.signal.aborted ? 'no answer in time' : error.message)))
    sent.end(asked.body)
  })
}

export function readJson(answer: Answered): unknown {
  try {
    return JSON.parse(answer.text)
  } catch {
    return null
  }
}
