/**
 * What a monitor wants to know of the process, in OpenMetrics text. Counts and times of requests as a whole: no address, no
 * name, nothing of anybody. Opened by a token alone; without one set, the address does not exist.
 */
import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, statfsSync, statSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { DATA_POLICY } from './csp.ts'
import { NEVER_KEPT } from './headers.ts'

export const METRICS_PATH = '/api/metrics'

/** Upper bounds of the classes in which durations are counted, in seconds. */
const BOUNDS = [0.005, 0.025, 0.1, 0.25, 1, 5] as const
const NANO = 1e9

export type Metrics = {
  /** Counts a request when its answer has gone out. */
  watch: (response: ServerResponse) => void
  /** Whether this request carries the token. */
  admits: (request: IncomingMessage) => boolean
  send: (response: ServerResponse) => void
}

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest()

/** `file` is the database, where it is one of this machine. */
export function openMetrics(token: string, file: string | null): Metrics {
  const expected = digestOf(`Bearer ${token}`)
  const started = Date.now() / 1000
  const byStatus = new Map<string, number>([1, 2, 3, 4, 5].map((n) => [`${n}xx`, 0]))
  const counts = BOUNDS.map(() => 0)
  let [total, seconds] = [0, 0]
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()

  const text = (): string => {
    const lines: string[] = []
    const say = (
      name: string,
      type: string,
      help: string,
      samples: readonly (readonly [labels: string, value: number])[],
    ) => {
      const unit = /_(seconds|bytes)$/.exec(name)?.[1]
      lines.push(`# TYPE ${name} ${type}`, ...(unit ? [`# UNIT ${name} ${unit}`] : []), `# HELP ${name} ${help}`)
      for (const [labels, value] of samples) lines.push(`${name}${labels} ${value}`)
    }
    say('xihua_requests', 'counter', 'Answers sent, by class of status.', [])
    for (const [status, n] of byStatus) lines.push(`xihua_requests_total{status="${status}"} ${n}`)
    say('xihua_request_duration_seconds', 'histogram', 'From a request to the end of its answer.', [
      ...BOUNDS.map((bound, n) => [`_bucket{le="${bound}"}`, counts[n]!] as const),
      ['_bucket{le="+Inf"}', total],
      ['_count', total],
      ['_sum', seconds],
    ])
    say('xihua_event_loop_delay_seconds', 'gauge', 'How long work waited for its turn, since the last reading.', [
      ['{quantile="0.5"}', delay.percentile(50) / NANO],
      ['{quantile="0.99"}', delay.percentile(99) / NANO],
      ['{quantile="1"}', delay.max / NANO],
    ])
    delay.reset()
    say('xihua_resident_memory_bytes', 'gauge', 'Memory of the process.', [['', process.memoryUsage.rss()]])
    if (file) {
      const { bavail, bsize } = statfsSync(file)
      say('xihua_disk_free_bytes', 'gauge', 'Room on the disk of the database.', [['', bavail * bsize]])
      const log = `${file}-wal`
      say('xihua_database_bytes', 'gauge', 'The database, and the log beside it.', [
        ['{part="file"}', statSync(file).size],
        ['{part="log"}', existsSync(log) ? statSync(log).size : 0],
      ])
    }
    say('xihua_start_time_seconds', 'gauge', 'When the process began, in seconds since 1970.', [['', started]])
    return `${lines.join('\n')}\n# EOF\n`
  }

  return {
    watch: (response) => {
      const from = performance.now()
      response.once('close', () => {
        const took = (performance.now() - from) / 1000
        const status = `${Math.floor(response.statusCode / 100)}xx`
        byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
        total += 1
        seconds += took
        for (const [n, bound] of BOUNDS.entries()) if (took <= bound) counts[n] = counts[n]! + 1
      })
    },
    admits: ({ headers }) => timingSafeEqual(digestOf(headers.authorization ?? ''), expected),
    send: (response) => {
      const body = text()
      response.writeHead(200, {
        'Content-Type': 'application/openmetrics-text; version=1.0.0; charset=utf-8',
        'Content-Length': Buffer.byteLength(body),
        'Cache-Control': NEVER_KEPT,
        'Content-Security-Policy': DATA_POLICY,
      })
      response.end(body)
    },
  }
}
