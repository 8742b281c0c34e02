import { expect, test } from 'vitest'
import { copyName, KEPT, surplus } from './thin-out.ts'

const MINUTE = 60_000
const FROM = Date.UTC(2031, 0, 15, 9, 3, 7)

/** What is in the folder after copies were made at these instants, each thinning out what is there. */
function folderAfter(instants: readonly number[], keep = KEPT): string[] {
  let names: string[] = ['today.db', 'erased.jsonl', 'xihua-notes.db']
  for (const at of instants) {
    names.push(copyName(new Date(at)))
    const gone = new Set(surplus(names, keep))
    expect(gone.has(copyName(new Date(at))), 'the newest').toBe(false)
    names = names.filter((name) => !gone.has(name))
  }
  return names
}
const every = (minutes: number, days: number): number[] =>
  Array.from({ length: (days * 1440) / minutes }, (_, n) => FROM + n * minutes * MINUTE)
const copies = (names: readonly string[]): string[] => names.filter((name) => /^xihua-\d/.test(name)).toSorted()

test('every five minutes for forty days: the last hour whole, a copy of each of a day’s hours and of a month’s days', () => {
  const names = folderAfter(every(5, 40))
  const kept = copies(names)
  const last = FROM + 40 * 1440 * MINUTE
  const ages = kept.map((name) => {
    const [, y, mo, d, h, mi] = /^xihua-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)/.exec(name)!.map(Number)
    return Math.round((last - Date.UTC(y!, mo! - 1, d!, h!, mi!)) / MINUTE)
  })
  expect(ages.filter((age) => age <= 61)).toHaveLength(12)
  // So many copies, and in the last day none more than an hour apart from the next.
  expect(kept).toHaveLength(12 + 23 + 28)
  for (const [n, age] of ages.entries())
    if (n > 0 && ages[n - 1]! < 1440) expect(ages[n - 1]! - age).toBeLessThanOrEqual(60)
  for (let day = 1; day < 29; day += 1)
    expect(
      ages.some((age) => age >= day * 1440 - 60 && age < (day + 1) * 1440),
      `${day} days ago`,
    ).toBe(true)
  expect(names.filter((name) => !kept.includes(name))).toEqual(['today.db', 'erased.jsonl', 'xihua-notes.db'])
})
test('copies of long ago stay where there are no newer ones, and the newest stays whatever is asked', () => {
  expect(copies(folderAfter([FROM, FROM + 400 * 1440 * MINUTE]))).toHaveLength(2)
  const one = { last: 0, hours: 0, days: 0 }
  expect(copies(folderAfter(every(60, 2), one))).toHaveLength(1)
})
