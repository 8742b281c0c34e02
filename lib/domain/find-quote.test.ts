import { expect, test } from 'vitest'
import { findQuote, type Quote } from './find-quote.ts'

const TEXT =
  'Premier Zhou: He went.\n\nHe came back. He went. We feel sorry for him. He has a good heart. It ends here.'
const quote = (exact: string, more: Partial<Quote> = {}): Quote => ({ exact, prefix: '', suffix: '', start: null, ...more }) // prettier-ignore
const words = (one: Quote) => {
  const found = findQuote(TEXT, one)
  return typeof found === 'string' ? found : [TEXT.slice(found.start, found.end), found.start, found.isCorrected]
}

test('words that stand once are found, whatever blanks are between them', () => {
  expect(words(quote('went. \n He came'))).toEqual(['went.\n\nHe came', TEXT.indexOf('went'), false])
  expect(words(quote('We feelsorry'))).toEqual(['We feel sorry', TEXT.indexOf('We feel'), false])
})

test('of several places the surroundings decide, else the position, else nobody', () => {
  const [first, second] = [TEXT.indexOf('He went'), TEXT.lastIndexOf('He went')]
  expect(words(quote('He went.', { prefix: 'He came back. ' }))).toEqual(['He went.', second, false])
  expect(words(quote('He went.', { suffix: ' He came' }))).toEqual(['He went.', first, false])
  expect(words(quote('He went.', { start: second }))).toEqual(['He went.', second, false])
  expect(words(quote('He went.', { start: second + 1 }))).toBe('several-places')
  expect(words(quote('He went.'))).toBe('several-places')
})

test('words that were corrected since are found between their surroundings, if most of them still stand', () => {
  const around = { prefix: 'We feel sorry for him. ', suffix: ' It ends here.' }
  expect(words(quote('He has a kind heart.', around))).toEqual(['He has a good heart.', TEXT.indexOf('He has'), true])
  expect(words(quote('Nothing of this is there.', around))).toBe('not-found')
  expect(words(quote('He has a kind heart.', { prefix: around.prefix }))).toBe('not-found')
  expect(words(quote('He has a kind heart.'))).toBe('not-found')
  expect(words(quote(' '))).toBe('not-found')
})
