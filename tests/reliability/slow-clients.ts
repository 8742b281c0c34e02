/**
 * Slow and broken clients: sockets that say nothing more after a line, bodies a byte at a time, replies that nobody reads,
 * connections that break in mid-body, while others save as always. The others notice nothing, the slow are cut off within
 * the server's limits, and what was half received is not stored.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { freePort } from '../server/harness.ts'
import { damageIn, Ledger, quantile, randomFrom, saveAlong, seatClass, serve, wait } from './ledger.ts'
import type { Outcome } from './outcome.ts'

/** Twenty seconds is the server's limit for a request, and a second more until it looks. */
const LIMIT_MS = 23_000
const GOAL_P99_MS = 500

/** So many slow clients, a third of them of each kind that stays. */
export async function slowClients(seed: number, clients: number): Promise<Outcome> {
  const random = randomFrom(seed)
  const dir = mkdtempSync(join(tmpdir(), 'xihua-slow-'))
  const file = join(dir, 'slow.db')
  const seated = await seatClass(file, 13, { mark: 'slow' })
  const victim = seated.sittings.pop()!
  const ledger = new Ledger()
  const port = await freePort()
  const server = await serve(file, port)
  const handles = (): number => readdirSync(`/proc/${server.child.pid}/fd`).length
  const timers: NodeJS.Timeout[] = []
  try {
    const load = saveAlong(() => server.base, seated, ledger, { random, pauseMs: 40 })
    await wait(1000)
    const before = handles()
    const half = JSON.stringify({ answer: seated.answers['one-choice']![0], seq: 1 })
    const head = [
      `PUT /api/attempts/${victim.attempt}/answers/one-choice HTTP/1.1`,
      `Host: 127.0.0.1:${port}`,
      `Cookie: ${victim.cookie}`,
      'Content-Type: application/json',
      `Content-Length: ${half.length}`,
    ].join('\r\n')
    const drip = (socket: Socket, text: string): void => {
      let at = 0
      const timer = setInterval(() => {
        // Never the last one: the request stays unfinished for as long as the server lets it.
        if (at < text.length - 1) socket.write(text[at++]!)
      }, 1000)
      timers.push(timer)
    }
    const kinds: ((socket: Socket) => void)[] = [
      (socket) => socket.write('GET / HTTP/1.1\r\nX-Slow: '),
      (socket) => {
        socket.write(`${head}\r\n\r\n`)
        drip(socket, half)
      },
      (socket) => {
        socket.pause()
        socket.write(`GET /transcript HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`.repeat(4))
        socket.write('GET / HTTP/1.1\r\nX-Slow: ')
      },
      (socket) => {
        socket.write(`${head}\r\n\r\n${half.slice(0, 10)}`)
        setTimeout(() => socket.destroy(), 200)
      },
    ]
    const from = performance.now()
    const connected: Promise<unknown>[] = []
    const sockets = Array.from({ length: clients }, (_none, n) => {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => undefined)
      connected.push(
        new Promise<void>((done) => {
          socket.once('connect', () => {
            kinds[n % kinds.length]!(socket)
            done()
          })
          socket.once('close', () => done())
        }),
      )
      return socket
    })
    await Promise.all(connected)
    const all = performance.now()
    await wait(2000)
    const during = handles()
    while (handles() > before + 4 && performance.now() - all < LIMIT_MS + 5_000) await wait(200)
    const freed = performance.now() - all
    const after = handles()
    for (const socket of sockets) socket.destroy()
    await load.stop()
    await server.kill()
    const db = new Database(file, { readonly: true })
    const stored = db.prepare('SELECT count(*) FROM answers WHERE attempt_id = ?').pluck().get(victim.attempt) as number
    db.close()
    const p99 = quantile(
      load.took.filter(({ at }) => at >= from).map(({ ms }) => ms),
      0.99,
    )
    const missing = ledger.missingIn(file)
    return {
      held:
        missing + ledger.contradicted + stored + damageIn(file).length === 0 &&
        p99 <= GOAL_P99_MS &&
        freed <= LIMIT_MS &&
        during >= before + clients / 2,
      trials: `${clients} slow or broken clients, ${ledger.receipts.size} saves of others acknowledged`,
      figures: {
        'half-received saves stored': stored,
        'acknowledged and missing': missing,
        'a save of the others, p99': `${p99.toFixed(1)} ms`,
        'all cut off after': `${(freed / 1000).toFixed(1)} s`,
        'open files before, during, after': `${before}, ${during}, ${after}`,
      },
    }
  } finally {
    for (const timer of timers) clearInterval(timer)
    await server.kill()
    rmSync(dir, { recursive: true, force: true })
  }
}
