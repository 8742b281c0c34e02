import { describe, expect, it } from 'vitest'
import { edition } from '#lib/content/edition.ts'
import { CALENDAR, calendarOf } from '../../app/(edition)/timeline/calendar.ts'
import { clashes, lanesOf } from '../../app/(edition)/timeline/lanes.ts'
import { MAP, dotsOf } from '../../app/(edition)/places/map.ts'

const { events, places, transcript, usedIn } = edition()
const august = events.filter(({ lane }) => lane !== undefined)

describe('the timeline', () => {
  it('has its dates in order', () => {
    expect(events.length).toBeGreaterThanOrEqual(60)
    expect(events.map(({ date }) => date)).toEqual(events.map(({ date }) => date).toSorted())
  })

  it('gives every day of August 1961 a passage or a work', () => {
    expect(august.length).toBeGreaterThan(20)
    for (const { id, at, by } of august) expect(at.length > 0 || /\b[VK]:/u.test(by), id).toBe(true)
  })

  it('lets each man tell only what he says', () => {
    for (const { id, lane, at } of august) {
      const speakers = new Set(at.flatMap((unit) => transcript.units.get(unit)?.speaker ?? []))
      if (lane === 'khiem') expect([...speakers], id).toEqual(['khiem'])
      if (lane === 'zhou') expect([...speakers], id).toContain('zhou')
    }
  })

  it('marks four places where the accounts do not fit, on both sides', () => {
    const letters = clashes(events)
    expect([...new Set(letters.values())]).toEqual(['A', 'B', 'C', 'D'])
    for (const letter of ['A', 'B', 'C', 'D']) {
      const lanes = events.filter(({ id }) => letters.get(id) === letter).map(({ lane }) => lane)
      expect(new Set(lanes)).toEqual(new Set(['khiem', 'zhou']))
    }
  })

  it('draws every event of those days, in no other one’s space', () => {
    const { days, height } = lanesOf(events)
    const entries = days.flatMap((day) => day.entries)
    expect(entries).toHaveLength(august.length)
    expect(entries.every(({ y }) => y < height)).toBe(true)
  })

  it('has on its calendar a mark for every event of those days and every other that the transcript speaks of', () => {
    const { before, days, after, height } = calendarOf(events)
    const marks = [...before, ...days, ...after].flatMap((row) => row.marks)
    expect(new Set(marks.map(({ event }) => event.id))).toEqual(
      new Set(events.filter(({ lane, at }) => lane !== undefined || at.length > 0).map(({ id }) => id)),
    )
    for (const a of marks) {
      expect(a.x >= CALENDAR.label && a.x + a.width <= CALENDAR.width && a.y + CALENDAR.mark < height, a.event.id).toBe(
        true,
      )
      for (const b of marks)
        if (a.event.id < b.event.id)
          expect(a.y === b.y && a.x < b.x + b.width && b.x < a.x + a.width, `${a.event.id} ${b.event.id}`).toBe(false)
    }
    for (const { label } of [...before, ...days, ...after]) expect(label.length, label).toBeLessThan(10)
    expect(days.map(({ label }) => label)).toEqual(expect.arrayContaining(['3 Aug', '12 or 13', 'late Aug', '21 Aug']))
  })

  it('is reached from the sentences it rests on', () => {
    expect(usedIn.get('s111')?.map(({ href }) => href)).toContain('/timeline#tirana-first')
    expect([...usedIn.values()].flat().filter(({ href }) => href.startsWith('/places'))).toEqual([])
  })
})

describe('the places', () => {
  it('are in range, and none is missing', () => {
    for (const { lat = 0, long = 0 } of places) expect(Math.abs(lat) <= 90 && Math.abs(long) <= 180).toBe(true)
    const known = new Set(places.map(({ id }) => id))
    for (const [id, { what }] of transcript.names) if (what === 'place') expect(known.has(id), id).toBe(true)
  })

  it('are found wherever the text names them', () => {
    const named = (pattern: RegExp): string[] =>
      [...transcript.units.values()].filter(({ text }) => pattern.test(text)).map(({ id }) => id)
    expect(places.find(({ id }) => id === 'sochi')?.mentions).toEqual(named(/Sochi/u))
    expect(places.find(({ id }) => id === 'tirana')?.mentions).toEqual(named(/Tirana/u))
  })

  it('have labels on the map that do not run into each other', () => {
    const boxes = dotsOf(places).map(({ label, place }) => ({ ...label, id: place.id }))
    expect(boxes.length).toBeGreaterThan(15)
    for (const a of boxes) {
      expect(a.x >= 0 && a.x + a.width <= MAP.width && a.y >= 0 && a.y + a.height <= MAP.height, a.id).toBe(true)
      for (const b of boxes)
        if (a.id < b.id)
          expect(
            a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height,
            `${a.id} ${b.id}`,
          ).toBe(false)
    }
  })
})
