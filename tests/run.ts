/**
 * Every check in one run, and one line at the end: `N passed, N failed`, with what failed named above it. Tests are
 * counted by their runners' own reports; types, lint, content and the build count as one check each. A step that dies
 * without a report has failed.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { startCluster } from './postgres/cluster.ts'

type Count = { passed: number; failed: number; names?: string[] }
type Step = { name: string; script: string; report?: 'vitest' | 'playwright'; needsBuild?: true }

const STEPS: readonly Step[] = [
  { name: 'Types', script: 'types' },
  { name: 'Lint', script: 'lint' },
  { name: 'Content', script: 'content:check' },
  { name: 'Unit, contract and feature tests', script: 'unit', report: 'vitest' },
  { name: 'Build', script: 'build' },
  { name: 'Tests of the running process', script: 'process', report: 'vitest', needsBuild: true },
  { name: 'Browser tests', script: 'e2e', report: 'playwright', needsBuild: true },
]

// The contract suite runs on a PostgreSQL that is named, or made from the machine's own package where there is one.
const cluster = process.env.TEST_DATABASE_URL ? null : await startCluster()
if (cluster) process.env.TEST_DATABASE_URL = cluster.url

const REPORTS = 'data/reports'
mkdirSync(REPORTS, { recursive: true })

function run(step: Step): Count {
  const file = `${REPORTS}/${step.script}.json`
  rmSync(file, { force: true })
  const reporters = {
    vitest: ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`],
    playwright: ['--', '--reporter=line,json'],
  }
  const { status } = spawnSync(
    'npm',
    ['run', '--silent', step.script, ...(step.report ? reporters[step.report] : [])],
    {
      stdio: 'inherit',
      env: { ...process.env, npm_config_loglevel: 'error', PLAYWRIGHT_JSON_OUTPUT_FILE: file },
    },
  )
  const isGood = status === 0
  if (!step.report) return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  const count: Count = existsSync(file)
    ? READ[step.report](JSON.parse(readFileSync(file, 'utf8')))
    : { passed: 0, failed: 0 }
  // A suite that did not load, or a leak after the last test, fails the run without failing a test.
  return isGood || count.failed > 0 ? count : { ...count, failed: 1 }
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  testResults: { name: string; assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[]
}
type PlaywrightSuite = {
  specs?: { title: string; file: string; line: number; ok: boolean }[]
  suites?: PlaywrightSuite[]
}
type PlaywrightReport = { stats: { expected: number; flaky: number; unexpected: number }; suites: PlaywrightSuite[] }

const specsOf = (suite: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']> => [
  ...(suite.specs ?? []),
  ...(suite.suites ?? []).flatMap(specsOf),
]

const READ: Record<'vitest' | 'playwright', (report: unknown) => Count> = {
  vitest: (report) => {
    const { numPassedTests, numFailedTests, testResults } = report as VitestReport
    const names = testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map((one) => `${relative('', name)} › ${one.fullName}: ${one.failureMessages[0]?.split('\n')[0] ?? ''}`),
    )
    return { passed: numPassedTests, failed: numFailedTests, names }
  },
  playwright: (report) => {
    const { stats, suites } = report as PlaywrightReport
    const names = suites
      .flatMap(specsOf)
      .filter(({ ok }) => !ok)
      .map(({ file, line, title }) => `${file}:${line} › ${title}`)
    return { passed: stats.expected, failed: stats.unexpected + stats.flaky, names }
  },
}

const started = Date.now()
const total: Count = { passed: 0, failed: 0 }
const lines: string[] = []
const failedNames: string[] = []
let isBuilt = false

for (const step of STEPS) {
  console.log(`\n── ${step.name}`)
  const began = Date.now()
  const count: Count = step.needsBuild && !isBuilt ? { passed: 0, failed: 1 } : run(step)
  if (step.script === 'build') isBuilt = count.failed === 0
  total.passed += count.passed
  total.failed += count.failed
  failedNames.push(...(count.names ?? []))
  const seconds = `${((Date.now() - began) / 1000).toFixed(0)} s`
  lines.push(
    `${count.failed === 0 ? 'ok    ' : 'FAILED'} ${step.name.padEnd(34)} ${String(count.passed).padStart(5)} passed ${String(count.failed).padStart(3)} failed ${seconds.padStart(6)}`,
  )
}
await cluster?.stop()

console.log(`\n${lines.join('\n')}\n${((Date.now() - started) / 60_000).toFixed(1)} minutes\n`)
for (const name of failedNames) console.log(`failed: ${name}`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1
console.log(`${total.passed} passed, ${total.failed} failed`)
