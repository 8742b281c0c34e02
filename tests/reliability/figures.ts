/** What a run of the promises found, as docs/figures.md: written whole, or with some promises tried again. */
import type { Promised } from './promises.ts'

export const FIGURES = 'docs/figures.md'

export type Verdict = 'held' | 'NOT HELD' | 'not run'
export type Row = {
  promised: Pick<Promised, 'id' | 'says'>
  verdict: Verdict
  trials: string
  figures: [string, string][]
  seconds: number
}
export type Run = { date: string; commit: string; machine: string; load: number; seed: number; minutes: number }

const lineOf = ({ promised, verdict, trials }: Row, note = ''): string =>
  `| ${promised.says} | ${verdict} | ${trials}${note} |`
const sectionOf = ({ promised, figures }: Row): string =>
  `## ${promised.id}\n\n| | |\n| --- | ---: |\n${figures.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}\n`

const COUNTED = /^\d+ promises held, \d+ did not, \d+ could not be tried on this machine\.$/m
function counted(table: string): string {
  const count = (verdict: Verdict): number =>
    table.split('\n').filter((line) => line.includes(` | ${verdict} | `)).length
  return `${count('held')} promises held, ${count('NOT HELD')} did not, ${count('not run')} could not be tried on this machine.`
}

/** The page of one whole run. */
export function allFigures({ date, commit, machine, load, seed, minutes }: Run, rows: readonly Row[]): string {
  const table = rows.map((row) => lineOf(row)).join('\n')
  const sections = rows.filter(({ figures }) => figures.length > 0).map(sectionOf)
  return `# Promises, and what one run found

Written by \`npm run torture\` on ${date}: commit ${commit}, ${machine}, load ${load.toFixed(1)} at the start, seed ${seed}, ${minutes.toFixed(0)} minutes. The load runs on the same cores as the server. No failure in N trials bounds the rate of failure at about 3/N; \`npm run torture -- --seed ${seed}\` repeats the run.

${counted(table)}

| promise | | trials |
| --- | --- | --- |
${table}

${sections.join('\n')}`
}

/** The page with the rows and figures of some promises replaced by a later run's, which each of them says. */
export function withRepeated(page: string, { date, commit, seed }: Run, rows: readonly Row[]): string {
  const [head, ...found] = page.split(/^(?=## )/m)
  const sections = new Map(found.map((text) => [/^## (.*)$/m.exec(text)![1]!, `${text.trimEnd()}\n`]))
  let lines = head!.trimEnd().split('\n')
  for (const row of rows) {
    const at = lines.findIndex((line) => line.startsWith(`| ${row.promised.says} |`))
    const line = lineOf(row, ` (tried again on ${date}: commit ${commit}, seed ${seed})`)
    lines = at < 0 ? [...lines, line] : lines.with(at, line)
    sections.delete(row.promised.id)
    if (row.figures.length > 0) sections.set(row.promised.id, sectionOf(row))
  }
  const table = lines.join('\n')
  return `${table.replace(COUNTED, counted(table))}\n\n${[...sections.values()].join('\n')}`
}
