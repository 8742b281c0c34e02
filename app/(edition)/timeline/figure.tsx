import { Fragment } from 'react'
import type { DatedEvent } from '#lib/content/types.ts'
import { citeLabel } from '../../_ui/citation.ts'
import { LANES, clashes, laneX, lanesOf } from './lanes.ts'
import { eventHref, eventLine } from './told.ts'
import './figure.css'

const heads = [
  { lane: 'zhou', text: 'Zhou tells' },
  { lane: 'khiem', text: 'Khiem tells' },
  { lane: 'outside', text: 'From other sources' },
] as const

/** Neighboring sentences as one run, so that the line stays short. */
function passages(at: readonly string[]): string {
  const runs: string[][] = []
  for (const id of at) {
    const last = runs.at(-1)
    if (last && id.slice(0, 1) === 's' && Number(last.at(-1)?.slice(1)) + 1 === Number(id.slice(1))) last.push(id)
    else runs.push([id])
  }
  return runs.map((run) => citeLabel(run[0] ?? '', run.at(-1))).join(', ')
}

/** What stands under an event: who tells it where both do, the date where it is not the row's, and the sentences. */
const reference = ({ lane, at }: DatedEvent, when: string | null): string[] => [
  ...(lane === 'both' && at.some((id) => id.startsWith('s')) ? ['both speak of it'] : []),
  ...(when ? [when] : []),
  at.length > 0 ? passages(at) : 'not in the transcript',
]

/** Drawn on the server. The list below the drawing says the same in text, with links. */
export function LanesFigure({ events }: { events: readonly DatedEvent[] }) {
  const { days, height } = lanesOf(events)
  const pairs = new Set(clashes(events).values()).size
  const finding = `August 1961 in two lanes, a row a day. At ${pairs} places, all from 13 to 16 August, what Zhou tells and what Khiem tells do not fit together: when Tirana’s telegram came, where Ho meant to go first, what the second answer said, and why he went to Sochi. The list below says the same.`
  return (
    <figure className="lanes">
      <svg viewBox={`0 0 ${LANES.width} ${height + 1}`} role="group" aria-label={finding}>
        {heads.map(({ lane, text }) => (
          <text key={lane} className={`lanehead ${lane}`} x={laneX(lane) + 12} y="18">
            {text}
          </text>
        ))}
        {days.map((day) => (
          <g key={day.date}>
            <line className="dayrule" x1="0" x2={LANES.width} y1={day.y} y2={day.y} />
            <text className="day" x="0" y={day.y + 29}>
              {day.label}
            </text>
            {day.entries.map(({ event, x, y, lines, when, clash }) => (
              <a
                key={event.id}
                className="mark"
                href={eventHref(event)}
                aria-label={`${eventLine(event)} ${[clash, ...reference(event, when)].filter(Boolean).join(' · ')}`}
                data-mark={event.id}
                data-at={event.at.join(' ') || undefined}
              >
                <rect
                  className="reach"
                  x={x}
                  y={y - 2}
                  width={laneX('khiem') - laneX('zhou') - LANES.gap}
                  height={(lines.length + 1) * LANES.line + 6}
                />
                {clash && <rect className="clash" x={x} y={y} width="4" height={(lines.length + 1) * LANES.line + 2} />}
                {lines.map((line, i) => (
                  <Fragment key={i}>
                    <text className="told" x={x + 12} y={y + 15 + i * LANES.line}>
                      {line}
                    </text>{' '}
                  </Fragment>
                ))}
                <text className="ref" x={x + 12} y={y + 15 + lines.length * LANES.line}>
                  {clash && <tspan className="letter">{clash}</tspan>}
                  {clash && ' · '}
                  {reference(event, when).join(' · ')}
                </text>
              </a>
            ))}
          </g>
        ))}
        {days.flatMap((day) =>
          heads
            .slice(1)
            // What both speak of stands across their two lanes.
            .filter(({ lane }) => lane === 'outside' || day.entries.every(({ event }) => event.lane !== 'both'))
            .map(({ lane }) => (
              <line
                key={`${day.date} ${lane}`}
                className="lanerule"
                x1={laneX(lane) - 8}
                x2={laneX(lane) - 8}
                y1={day.y}
                y2={day.y + day.height}
              />
            )),
        )}
        <line className="dayrule" x1="0" x2={LANES.width} y1={height} y2={height} />
      </svg>
      <figcaption className="small mut">
        A red bar marks where the two accounts do not fit together; the same letter stands on both. Days that neither
        man states are placed by the order of the telling, and the list says which.
      </figcaption>
    </figure>
  )
}
