import { describe, expect, test } from 'vitest'
import { codeOf } from './errors.ts'
import { showItem, showQuiz, type ChoiceItem, type Item, type SelectItem } from './item.ts'
import { admitAnswer, isRight, isWithin, judge, misreadingsIn, unitOrder } from './judge.ts'
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
  ])('%o given %j', (item, answer, expected) => {
    expect(refusal(item, answer)).toBe(expected)
  })
})

describe('right and wrong', () => {
  test.each<[Item, string[], boolean, string[]]>([
    [single, ['b'], true, []],
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
      near: null,
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
      near: { why: 'near', misreading: misreadings[0] },
    })
    expect(judge(select, ['s5'], misreadings).near).toBeNull()
    expect(judge(select, ['s3'], misreadings)).toMatchObject({ correct: true, near: null })
  })
  test('of nothing explains all the same', () => {
    expect(judge(several, [], misreadings)).toMatchObject({ correct: false, chosen: [], accepted: ['a', 'c'] })
  })
  test('names nobody’s misreading where the name is not known', () => {
    expect(judge(single, ['a'], []).options[0]!.misreading).toBeNull()
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
  expect(isWithin('s5', { from: 's5', to: 's5' })).toBe(true)
  expect(isWithin('s4', { from: 's5', to: 's5' })).toBe(false)
  expect(isWithin('end', { from: 'h1', to: 's323' })).toBe(false)
})
