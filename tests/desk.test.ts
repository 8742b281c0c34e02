import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { freeze } from '#lib/features/assign-work/freeze.ts'
import { returned, sayProblem } from '../app/classes/[class]/desk/_desk/refused.ts'
import { cellWords, countWord, doing, finding, phaseOf, sayDates } from '../app/classes/[class]/desk/_desk/words.ts'

const NEW_YORK = 'America/New_York'
const NOW = '2026-11-23T14:00:00.000Z'
const cell = {
  state: 'not-begun',
  doneAt: null,
  afterDue: false,
  score: null,
  answered: 0,
  attempts: 0,
  predictedAt: null,
  lastSavedAt: null,
} as const
const PREDICTED = { predictedAt: '2026-11-16T01:00:00.000Z', lastSavedAt: '2026-11-16T01:00:00.000Z' } as const

describe('what the desk says', () => {
  it.each([
    [14, 24, 'Fourteen of 24 have read to the end.'],
    [1, 24, 'One of 24 has read to the end.'],
    [0, 24, 'None of 24 have read to the end yet.'],
    [24, 24, 'All 24 have read to the end.'],
    [1, 1, 'The one student has read to the end.'],
    [214, 300, 'Of 300 students, 214 have read to the end.'],
    [0, 0, 'Nobody is asked to do this yet.'],
  ])('%i of %i', (done, of, said) => expect(finding(done, of, doing('reading', 'Read the transcript'))).toBe(said))

  it('puts the full stop inside a closing quotation mark', () =>
    expect(finding(3, 9, doing('quiz', 'Reading the conversation'))).toBe(
      'Three of 9 have handed in “Reading the conversation.”',
    ))
  it.each(['Was there a way out?', 'Do not rush!', 'The message, etc.'])('adds no full stop to “%s”', (title) => {
    expect(finding(3, 9, doing('question', title))).toBe(`Three of 9 have answered “${title}”`)
    expect(finding(9, 9, doing('question', title))).toBe(`All 9 have answered “${title}”`)
    expect(finding(0, 9, doing('question', title))).toBe(`None of 9 have answered “${title}” yet.`)
  })
  it('writes counts out up to ninety-nine', () =>
    expect([0, 13, 20, 42, 99, 100].map(countWord)).toEqual([
      'none',
      'thirteen',
      'twenty',
      'forty-two',
      'ninety-nine',
      '100',
    ]))

  it.each([
    [
      { opensAt: '2026-11-26T22:00:00.000Z', dueAt: null, closesAt: null },
      'later',
      'Opens Thu, Nov 26, 5:00 PM (New York time)',
    ],
    [
      { opensAt: null, dueAt: '2026-11-24T22:00:00.000Z', closesAt: null },
      'open',
      'Due Tue, Nov 24, 5:00 PM (New York time)',
    ],
    [
      { opensAt: null, dueAt: '2026-11-22T22:00:00.000Z', closesAt: '2027-01-10T22:00:00.000Z' },
      'after-due',
      'Was due Sun, Nov 22, 5:00 PM (New York time). Open until Sun, Jan 10, 2027, 5:00 PM',
    ],
    [
      { opensAt: null, dueAt: null, closesAt: '2026-11-20T22:00:00.000Z' },
      'closed',
      'Closed Fri, Nov 20, 5:00 PM (New York time)',
    ],
    [{ opensAt: null, dueAt: null, closesAt: null }, 'open', 'No due date'],
  ])('dates of %o', (dates, phase, said) => {
    expect(phaseOf(dates, NOW)).toBe(phase)
    expect(sayDates(dates, NEW_YORK, NOW)).toBe(said)
  })

  it.each([
    [cell, 'quiz', 'not yet'],
    [{ ...cell, state: 'quiet' as const, lastSavedAt: '2026-11-16T01:00:00.000Z' }, 'reading', 'quiet since Nov 15'],
    [{ ...cell, state: 'under-way' as const, answered: 4 }, 'quiz', '4 answered'],
    [{ ...cell, state: 'under-way' as const }, 'question', 'draft'],
    [{ ...cell, state: 'under-way' as const, ...PREDICTED }, 'reading', 'predicted'],
    [
      { ...cell, state: 'under-way' as const, ...PREDICTED, lastSavedAt: '2026-11-16T02:00:00.000Z' },
      'reading',
      'reading',
    ],
    [{ ...cell, state: 'done' as const, score: { earned: 7, total: 8 } }, 'quiz', '7 of 8'],
    [{ ...cell, state: 'done' as const, afterDue: true }, 'question', 'posted, after due'],
  ] as const)('a cell: %o %s', (standing, kind, said) => expect(cellWords(standing, kind, NEW_YORK)).toBe(said))
})

describe('a refused form', () => {
  it('comes back with its box and what was typed', () => {
    const back = returned({ problem: 'ambiguous-time', at: 'due', 'v.due': '2026-11-01T01:30', 'v.next': ['a', 'b'] })
    expect([
      back.code,
      back.at,
      back.typed('due'),
      back.typed('closes'),
      back.typed('next'),
      back.has('closes'),
    ]).toEqual(['ambiguous-time', 'due', '2026-11-01T01:30', '', 'a', false])
  })
  it('names the zone where a time happens twice or not at all', () => {
    expect(sayProblem('ambiguous-time', 'due', NEW_YORK)).toContain('twice in New York time')
    expect(sayProblem('skipped-time', 'closes', NEW_YORK)).toContain('does not exist in New York time')
  })
  it('never shows a code', () => {
    for (const code of ['dates-out-of-order', 'work-exists', 'last-instructor', 'invalid', 'internal'])
      expect(sayProblem(code, 'due')).not.toContain(code)
  })
})

describe('a reading is named by its turns', () => {
  const { turns, header, end } = edition().transcript
  const first = (n: number) => turns[n - 1]!.paragraphs[0]!.sentences[0]!.id
  const last = (n: number) => turns[n - 1]!.paragraphs.at(-1)!.sentences.at(-1)!.id
  const begin = header[0]!.id
  it.each([
    [begin, end.id, 'Read the transcript'],
    [begin, last(11), 'Read from the beginning to turn 11'],
    [first(11), last(11), 'Read turn 11'],
    [first(12), last(17), 'Read turns 12 to 17'],
    [first(17), end.id, 'Read from turn 17 to the end'],
    ['s28', 's40', 'Read sentences 28 to 40'],
    ['s28', 's28', 'Read sentence 28'],
    ['s28', end.id, 'Read from sentence 28 to the end'],
  ])('%s to %s', (from, to, title) => expect(freeze('reading', 'transcript', { from, to }).title).toBe(title))
})
