/**
 * How far several people who place the same things on one ordered scale agree, beyond what their marginal counts would
 * give: Krippendorff’s alpha for ordinal data. K. Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011):
 *
 *   α = 1 − (n − 1) · Σ o(c,k) · δ²(c,k) / Σ n(c) · n(k) · δ²(c,k), over all c < k
 *   o(c,k) = Σ over the things, n(u,c) · n(u,k) / (m(u) − 1)
 *   δ(c,k) = n(c)/2 + n(c+1) + … + n(k−1) + n(k)/2
 *
 * with n(u,c) of the m(u) people who placed u at c. 1 is agreement on everything, 0 what chance gives, and a class that
 * splits into two camps falls below. Only things that two people placed count.
 */
import type { Interval } from './statistics.ts'

export type Agreement = {
  alpha: number
  /** 95 %, by the jackknife over the people; null with fewer than three or where one of them decides whether there is a figure. */
  interval: Interval | null
  people: number
  things: number
}
/** A row a person, a column a thing, each cell a place on the scale from 0 on, null where it was left open. */
export type Placements = readonly (readonly (number | null)[])[]

const Z = 1.959963984540054

/** How often each place was given to each thing, which is all that alpha needs. */
function countsOf(rows: Placements, levels: number): number[][] {
  const things = Math.max(0, ...rows.map((row) => row.length))
  const counts = Array.from({ length: things }, () => Array.from({ length: levels }, () => 0))
  for (const row of rows)
    row.forEach((place, thing) => {
      if (place !== null) counts[thing]![place]! += 1
    })
  return counts
}
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

function alphaOf(counts: readonly (readonly number[])[], levels: number): number | null {
  const things = counts.filter((thing) => sum(thing) > 1)
  const all = Array.from({ length: levels }, (_, place) => sum(things.map((thing) => thing[place]!)))
  let [observed, expected] = [0, 0]
  for (let c = 0; c < levels; c += 1)
    for (let k = c + 1; k < levels; k += 1) {
      const distance = (sum(all.slice(c, k + 1)) - (all[c]! + all[k]!) / 2) ** 2
      observed += distance * sum(things.map((thing) => (thing[c]! * thing[k]!) / (sum(thing) - 1)))
      expected += distance * all[c]! * all[k]!
    }
  // Everybody at one place of the scale: nothing there could have been disagreed about.
  return expected === 0 ? null : 1 - ((sum(all) - 1) * observed) / expected
}

/** Null where nothing was placed by two people, or everything at one place. */
export function ordinalAgreement(rows: Placements, levels: number): Agreement | null {
  const counts = countsOf(rows, levels)
  const alpha = alphaOf(counts, levels)
  if (alpha === null) return null
  const without = rows.map((row) =>
    alphaOf(
      counts.map((thing, t) => thing.map((n, place) => n - (row[t] === place ? 1 : 0))),
      levels,
    ),
  )
  const known = without.filter((one) => one !== null)
  let interval: Interval | null = null
  if (rows.length > 2 && known.length === rows.length) {
    const mean = sum(known) / known.length
    const half = Z * Math.sqrt(((known.length - 1) / known.length) * sum(known.map((one) => (one - mean) ** 2)))
    interval = { low: Math.max(-1, alpha - half), high: Math.min(1, alpha + half) }
  }
  return { alpha, interval, people: rows.length, things: counts.filter((thing) => sum(thing) > 1).length }
}
