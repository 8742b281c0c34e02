import { describe, expect, test } from 'vitest'
import { codeOf } from './errors.ts'
import { showItem, showQuiz, type ChoiceItem, type Item, type SelectItem } from './item.ts'
import {
  admitAnswer,
  choosable,
  hintOn,
  isRight,
  isWithin,
  judge,
  misreadingsIn,
  misreadingsOf,
  unitOrder,
} from './judge.ts'
import { bestOf, scoreOf } from './score.ts'

const base = { revision: 1, stem: 'A stem', skill: 'sourcing' as const, passage: { from: 's1', to: 's9' } }
const right = (id: string) => ({
  id,
  text: `Text ${id}`,
  correct: true as const,
  why: `why ${id}`,
  cites: [{ at: 's1' }],
})
const wrong = (id: string, misreading: string) => ({
  id,
  text: `Text ${id}`,
  correct: false as const,
  why: `why ${id}`,
  cites: [{ at: 's2' }],
  misreading,
})
const single: ChoiceItem = {
  ...base,
  id: 'single',
  kind: 'single',
  options: [wrong('a', 'drops-the-hedge'), right('b'), wrong('c', 'mixes-the-speakers')],
}
const several: ChoiceItem = {
  ...base,
  id: 'several',
  kind: 'several',
  options: [right('a'), wrong('b', 'drops-the-hedge'), right('c'), wrong('d', 'drops-the-hedge')],
}
const select: SelectItem = {
  ...base,
  id: 'select',
  kind: 'select',
  range: { from: 'h9', to: 's5' },
  accept: ['s3', 's4'],
  why: 'why here',
  cites: [{ at: 's3' }],
  near: [{ at: ['s1', 's2'], misreading: 'drops-the-hedge', why: 'near' }],
}
const misreadings = [
  { id: 'drops-the-hedge', reading: 'drops the hedge', advice: 'Look for the hedge.' },
  { id: 'mixes-the-speakers', reading: 'mixes the speakers', advice: 'Who speaks?' },
]
const refusal = (item: Item, answer: string[]): string => {
  try {
    return `admitted ${admitAnswer(showItem(item), answer).join('+')}`
  } catch (error) {
    return codeOf(error) ?? String(error)
  }
}

describe('what an item takes', () => {
  test.each<[Item, string[], string]>([
    [single, ['b'], 'admitted b'],
    [single, ['b', 'b', ''], 'admitted b'],
    [single, [], 'answer-empty'],
    [single, [''], 'answer-empty'],
    [single, ['a', 'b'], 'wrong-answer-kind'],
    [single, ['d'], 'wrong-answer-kind'],
    [single, ['B'], 'wrong-answer-kind'],
    [single, ['s3'], 'wrong-answer-kind'],
    [several, ['c', 'a'], 'admitted a+c'],
    [several, ['a', 'b', 'c', 'd'], 'admitted a+b+c+d'],
    [several, ['a', 'z'], 'wrong-answer-kind'],
    [several, [], 'answer-empty'],
    [select, ['s3'], 'admitted s3'],
    [select, ['h10'], 'admitted h10'],
    [select, ['h9'], 'admitted h9'],
    [select, ['h8'], 'wrong-answer-kind'],
    [select, ['s6'], 'wrong-answer-kind'],
    [select, ['s03'], 'wrong-answer-kind'],
    [select, ['end'], 'wrong-answer-kind'],
    [select, ['s3', 's4'], 'wrong-answer-kind'],
    [{ ...select, range: { from: 's5', to: 's120' } }, ['s10'], 'admitted s10'],
    [{ ...select, range: { from: 's5', to: 's120' } }, ['s121'], 'wrong-answer-kind'],
  ])('%o given %j', (item, answer, expected) => {
    expect(refusal(item, answer)).toBe(expected)
  })
})

describe('right and wrong', () => {
  const eitherOr: ChoiceItem = { ...single, options: [right('a'), right('b'), wrong('c', 'mixes-the-speakers')] }
  test.each<[Item, string[], boolean, string[]]>([
    [single, ['b'], true, []],
    [eitherOr, ['a'], true, []],
    [eitherOr, ['b'], true, []],
    [eitherOr, ['c'], false, ['mixes-the-speakers']],
    [single, ['a'], false, ['drops-the-hedge']],
    [single, [], false, []],
    [single, ['b', 'a'], false, ['drops-the-hedge']],
    [several, ['a', 'c'], true, []],
    [several, ['c', 'a'], true, []],
    [several, ['a'], false, []],
    [several, ['a', 'b', 'c'], false, ['drops-the-hedge']],
    [several, ['b', 'd'], false, ['drops-the-hedge', 'drops-the-hedge']],
    [several, [], false, []],
    [select, ['s3'], true, []],
    [select, ['s4'], true, []],
    [select, ['s3', 's4'], false, []],
    [select, ['s2'], false, ['drops-the-hedge']],
    [select, ['s5'], false, []],
    [select, [], false, []],
  ])('%o given %j is %s', (item, answer, expected, shown) => {
    expect(isRight(item, answer)).toBe(expected)
    expect(misreadingsIn(item, answer)).toEqual(shown)
  })
})

describe('the verdict', () => {
  test('explains every option and names the misreading of each wrong one', () => {
    expect(judge(single, ['a'], misreadings)).toEqual({
      item: 'single',
      kind: 'single',
      correct: false,
      chosen: ['a'],
      accepted: ['b'],
      explanation: null,
      near: [],
      rows: [],
      rubric: [],
      samples: [],
      passage: { from: 's1', to: 's9' },
      options: [
        {
          id: 'a',
          text: 'Text a',
          correct: false,
          chosen: true,
          why: 'why a',
          cites: [{ at: 's2' }],
          misreading: misreadings[0],
        },
        {
          id: 'b',
          text: 'Text b',
          correct: true,
          chosen: false,
          why: 'why b',
          cites: [{ at: 's1' }],
          misreading: null,
        },
        {
          id: 'c',
          text: 'Text c',
          correct: false,
          chosen: false,
          why: 'why c',
          cites: [{ at: 's2' }],
          misreading: misreadings[1],
        },
      ],
    })
  })
  test('of a sentence gives the one explanation, and the near miss that was chosen', () => {
    expect(judge(select, ['s2'], misreadings)).toMatchObject({
      correct: false,
      accepted: ['s3', 's4'],
      options: [],
      explanation: { why: 'why here' },
      near: [{ why: 'near', misreading: misreadings[0] }],
    })
    expect(judge(select, ['s5'], misreadings).near).toEqual([])
    expect(judge(select, ['s3'], misreadings)).toMatchObject({ correct: true, near: [] })
  })
  test('of nothing explains all the same', () => {
    expect(judge(several, [], misreadings)).toMatchObject({ correct: false, chosen: [], accepted: ['a', 'c'] })
  })
  test('names nobody’s misreading where the name is not known', () => {
    expect(judge(single, ['a'], []).options[0]!.misreading).toBeNull()
  })
})

const row = (id: string, key: string, choices?: { id: string; text: string }[]) => ({
  id,
  text: `Row ${id}`,
  key,
  why: `why ${id}`,
  cites: [{ at: 's1' }],
  ...(choices && { choices }),
})
const kept = { revision: 1, skill: 'close-reading' as const, passage: { from: 's1', to: 's9' }, stem: 'Stem' }
const told = { why: 'why in all', cites: [{ at: 's1' }] }
const order: Item = {
  ...kept,
  ...told,
  id: 'order',
  kind: 'order',
  rows: [row('a', '3'), row('b', '1'), row('c', '2')],
  near: [{ answers: ['a1', 'b3'], misreading: 'drops-the-hedge', why: 'the other way round' }],
}
const match: Item = {
  ...kept,
  ...told,
  id: 'match',
  kind: 'match',
  choices: [
    { id: '1', text: 'One' },
    { id: '2', text: 'Two' },
  ],
  rows: [
    row('a', '2'),
    row('b', '2', [
      { id: '2', text: 'Only two' },
      { id: '7', text: 'Seven' },
    ]),
  ],
  near: [{ answers: ['b7'], misreading: 'drops-the-hedge', why: 'seven' }],
}
const whoSaid: Item = { ...match, id: 'who-said', kind: 'who-said', rows: [row('a', '2'), row('b', '1')] }
const place: Item = {
  ...kept,
  id: 'place',
  kind: 'place',
  on: 'map',
  options: [
    {
      id: 'a',
      text: 'Moscow',
      where: 'moscow',
      correct: false,
      misreading: 'drops-the-hedge',
      why: 'a',
      cites: [{ at: 's1' }],
    },
    { id: 'b', text: 'Tirana', where: 'tirana', correct: true, why: 'b', cites: [{ at: 's1' }] },
    {
      id: 'c',
      text: 'Sochi',
      where: 'sochi',
      correct: false,
      misreading: 'drops-the-hedge',
      why: 'c',
      cites: [{ at: 's1' }],
    },
  ],
}
const written: Item = {
  ...kept,
  ...told,
  id: 'written',
  kind: 'written',
  max: 120,
  rubric: [{ row: 'Evidence', full: 'Names the sentence.' }],
  samples: [
    { level: 'strong', text: 'Sample one', why: 'because' },
    { level: 'weak', text: 'Sample two', why: 'because not' },
  ],
}

describe('items of rows, places and words', () => {
  test.each<[Item, string[], string]>([
    [order, ['b1', 'a3', 'c2'], 'admitted a3+b1+c2'],
    [order, ['a3', ''], 'admitted a3'],
    [order, ['a3', 'a2'], 'wrong-answer-kind'],
    [order, ['a4'], 'wrong-answer-kind'],
    [order, ['a3', 'b4'], 'wrong-answer-kind'],
    [order, ['d1'], 'wrong-answer-kind'],
    [order, ['a'], 'wrong-answer-kind'],
    [order, [], 'answer-empty'],
    [match, ['b7'], 'admitted b7'],
    [match, ['a7'], 'wrong-answer-kind'],
    [match, ['b1'], 'wrong-answer-kind'],
    [whoSaid, ['b1', 'a2'], 'admitted a2+b1'],
    [whoSaid, ['a7'], 'wrong-answer-kind'],
    [place, ['b'], 'admitted b'],
    [place, ['a', 'b'], 'wrong-answer-kind'],
    [place, ['tirana'], 'wrong-answer-kind'],
    [written, ['  He says so.\r\nTwice.  '], 'admitted He says so.\nTwice.'],
    [written, ['   '], 'answer-empty'],
    [written, [], 'answer-empty'],
    [written, ['x'.repeat(120)], `admitted ${'x'.repeat(120)}`],
    [written, ['one', 'two'], 'wrong-answer-kind'],
    [written, ['x'.repeat(121)], 'answer-too-long'],
  ])('%o given %j', (item, answer, expected) => {
    expect(refusal(item, answer)).toBe(expected)
  })

  test.each<[Item, string[], boolean, string[]]>([
    [order, ['a3', 'b1', 'c2'], true, []],
    [order, ['a3', 'b1'], false, []],
    [order, ['a1', 'b3', 'c2'], false, ['drops-the-hedge']],
    [order, ['a1', 'b2', 'c3'], false, []],
    [match, ['a2', 'b2'], true, []],
    [match, ['a2', 'b7'], false, ['drops-the-hedge']],
    [whoSaid, ['a2', 'b1'], true, []],
    [whoSaid, ['a1', 'b1'], false, []],
    [whoSaid, ['a2', 'b7'], false, ['drops-the-hedge']],
    [place, ['b'], true, []],
    [place, ['a'], false, ['drops-the-hedge']],
    [written, ['He says so.'], false, []],
  ])('%o given %j is %s', (item, answer, expected, shown) => {
    expect(isRight(item, answer)).toBe(expected)
    expect(misreadingsIn(item, answer)).toEqual(shown)
  })

  test('of rows the verdict says what belongs where and what was chosen', () => {
    const verdict = judge(match, ['a1'], misreadings)
    expect(verdict).toMatchObject({ correct: false, accepted: ['a2', 'b2'], explanation: { why: 'why in all' } })
    expect(verdict.rows).toEqual([
      { id: 'a', text: 'Row a', key: 'Two', chosen: 'One', correct: false, why: 'why a', cites: [{ at: 's1' }] },
      { id: 'b', text: 'Row b', key: 'Only two', chosen: null, correct: false, why: 'why b', cites: [{ at: 's1' }] },
    ])
    expect(judge(match, ['a2', 'b7'], misreadings).rows.map(({ correct }) => correct)).toEqual([true, false])
    expect(judge(whoSaid, ['a2', 'b1'], misreadings)).toMatchObject({ correct: true, accepted: ['a2', 'b1'] })
    expect(judge(order, ['a1', 'b3', 'c2'], misreadings).near).toEqual([
      { misreading: misreadings[0], why: 'the other way round' },
    ])
  })

  test('a written answer is neither right nor wrong, and no point of the total', () => {
    expect(judge(written, ['He says so.'], misreadings)).toMatchObject({
      correct: null,
      chosen: ['He says so.'],
      accepted: [],
      explanation: told,
      samples: [{ level: 'strong' }, { level: 'weak' }],
    })
    expect(
      scoreOf(
        [order, written],
        new Map([
          ['order', ['a3', 'b1', 'c2']],
          ['written', ['He says so.']],
        ]),
      ),
    ).toEqual({ earned: 1, total: 1 })
  })

  test('what the screen gets holds no key, reason, misreading, rubric or sample', () => {
    const shown = JSON.stringify([order, match, place, written].map(showItem))
    for (const word of ['why', 'key', 'misreading', 'near', 'rubric', 'Sample', 'correct', 'accept'])
      expect(shown).not.toContain(word)
    expect(shown).toContain('"First"')
  })

  test('what can be chosen is listed for the desk, sentence or row, with its misreading', () => {
    expect(choosable(match, []).map(({ id, text, correct, misreading }) => [id, text, correct, misreading])).toEqual([
      ['a1', 'Row a: One', false, null],
      ['a2', 'Row a: Two', true, null],
      ['b2', 'Row b: Only two', true, null],
      ['b7', 'Row b: Seven', false, 'drops-the-hedge'],
    ])
    expect(choosable(written, ['He says so.'])).toEqual([])
    expect(choosable(select, ['s2', 's5', 's3'])).toEqual([
      { id: 's3', text: null, correct: true, misreading: null },
      { id: 's4', text: null, correct: true, misreading: null },
      { id: 's2', text: null, correct: false, misreading: 'drops-the-hedge' },
      { id: 's5', text: null, correct: false, misreading: null },
    ])
    // A near miss of two rows is nobody's who chose one of them.
    expect(choosable(order, []).filter(({ misreading }) => misreading !== null)).toEqual([])
    const mixed = { ...match, near: [{ answers: ['a1', 'b2'], misreading: 'mixes-the-speakers', why: 'both' }] } as Item
    expect(choosable(mixed, []).filter(({ misreading }) => misreading !== null)).toEqual([])
    expect(choosable(place, [])).toEqual([
      { id: 'a', text: 'Moscow', correct: false, misreading: 'drops-the-hedge' },
      { id: 'b', text: 'Tirana', correct: true, misreading: null },
      { id: 'c', text: 'Sochi', correct: false, misreading: 'drops-the-hedge' },
    ])
  })

  test('every misreading that an item can show is known before anybody answers', () => {
    expect(misreadingsOf(single)).toEqual(['drops-the-hedge', 'mixes-the-speakers'])
    expect(misreadingsOf(select)).toEqual(['drops-the-hedge'])
    expect(misreadingsOf(order)).toEqual(['drops-the-hedge'])
    expect(misreadingsOf(place)).toEqual(['drops-the-hedge', 'drops-the-hedge'])
    expect(misreadingsOf(written)).toEqual([])
  })

  test('a refusal names the item, and what it would have taken', () => {
    const detail = (item: Item, answer: string[]): unknown => {
      try {
        return admitAnswer(showItem(item), answer)
      } catch (error) {
        return (error as { detail: unknown }).detail
      }
    }
    expect(detail(written, [' '])).toEqual({ item: 'written' })
    expect(detail(written, ['a', 'b'])).toEqual({ item: 'written', kind: 'written' })
    expect(detail(written, ['x'.repeat(121)])).toEqual({ item: 'written', max: 120 })
    expect(detail(single, [])).toEqual({ item: 'single' })
    expect(detail(single, ['z'])).toEqual({ item: 'single', kind: 'single' })
  })
})

describe('a hint', () => {
  test('is the item’s own words, or the advice on the misreading that was shown, or the passage alone', () => {
    expect(hintOn({ ...single, hint: 'Read it aloud.' }, ['c'], misreadings).words).toBe('Read it aloud.')
    expect(hintOn(single, ['c'], misreadings)).toEqual({ words: 'Who speaks?', passage: single.passage })
    expect(hintOn(several, ['a'], misreadings)).toEqual({ words: null, passage: several.passage })
    expect(hintOn(single, ['c'], [])).toEqual({ words: null, passage: single.passage })
  })
  test('on a sentence never says where it stands', () => {
    expect(hintOn(select, ['s2'], misreadings)).toEqual({ words: 'Look for the hedge.', passage: null })
  })
})

describe('the score', () => {
  const items = [single, several, select]
  test('is one point an item, all or nothing', () => {
    expect(
      scoreOf(
        items,
        new Map([
          ['single', ['b']],
          ['several', ['a', 'c']],
          ['select', ['s4']],
        ]),
      ),
    ).toEqual({ earned: 3, total: 3 })
    expect(
      scoreOf(
        items,
        new Map([
          ['single', ['b']],
          ['several', ['a']],
        ]),
      ),
    ).toEqual({ earned: 1, total: 3 })
    expect(scoreOf(items, new Map())).toEqual({ earned: 0, total: 3 })
    expect(scoreOf([], new Map())).toEqual({ earned: 0, total: 0 })
  })
  test('of several attempts is the best one, the first of equals', () => {
    const first = { earned: 2, total: 3 }
    expect(bestOf([null, { earned: 1, total: 3 }, first, { earned: 2, total: 3 }, null])).toBe(first)
    expect(bestOf([{ earned: 0, total: 3 }])).toEqual({ earned: 0, total: 3 })
    expect(bestOf([null])).toBeNull()
    expect(bestOf([])).toBeNull()
  })
})

describe('what the screen gets', () => {
  test('has no key, reason or misreading in it', () => {
    const quiz = {
      id: 'quiz',
      title: 'Quiz',
      audience: 'class' as const,
      summary: 'Summary',
      minutes: 5,
      items: [single, several, select],
    }
    const text = JSON.stringify(showQuiz(quiz))
    for (const hidden of [
      'why',
      'correct',
      'misreading',
      'drops-the-hedge',
      'accept',
      'near',
      'cites',
      'passage',
      's3',
    ])
      expect(text).not.toContain(hidden)
    expect(showItem({ ...single, surprise: 'a field of tomorrow' } as Item)).not.toHaveProperty('surprise')
  })
})

test('units stand in document order: header lines, sentences, the end', () => {
  const order = ['h1', 'h2', 'h10', 's1', 's2', 's10', 's323', 'end']
  expect(order.toSorted((a, b) => unitOrder(a) - unitOrder(b))).toEqual(order)
  expect(unitOrder('end')).toBeGreaterThan(unitOrder('s9999'))
  expect(isWithin('s5', { from: 's5', to: 's5' })).toBe(true)
  expect(isWithin('s4', { from: 's5', to: 's5' })).toBe(false)
  expect(isWithin('end', { from: 'h1', to: 's323' })).toBe(false)
})
