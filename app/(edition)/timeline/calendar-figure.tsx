import type { DatedEvent } from '#lib/content/types.ts'
import { CALENDAR, calendarOf, columnX, type Mark, type Row } from './calendar.ts'
import { eventHref, eventLine } from './told.ts'
import './figure.css'

const heads = [
  { lane: 'zhou', text: 'Zhou tells' },
  { lane: 'khiem', text: 'Khiem tells' },
  { lane: 'outside', text: 'Others' },
] as const

function MarkLink({ mark: { event, x, y, width, letter } }: { mark: Mark }) {
  const middle = { x: x + width / 2, y: y + CALENDAR.mark / 2 }
  return (
    <a
      className={`mark ${event.lane ?? 'other'}`}
      href={eventHref(event)}
      aria-label={`${eventLine(event)}${letter ? `. ${letter}: does not fit what the other tells` : ''}`}
      data-mark={event.id}
      data-at={event.at.join(' ') || undefined}
    >
      {/* A finger needs more than the eye. */}
      <rect className="reach" x={x - 5} y={y - 4.5} width={width + 10} height={CALENDAR.mark + 9} />
      <rect
        className={event.at.length > 0 ? 'body' : 'body silent'}
        x={x + 1}
        y={y + 1}
        width={width - 2}
        height={CALENDAR.mark - 2}
        rx={event.lane === undefined || event.lane === 'outside' ? CALENDAR.mark / 2 : 0}
      />
      {letter && (
        <text className="letter" x={middle.x} y={middle.y + 4.5} textAnchor="middle">
          {letter}
        </text>
      )}
    </a>
  )
}

function Rows({ rows }: { rows: readonly Row[] }) {
  return rows.map((row) => (
    <g key={row.label}>
      <line className="dayrule" x1="0" x2={CALENDAR.width} y1={row.y} y2={row.y} />
      <text className="day" x="0" y={row.y + 17}>
        {row.label}
      </text>
      {row.marks.map((mark) => (
        <MarkLink key={mark.event.id} mark={mark} />
      ))}
    </g>
  ))
}

/** A mark an event, a row a day. On a narrow screen it stands where the lanes have no room; beside the transcript it is the panel’s. */
export function CalendarFigure({ events }: { events: readonly DatedEvent[] }) {
  const { before, lanes, days, after, height } = calendarOf(events)
  return (
    <figure className="calendar">
      <svg
        viewBox={`0 0 ${CALENDAR.width} ${height + 1}`}
        role="group"
        aria-label="August 1961 day by day, a mark an event, in the lane of the man who tells it; above it earlier years, below it later ones."
      >
        <Rows rows={before} />
        <line className="dayrule strong" x1="0" x2={CALENDAR.width} y1={lanes} y2={lanes} />
        {heads.map(({ lane, text }) => (
          <text key={lane} className={`lanehead ${lane}`} x={columnX(lane)} y={lanes + 17}>
            {text}
          </text>
        ))}
        <Rows rows={days} />
        <Rows rows={after} />
        <line className="dayrule" x1="0" x2={CALENDAR.width} y1={height} y2={height} />
      </svg>
      <figcaption className="small mut">
        A mark is an event; a round one is told by neither man, a dotted one is not in the transcript. The same letter
        stands where their accounts do not fit together.
      </figcaption>
    </figure>
  )
}
