/** Many connections that each carry on a conversation, one request under way on each, over bare kept-alive sockets. */
import { connect } from 'node:net'
import { readAnswers } from '../load.ts'
import type { Sample } from './series.ts'

export type Ask = (method: string, path: string, body?: unknown) => Promise<{ status: number; text: string }>

export async function openRider(base: string, cookie: string | null): Promise<{ ask: Ask; close: () => void }> {
  const { hostname, port, host, origin } = new URL(base)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await new Promise((done) => socket.once('connect', done))
  let waiting: { done: (answer: { status: number; text: string }) => void; lost: (error: Error) => void } | null = null
  readAnswers(socket, (status, text) => waiting?.done({ status, text }))
  socket.on('close', () => waiting?.lost(new Error('the connection was closed')))
  socket.on('error', (error) => waiting?.lost(error))
  const ask: Ask = (method, path, body = {}) =>
    new Promise((done, lost) => {
      waiting = { done, lost }
      const text = JSON.stringify(body)
      const lines = [
        `${method} ${path} HTTP/1.1`,
        `Host: ${host}`,
        `Origin: ${origin}`,
        'Content-Type: application/json',
        `Content-Length: ${Buffer.byteLength(text)}`,
        ...(cookie ? [`Cookie: ${cookie}`] : []),
      ]
      socket.write(`${lines.join('\r\n')}\r\n\r\n${text}`)
    })
  return { ask, close: () => socket.end() }
}

/** Each rider repeats its turn until the time is up; a turn answers whether it went well. */
export async function rideAll(
  base: string,
  cookies: readonly (string | null)[],
  seconds: number,
  turn: (ask: Ask, rider: number, n: number) => Promise<boolean>,
): Promise<Sample> {
  const millis: number[] = []
  let failed = 0
  const end = performance.now() + seconds * 1000
  const from = performance.now()
  await Promise.all(
    cookies.map(async (cookie, rider) => {
      const { ask, close } = await openRider(base, cookie)
      for (let n = 0; performance.now() < end; n += 1) {
        const began = performance.now()
        if (!(await turn(ask, rider, n))) failed += 1
        millis.push(performance.now() - began)
      }
      close()
    }),
  )
  const sorted = millis.toSorted((a, b) => a - b)
  return {
    perSecond: (millis.length * 1000) / (performance.now() - from),
    p99: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN,
    failed,
  }
}
