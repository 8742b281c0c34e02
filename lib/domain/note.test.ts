import { describe, expect, test } from 'vitest'
import { placeNote, placeOrder, runOf, standingAt, wordsOf, type TextNow } from './anchor.ts'
import { citedIn, piecesOf } from './note.ts'

const unitsOf = (texts: Record<string, string>) =>
  new Map(Object.entries(texts).map(([id, text]) => [id, { id, text }] as const))
const now = (texts: Record<string, string>, successors: Record<string, string | null> = {}): TextNow => ({
  units: unitsOf(texts),
  successors: new Map(Object.entries(successors)),
})
const TEXT = { h1: 'Time: evening', s1: 'One  thing.', s2: 'Another.', s3: 'A third.', end: '[...]' }

describe('a note’s anchor', () => {
  const anchor = { from: 's1', to: 's2', words: 'One thing. Another.' }

  test('is ids plus words, white space folded', () => {
    expect(wordsOf(unitsOf(TEXT), { from: 's1', to: 's2' })).toBe(anchor.words)
    expect(placeNote(now(TEXT), anchor)).toEqual({ from: 's1', to: 's2', changed: false })
  })
  test('stays where a word was corrected, and says so', () =>
    expect(placeNote(now({ ...TEXT, s2: 'Another one.' }), anchor)).toEqual({ from: 's1', to: 's2', changed: true }))
  test('follows a withdrawn id to its successor, however often', () => {
    const { s2: _gone, ...rest } = TEXT
    expect(placeNote(now(rest, { s2: 's9', s9: 's3' }), anchor)).toEqual({ from: 's1', to: 's3', changed: true })
  })
  test('stands on its other end where nothing took an end’s place', () => {
    const { s2: _gone, ...rest } = TEXT
    expect(placeNote(now(rest, { s2: null }), anchor)).toEqual({ from: 's1', to: 's1', changed: true })
  })
  test('stands before the gap where both ends are gone, and at the beginning where nothing is before', () => {
    const { s2: _two, s3: _three, ...rest } = TEXT
    const gone = now(rest, { s2: null, s3: null })
    expect(placeNote(gone, { from: 's2', to: 's3', words: null })).toEqual({ from: 's1', to: 's1', changed: true })
    expect(placeNote(now({ s5: 'Five.' }, { s1: null }), { from: 's1', to: 's1', words: null }).from).toBe('s5')
  })
  test('never runs backwards, and a circle of successors ends', () => {
    expect(placeNote(now({ s1: 'a', s3: 'c' }, { s2: 's1' }), { from: 's3', to: 's2', words: null })).toMatchObject({
      from: 's1',
      to: 's3',
    })
    expect(placeNote(now({ s1: 'a' }, { s2: 's3', s3: 's2' }), { from: 's2', to: 's2', words: null }).from).toBe('s1')
  })
  test('is found by the sentence it stands on today', () =>
    expect(standingAt(now({ s1: 'a', s3: 'c' }, { s2: 's3', s4: null }), 's3')).toEqual(['s3', 's2']))
})

describe('a run', () => {
  test.each([
    ['h1', 's1', ['h1', 's1']],
    ['s3', 'end', ['s3', 'end']],
    ['s2', 's1', []],
    ['s2', 's9', []],
    ['s9', 's9', []],
  ])('%s to %s', (from, to, ids) => expect(runOf(unitsOf(TEXT), { from, to })).toEqual(ids))
  test('has an order that fits a column', () =>
    expect(['h1', 'h10', 's1', 's323', 'end'].map(placeOrder)).toEqual([1, 10, 1001, 1323, 9999]))
})

describe('a note’s words', () => {
  const isUnit = (id: string) => /^s([1-9]|[1-9]\d)$|^h7$/.test(id)
  test.each([
    ['see s12, and S. 13; s.14', ['s12', 's13', 's14']],
    ['line h7 says so', ['h7']],
    ['s12 s12', ['s12']],
    ['s999 is no sentence; nor is class12, s12a or ss12', []],
    ['', []],
  ])('%s', (text, cited) => expect(citedIn(text, isUnit)).toEqual(cited))
  test('come back whole from their pieces', () => {
    const text = 'By s. 17 he knows; s18!'
    const pieces = piecesOf(text, isUnit)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter((piece) => piece.at).map((piece) => piece.text)).toEqual(['s. 17', 's18'])
  })
})
