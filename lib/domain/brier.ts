/**
 * How far probabilities stood from what came: the mean of the squared distances, over the forecasts that a source
 * decides. 0 is perfect, 0.25 is what always saying 50 % gives, 1 is being sure of the opposite every time. (Brier’s own
 * formula of 1950 sums over both sides of each event and gives twice this.)
 */
export type Settled = { id: string; resolved: 'yes' | 'no' | 'undecided' }
export type BrierTerm = { id: string; percent: number; came: 0 | 1; square: number }
export type BrierScore = { n: number; score: number; terms: BrierTerm[] }

/** Null where none of the forecasts that have a figure is decided. */
export function brierOf(percents: ReadonlyMap<string, number>, outcomes: readonly Settled[]): BrierScore | null {
  const terms = outcomes.flatMap(({ id, resolved }): BrierTerm[] => {
    const percent = percents.get(id)
    if (resolved === 'undecided' || percent === undefined) return []
    const came = resolved === 'yes' ? 1 : 0
    return [{ id, percent, came, square: (percent / 100 - came) ** 2 }]
  })
  if (terms.length === 0) return null
  return { n: terms.length, score: terms.reduce((sum, { square }) => sum + square, 0) / terms.length, terms }
}

export type Spread = { n: number; min: number; low: number; median: number; high: number; max: number }

/** Smallest, quartiles and largest, by linear interpolation between the ordered values (R’s type 7). */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => {
    const place = (sorted.length - 1) * share
    const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
    return below + (above - below) * (place - Math.floor(place))
  }
  return { n: sorted.length, min: at(0), low: at(0.25), median: at(0.5), high: at(0.75), max: at(1) }
}
