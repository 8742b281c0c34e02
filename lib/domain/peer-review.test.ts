import { expect, test } from 'vitest'
import { levelsApart, levelsIn, nextToReview, samplesToScore } from './peer-review.ts'
import type { QuestionSample } from './question.ts'
import type { Rubric } from './rubric.ts'

const sample = (level: QuestionSample['level']): QuestionSample => ({ level, text: '', cites: [], scores: {}, why: '' })
const rubric = { rows: [{ id: 'accuracy' }, { id: 'evidence' }] } as unknown as Rubric

test('three samples, one of each level, in an order that does not tell which', () => {
  const samples = [sample('strong'), sample('strong'), sample('partial'), sample('weak')]
  expect(samplesToScore(samples, (at) => String(9 - at))).toEqual([3, 2, 0])
  expect(samplesToScore([sample('weak'), sample('weak'), sample('weak')], String)).toEqual([0, 1, 2])
})

test('whoever was given to the fewest comes next, then by the seed, and nobody of none', () => {
  const answers = [
    { id: 'a', given: 1 },
    { id: 'b', given: 0 },
    { id: 'c', given: 0 },
  ]
  expect(nextToReview(answers, ({ id }) => ({ a: '0', b: '2', c: '1' })[id]!)?.id).toBe('c')
  expect(nextToReview([], () => '')).toBeNull()
})

test('a level for every row, whole numbers 0 to 3, and nothing else', () => {
  expect(levelsIn(rubric, { accuracy: '3', evidence: 0 })).toEqual({ accuracy: 3, evidence: 0 })
  for (const given of [{ accuracy: 3 }, { accuracy: 3, evidence: 4 }, { accuracy: 3, evidence: '' }])
    expect(levelsIn(rubric, given)).toBeNull()
  expect(levelsIn(rubric, { accuracy: 3, evidence: 1, other: 1 })).toBeNull()
})

test('how far two readers are apart', () => {
  expect(levelsApart({ accuracy: 3, evidence: 1 }, { accuracy: 1, evidence: 2, context: 0 })).toBe(1.5)
  expect(levelsApart({ accuracy: 3 }, {})).toBeNull()
})
