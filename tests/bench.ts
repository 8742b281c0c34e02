/**
 * `npm run bench`: what the product promises of speed, each held against a yardstick in the same run on the same machine.
 * Absolute figures drift from machine to machine and hour to hour; the ratio of two taken side by side holds. Prints
 * tables and writes them to docs/figures-bench.md. Needs a build. `npm run bench -- --short` takes one short round.
 */
import './reliability/settings.ts'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus, loadavg } from 'node:os'
import { benchCost } from './bench/cost.ts'
import { benchDesk } from './bench/desk.ts'
import { benchPages } from './bench/pages.ts'
import { benchReviewing } from './bench/reviewing.ts'
import { benchTalk } from './bench/talk.ts'
import { benchWriting } from './bench/writing.ts'

const isShort = process.argv.includes('--short')
const [rounds, seconds] = isShort ? [3, 1] : [5, 3]
const before = loadavg()[0]!
const parts = [
  await benchPages(rounds, seconds),
  await benchWriting(rounds, seconds),
  await benchReviewing(),
  await benchDesk(),
  await benchTalk(),
  await benchCost(),
]
const text = `# Figures of one run

Taken by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), Node ${process.version}, ${rounds} rounds of ${seconds} s taken in turns after one that is not counted; the load generator runs on the same cores, and the machine’s load when it began was ${before.toFixed(1)}. Ratios hold, absolute figures drift.

${parts.join('\n')}`
console.log(text)
writeFileSync('docs/figures-bench.md', text)
