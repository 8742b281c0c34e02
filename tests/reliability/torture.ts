/**
 * Every promise of tests/reliability/promises.ts, one after the other: `npm run torture [-- --short] [--again] [--seed N] [ID …]`.
 * Scripts run with their full numbers, and the tests that prove the rest are run too. A full run writes docs/figures.md;
 * with `--again` some promises are tried once more and take the place of their rows there; a short run, or one of some
 * promises only, prints alone. Needs a build.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { isOf, type Proof } from '../proofs.ts'
import { allFigures, FIGURES, withRepeated, type Row, type Verdict } from './figures.ts'
import { NotHere, said } from './outcome.ts'
import { PROMISES, type Promised } from './promises.ts'

const { values, positionals: chosen } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
  allowPositionals: true,
})
const seed = Number(values.seed)
const promises = PROMISES.filter(({ id }) => chosen.length === 0 || chosen.includes(id))
if (promises.length === 0) throw new Error(`There is no promise ${chosen.join(', ')}`)
const began = { at: performance.now(), load: loadavg()[0]! }

/** Of each run test its full name and whether it passed; skipped ones are left out. */
type Tests = Map<string, { name: string; passed: boolean }[]>

function runTests(files: readonly string[]): Tests {
  const tests: Tests = new Map()
  const [unit, browser] = [
    files.filter((file) => !file.includes('/e2e/')),
    files.filter((file) => file.includes('/e2e/')),
  ]
  mkdirSync('data/reports', { recursive: true })
  if (unit.length > 0) {
    const report = 'data/reports/torture.json'
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=json', `--outputFile.json=${report}`]
    spawnSync(process.execPath, [...vitest, ...unit], { stdio: 'ignore' })
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      testResults: { name: string; assertionResults: { fullName: string; status: string }[] }[]
    }
    for (const { name, assertionResults } of testResults)
      tests.set(
        unit.find((file) => name.endsWith(file))!,
        assertionResults
          .filter(({ status }) => status === 'passed' || status === 'failed')
          .map(({ fullName, status }) => ({ name: fullName, passed: status === 'passed' })),
      )
  }
  if (browser.length > 0) {
    const report = 'data/reports/torture-browser.json'
    spawnSync('npx', ['playwright', 'test', '--reporter=json', ...browser], {
      stdio: 'ignore',
      env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    })
    type Suite = { specs?: { title: string; file: string; ok: boolean }[]; suites?: Suite[] }
    const specsOf = (suite: Suite): NonNullable<Suite['specs']> => [
      ...(suite.specs ?? []),
      ...(suite.suites ?? []).flatMap(specsOf),
    ]
    for (const spec of (JSON.parse(readFileSync(report, 'utf8')) as Suite).suites!.flatMap(specsOf)) {
      const file = `tests/e2e/${spec.file}`
      tests.set(file, [...(tests.get(file) ?? []), { name: spec.title, passed: spec.ok }])
    }
  }
  return tests
}

function ofProofs(proofs: readonly Proof[], tests: Tests): { verdict: Verdict; count: number } {
  const found = proofs.map((one) => (tests.get(one.file) ?? []).filter(({ name }) => isOf(name, one)))
  const count = found.flat().length
  if (found.flat().some(({ passed }) => !passed)) return { verdict: 'NOT HELD', count }
  return { verdict: found.some((of) => of.length === 0) ? 'not run' : 'held', count }
}

async function take(promised: Promised, tests: Tests): Promise<Row> {
  const from = performance.now()
  const parts: Verdict[] = []
  const trials: string[] = []
  const figures: [string, string][] = []
  if (promised.script) {
    const { script } = promised
    try {
      const outcome = await (await script.run())(seed, values.short ? script.short : script.full)
      parts.push(outcome.held ? 'held' : 'NOT HELD')
      trials.push(outcome.trials)
      figures.push(...Object.entries(outcome.figures).map(([name, value]): [string, string] => [name, String(value)]))
      console.log(`${promised.id}: ${said(outcome)}`)
    } catch (error) {
      parts.push(error instanceof NotHere ? 'not run' : 'NOT HELD')
      trials.push(error instanceof NotHere ? error.message : `broke off: ${(error as Error).message.split('\n')[0]}`)
      console.log(`${promised.id}: ${trials.at(-1)}`)
    }
  }
  if (promised.proofs) {
    const { verdict, count } = ofProofs(promised.proofs, tests)
    parts.push(verdict)
    trials.push(`${count} tests in ${[...new Set(promised.proofs.map(({ file }) => `\`${file}\``))].join(', ')}`)
  }
  const verdict = parts.find((one) => one === 'NOT HELD') ?? parts.find((one) => one === 'not run') ?? 'held'
  return { promised, verdict, trials: trials.join('; '), figures, seconds: (performance.now() - from) / 1000 }
}

const tests = runTests([...new Set(promises.flatMap(({ proofs }) => proofs ?? []).map(({ file }) => file))])
const rows: Row[] = []
for (const promised of promises) rows.push(await take(promised, tests))

for (const { promised, verdict, seconds } of rows)
  console.log(`${verdict.padEnd(9)} ${promised.id.padEnd(16)} ${seconds.toFixed(0).padStart(4)} s  ${promised.says}`)
const count = (verdict: Verdict): number => rows.filter((row) => row.verdict === verdict).length
console.log(`${count('held')} held, ${count('NOT HELD')} not held, ${count('not run')} not run`)
process.exitCode = count('NOT HELD') > 0 ? 1 : 0

if (!values.short) {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--', ':!docs/figures.md') ? ', with changes that are not in it' : ''
  const run = {
    date: new Date().toISOString().slice(0, 10),
    commit: `\`${git('rev-parse', '--short=12', 'HEAD')}\`${changed}`,
    machine: `${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
    load: began.load,
    seed,
    minutes: (performance.now() - began.at) / 60_000,
  }
  if (chosen.length === 0) writeFileSync(FIGURES, allFigures(run, rows))
  else if (values.again) writeFileSync(FIGURES, withRepeated(readFileSync(FIGURES, 'utf8'), run, rows))
}
