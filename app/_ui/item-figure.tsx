import { edition } from '#lib/content/edition.ts'
import type { ShownItem, ShownOption } from '#lib/domain/item.ts'
import { letterOf } from './letter.ts'
import { coasts, MAP, pointOf } from '../(edition)/places/map.ts'

const LINE = { width: 640, height: 96, left: 28, y: 52 }
const dayOf = (where: string): number => Date.parse(`${where.replace(/^day-/, '')}T00:00:00Z`)
const sayDay = (ms: number): string =>
  new Date(ms).toLocaleDateString('en-US', { timeZone: 'UTC', month: 'short', day: 'numeric' })

/** The drawing that an item about places or days is asked upon: only letters, the words stand in the options. */
export function ItemFigure({ item }: { item: Extract<ShownItem, { kind: 'place' }> }) {
  return item.on === 'map' ? <Letters options={item.options} /> : <Days options={item.options} />
}

/** By item; those of the other kinds have no drawing. */
export const figuresOf = (items: readonly ShownItem[]) =>
  Object.fromEntries(
    items.flatMap((item) => (item.kind === 'place' ? [[item.id, <ItemFigure key={item.id} item={item} />]] : [])),
  )

function Letters({ options }: { options: readonly ShownOption[] }) {
  const { land } = coasts()
  const dots = options.flatMap((option) => {
    const place = edition().places.find(({ id }) => id === option.where)
    const point = place?.long === undefined || place.lat === undefined ? null : pointOf(place.long, place.lat)
    return point ? [{ id: option.id, letter: letterOf(options, option.id), x: point[0], y: point[1] }] : []
  })
  const [xs, ys] = [dots.map(({ x }) => x), dots.map(({ y }) => y)]
  const spread = Math.max(Math.max(...xs) - Math.min(...xs), (Math.max(...ys) - Math.min(...ys)) * 1.6, 120)
  // As near as the letters allow, and in the end no larger than the map.
  const width = Math.min(MAP.width, spread * 1.3)
  const height = Math.min(MAP.height, width / 1.6)
  const middle = (all: number[]) => (Math.max(...all) + Math.min(...all)) / 2
  const left = Math.max(0, Math.min(MAP.width - width, middle(xs) - width / 2))
  const top = Math.max(0, Math.min(MAP.height - height, middle(ys) - height / 2))
  const unit = width / 640
  return (
    <svg
      className="itemfig"
      viewBox={`${left.toFixed(1)} ${top.toFixed(1)} ${width.toFixed(1)} ${height.toFixed(1)}`}
      role="img"
      aria-label={`A map of coasts with the letters ${dots.map(({ letter }) => letter).join(', ')}, each at the place of its answer.`}
    >
      <path className="land" d={land} strokeWidth={unit} />
      {dots.map(({ id, letter, x, y }) => (
        <g key={id} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${unit.toFixed(3)})`}>
          <circle r="14" />
          <text y="5.5" textAnchor="middle">
            {letter}
          </text>
        </g>
      ))}
    </svg>
  )
}

function Days({ options }: { options: readonly ShownOption[] }) {
  const days = options.map(({ id, where = '' }) => ({ id, letter: letterOf(options, id), at: dayOf(where) }))
  const [from, to] = [Math.min(...days.map(({ at }) => at)), Math.max(...days.map(({ at }) => at))]
  const x = (at: number) => LINE.left + ((at - from) / Math.max(1, to - from)) * (LINE.width - 2 * LINE.left)
  return (
    <svg
      className="itemfig"
      viewBox={`0 0 ${LINE.width} ${LINE.height}`}
      role="img"
      aria-label={`A line from ${sayDay(from)} to ${sayDay(to)} with the letters ${days.map(({ letter }) => letter).join(', ')}, each at its day.`}
    >
      <line x1={LINE.left} x2={LINE.width - LINE.left} y1={LINE.y} y2={LINE.y} />
      {days.map(({ id, letter, at }) => (
        <g key={id} transform={`translate(${x(at).toFixed(1)} ${LINE.y})`}>
          <line y2="16" />
          <text className="day" y="34" textAnchor="middle">
            {sayDay(at)}
          </text>
          <g transform="translate(0 -18)">
            <circle r="14" />
            <text y="5.5" textAnchor="middle">
              {letter}
            </text>
          </g>
        </g>
      ))}
    </svg>
  )
}
