/** The figures of the process: closed without a token, and in the form that monitors read with it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runScript, type Running, startServer, temporaryDatabase } from './harness.ts'

const database = temporaryDatabase()
const METRICS_TOKEN = 'a-token-of-this-test'
let open: Running

beforeAll(async () => {
  runScript('migrate', { DATABASE_URL: database.url })
  open = await startServer({ DATABASE_URL: database.url, METRICS_TOKEN })
})
afterAll(async () => {
  await open.stop()
  database.remove()
})
const read = (headers: Record<string, string> = {}) => fetch(`${open.base}/api/metrics`, { headers })

test('whoever lacks the token cannot tell that there is anything', async () => {
  const nothing = await (await fetch(`${open.base}/api/nothing-here`)).text()
  for (const headers of [{}, { authorization: `Bearer ${METRICS_TOKEN}x` }, { authorization: METRICS_TOKEN }]) {
    const reply = await read(headers as Record<string, string>)
    expect([reply.status, await reply.text()]).toEqual([404, nothing])
  }
})

test('are OpenMetrics text that counts what was answered, and names nobody', async () => {
  for (let n = 0; n < 5; n += 1) await (await fetch(`${open.base}/`)).arrayBuffer()
  await (await fetch(`${open.base}/nothing-here`)).arrayBuffer()
  const reply = await read({ authorization: `Bearer ${METRICS_TOKEN}` })
  expect(reply.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8')
  const lines = (await reply.text()).split('\n')
  expect(lines.slice(-2)).toEqual(['# EOF', ''])
  const families = new Set(lines.flatMap((line) => /^# TYPE (\w+) (?:counter|gauge|histogram)$/.exec(line)?.[1] ?? []))
  const values = new Map<string, number>()
  for (const line of lines.slice(0, -2).filter((one) => !one.startsWith('#'))) {
    const [, name, labels, value] = /^(\w+)(\{\w+="[^"]+"\})? ([\d.e+-]+)$/.exec(line) ?? []
    expect(value, line).toBeDefined()
    expect(families, line).toContain(name!.replace(/_(total|bucket|count|sum)$/, ''))
    values.set(name! + (labels ?? ''), Number(value))
  }
  expect(values.get('xihua_requests_total{status="2xx"}')).toBeGreaterThanOrEqual(5)
  expect(values.get('xihua_requests_total{status="4xx"}')).toBeGreaterThanOrEqual(4)
  expect(values.get('xihua_request_duration_seconds_bucket{le="+Inf"}')).toBe(
    values.get('xihua_request_duration_seconds_count'),
  )
  expect(values.get('xihua_disk_free_bytes')).toBeGreaterThan(0)
  expect(values.get('xihua_database_bytes{part="file"}')).toBeGreaterThan(0)
  expect(values.get('xihua_event_loop_delay_seconds{quantile="1"}')).toBeGreaterThan(0)
})
