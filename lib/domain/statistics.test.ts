import { describe, expect, it } from 'vitest'
import { statisticsOf, verdictOn, wilson, type Matrix } from './statistics.ts'

const matrix = (rows: string): Matrix =>
  rows.split(' ').map((row) => row.split('').map((one): 0 | 1 => (one === '1' ? 1 : 0)))

const CLASS_OF_24 = matrix(
  '01001111 11101110 01001110 00000111 00000011 00000110 10010111 00001111 00001011 00000010 00000001 00000111 ' +
    '00000100 00111111 01111110 01111100 00000110 01011001 00001100 00001111 10010001 01110001 00000010 00000001',
)
const CLASS_OF_40 = matrix(
  '001000111101 000001111111 000010111111 101111111111 000000011111 000001101111 100010110011 000011111111 ' +
    '100010001110 000001101111 000010101110 000011111101 010100100101 000000101111 100110011111 000000101111 ' +
    '001010111111 000001011111 001010011111 010010000011 000101111110 000000011101 000001011101 001000111011 ' +
    '010000101111 001110111111 000011111111 000000000001 000001011111 000000111011 111111111111 000000010001 ' +
    '000001100111 000001111101 001000011111 000000011001 000011111111 010001000101 000001111011 000110000001',
)

/** From R 4.2, psych 2.2.9: `alpha()` gives raw_alpha and r.drop, `prop.test(correct = FALSE)` gives Wilson’s interval. */
const FROM_R = [
  {
    rows: CLASS_OF_24,
    alpha: 0.468314,
    right: [3, 7, 5, 7, 11, 15, 16, 14],
    itemRest: [0.128814, 0.403817, 0.487873, 0.332902, 0.440638, 0.20872, -0.018356, -0.168192],
    share: [
      { low: 0.043443, high: 0.310039 },
      { low: 0.149146, high: 0.491677 },
      { low: 0.092448, high: 0.404705 },
    ],
  },
  {
    rows: CLASS_OF_40,
    alpha: 0.576082,
    right: [5, 5, 8, 7, 16, 17, 25, 27, 32, 31, 29, 37],
    itemRest: [
      0.297514, -0.116758, 0.352137, 0.247818, 0.290701, 0.172578, 0.307148, 0.246632, 0.373227, 0.337972, 0.347333,
      -0.083735,
    ],
    share: [
      { low: 0.054595, high: 0.261121 },
      { low: 0.054595, high: 0.261121 },
      { low: 0.105, high: 0.347573 },
    ],
  },
]

describe('statistics of a quiz', () => {
  it.each(FROM_R)('agree with those of another program to three decimals: $rows.length students', (known) => {
    const found = statisticsOf(known.rows)
    expect(found.n).toBe(known.rows.length)
    expect(found.kr20!.value).toBeCloseTo(known.alpha, 4)
    expect(found.items.map((item) => item.right)).toEqual(known.right)
    for (const [i, value] of known.itemRest.entries()) expect(found.items[i]!.itemRest!.value).toBeCloseTo(value, 4)
    for (const [i, { low, high }] of known.share.entries()) {
      expect(found.items[i]!.share.low).toBeCloseTo(low, 4)
      expect(found.items[i]!.share.high).toBeCloseTo(high, 4)
    }
  })

  /*
   * The same resamples drawn again with numpy: xorshift32 seeded with n · 31 + k = 752, 2,000 draws of 24 whole rows, of
   * the ordered values those at 2.5 and 97.5 %. KR-20 from `X.sum(1).var()` and the item–rest of the fifth item from
   * `corrcoef`: .123686 to .644518, and .069296 to .740744.
   */
  it('resamples to the intervals that another program gets from the same draws', () => {
    const { kr20, items } = statisticsOf(CLASS_OF_24)
    expect(kr20!.interval!.low).toBeCloseTo(0.123686, 5)
    expect(kr20!.interval!.high).toBeCloseTo(0.644518, 5)
    expect(items[4]!.itemRest!.interval!.low).toBeCloseTo(0.069296, 5)
    expect(items[4]!.itemRest!.interval!.high).toBeCloseTo(0.740744, 5)
  })

  it('intervals hold their figure, are the same at every look, and narrow as a class grows', () => {
    const once = statisticsOf(CLASS_OF_40)
    expect(statisticsOf(CLASS_OF_40)).toEqual(once)
    expect(once.by).toBe('bootstrap')
    for (const { itemRest } of once.items.filter((item) => item.itemRest?.interval)) {
      expect(itemRest!.interval!.low).toBeLessThan(itemRest!.value)
      expect(itemRest!.interval!.high).toBeGreaterThan(itemRest!.value)
    }
    const tenTimes = statisticsOf(Array.from({ length: 10 }, () => CLASS_OF_40).flat())
    expect(tenTimes.by).toBe('jackknife')
    const width = ({ interval }: { interval: { low: number; high: number } | null }) => interval!.high - interval!.low
    expect(tenTimes.kr20!.value).toBeCloseTo(once.kr20!.value, 10)
    expect(width(tenTimes.kr20!) / width(once.kr20!)).toBeGreaterThan(0.2)
    expect(width(tenTimes.kr20!) / width(once.kr20!)).toBeLessThan(0.45)
  })

  it('the two ways to an interval agree where both hold', () => {
    const resampled = statisticsOf(Array.from({ length: 4 }, () => CLASS_OF_40).flat())
    const jackknifed = statisticsOf(Array.from({ length: 5 }, () => CLASS_OF_40).flat())
    expect([resampled.by, jackknifed.by]).toEqual(['bootstrap', 'jackknife'])
    const width = (of: typeof resampled, i: number) =>
      of.items[i]!.itemRest!.interval!.high - of.items[i]!.itemRest!.interval!.low
    for (const i of [0, 2, 8, 10]) {
      const ratio = width(jackknifed, i) / width(resampled, i)
      expect(ratio).toBeGreaterThan(0.75)
      expect(ratio).toBeLessThan(1.05)
    }
  })

  it('four students get counts and no figure, 24 get figures and no word, 40 get a word', () => {
    const few = statisticsOf(CLASS_OF_24.slice(0, 4))
    expect(few.kr20).toBeNull()
    expect(few.items.every((item) => item.itemRest === null)).toBe(true)
    expect(few.items[0]!.share).toEqual(wilson(1, 4))
    const class24 = statisticsOf(CLASS_OF_24)
    expect(class24.items.every((item) => item.itemRest !== null && verdictOn(item) === null)).toBe(true)
    const class40 = statisticsOf(CLASS_OF_40)
    expect(class40.items.map(verdictOn)).toContain('goes-with-the-rest')
    expect(class40.items.map(verdictOn)).toContain('nothing-firm')
  })

  it('an item that everybody got, and a quiz of one item, have no correlation rather than a wrong one', () => {
    const all = CLASS_OF_40.map((row): (0 | 1)[] => [1, ...row.slice(1)])
    expect(statisticsOf(all).items[0]).toMatchObject({ right: 40, itemRest: null })
    const one = statisticsOf(CLASS_OF_40.map((row) => [row[4]!]))
    expect(one.kr20).toBeNull()
    expect(one.items[0]!.itemRest).toBeNull()
    expect(statisticsOf([])).toMatchObject({ n: 0, items: [], kr20: null })
  })

  it('an item keyed the wrong way round pulls against the rest', () => {
    const able = CLASS_OF_40.map((row) => row.filter(Boolean).length >= 6)
    const wrong = CLASS_OF_40.map((row, i): (0 | 1)[] => [able[i] ? 0 : 1, ...row])
    expect(verdictOn(statisticsOf(wrong).items[0]!)).toBe('pulls-against')
  })

  /*
   * Leave one of 200 rows out at a time, computed in Python from the definitions: the standard error of the 200 values, times
   * 1.96 to either side. KR-20: .458792 to .693373; the item–rest of the ninth item: .269282 to .477172.
   */
  it('leaves one out to the intervals that another program gets', () => {
    const { kr20, items } = statisticsOf(Array.from({ length: 5 }, () => CLASS_OF_40).flat())
    expect(kr20!.interval!.low).toBeCloseTo(0.458792, 5)
    expect(kr20!.interval!.high).toBeCloseTo(0.693373, 5)
    expect(items[8]!.itemRest!.interval!.low).toBeCloseTo(0.269282, 5)
    expect(items[8]!.itemRest!.interval!.high).toBeCloseTo(0.477172, 5)
  })

  it('give the mean and the variance of the scores, and zeros where nobody sat', () => {
    const { scores } = statisticsOf(CLASS_OF_40)
    expect(scores.mean).toBeCloseTo(5.975, 10)
    expect(scores.variance).toBeCloseTo(4.374375, 10)
    expect(scores.pq).toBeCloseTo(2.064375, 10)
    expect(statisticsOf([]).scores).toEqual({ mean: 0, variance: 0, pq: 0 })
  })

  it('begin with ten students, and words with thirty', () => {
    const first = (n: number) => statisticsOf(CLASS_OF_40.slice(0, n))
    expect(first(9).kr20).toBeNull()
    expect(first(9).items.some((item) => item.itemRest !== null)).toBe(false)
    expect(first(10).kr20).not.toBeNull()
    expect(first(29).items.some((item) => verdictOn(item) !== null)).toBe(false)
    expect(first(30).items.some((item) => verdictOn(item) !== null)).toBe(true)
  })

  it('have a reliability from two items on, and none of equal scores', () => {
    expect(statisticsOf(CLASS_OF_40.map((row) => row.slice(6, 8))).kr20).not.toBeNull()
    const equal = Array.from({ length: 12 }, (_none, i): (0 | 1)[] => (i % 2 === 0 ? [1, 0] : [0, 1]))
    expect(statisticsOf(equal).kr20).toBeNull()
  })

  it('give no interval where most samples have no figure: one student in a class is right', () => {
    const one = (n: number): Matrix =>
      Array.from({ length: n / 40 }, () => CLASS_OF_40)
        .flat()
        .map((row, i): (0 | 1)[] => [i === 0 ? 1 : 0, ...row])
    for (const n of [40, 200]) {
      const [item] = statisticsOf(one(n)).items
      expect(item!.itemRest!.value, `${n}`).not.toBeNaN()
      expect(item!.itemRest!.interval, `${n}`).toBeNull()
      expect(verdictOn(item!), `${n}`).toBeNull()
    }
    const nobody = one(200).map((row): (0 | 1)[] => [0, ...row.slice(1)])
    expect(statisticsOf(nobody).items[0]!.itemRest).toBeNull()
  })

  it('of a share know nothing where nobody answered', () => expect(wilson(0, 0)).toEqual({ low: 0, high: 1 }))
})
