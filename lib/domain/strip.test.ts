import { describe, expect, test } from 'vitest'
import { heatStep, stripOf, type LaneMarks } from './strip.ts'

const TEXT = {
  ids: ['h1', 's1', 's2', 's3', 's4', 's5', 'end'],
  paragraphs: [
    { id: 't1.p1', sentences: ['s1', 's2'] },
    { id: 't2.p1', sentences: ['s3'] },
    { id: 't3.p1', sentences: ['s4', 's5'] },
  ],
}
const on = (...marks: [string, string][]): LaneMarks => ({
  rows: marks.length,
  marks: marks.map(([from, to]) => ({ from, to })),
})
const NONE = on()

describe('the strip', () => {
  test('counts each lane by sentence, and knows what nobody touched', () => {
    const strip = stripOf(TEXT, {
      cited: on(['h1', 'h1'], ['s1', 's1'], ['s1', 's1']),
      noted: on(['s1', 's3']),
      disputed: {
        rows: 1,
        marks: [
          { from: 's1', to: 's1' },
          { from: 's3', to: 's3' },
        ],
      },
      lost: on(['s2', 's2']),
    })
    expect(strip.rows).toEqual([
      { id: 'h1', cited: 1, noted: 0, disputed: 0, lost: 0 },
      { id: 's1', cited: 2, noted: 1, disputed: 1, lost: 0 },
      { id: 's2', cited: 0, noted: 1, disputed: 0, lost: 1 },
      { id: 's3', cited: 0, noted: 1, disputed: 1, lost: 0 },
    ])
    expect(strip.totals).toEqual({ cited: 3, noted: 1, disputed: 1, lost: 1 })
    expect(strip.untouched).toEqual(['s4', 's5'])
    expect(strip.orphans).toEqual(['t3.p1'])
  })
  test('a class that has done nothing has touched nothing', () => {
    const strip = stripOf(TEXT, { cited: NONE, noted: NONE, disputed: NONE, lost: NONE })
    expect([strip.rows, strip.untouched.length, strip.orphans.length]).toEqual([[], 5, 3])
  })
  test('a place that the text does not have is counted and drawn nowhere', () => {
    const strip = stripOf(TEXT, { cited: on(['s99', 's99']), noted: NONE, disputed: NONE, lost: NONE })
    expect([strip.totals.cited, strip.rows]).toEqual([1, []])
  })
  test.each([
    [0, 9, 0],
    [1, 3, 1],
    [3, 3, 3],
    [1, 40, 1],
    [20, 40, 3],
    [40, 40, 5],
  ])('%i of at most %i is step %i', (count, most, step) => expect(heatStep(count, most)).toBe(step))
})
