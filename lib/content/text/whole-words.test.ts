import { expect, it } from 'vitest'
import { timesIn } from './whole-words.ts'

it('counts whole words in any case', () => {
  const text = 'The Wall fell. A wallet, walls and “wall.” Vlorë is not Vlor.'
  expect(timesIn(text, 'wall')).toBe(2)
  expect(timesIn(text, 'Vlor')).toBe(1)
  expect(timesIn(text, 'vlorë')).toBe(1)
  expect(timesIn(text, 'famine')).toBe(0)
})

it('counts phrases, and takes no character of them for a pattern', () => {
  expect(timesIn('peaceful coexistence, Peaceful coexistence', 'peaceful  coexistence')).toBe(2)
  expect(timesIn('abc', 'a.c')).toBe(0)
})
