import { describe, expect, it } from 'vitest'
import {
  cellPoints,
  groupOf,
  NO_ENTRY,
  PLAIN_RULES,
  pointsThatCount,
  totalOf,
  type Counted,
  type GradebookRules,
} from './gradebook.ts'

const cell = (id: string, group: Counted['group'], points: number | null, of = 10): Counted => ({
  id,
  group,
  points,
  of,
})
const rules = (more: Partial<GradebookRules>): GradebookRules => ({ ...PLAIN_RULES, ...more })
const drops = (more: Partial<GradebookRules['drops']>) => rules({ drops: { ...PLAIN_RULES.drops, ...more } })

describe('what a cell counts', () => {
  it.each([
    ['a share of its points', 0.5, {}, 5],
    ['nothing yet', null, {}, null],
    ['a third, in hundredths', 1 / 3, {}, 3.33],
    ['nothing where excused, whatever was earned', 1, { excused: true, byHand: 900 }, null],
    ['what was set by hand, above what was computed', 0.2, { byHand: 725 }, 7.25],
    ['what was set by hand where nothing was done', null, { byHand: 0 }, 0],
    ['less what is taken for lateness', 0.8, { lateTakes: 25 }, 6],
    ['also of a figure set by hand', null, { byHand: 1000, lateTakes: 10 }, 9],
    ['nothing of it where all is taken', 1, { lateTakes: 100 }, 0],
  ])('%s', (_what, share, entry, points) => expect(cellPoints(share, 10, { ...NO_ENTRY, ...entry })).toBe(points))
  it('an essay stands with the readings', () =>
    expect((['essay', 'reading', 'quiz'] as const).map(groupOf)).toEqual(['reading', 'reading', 'quiz']))
})

describe('what counts at all', () => {
  it.each([
    ['a quiz that is explained at hand-in', 'quiz', 'hand-in', 8],
    ['a quiz that is explained once it has closed', 'quiz', 'closed', 8],
    ['no quiz that explains each item', 'quiz', 'each', 0],
    // Only a quiz can be explained so; the rule that other work was given with it says nothing.
    ['a question', 'question', 'each', 8],
  ] as const)('%s', (_what, kind, feedback, points) =>
    expect(pointsThatCount({ kind, feedback, points: 8 })).toBe(points),
  )
})

describe('the total', () => {
  it('weighs every point the same where no weights are given', () => {
    const total = totalOf([cell('q', 'quiz', 5, 10), cell('d', 'question', 30, 30)], PLAIN_RULES)
    expect(total.share).toBeCloseTo(35 / 40, 10)
    expect(total.groups).toEqual([
      { group: 'quiz', points: 5, of: 10, weight: null },
      { group: 'question', points: 30, of: 30, weight: null },
    ])
  })
  it('is nothing where nothing counts: not done, or of no points', () =>
    expect(totalOf([cell('q', 'quiz', null), cell('r', 'reading', 0, 0)], PLAIN_RULES)).toEqual({
      share: null,
      dropped: [],
      groups: [],
    }))
  it('weighs groups as told, and leaves the weight of an empty group to the others', () => {
    const weights = { reading: 0, quiz: 40, question: 60, exercise: 0 }
    const both = [cell('q', 'quiz', 5), cell('d', 'question', 10)]
    expect(totalOf(both, rules({ weights })).share).toBeCloseTo(0.5 * 0.4 + 1 * 0.6, 10)
    expect(totalOf([cell('q', 'quiz', 5)], rules({ weights })).share).toBeCloseTo(0.5, 10)
    expect(totalOf([cell('r', 'reading', 10)], rules({ weights })).share).toBeNull()
  })
  it('drops the lowest of a group by share, not by points', () => {
    const total = totalOf(
      [cell('a', 'quiz', 4, 5), cell('b', 'quiz', 6, 20), cell('c', 'quiz', 9, 10)],
      drops({ quiz: 1 }),
    )
    expect(total.dropped).toEqual(['b'])
    expect(total.share).toBeCloseTo(13 / 15, 10)
  })
  it('of equal shares drops the one that counts for more', () =>
    expect(totalOf([cell('a', 'quiz', 5, 10), cell('b', 'quiz', 10, 20)], drops({ quiz: 1 })).dropped).toEqual(['b']))
  it('never drops the last one standing, nor what is not done', () => {
    expect(totalOf([cell('a', 'quiz', 1)], drops({ quiz: 3 })).dropped).toEqual([])
    const two = totalOf([cell('a', 'quiz', 1), cell('b', 'quiz', null), cell('c', 'quiz', 2)], drops({ quiz: 5 }))
    expect(two.dropped).toEqual(['a'])
  })
  it('drops in each group by itself', () => {
    const all = [cell('a', 'quiz', 1), cell('b', 'quiz', 9), cell('c', 'reading', 0), cell('d', 'reading', 10)]
    expect(totalOf(all, drops({ quiz: 1 })).dropped).toEqual(['a'])
  })
  it('may pass the whole, where more was set by hand than there is', () =>
    expect(totalOf([cell('a', 'quiz', 12, 10)], PLAIN_RULES).share).toBeCloseTo(1.2, 10))
})
