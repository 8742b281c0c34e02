/** How hard each item is against how well it goes with the rest. Drawn on the server; the table beside it says the same. */
import type { AnalysisView } from '#lib/features/review-class/analyse-quiz.ts'

const FRAME = { width: 640, height: 400, left: 48, right: 12, top: 14, bottom: 44 }
/** Circles of items that equally many got stand side by side. */
const APART = 28
/** Half of what a finger needs; the circle that is seen is smaller. */
const REACH = 13

export const decimals = (value: number): string =>
  value
    .toFixed(2)
    .replace(/^(-?)0\./, '$1.')
    .replace('-', '–')

export function ItemPlot({ items, n }: { items: AnalysisView['items']; n: number }) {
  const drawn = items.filter((item) => item.itemRest)
  if (drawn.length === 0) return null
  const lowest = Math.min(-0.25, ...drawn.map(({ itemRest }) => itemRest!.interval?.low ?? itemRest!.value))
  const floor = Math.max(-1, Math.floor(lowest * 4) / 4)
  const x = (right: number) => FRAME.left + (right / n) * (FRAME.width - FRAME.left - FRAME.right)
  const y = (r: number) =>
    FRAME.top + ((1 - Math.max(floor, Math.min(1, r))) / (1 - floor)) * (FRAME.height - FRAME.top - FRAME.bottom)
  const rows = Array.from({ length: Math.round((1 - floor) * 4) + 1 }, (_none, i) => 1 - i / 4)
  const columns = [...new Set([0, 0.25, 0.5, 0.75, 1].map((share) => Math.round(share * n)))]
  const placed = drawn.map((item) => {
    const same = drawn.filter((other) => other.right === item.right)
    return { item, cx: x(item.right) + (same.indexOf(item) - (same.length - 1) / 2) * APART }
  })
  return (
    <figure className="plot">
      <figcaption>
        <span className="label">How hard, and how well it goes with the rest</span>
        <span className="small mut">
          A circle is an item, numbered as in the quiz. Its line is the 95 % interval of the item–rest correlation.
        </span>
      </figcaption>
      <div className="tablebox">
        <svg
          viewBox={`0 0 ${FRAME.width} ${FRAME.height}`}
          role="group"
          aria-label={`${drawn.length} items by how many of ${n} students got them, and by their item–rest correlation. The table below has every figure.`}
        >
          {rows.map((r) => (
            <g key={r}>
              <line
                className={r === 0 ? 'zero' : 'rule'}
                x1={FRAME.left}
                x2={FRAME.width - FRAME.right}
                y1={y(r)}
                y2={y(r)}
              />
              <text x={FRAME.left - 8} y={y(r) + 4} textAnchor="end">
                {r === 0 ? '0' : decimals(r)}
              </text>
            </g>
          ))}
          {columns.map((count) => (
            <text key={count} x={x(count)} y={FRAME.height - FRAME.bottom + 18} textAnchor="middle">
              {count}
            </text>
          ))}
          <text x={(FRAME.left + FRAME.width - FRAME.right) / 2} y={FRAME.height - 6} textAnchor="middle">
            students who got it, of {n}
          </text>
          {placed.map(({ item, cx }) => (
            <a
              key={item.id}
              href={`#${item.id}`}
              aria-label={`Item ${item.number}: ${item.right} of ${n}, item–rest ${decimals(item.itemRest!.value)}`}
            >
              {item.itemRest!.interval && (
                <line
                  className="interval"
                  x1={cx}
                  x2={cx}
                  y1={y(item.itemRest!.interval.low)}
                  y2={y(item.itemRest!.interval.high)}
                />
              )}
              <circle className="reach" cx={cx} cy={y(item.itemRest!.value)} r={REACH} />
              <circle cx={cx} cy={y(item.itemRest!.value)} r="11" />
              <text className="no" x={cx} y={y(item.itemRest!.value) + 4} textAnchor="middle">
                {item.number}
              </text>
            </a>
          ))}
        </svg>
      </div>
    </figure>
  )
}
