import { describe, expect, test } from 'vitest'
import { ordinalAgreement, type Placements } from './agreement.ts'

const column = (text: string): (number | null)[] => text.split('').map((one) => (one === '.' ? null : Number(one)))

/*
 * The worked example of K. Krippendorff, “Computing Krippendorff’s Alpha-Reliability” (2011): four observers, twelve
 * units, five values, some left open. He gives .815 for ordinal data. Its places run from 1 to 5; here from 0 to 4, and
 * his missing values are dots.
 */
const KRIPPENDORFF: Placements = ['012210301...', '0122113014.2', '.2221231140.', '01221330140.'].map(column)

/*
 * Six students, five claims, seven places, one left open. By hand, from the pairs of each column and not from the
 * coincidence matrix that the code uses:
 *   counts of the 29 placements: 0 four times, 1 two, 2 one, 3 five, 4 four, 5 six, 6 seven;
 *   δ²(c,k) is the squared count from the middle of c to the middle of k, such as δ²(5,6) = (6/2 + 7/2)² = 42.25;
 *   observed: the mean over 29 of Σ δ² over ordered pairs in a column, each over m − 1: 32.937931;
 *   expected: the mean of δ² over all 29 · 28 ordered pairs: 140.285714;
 *   α = 1 − 32.937931 / 140.285714 = .765208.
 * Leaving out one student at a time gives .719338, .734586, .769740, .882267, .741383, .750403, with a jackknife
 * standard error of .120916; α − 1.96 of it is .528217, and α + 1.96 of it passes 1.
 */
const CLAIMS: Placements = ['63504', '63604', '53513', '66504', '6240.', '63515'].map(column)

describe('Krippendorff’s alpha for ordinal data', () => {
  test('is .815 for the published example', () => {
    const found = ordinalAgreement(KRIPPENDORFF, 5)!
    expect(found.alpha).toBeCloseTo(0.815388, 5)
    // His last unit was placed by one observer alone.
    expect([found.people, found.things]).toEqual([4, 11])
  })

  test('is what the pairs give by hand, with the jackknife’s interval', () => {
    const found = ordinalAgreement(CLAIMS, 7)!
    expect(found.alpha).toBeCloseTo(0.765208, 5)
    expect(found.interval!.low).toBeCloseTo(0.528217, 5)
    expect(found.interval!.high).toBe(1)
    expect([found.people, found.things]).toEqual([6, 5])
  })

  test('is 1 where all agree, below 0 where two camps stand against each other, and the same whoever comes first', () => {
    expect(ordinalAgreement(['0246', '0246', '0246'].map(column), 7)!.alpha).toBe(1)
    expect(ordinalAgreement(['0606', '6060'].map(column), 7)!.alpha).toBeLessThan(0)
    expect(ordinalAgreement(CLAIMS.toReversed(), 7)!.alpha).toBeCloseTo(0.765208, 5)
  })

  test('is nothing where nobody could disagree', () => {
    expect(ordinalAgreement([], 7)).toBeNull()
    expect(ordinalAgreement([column('063')], 7)).toBeNull()
    expect(ordinalAgreement(['333', '333'].map(column), 7)).toBeNull()
    expect(ordinalAgreement(['3..', '.3.'].map(column), 7)).toBeNull()
    expect(ordinalAgreement(['05', '50'].map(column), 7)!.interval).toBeNull()
  })
})
