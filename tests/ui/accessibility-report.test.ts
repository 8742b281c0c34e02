import { expect, test } from 'vitest'
import { CLAIM_WORDS, CRITERIA } from '../../app/(edition)/accessibility/criteria.ts'

const numbers = (id: string): number[] => id.split('.').map(Number)

test('the report has a claim and a remark on every criterion of WCAG 2.2, levels A and AA, in their order', () => {
  // WCAG 2.2 has 31 criteria of level A and 24 of level AA; 4.1.1 was withdrawn.
  expect(CRITERIA.filter(({ level }) => level === 'A')).toHaveLength(31)
  expect(CRITERIA.filter(({ level }) => level === 'AA')).toHaveLength(24)
  const ids = CRITERIA.map(({ id }) => id)
  const sorted = ids.toSorted((a, b) => {
    const [left, right] = [numbers(a), numbers(b)]
    return left[0]! - right[0]! || left[1]! - right[1]! || left[2]! - right[2]!
  })
  expect(ids).toEqual(sorted)
  expect(new Set(ids).size).toBe(ids.length)
  expect(CRITERIA.filter(({ tested, claim }) => tested && claim === 'none')).toEqual([])
  for (const { id, claim, remark } of CRITERIA) expect(CLAIM_WORDS[claim] && remark.endsWith('.'), id).toBe(true)
})
