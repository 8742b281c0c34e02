import type { TelegramEvent } from '#lib/content/apparatus/telegrams.ts'
import { CALENDAR, calendarOf, laneX } from './calendar.ts'

/** Drawn on the server. The table behind it says the same in text, with links. */
export function CalendarFigure({ events }: { events: readonly TelegramEvent[] }) {
  const { rows, height } = calendarOf(events)
  const clashes = events.filter(({ verdict }) => verdict === 'conflict').length
  return (
    <figure className="told-days">
      <svg
        viewBox={`0 0 ${CALENDAR.width} ${height + 1}`}
        role="img"
        aria-label={`Two lanes on one calendar, from before 13 August to 16 August 1961: what Zhou tells on the left, what Khiem tells on the right. Of ${events.length} points ${clashes} do not fit together. The table below says the same.`}
      >
        {(['zhou', 'khiem'] as const).map((speaker) => (
          <text key={speaker} className={`lanehead ${speaker}`} x={laneX(speaker) + 14} y="18">
            {speaker === 'zhou' ? 'Zhou tells' : 'Khiem tells'}
          </text>
        ))}
        {rows.map((row) => (
          <g key={row.day}>
            <line className="rule" x1="0" x2={CALENDAR.width} y1={row.y} y2={row.y} />
            <line className="rule" x1={laneX('khiem') - 8} x2={laneX('khiem') - 8} y1={row.y} y2={row.y + row.height} />
            {row.label.map((line, i) => (
              <text key={line} className="day" x="0" y={row.y + 29 + i * 22}>
                {line}
              </text>
            ))}
            {row.told.map(({ key, x, y, height: tall, lines, foot, clash }) => (
              <g key={key}>
                {clash && <rect className="clash" x={x} y={y} width="4" height={tall} />}
                {lines.map((line, i) => (
                  <text key={i} className="told" x={x + 14} y={y + 14 + i * CALENDAR.line}>
                    {line}
                  </text>
                ))}
                <text className="ref" x={x + 14} y={y + 14 + lines.length * CALENDAR.line}>
                  {foot}
                </text>
              </g>
            ))}
          </g>
        ))}
        <line className="rule" x1="0" x2={CALENDAR.width} y1={height} y2={height} />
      </svg>
      <figcaption className="small mut">
        The numbers are those of the table. A red bar marks a point on which the two accounts do not fit together. What
        nobody dates is placed by the order of the telling.
      </figcaption>
    </figure>
  )
}
