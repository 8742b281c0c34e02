import type { DatedEvent } from '#lib/content/types.ts'

/** The two accounts of August 1961 as a calendar: a row a day, a lane a man, and what neither tells beside them. */
export type Entry = {
  event: DatedEvent
  x: number
  y: number
  lines: string[]
  /** The date, where it is not the row's. */ when: string | null
  clash: string | null
}
export type Day = { date: string; label: string; y: number; height: number; entries: Entry[] }

export const LANES = { width: 1180, day: 160, gap: 26, line: 19, head: 34 }
const columns = ['zhou', 'khiem', 'outside'] as const
const lane = (LANES.width - LANES.day) / columns.length
export const laneX = (column: (typeof columns)[number]) => LANES.day + columns.indexOf(column) * lane

/** Widths are those of the sans at 14 px, on the careful side. */
const LETTER = 7
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && (last.length + 1 + word.length) * LETTER <= width)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** A date that the telling or a source states as one day. */
const isExact = ({ when }: DatedEvent) => /^\w+day \d/u.test(when)

const isLaned = (event: DatedEvent) => event.lane !== undefined && event.short !== undefined

/** Pairs of accounts that do not fit, each with a letter, in the order in which Zhou's come. */
export function clashes(events: readonly DatedEvent[]): Map<string, string> {
  const letters = new Map<string, string>()
  const zhou = events.filter((event) => event.lane === 'zhou' && event.against.length > 0)
  zhou.forEach((event, index) => {
    const letter = String.fromCodePoint(65 + index)
    for (const id of [event.id, ...event.against]) letters.set(id, letter)
  })
  return letters
}

export function lanesOf(events: readonly DatedEvent[]): { days: Day[]; height: number } {
  const letters = clashes(events)
  const laned = events.filter(isLaned)
  const days: Day[] = []
  let y = LANES.head
  for (const date of [...new Set(laned.map((event) => event.date))].toSorted()) {
    const here = laned.filter((event) => event.date === date)
    const exact = here.some(isExact)
    const label = exact ? `${Number(date.slice(8))} August` : (here[0]?.when ?? date)
    const heights = new Map<string, number>()
    const entries = here.map((event): Entry => {
      // What both tell stands across both lanes, in the first.
      const column = event.lane === 'both' || event.lane === undefined ? 'zhou' : event.lane
      const across = event.lane === 'both' ? 2 : 1
      const lines = wrap(event.short ?? '', lane * across - LANES.gap - 12)
      const top = Math.max(heights.get(column) ?? 0, across === 2 ? (heights.get('khiem') ?? 0) : 0)
      const bottom = top + lines.length * LANES.line + LANES.line + 10
      heights.set(column, bottom)
      if (across === 2) heights.set('khiem', bottom)
      const when = isExact(event) || event.when === label ? null : event.when
      return { event, x: laneX(column), y: y + 14 + top, lines, when, clash: letters.get(event.id) ?? null }
    })
    const height = Math.max(...heights.values()) + 14
    days.push({ date, label, y, height, entries })
    y += height
  }
  return { days, height: y }
}
