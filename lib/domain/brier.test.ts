import { describe, expect, it } from 'vitest'
import { brierOf, spreadOf } from './brier.ts'
import { codedScore, forecastFigures } from './forecast-figures.ts'

const outcomes = [
  { id: 'a', resolved: 'yes' as const },
  { id: 'b', resolved: 'no' as const },
  { id: 'c', resolved: 'yes' as const },
  { id: 'd', resolved: 'no' as const },
  { id: 'e', resolved: 'undecided' as const },
]

describe('a Brier score', () => {
  // By hand: (0.95 − 1)² = 0.0025; (0.40 − 0)² = 0.16; (0.70 − 1)² = 0.09; (0.10 − 0)² = 0.01. Sum 0.2625, over 4: 0.065625.
  it('is the mean square of what the figures missed, over what is decided', () => {
    const found = brierOf(
      new Map([
        ['a', 95],
        ['b', 40],
        ['c', 70],
        ['d', 10],
        ['e', 3],
      ]),
      outcomes,
    )!
    expect(found.n).toBe(4)
    expect(found.score).toBeCloseTo(0.065625, 10)
    expect(found.terms.map(({ square }) => Number(square.toFixed(10)))).toEqual([0.0025, 0.16, 0.09, 0.01])
  })

  it.each([
    [[100, 0, 100, 0], 0],
    [[0, 100, 0, 100], 1],
    [[50, 50, 50, 50], 0.25],
  ])('%j gives %d: perfect, always wrong, always undecided', (percents, score) => {
    expect(brierOf(new Map(percents.map((one, i) => ['abcd'[i]!, one])), outcomes)!.score).toBe(score)
  })

  it('has nothing to say where nothing is decided, and leaves out what has no figure', () => {
    expect(brierOf(new Map([['e', 80]]), outcomes)).toBeNull()
    expect(brierOf(new Map([['a', 80]]), outcomes)).toMatchObject({ n: 1 })
  })
})

describe('the spread of a class', () => {
  // numpy.percentile([3, 10, 20, 55, 90, 91], [0, 25, 50, 75, 100]), which is R’s quantile type 7.
  it('is smallest, quartiles and largest', () => {
    expect(spreadOf([90, 3, 20, 91, 10, 55])).toEqual({ n: 6, min: 3, low: 12.5, median: 37.5, high: 81.25, max: 91 })
    expect(spreadOf([7])).toEqual({ n: 1, min: 7, low: 7, median: 7, high: 7, max: 7 })
    expect(spreadOf([])).toBeNull()
  })

  it('holds each forecast’s figures in order, so that no row of them is anybody’s, and the scores of those who gave any', () => {
    const kept = {
      form: 'forecasts' as const,
      forecasts: outcomes.map((one) => ({ ...one, what: [], coded: one.id === 'e' ? null : 75 })),
    }
    const { forecasts, scores } = forecastFigures(kept, [{ a: '90', b: '80' }, { a: '10', b: '0' }, {}])
    expect(forecasts.slice(0, 2).map(({ percents }) => percents)).toEqual([
      [10, 90],
      [0, 80],
    ])
    // (0.01 + 0.64) / 2 = 0.325 and (0.81 + 0) / 2 = 0.405; mean 0.365.
    expect(scores!.spread.min).toBeCloseTo(0.325, 10)
    expect(scores!.spread.max).toBeCloseTo(0.405, 10)
    expect(scores!.mean).toBeCloseTo(0.365, 10)
    // 0.0625, 0.5625, 0.0625, 0.5625: 1.25 over 4.
    expect(codedScore(kept)!.score).toBeCloseTo(0.3125, 10)
  })
})
