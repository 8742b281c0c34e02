import type { DatedEvent } from '#lib/content/types.ts'
import { clashes, type Day, lanesOf } from './lanes.ts'

/** The same days as marks without words, narrow enough for a phone and for the margin of the transcript. */
export type Mark = { event: DatedEvent; x: number; y: number; width: number; letter: string | null }
export type Row = { label: string; y: number; height: number; marks: Mark[] }

export const CALENDAR = { width: 320, label: 60, mark: 16, pitch: 26, row: 25, head: 26 }
const columns = ['zhou', 'khiem', 'outside'] as const
const lane = (CALENDAR.width - CALENDAR.label) / columns.length
export const columnX = (column: (typeof columns)[number]): number => CALENDAR.label + columns.indexOf(column) * lane
const ACROSS = Math.floor((CALENDAR.width - CALENDAR.label) / CALENDAR.pitch)

const earlier: { label: string; has: (date: string) => boolean }[] = [
  { label: 'to 1959', has: (date) => date < '1960' },
  { label: '1960', has: (date) => date >= '1960' && date < '1961' },
  { label: '1961', has: (date) => date >= '1961' && date < '1961-08' },
]

/** "13 Aug"; a day that nobody states goes without its month, "12 or 13", or is early, mid or late in it. */
function shortLabel({ label, date }: Day): string {
  const [, exact] = /^(\d+) August$/u.exec(label) ?? []
  if (exact) return `${exact} Aug`
  const [, vague] = /^(.{1,9}) August$/u.exec(label) ?? []
  if (vague) return vague
  const day = Number(date.slice(8))
  return day > 20 ? 'late Aug' : day > 10 ? 'mid-Aug' : 'early Aug'
}

/** Days and years in order. Outside August 1961 only what the transcript speaks of has a mark. */
export function calendarOf(events: readonly DatedEvent[]): {
  before: Row[]
  lanes: number
  days: Row[]
  after: Row[]
  height: number
} {
  const letters = clashes(events)
  const spoken = events.filter((event) => event.lane === undefined && event.at.length > 0)
  let y = 0
  const across = (label: string, list: readonly DatedEvent[]): Row[] => {
    if (list.length === 0) return []
    const top = y
    const height = Math.ceil(list.length / ACROSS) * CALENDAR.row
    y += height
    const marks = list.map((event, i): Mark => ({
      event,
      x: CALENDAR.label + (i % ACROSS) * CALENDAR.pitch,
      y: top + Math.floor(i / ACROSS) * CALENDAR.row + (CALENDAR.row - CALENDAR.mark) / 2,
      width: CALENDAR.mark,
      letter: null,
    }))
    return [{ label, y: top, height, marks }]
  }
  const before = earlier.flatMap(({ label, has }) =>
    across(
      label,
      spoken.filter(({ date }) => has(date)),
    ),
  )
  const lanes = y
  y += CALENDAR.head
  const days = lanesOf(events).days.map((day): Row => {
    const top = y
    const taken = new Map<string, number>()
    const marks = day.entries.map(({ event }): Mark => {
      const column = event.lane === 'both' || event.lane === undefined ? 'zhou' : event.lane
      const place = taken.get(column) ?? 0
      taken.set(column, place + 1)
      return {
        event,
        x: columnX(column) + place * CALENDAR.pitch,
        y: top + (CALENDAR.row - CALENDAR.mark) / 2,
        // What both tell stands across both lanes.
        width: event.lane === 'both' ? lane + CALENDAR.mark : CALENDAR.mark,
        letter: letters.get(event.id) ?? null,
      }
    })
    y += CALENDAR.row
    return { label: shortLabel(day), y: top, height: CALENDAR.row, marks }
  })
  const after = across(
    'later',
    spoken.filter(({ date }) => date >= '1961-08'),
  )
  return { before, lanes, days, after, height: y }
}
