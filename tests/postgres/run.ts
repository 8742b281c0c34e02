/**
 * The contract and feature suites on a real PostgreSQL, made for the run and taken away after it:
 * `npm run postgres [-- tests/features/talk.test.ts]`. Needs Debian's package postgresql.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { failover } from '../reliability/failover.ts'
import { said } from '../reliability/outcome.ts'
import { startCluster } from './cluster.ts'

const cluster = await startCluster()
if (!cluster) {
  console.error('There is no PostgreSQL on this machine: apt-get install postgresql')
  process.exit(1)
}
const report = 'data/reports/postgres.json'
mkdirSync('data/reports', { recursive: true })
rmSync(report, { force: true })
const files = process.argv.slice(2)
const suites = files.length > 0 ? files : ['tests/contract', 'tests/features']
const vitest = spawn(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ].concat(suites),
  { stdio: 'inherit', env: { ...process.env, TEST_ENGINE: 'postgres', TEST_DATABASE_URL: cluster.url } },
)
// The terminal interrupts both; the runner ends first, and the cluster goes after it.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => vitest.kill('SIGTERM'))
const [code] = (await once(vitest, 'exit')) as [number | null]
await cluster.stop()
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
  numPassedTests: number
  numFailedTests: number
}
// A pair of its own: one dies, the other takes its place.
const outcome = files.length > 0 ? null : await failover(Date.now() % 1_000_000, 1)
if (outcome) console.log(`A standby takes over: ${said(outcome)}`)
console.log(`PostgreSQL ${cluster.version}: ${numPassedTests} passed, ${numFailedTests} failed`)
process.exitCode = outcome && !outcome.held ? 1 : (code ?? 1)
