/**
 * A load generator that costs little beside what it measures: bare sockets, kept alive, one request under way on each.
 * It reads no more of an answer than its status and where it ends; a client that parses every header and body becomes
 * the slower half on a fast page.
 */
import { connect, type Socket } from 'node:net'

export type Load = { url: string; headers?: Record<string, string>; connections: number; seconds: number }
export type Loaded = { perSecond: number; p99: number; failed: number }

export async function load({ url, headers = {}, connections, seconds }: Load): Promise<Loaded> {
  const { hostname, port, host, pathname, search } = new URL(url)
  const lines = Object.entries({ Host: host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  const request = Buffer.from(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`)
  const millis: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000

  const ride = () =>
    new Promise<void>((done) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      let asked = 0
      const ask = (): void => {
        asked = performance.now()
        socket.write(request)
      }
      const answered = (status: number): void => {
        const now = performance.now()
        millis.push(now - asked)
        if (status !== 200) failed += 1
        if (now < end) ask()
        else socket.end()
      }
      readAnswers(socket, answered)
      socket.on('connect', ask)
      socket.on('error', () => (failed += 1))
      socket.on('close', () => done())
    })
  await Promise.all(Array.from({ length: connections }, ride))
  const sorted = millis.toSorted((a, b) => a - b)
  return { perSecond: millis.length / seconds, p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN, failed }
}

/**
 * Calls `answered` at the end of each answer, by its Content-Length or its last chunk. `text` is what stands behind the
 * head, chunk sizes and all, for callers who are after one word of it.
 */
export function readAnswers(socket: Socket, answered: (status: number, text: string) => void): void {
  let head = Buffer.alloc(0)
  let status = 0
  let left: number | 'chunks' | null = null
  let tail = ''
  let parts: Buffer[] = []
  socket.on('data', (chunk) => {
    let body = chunk
    if (left === null) {
      head = head.length > 0 ? Buffer.concat([head, chunk]) : chunk
      const at = head.indexOf('\r\n\r\n')
      if (at < 0) return
      const text = head.toString('latin1', 0, at)
      status = Number(text.slice(9, 12))
      left = /\r\ntransfer-encoding: chunked/i.test(text)
        ? 'chunks'
        : Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0)
      body = head.subarray(at + 4)
      head = Buffer.alloc(0)
    }
    parts.push(body)
    if (left === 'chunks') {
      tail = (tail + body.toString('latin1', Math.max(0, body.length - 5))).slice(-5)
      if (tail !== '0\r\n\r\n') return
    } else {
      left -= body.length
      if (left > 0) return
    }
    left = null
    tail = ''
    const text = parts.length === 1 ? parts[0]! : Buffer.concat(parts)
    parts = []
    answered(status, answered.length > 1 ? text.toString() : '')
  })
}
