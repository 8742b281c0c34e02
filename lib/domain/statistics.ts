/**
 * What can be said of a quiz from who got which item right. Every figure is computed from one matrix, a row a student
 * and a column an item, 1 for right and 0 for anything else; two revisions of a quiz never share a matrix.
 */

/** Below this many attempts a figure is shown with its interval and without a word of judgement. */
export const MIN_FOR_VERDICT = 30
/** Below this many attempts there are answers and no statistics. */
export const MIN_FOR_FIGURES = 10
/** From this many attempts on intervals come from the jackknife, which needs one pass, instead of resampling. */
export const MIN_FOR_JACKKNIFE = 200
const DRAWS = 2000
/** Two-sided 95 %. */
const Z = 1.959963984540054

export type Matrix = readonly (readonly (0 | 1)[])[]
export type Interval = { low: number; high: number }
/** A figure with its interval; `interval` is null where too few resamples allow the figure at all. */
export type Estimate = { value: number; interval: Interval | null }

export type ItemStatistics = {
  n: number
  right: number
  /** Wilson’s 95 % interval of the share of right answers. */
  share: Interval
  /** Corrected: against the score on the other items. Null where everybody or nobody got the item, or the rest is equal. */
  itemRest: Estimate | null
  /** What the correlation is made of, x the item and y the score on the others. */
  sums: { x: number; y: number; y2: number; xy: number }
}
export type QuizStatistics = {
  n: number
  items: ItemStatistics[]
  /** Of the scores: mean, variance over n, and Σpq over the items. */
  scores: { mean: number; variance: number; pq: number }
  /** Kuder–Richardson 20, which is Cronbach’s alpha of items scored 0 or 1. Null for one item or equal scores. */
  kr20: Estimate | null
  by: 'bootstrap' | 'jackknife'
}

/** Wilson’s score interval of `right` out of `n`: E. B. Wilson, JASA 22 (1927). */
export function wilson(right: number, n: number): Interval {
  if (n === 0) return { low: 0, high: 1 }
  const p = right / n
  const middle = (p + (Z * Z) / (2 * n)) / (1 + (Z * Z) / n)
  const half = (Z / (1 + (Z * Z) / n)) * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}

/** Sums over a sample of rows from which every figure follows. */
type Sums = { n: number; score: number; score2: number; right: Float64Array; cross: Float64Array }

const emptySums = (k: number): Sums => ({
  n: 0,
  score: 0,
  score2: 0,
  right: new Float64Array(k),
  cross: new Float64Array(k),
})
function add(sums: Sums, row: readonly (0 | 1)[], score: number, sign: 1 | -1 = 1): void {
  sums.n += sign
  sums.score += sign * score
  sums.score2 += sign * score * score
  // Counted by index: resampling comes through here some millions of times.
  for (let i = 0; i < row.length; i += 1) {
    if (row[i] === 0) continue
    sums.right[i]! += sign
    sums.cross[i]! += sign * score
  }
}

/** Item `i` (x, 0 or 1) and the score on the others (y = score − x), summed over the sample. */
const restSums = ({ score, score2, right, cross }: Sums, i: number) => ({
  x: right[i]!,
  y: score - right[i]!,
  y2: score2 - 2 * cross[i]! + right[i]!,
  xy: cross[i]! - right[i]!,
})

/** Pearson’s correlation of an item with the score on the others. */
function itemRestOf(sums: Sums, i: number): number | null {
  const { n } = sums
  const { x, y, y2, xy } = restSums(sums, i)
  const spread = (n * x - x * x) * (n * y2 - y * y)
  return spread > 1e-9 ? (n * xy - x * y) / Math.sqrt(spread) : null
}

function scoreSums({ n, score, score2, right }: Sums): QuizStatistics['scores'] {
  let pq = 0
  for (const one of right) pq += (one / n) * (1 - one / n)
  return { mean: score / n, variance: score2 / n - (score / n) ** 2, pq }
}

/** k/(k − 1) · (1 − Σpq/σ²), with the variance of the scores over n: Kuder and Richardson, Psychometrika 2 (1937). */
function kr20Of(sums: Sums): number | null {
  const k = sums.right.length
  if (k < 2 || sums.n < 2) return null
  const { variance, pq } = scoreSums(sums)
  if (variance < 1e-12) return null
  return (k / (k - 1)) * (1 - pq / variance)
}

/** Marsaglia’s xorshift, 32 bits: the same class has the same intervals at every look. */
function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

function percentiles(values: number[]): Interval | null {
  // A figure that most resamples cannot give has no interval worth the name.
  if (values.length < DRAWS * 0.9) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!
  return { low: at(0.025), high: at(0.975) }
}

type Figure = (sums: Sums) => number | null

/** Percentile bootstrap of several figures at once: Efron, 2,000 resamples of whole rows. */
function bootstrap(matrix: Matrix, scores: readonly number[], figures: readonly Figure[]): (Interval | null)[] {
  const [n, k] = [matrix.length, matrix[0]?.length ?? 0]
  const random = randomFrom(n * 31 + k)
  const found: number[][] = figures.map(() => [])
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const sums = emptySums(k)
    for (let i = 0; i < n; i += 1) {
      const row = Math.floor(random() * n)
      add(sums, matrix[row]!, scores[row]!)
    }
    for (const [i, figure] of figures.entries()) {
      const value = figure(sums)
      if (value !== null) found[i]!.push(value)
    }
  }
  return found.map(percentiles)
}

/** Normal interval with the jackknife’s standard error: each figure once without each row. */
function jackknife(
  matrix: Matrix,
  scores: readonly number[],
  sums: Sums,
  figures: readonly Figure[],
): (Interval | null)[] {
  const n = matrix.length
  const found: (number | null)[][] = figures.map(() => [])
  for (const [i, row] of matrix.entries()) {
    add(sums, row, scores[i]!, -1)
    for (const [j, figure] of figures.entries()) found[j]!.push(figure(sums))
    add(sums, row, scores[i]!)
  }
  return figures.map((figure, j) => {
    const value = figure(sums)
    const values = found[j]!.filter((one) => one !== null)
    if (value === null || values.length < n) return null
    const mean = values.reduce((sum, one) => sum + one, 0) / n
    const error = Math.sqrt(((n - 1) / n) * values.reduce((sum, one) => sum + (one - mean) ** 2, 0))
    return { low: value - Z * error, high: Math.min(1, value + Z * error) }
  })
}

/** Every figure of one quiz. Below `MIN_FOR_FIGURES` rows only the counts and the intervals of the shares are given. */
export function statisticsOf(matrix: Matrix): QuizStatistics {
  const [n, k] = [matrix.length, matrix[0]?.length ?? 0]
  const scores = matrix.map((row) => row.reduce<number>((sum, one) => sum + one, 0))
  const sums = emptySums(k)
  for (const [i, row] of matrix.entries()) add(sums, row, scores[i]!)
  const figures: Figure[] = [
    ...Array.from(
      { length: k },
      (_none, i): Figure =>
        (of) =>
          itemRestOf(of, i),
    ),
    (of) => kr20Of(of),
  ]
  const isEnough = n >= MIN_FOR_FIGURES
  const by = n < MIN_FOR_JACKKNIFE ? 'bootstrap' : 'jackknife'
  const intervals = !isEnough
    ? []
    : by === 'bootstrap'
      ? bootstrap(matrix, scores, figures)
      : jackknife(matrix, scores, sums, figures)
  const estimate = (i: number): Estimate | null => {
    const value = isEnough ? figures[i]!(sums) : null
    return value === null ? null : { value, interval: intervals[i] ?? null }
  }
  return {
    n,
    items: Array.from({ length: k }, (_none, i) => ({
      n,
      right: sums.right[i]!,
      share: wilson(sums.right[i]!, n),
      itemRest: estimate(i),
      sums: restSums(sums, i),
    })),
    scores: n > 0 ? scoreSums(sums) : { mean: 0, variance: 0, pq: 0 },
    kr20: estimate(k),
    by,
  }
}

/** What may be said of an item’s correlation in words; null below `MIN_FOR_VERDICT` attempts. */
export type ItemVerdict = 'goes-with-the-rest' | 'nothing-firm' | 'pulls-against'
export function verdictOn({ n, itemRest }: ItemStatistics): ItemVerdict | null {
  if (n < MIN_FOR_VERDICT || !itemRest?.interval) return null
  const { low, high } = itemRest.interval
  return low > 0 ? 'goes-with-the-rest' : high < 0 ? 'pulls-against' : 'nothing-firm'
}
