/**
 * `npm run bench`: the reading page from our start and from `next start`, on this machine, in one run. Absolute figures
 * drift from machine to machine and hour to hour; the ratio of two taken side by side holds. Prints a table and writes
 * it to docs/figures-bench.md. Needs a build.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { load, type Loaded } from './load.ts'
import { freePort, runScript, signIn, startServer, temporaryDatabase } from './server/harness.ts'

const ROUNDS = 5
const SECONDS = 3
const CONNECTIONS = 16

type Contender = { name: string; url: string; headers?: Record<string, string> }
type Series = { perSecond: number[]; p99: number[]; failed: number }

const measure = ({ url, headers }: Contender): Promise<Loaded> =>
  load({ url, connections: CONNECTIONS, seconds: SECONDS, headers: { 'Accept-Encoding': 'gzip', ...headers } })

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
const number = (value: number): string => Math.round(value).toLocaleString('en-US')

/** Contenders take turns within each round, so that a slow minute slows all of them. */
async function compare(contenders: readonly Contender[]): Promise<Map<string, Series>> {
  const all = new Map<string, Series>(contenders.map(({ name }) => [name, { perSecond: [], p99: [], failed: 0 }]))
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const contender of contenders) {
      const { perSecond, p99, failed } = await measure(contender)
      const series = all.get(contender.name)!
      series.perSecond.push(perSecond)
      series.p99.push(p99)
      series.failed += failed
    }
  }
  return all
}

function table(all: Map<string, Series>, base: string): string {
  const yardstick = median(all.get(base)!.perSecond)
  const rows = [...all].map(([name, { perSecond, p99, failed }]) =>
    [
      name,
      number(median(perSecond)),
      number(Math.min(...perSecond)),
      number(Math.max(...perSecond)),
      `${median(p99).toFixed(1)} ms`,
      `${(median(perSecond) / yardstick).toFixed(1)} ×`,
      String(failed),
    ].join(' | '),
  )
  return [
    'what | median/s | min | max | p99 | of the first | failed',
    '--- | ---: | ---: | ---: | ---: | ---: | ---:',
    ...rows,
  ]
    .map((row) => `| ${row} |`)
    .join('\n')
}

const database = temporaryDatabase()
runScript('migrate', { DATABASE_URL: database.url })
runScript('seed', { DATABASE_URL: database.url })
const ours = await startServer({ DATABASE_URL: database.url })
const nextPort = await freePort()
const next = spawn('next', ['start', '--port', String(nextPort), '--hostname', '127.0.0.1'], {
  stdio: ['ignore', 'pipe', 'inherit'],
})
await once(next.stdout, 'data')
try {
  const cookie = await signIn(ours.base, 'student')
  const { classes } = (await (await fetch(`${ours.base}/api/me`, { headers: { cookie } })).json()) as {
    classes: { id: string }[]
  }
  const reading = await compare([
    { name: 'reading page, `next start`', url: `http://127.0.0.1:${nextPort}/transcript` },
    { name: 'reading page, our start', url: `${ours.base}/transcript` },
  ])
  const signedIn = await compare([
    { name: 'a page without a database (/join)', url: `${ours.base}/join` },
    { name: 'a student’s list', url: `${ours.base}/classes/${classes[0]!.id}`, headers: { Cookie: cookie } },
    { name: '`GET /api/me`', url: `${ours.base}/api/me`, headers: { Cookie: cookie } },
  ])
  const text = `# Figures of one run

Taken by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s taken in turns, gzip; the load generator runs on the same cores. Ratios hold, absolute figures drift.

${table(reading, 'reading page, `next start`')}

${table(signedIn, 'a page without a database (/join)')}

Resident memory of the server afterwards: ${Math.round(ours.residentMiB())} MiB.
`
  console.log(text)
  writeFileSync('docs/figures-bench.md', text)
} finally {
  next.kill('SIGTERM')
  await ours.stop()
  database.remove()
}
