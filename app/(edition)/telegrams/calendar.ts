import type { TelegramEvent, Telling } from '#lib/content/apparatus/telegrams.ts'
import { citeLabel, runsOf } from '../../_ui/citation.ts'
import { wrap } from '../timeline/lanes.ts'

/** What is told of the telegrams on one calendar: a row a day, a lane a man. */
export type Drawn = { key: string; x: number; y: number; height: number; lines: string[]; foot: string; clash: boolean }
export type Row = { day: string; label: string[]; y: number; height: number; told: Drawn[] }

export const CALENDAR = { width: 960, day: 150, line: 19, head: 34 }
const lane = (CALENDAR.width - CALENDAR.day) / 2
export const laneX = (speaker: 'zhou' | 'khiem'): number => CALENDAR.day + (speaker === 'zhou' ? 0 : lane)

const passages = (at: readonly string[]): string =>
  runsOf(at)
    .map((run) => citeLabel(run.at, run.to))
    .join(', ')

/** The first row stands for the days before the calendar begins, which nobody dates. */
const labelOf = (day: string): string[] =>
  day < '1961-08-13' ? ['Before', '13 August'] : [`${Number(day.slice(8))} August`]

export function calendarOf(events: readonly TelegramEvent[]): { rows: Row[]; height: number } {
  const tellings = events.flatMap((event) =>
    (['zhou', 'khiem'] as const).flatMap((speaker) =>
      event[speaker].flatMap((telling) =>
        telling.day === undefined ? [] : [{ event, speaker, telling, day: telling.day }],
      ),
    ),
  )
  const rows: Row[] = []
  let y = CALENDAR.head
  for (const day of [...new Set(tellings.map((one) => one.day))].toSorted()) {
    const top = { zhou: 14, khiem: 14 }
    const told = tellings
      .filter((one) => one.day === day)
      .map(({ event, speaker, telling }, i): Drawn => {
        const lines = wrap(`${event.n} · ${telling.short ?? ''}`, lane - 44)
        const height = (lines.length + 1) * CALENDAR.line
        const at = y + top[speaker]
        top[speaker] += height + 12
        return {
          key: `${event.id} ${i}`,
          x: laneX(speaker),
          y: at,
          height,
          lines,
          foot: footOf(telling),
          clash: event.verdict === 'conflict',
        }
      })
    const height = Math.max(top.zhou, top.khiem) + 4
    rows.push({ day, label: labelOf(day), y, height, told })
    y += height
  }
  return { rows, height: y }
}

const footOf = ({ when, at, day = '' }: Telling): string =>
  `${when !== undefined && day >= '1961-08-13' ? `${when} · ` : ''}${passages(at)}`
