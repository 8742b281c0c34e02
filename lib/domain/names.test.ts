import { describe, expect, test } from 'vitest'
import { citationSchema, foldSpace } from './citation.ts'
import {
  CODE_ALPHABET,
  codeFrom,
  codeSchema,
  displayNameSchema,
  emailSchema,
  idSchema,
  loginNameOf,
  passphraseSchema,
} from './names.ts'

describe('names', () => {
  test.each([
    ['  Anna \t Lee ', 'Anna Lee'],
    ['Ung Văn Khiêm', 'Ung Văn Khiêm'],
    ['e\u0301', 'é'],
    ['<b>', '<b>'],
    ['a\nb', 'a b'],
    ['', null],
    ['   ', null],
    ['x'.repeat(80), 'x'.repeat(80)],
    ['x'.repeat(81), null],
    ['bell\u0007', null],
    ['nul\u0000', null],
    ['\ud800', null],
  ])('%j is %j', (typed, expected) => {
    expect(displayNameSchema.safeParse(typed).data ?? null).toBe(expected)
  })

  test.each([
    ['Anna Lee', 'ANNA  LEE'],
    ['Anna Lee', 'ａｎｎａ ｌｅｅ'],
    ['Bến Hồ', 'BẾN HỒ'],
    ['ﬁn', 'FIN'],
  ])('%s and %s sign in as one', (a, b) => {
    expect(loginNameOf(a)).toBe(loginNameOf(b))
  })
  test('Anna Lee and Anna B. Lee are two', () => expect(loginNameOf('Anna Lee')).not.toBe(loginNameOf('Anna B. Lee')))
})

test.each([
  [' Teacher@School.Test ', 'teacher@school.test'],
  ['a@b', 'a@b'],
  ['no-at-sign', null],
  ['two@@signs', null],
  ['a b@c', null],
  ['nul\u0000@c', null],
  [`${'x'.repeat(250)}@school.test`, null],
])('the address %j is %j', (typed, expected) => {
  expect(emailSchema.safeParse(typed).data ?? null).toBe(expected)
})

test.each([
  ['short', false],
  ['8 bytes!', true],
  ['漢字三', true],
  ['x'.repeat(256), true],
  ['x'.repeat(257), false],
  ['漢'.repeat(86), false],
  ['nul\u0000 nul nul', false],
])('the passphrase %j may be chosen: %s', (typed, expected) => {
  expect(passphraseSchema.safeParse(typed).success).toBe(expected)
})

describe('codes', () => {
  test.each([
    ['xhha8264', 'XHHA8264'],
    [' XHHA-8264 ', 'XHHA8264'],
    ['ｘｈｈａ８２６４', 'XHHA8264'],
    ['AB\u0000CD', null],
  ])('%j is read as %j', (typed, expected) => {
    expect(codeSchema.safeParse(typed).data ?? null).toBe(expected)
  })
  test('are made of letters that survive a whiteboard, each as likely as the next', () => {
    let byte = 0
    const seen = new Map<string, number>()
    for (let n = 0; n < 3_000; n++) {
      const code = codeFrom((bytes) => Uint8Array.from({ length: bytes }, () => byte++ % 256))
      expect(code).toMatch(/^[A-HJKMNP-Z2-9]{8}$/)
      for (const letter of code) seen.set(letter, (seen.get(letter) ?? 0) + 1)
    }
    expect([...seen.keys()].toSorted().join('')).toBe(Array.from(CODE_ALPHABET).toSorted().join(''))
    const counts = [...seen.values()]
    expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.2)
  })
  test('bytes that would favor some letters are skipped', () => {
    const bytes = [255, 254, 253, 252, 240, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    expect(codeFrom(() => Uint8Array.from(bytes))).toBe(CODE_ALPHABET.slice(0, 8))
  })
})

test.each([
  ['01990000-0000-7000-8000-000000000001', true],
  ['', false],
  ['a/b', false],
  ['a b', false],
  ['漢', false],
  ['x'.repeat(65), false],
])('the id %j is one: %s', (id, expected) => {
  expect(idSchema.safeParse(id).success).toBe(expected)
})

describe('citations', () => {
  test.each([
    ['s1', true],
    ['s323', true],
    ['h1', true],
    ['h10', true],
    ['end', true],
    ['h11', false],
    ['s0', false],
    ['s01', false],
    ['S1', false],
    ['t11', false],
    ['', false],
  ])('%j names a unit: %s', (at, expected) => {
    expect(citationSchema.safeParse({ at }).success).toBe(expected)
  })
  test('hold words that a text can hold, and nothing else', () => {
    expect(citationSchema.safeParse({ at: 's1', quote: 'very nervous' }).success).toBe(true)
    for (const quote of ['', 'x'.repeat(601), 'nul\u0000', '\udc00'])
      expect(citationSchema.safeParse({ at: 's1', quote }).success, JSON.stringify(quote)).toBe(false)
    expect(citationSchema.safeParse({ at: 's1', note: 'x' }).success).toBe(false)
  })
  test('are compared with white space folded', () => expect(foldSpace(' very\n\tnervous ')).toBe('very nervous'))
})
