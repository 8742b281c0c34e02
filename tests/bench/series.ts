/** Contenders that take turns, and the table that says how they did. */
export type Sample = { perSecond: number; p99: number; failed: number }
export type Contender = { name: string; measure: () => Promise<Sample> }
type Series = { perSecond: number[]; p99: number[]; failed: number }

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
export const number = (value: number): string =>
  value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')

/** Contenders take turns within each round, so that a slow minute slows all of them. A first round warms up and is not counted. */
export async function compare(contenders: readonly Contender[], rounds: number): Promise<Map<string, Series>> {
  const all = new Map<string, Series>(contenders.map(({ name }) => [name, { perSecond: [], p99: [], failed: 0 }]))
  for (let round = -1; round < rounds; round += 1) {
    for (const { name, measure } of contenders) {
      const { perSecond, p99, failed } = await measure()
      const series = all.get(name)!
      series.failed += failed
      if (round < 0) continue
      series.perSecond.push(perSecond)
      series.p99.push(p99)
    }
  }
  return all
}

export const markdown = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_cell, i) => (i === 0 ? '---' : '---:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')

/** The first contender is the yardstick. */
export function table(all: Map<string, Series>, of: string): string {
  const yardstick = median([...all.values()][0]!.perSecond)
  return markdown(
    ['what', `${of}/s, median`, 'min', 'max', 'p99', 'of the first', 'failed'],
    [...all].map(([name, { perSecond, p99, failed }]) => [
      name,
      number(median(perSecond)),
      number(Math.min(...perSecond)),
      number(Math.max(...perSecond)),
      `${median(p99).toFixed(1)} ms`,
      `${(median(perSecond) / yardstick).toFixed(2)} ×`,
      String(failed),
    ]),
  )
}

export type Timing = { name: string; millis: number[]; bytes?: number }
/** How long single things take, one after the other, after a first that is not counted. */
export async function time(name: string, times: number, run: () => Promise<number | void>): Promise<Timing> {
  const millis: number[] = []
  let bytes: number | undefined
  for (let i = -1; i < times; i += 1) {
    const from = performance.now()
    bytes = (await run()) ?? undefined
    if (i >= 0) millis.push(performance.now() - from)
  }
  return { name, millis, ...(bytes === undefined ? {} : { bytes }) }
}
export const timings = (all: readonly Timing[]): string =>
  markdown(
    ['what', 'median', 'min', 'max', 'bytes'],
    all.map(({ name, millis, bytes }) => [
      name,
      `${median(millis).toFixed(1)} ms`,
      `${Math.min(...millis).toFixed(1)} ms`,
      `${Math.max(...millis).toFixed(1)} ms`,
      bytes === undefined ? '' : number(bytes),
    ]),
  )
