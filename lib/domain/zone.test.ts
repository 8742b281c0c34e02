import { describe, expect, test } from 'vitest'
import { codeOf } from './errors.ts'
import { instantOf, isZone, sayInstant, sayZone, wallOf, type Fold } from './zone.ts'

const told = (wall: string, zone: string, fold?: Fold): string => {
  try {
    return instantOf(wall, zone, fold).toISOString()
  } catch (error) {
    return codeOf(error) ?? String(error)
  }
}

describe('a wall time in its zone', () => {
  test.each([
    ['America/New_York', '2026-11-30T17:00', undefined, '2026-11-30T22:00:00.000Z'],
    ['America/New_York', '2026-07-01T17:00', undefined, '2026-07-01T21:00:00.000Z'],
    ['UTC', '2026-11-01T01:30', undefined, '2026-11-01T01:30:00.000Z'],
    // The clocks of New York go back on 1 November 2026: 1:00 to 1:59 happens twice.
    ['America/New_York', '2026-11-01T00:59', undefined, '2026-11-01T04:59:00.000Z'],
    ['America/New_York', '2026-11-01T01:00', undefined, 'ambiguous-time'],
    ['America/New_York', '2026-11-01T01:30', undefined, 'ambiguous-time'],
    ['America/New_York', '2026-11-01T01:30', 'earlier', '2026-11-01T05:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:30', 'later', '2026-11-01T06:30:00.000Z'],
    ['America/New_York', '2026-11-01T01:59', undefined, 'ambiguous-time'],
    ['America/New_York', '2026-11-01T02:00', undefined, '2026-11-01T07:00:00.000Z'],
    // And forward on 8 March: 2:00 to 2:59 does not happen, whatever is asked for.
    ['America/New_York', '2026-03-08T01:59', undefined, '2026-03-08T06:59:00.000Z'],
    ['America/New_York', '2026-03-08T02:00', undefined, 'skipped-time'],
    ['America/New_York', '2026-03-08T02:30', 'later', 'skipped-time'],
    ['America/New_York', '2026-03-08T03:00', undefined, '2026-03-08T07:00:00.000Z'],
    ['Europe/Berlin', '2026-03-29T01:59', undefined, '2026-03-29T00:59:00.000Z'],
    ['Europe/Berlin', '2026-03-29T02:30', undefined, 'skipped-time'],
    ['Europe/Berlin', '2026-03-29T03:00', undefined, '2026-03-29T01:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25T02:30', undefined, 'ambiguous-time'],
    ['Europe/Berlin', '2026-10-25T02:30', 'later', '2026-10-25T01:30:00.000Z'],
    // Half an hour's change, and a zone that has no change at all.
    ['Australia/Lord_Howe', '2026-04-05T01:45', undefined, 'ambiguous-time'],
    ['Asia/Ho_Chi_Minh', '2026-03-29T02:30', undefined, '2026-03-28T19:30:00.000Z'],
  ] as const)('%s %s %s is %s', (zone, wall, fold, expected) => {
    expect(told(wall, zone, fold)).toBe(expected)
  })

  test.each([
    '2026-02-30T10:00',
    '2026-13-01T10:00',
    '2026-11-30T24:01',
    '2026-11-30',
    '2026-11-30T17:00Z',
    'tomorrow',
    '',
  ])('%j is no wall time', (wall) => {
    expect(told(wall, 'UTC')).toBe('invalid')
  })

  test('an ambiguous refusal says both offsets, so that the form can ask', () => {
    try {
      instantOf('2026-11-01T01:30', 'America/New_York')
      expect.unreachable()
    } catch (error) {
      expect((error as { detail: unknown }).detail).toMatchObject({ earlier: '-04:00', later: '-05:00' })
    }
  })

  test('goes back to what was typed', () => {
    for (const wall of ['2026-11-30T17:00', '2026-07-01T00:00', '2028-02-29T23:59'])
      expect(wallOf(instantOf(wall, 'America/New_York'), 'America/New_York')).toBe(wall)
  })
})

describe('zones', () => {
  test.each(['America/New_York', 'UTC', 'Asia/Ho_Chi_Minh', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    '%s is one',
    (zone) => expect(isZone(zone)).toBe(true),
  )
  test.each(['Mars/Olympus', '', '+05:00', 'America/New_York\u0000', 'undefined'])('%j is none', (zone) =>
    expect(isZone(zone)).toBe(false),
  )
  test('are said in words', () => {
    expect(sayZone('America/New_York')).toBe('New York time')
    expect(sayZone('UTC')).toBe('UTC')
    expect(sayInstant(new Date('2026-11-12T22:00:00Z'), 'America/New_York')).toMatch(
      /^Thu, Nov 12, 5:00\sPM \(New York time\)$/,
    )
  })
})
