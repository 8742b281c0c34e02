import { describe, expect, it } from 'vitest'
import { adviceOn } from './item-advice.ts'
import { wilson, type ItemStatistics } from './statistics.ts'

const item = (n: number, right: number, interval: { low: number; high: number } | null = null): ItemStatistics => ({
  n,
  right,
  share: wilson(right, n),
  itemRest: interval && { value: (interval.low + interval.high) / 2, interval },
  sums: { x: right, y: 0, y2: 0, xy: 0 },
})
const option = (id: string, count: number, restMean: number | null = 5) => ({
  id,
  correct: id === 'a',
  count,
  restMean,
})
const codes = (...of: Parameters<typeof adviceOn>) => adviceOn(...of).map(({ code }) => code)

describe('advice to rewrite', () => {
  it('is given to a class of thirty and never to one of twenty-nine', () => {
    const against = { low: -0.6, high: -0.1 }
    expect(adviceOn(item(30, 12, against), 'select', [])).toEqual([{ code: 'pulls-against', low: -0.6, high: -0.1 }])
    expect(adviceOn(item(29, 12, against), 'select', [])).toEqual([])
    expect(adviceOn(item(30, 12, { low: -0.6, high: 0.1 }), 'select', [])).toEqual([])
  })

  it('names the wrong option that drew more, and better, readers than the key', () => {
    const choices = [option('a', 10, 4.2), option('b', 25, 6.1), option('c', 5, 3)]
    expect(adviceOn(item(40, 10), 'single', choices)[0]).toEqual({
      code: 'better-readers-elsewhere',
      option: 'b',
      count: 25,
      restMean: 6.1,
      key: 10,
      keyMean: 4.2,
    })
    // More, but weaker: a misreading, which is what the option is for.
    expect(codes(item(40, 10), 'single', [option('a', 10, 6), option('b', 25, 4), option('c', 5, 3)])).toEqual([])
  })

  // Wilson’s upper end of 3 of 60 is .1370 and of 10 of 60 .2808; guessing one of four gives .25.
  it('says when fewer got it than guessing gives, by the upper end of the interval', () => {
    const choices = [option('a', 3), option('b', 20, 3), option('c', 19, 3), option('d', 18, 3)]
    const [found] = adviceOn(item(60, 3), 'single', choices)
    expect(found).toMatchObject({ code: 'below-guessing', guess: 0.25 })
    expect((found as { high: number }).high).toBeCloseTo(0.137, 3)
    expect(
      codes(item(60, 10), 'single', [option('a', 10), option('b', 17, 3), option('c', 17, 3), option('d', 16, 3)]),
    ).toEqual([])
  })

  it('finds an option that draws nobody by its share of the wrong answers, not of all', () => {
    // One of 20 wrong is 5 %, which stands; none of 20 does not. Among 19 wrong answers nothing is said.
    expect(codes(item(80, 60), 'single', [option('a', 60), option('b', 19), option('c', 1)])).toEqual([])
    expect(adviceOn(item(80, 60), 'single', [option('a', 60), option('b', 20), option('c', 0, null)])).toEqual([
      { code: 'idle-option', option: 'c', count: 0, wrong: 20 },
    ])
    expect(codes(item(79, 60), 'single', [option('a', 60), option('b', 19), option('c', 0, null)])).toEqual([])
  })

  it('weighs no options where several may be right or rows are matched', () => {
    const choices = [option('a', 1), option('b', 60), option('c', 0, null)]
    for (const kind of ['several', 'match', 'order', 'who-said', 'select'])
      expect(adviceOn(item(60, 1), kind, choices)).toEqual([])
  })
})
