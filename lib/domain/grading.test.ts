import { describe, expect, it } from 'vitest'
import {
  acrossAnswers,
  agreementOf,
  gradingOf,
  isComplete,
  nextToGrade,
  pairOn,
  pointsOf,
  rowsThatCount,
  sheetsOf,
  type Entry,
  type GradingRubric,
  type Levels,
  type QueueState,
} from './grading.ts'

const row = (id: string, weight = 1) => ({ id, title: id, asks: '', cells: ['', '', '', ''], weight })
const rubric: GradingRubric = [row('evidence'), row('sourcing', 2), row('style', 0)]
const ONE = { sourceId: 'post', version: 1 }
const TWO = { sourceId: 'post', version: 2 }

let minute = 0
/** One save: levels by row, and under `''` the comment. */
const save = (
  graderId: string,
  given: Record<string, number | string | null>,
  { on = ONE, kind = 'given' as Entry['kind'] } = {},
): Entry[] => {
  const savedAt = new Date(Date.UTC(2026, 8, 1, 0, minute++))
  return Object.entries(given).map(([criterion, value]) => ({
    ...on,
    criterion,
    level: typeof value === 'number' ? value : null,
    comment: typeof value === 'string' ? value : null,
    graderId,
    kind,
    savedAt,
  }))
}

describe('points', () => {
  it('count each row as often as the rubric says, and a row of weight 0 not at all', () => {
    expect(rowsThatCount(rubric).map(({ id }) => id)).toEqual(['evidence', 'sourcing'])
    expect(pointsOf(rubric, { evidence: 2, sourcing: 3, style: 3 })).toEqual({ points: 8, of: 9 })
    expect(pointsOf(rubric, {})).toEqual({ points: 0, of: 9 })
  })
  it.each([
    [{ evidence: 0, sourcing: 0 }, true],
    [{ evidence: 3 }, false],
    [{ evidence: 3, style: 3 }, false],
  ])('%j is complete: %s', (levels, complete) => expect(isComplete(rubric, levels)).toBe(complete))
})

describe('sheets', () => {
  it('are what the entries leave: the last word of each row counts, and null takes it back', () => {
    const entries = [...save('ada', { evidence: 1, sourcing: 2, '': 'Why?' }), ...save('ada', { evidence: 3 })]
    expect(sheetsOf(entries, 1)).toMatchObject([{ levels: { evidence: 3, sourcing: 2 }, comment: 'Why?' }])
    const undone = [...entries, ...save('ada', { sourcing: null, '': null })]
    expect(sheetsOf(undone, 1)).toMatchObject([{ levels: { evidence: 3 }, comment: null }])
    expect(Object.keys(sheetsOf(undone, 1)[0]!.levels)).toEqual(['evidence'])
  })
  it('are one for all where one grades, each grader’s own where two do', () => {
    const entries = [...save('ada', { evidence: 1 }), ...save('bo', { sourcing: 2 })]
    expect(sheetsOf(entries, 1)).toMatchObject([{ graderId: 'bo', levels: { evidence: 1, sourcing: 2 } }])
    expect(sheetsOf(entries, 2).map(({ graderId, levels }) => [graderId, levels])).toEqual([
      ['ada', { evidence: 1 }],
      ['bo', { sourcing: 2 }],
    ])
  })
})

describe('the grade that counts', () => {
  const whole = { evidence: 2, sourcing: 1 }
  const other = { evidence: 2, sourcing: 3 }
  it('is there once every row has a level', () => {
    expect(gradingOf([], rubric, 1, ONE)).toEqual({ grade: null, state: 'waiting' })
    expect(gradingOf(save('ada', { evidence: 2 }), rubric, 1, ONE)).toEqual({ grade: null, state: 'waiting' })
    expect(gradingOf(save('ada', whole), rubric, 1, ONE)).toMatchObject({
      state: 'graded',
      grade: { points: 4, of: 9, how: 'one', graders: ['ada'] },
    })
  })
  it('stays on its version when the answer is revised, until the revision is graded itself', () => {
    const before = save('ada', whole)
    expect(gradingOf(before, rubric, 1, TWO)).toMatchObject({ state: 'revised', grade: { version: 1, points: 4 } })
    const after = [...before, ...save('ada', other, { on: TWO })]
    expect(gradingOf(after, rubric, 1, TWO)).toMatchObject({ state: 'graded', grade: { version: 2, points: 8 } })
  })
  it('of two graders is what both gave', () => {
    const first = save('ada', { ...whole, '': 'One.' })
    expect(gradingOf(first, rubric, 2, ONE)).toEqual({ grade: null, state: 'one-of-two' })
    const agreed = [...first, ...save('bo', { ...whole, style: 3, '': 'Two.' })]
    expect(gradingOf(agreed, rubric, 2, ONE)).toMatchObject({
      state: 'graded',
      grade: { how: 'agreed', graders: ['ada', 'bo'], comments: [{ comment: 'One.' }, { comment: 'Two.' }] },
    })
  })
  it('of two who differ is nobody’s until it is decided, and the decision then counts', () => {
    const differ = [...save('ada', whole), ...save('bo', other)]
    expect(gradingOf(differ, rubric, 2, ONE)).toEqual({ grade: null, state: 'differ' })
    const half = [...differ, ...save('cy', { evidence: 3 }, { kind: 'decided' })]
    expect(gradingOf(half, rubric, 2, ONE)).toEqual({ grade: null, state: 'differ' })
    const decided = [...differ, ...save('cy', { evidence: 3, sourcing: 3 }, { kind: 'decided' })]
    expect(gradingOf(decided, rubric, 2, ONE)).toMatchObject({
      state: 'graded',
      grade: { how: 'decided', points: 9, graders: ['ada', 'bo', 'cy'] },
    })
  })
  it('belongs to one answer: the first version of another is another', () => {
    const entries = save('ada', whole)
    expect(gradingOf(entries, rubric, 2, { sourceId: 'other', version: 1 }).state).toBe('waiting')
  })
  it('that was decided leaves what the graders gave out of it, and their pair', () => {
    const entries = [...save('ada', whole), ...save('cy', other, { kind: 'decided' })]
    expect(gradingOf(entries, rubric, 2, ONE).grade).toMatchObject({
      how: 'decided',
      points: 8,
      graders: ['ada', 'cy'],
    })
    expect(pairOn(entries, rubric, ONE)).toBeNull()
  })
  it('of two who agreed is of the moment when the second did', () => {
    const entries = [...save('ada', whole), ...save('bo', whole)]
    const { grade } = gradingOf(entries, rubric, 2, ONE)
    expect(grade!.at).toEqual(entries.at(-1)!.savedAt)
    expect(grade!.comments).toEqual([])
  })
  it('of an earlier version is the one that was written on last', () => {
    const earlier = [...save('ada', whole), ...save('ada', other, { on: TWO }), ...save('ada', { evidence: 0 })]
    expect(gradingOf(earlier, rubric, 1, { sourceId: 'post', version: 3 }).grade).toMatchObject({ version: 1 })
  })
  it('of nothing posted is asked for without a version, and is the newest that is whole', () => {
    const entries = [...save('ada', whole), ...save('ada', { evidence: 3 }, { on: TWO })]
    expect(gradingOf(entries, rubric, 1, null)).toMatchObject({ state: 'revised', grade: { version: 1 } })
  })
  it('follows a rubric that changes: a new row reopens it, a row without weight closes it', () => {
    const entries = save('ada', whole)
    expect(gradingOf(entries, [...rubric, row('context')], 1, ONE).grade).toBeNull()
    expect(gradingOf(entries, [row('evidence')], 1, ONE).grade).toMatchObject({ points: 2, of: 3 })
  })
})

describe('two graders', () => {
  it('agree row by row and in all, rows without weight left out', () => {
    expect(
      agreementOf(rubric, [
        [
          { evidence: 1, sourcing: 2, style: 0 },
          { evidence: 1, sourcing: 2, style: 3 },
        ],
        [
          { evidence: 1, sourcing: 2 },
          { evidence: 3, sourcing: 2 },
        ],
      ]),
    ).toEqual({
      n: 2,
      all: 1,
      rows: [
        { id: 'evidence', same: 1 },
        { id: 'sourcing', same: 2 },
      ],
    })
    expect(agreementOf(rubric, [])).toMatchObject({ n: 0, all: 0 })
  })
  it('are a pair on one version once both have given every row', () => {
    const whole = { evidence: 1, sourcing: 1 }
    const entries = [...save('ada', whole), ...save('bo', { evidence: 1 })]
    expect(pairOn(entries, rubric, ONE)).toBeNull()
    const both = [...entries, ...save('bo', { sourcing: 0 })]
    expect(pairOn(both, rubric, ONE)?.map(({ graderId }) => graderId)).toEqual(['ada', 'bo'])
    expect(pairOn(both, rubric, TWO)).toBeNull()
  })
})

describe('what became of each row', () => {
  it('is how many were given each level, rows without weight left out', () => {
    const given: Levels[] = [{ evidence: 0, sourcing: 3 }, { evidence: 3, sourcing: 3, style: 1 }, { evidence: 3 }]
    expect(acrossAnswers(rubric, given)).toEqual([
      { id: 'evidence', title: 'evidence', asks: '', levels: [1, 0, 0, 2], n: 3 },
      { id: 'sourcing', title: 'sourcing', asks: '', levels: [0, 0, 0, 2], n: 2 },
    ])
  })
})

describe('the next answer', () => {
  const queue = (...all: [string, QueueState, boolean?][]) =>
    all.map(([member, state, isAside = false]) => ({ member, state, isAside }))
  it.each([
    ['what waits comes first, onward from here', queue(['a', 'waiting'], ['b', 'graded'], ['c', 'begun']), 'b', 'c'],
    [
      'before what was revised, even where that stands nearer',
      queue(['a', 'graded'], ['b', 'revised'], ['c', 'begun']),
      'a',
      'c',
    ],
    ['and round to the beginning', queue(['a', 'waiting'], ['b', 'graded'], ['c', 'graded']), 'b', 'a'],
    ['then what was revised', queue(['a', 'revised'], ['b', 'graded'], ['c', 'waiting', true]), 'b', 'a'],
    ['then what was set aside', queue(['a', 'waiting', true], ['b', 'graded'], ['c', 'revised', true]), 'b', 'a'],
    ['what a second grader has or must decide is not mine', queue(['a', 'second'], ['b', 'differ']), 'b', null],
    ['the one in hand is never its own next', queue(['a', 'waiting']), 'a', null],
    ['from nowhere, the first', queue(['a', 'graded'], ['b', 'waiting']), null, 'b'],
  ])('%s', (_what, all, after, next) => expect(nextToGrade(all, after)?.member ?? null).toBe(next))
})
