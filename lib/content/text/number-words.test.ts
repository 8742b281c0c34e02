import { expect, it } from 'vitest'
import { numbersIn } from './number-words.ts'

it('reads numbers in letters and in digits, in any case', () => {
  expect(numbersIn('the six [other] European countries')).toEqual([6])
  expect(numbersIn('Seven of the fraternal countries')).toEqual([7])
  expect(numbersIn('to bring in 1,500 troops')).toEqual([1500])
  expect(numbersIn('two of eight')).toEqual([2, 8])
})

it('finds none inside other words', () => {
  expect(numbersIn('Mongolia')).toEqual([])
  expect(numbersIn('someone often intends it')).toEqual([])
})
