import { describe, expect, test } from 'vitest'
import { detectReading, isReadable, pseudonymsFor, readRoster } from './roster-file.ts'

const nobody = new Map<string, 'active' | 'removed'>()

describe('columns', () => {
  test('a list of one column is a list of names', () => {
    expect(detectReading([['Anna Lee'], ['Bo']])).toEqual({ roles: ['name'], hasHeader: false, familyFirst: false })
  })
  test('a first line with known words names the columns, in any order', () => {
    const rows = [
      ['ID', 'Last name', 'First name', 'Section'],
      ['7', 'Lee', 'Anna', 'Friday'],
    ]
    expect(detectReading(rows)).toEqual({
      roles: ['none', 'family', 'given', 'section'],
      hasHeader: true,
      familyFirst: false,
    })
    expect(readRoster(rows, detectReading(rows), nobody)).toEqual([
      { line: 2, name: 'Anna Lee', section: 'Friday', problem: null },
    ])
  })
  test('names with a comma are turned, and it shows', () => {
    const rows = [['Student'], ['Lee, Anna'], ['Osei, Amara']]
    const reading = detectReading(rows)
    expect(reading.familyFirst).toBe(true)
    expect(readRoster(rows, reading, nobody).map((row) => row.name)).toEqual(['Anna Lee', 'Amara Osei'])
  })
  test('two columns of which one looks like names: that one', () => {
    const rows = [
      ['9001', 'Anna Lee'],
      ['9002', 'Amara Osei'],
    ]
    expect(detectReading(rows).roles).toEqual(['none', 'name'])
  })
  test('two columns that could both be names: nothing is assumed', () => {
    const rows = [
      ['Anna', 'Lee'],
      ['Amara', 'Osei'],
    ]
    const reading = detectReading(rows)
    expect(reading.roles).toEqual(['none', 'none'])
    expect(isReadable(reading)).toBe(false)
  })
  test('two columns under one word: the first has it', () => {
    expect(
      detectReading([
        ['Name', 'Name'],
        ['Anna Lee', 'x'],
      ]).roles,
    ).toEqual(['name', 'none'])
  })
})

test('each line says what is wrong with it', () => {
  const rows = [['Anna Lee'], ['ANNA  LEE'], [''], ['x'.repeat(81)], ['Old Member'], ['Gone Member'], ['New One']]
  const known = new Map([
    ['old member', 'active' as const],
    ['gone member', 'removed' as const],
  ])
  const reading = { roles: ['name' as const], hasHeader: false, familyFirst: false }
  expect(readRoster(rows, reading, known).map((row) => row.problem)).toEqual([
    null,
    'twice-in-list',
    'no-name',
    'name-unusable',
    'in-class',
    'left-class',
    null,
  ])
})

test('pseudonyms go on where the class stands', () => {
  expect(pseudonymsFor(3, new Set(['reader 2']))).toEqual(['Reader 1', 'Reader 3', 'Reader 4'])
})
