import type { MapPlace, Transcript } from '#lib/content/types.ts'
import { citeName } from '../../_ui/citation.ts'
import { plural } from '../../_ui/say.ts'
import type { Box } from './map.ts'
import { MAP, coasts, dotsOf, shortestWay } from './map.ts'
import './figure.css'

/** A label starts or ends beside its dot, so that a careful estimate of its width opens no gap. */
function anchorOf(label: Box, x: number) {
  if (label.x > x) return { x: label.x, textAnchor: 'start' } as const
  if (label.x + label.width < x) return { x: label.x + label.width, textAnchor: 'end' } as const
  return { x: label.x + label.width / 2, textAnchor: 'middle' } as const
}

/** The units that name or mean a dot's places, in the order of the document. */
function unitsAt(dot: MapPlace, places: readonly MapPlace[], { units }: Transcript): string[] {
  const ids = [dot, ...places.filter((one) => one.with === dot.id)].flatMap(({ mentions }) => mentions)
  return [...new Set(ids)].toSorted((a, b) => (units.get(a)?.order ?? 0) - (units.get(b)?.order ?? 0))
}

export function PlacesFigure({ places, transcript }: { places: readonly MapPlace[]; transcript: Transcript }) {
  const { land, grid } = coasts()
  const dots = dotsOf(places)
  const by = (id: string) => places.find((place) => place.id === id)
  const named = dots.filter(({ place }) => place.presence === 'named').length
  const implied = dots.filter(({ place }) => place.presence === 'implied').length
  const finding = `Map without borders: ${named} dots for places that the text names, ${implied} open ones for places that it only implies, and Tirana, which Ho did not reach. Ho’s way runs from Hanoi by Beijing and Moscow to Sochi; Khiem’s from Geneva by Moscow to Beijing. The table below says the same.`
  return (
    <figure className="map">
      {/* The map keeps its lettering on a narrow screen and scrolls; the keyboard must be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="mapbox" role="region" aria-label="The map, which scrolls sideways" tabIndex={0}>
        <svg viewBox={`0 0 ${MAP.width} ${MAP.height}`} role="group" aria-label={finding}>
          <rect className="sea" width={MAP.width} height={MAP.height} />
          <path className="grid" d={grid} />
          <path className="land" d={land} />
          <path className="way zhou" d={shortestWay(['hanoi', 'beijing', 'moscow', 'sochi'].map(by))} />
          <path
            className="way khiem"
            transform="translate(0 4)"
            d={shortestWay(['geneva', 'moscow', 'beijing'].map(by))}
          />
          <path className="way never" d={shortestWay(['moscow', 'tirana'].map(by))} />
          {dots.map(({ place, names, x, y, label, leader }) => {
            const at = unitsAt(place, places, transcript)
            const first = at[0]
            return (
              <a
                key={place.id}
                className="dot"
                href={first ? `/transcript#${first}` : `/places#${place.id}`}
                aria-label={`${names}: ${plural(at.length, 'mention')}${first ? `, the first ${citeName(first)}` : ''}`}
                data-mark={place.id}
                data-at={at.join(' ') || undefined}
              >
                {leader && (
                  <line
                    className="leader"
                    x1={x}
                    y1={y}
                    x2={label.x > x ? label.x - 2 : label.x + label.width < x ? label.x + label.width + 2 : x}
                    y2={label.y > y ? label.y : label.y + label.height / 2}
                  />
                )}
                {/* A finger needs more than the eye. */}
                <circle className="reach" cx={x} cy={y} r="16" />
                <circle className={place.presence} cx={x} cy={y} r="5" />
                <text className="name" y={label.y + 14.5} {...anchorOf(label, x)}>
                  {names}
                </text>
              </a>
            )
          })}
        </svg>
      </div>
      <figcaption className="small mut">
        <ul className="key">
          <li>
            <svg viewBox="0 0 14 14" aria-hidden="true">
              <circle className="named" cx="7" cy="7" r="5" />
            </svg>
            named in the text
          </li>
          <li>
            <svg viewBox="0 0 14 14" aria-hidden="true">
              <circle className="implied" cx="7" cy="7" r="5" />
            </svg>
            implied, not named
          </li>
          <li>
            <svg viewBox="0 0 14 14" aria-hidden="true">
              <circle className="did-not-happen" cx="7" cy="7" r="5" />
            </svg>
            the visit that did not take place
          </li>
          <li>
            <svg className="long" viewBox="0 0 30 14" aria-hidden="true">
              <path className="way zhou" d="M0 7H30" />
            </svg>
            Ho
          </li>
          <li>
            <svg className="long" viewBox="0 0 30 14" aria-hidden="true">
              <path className="way khiem" d="M0 7H30" />
            </svg>
            Khiem
          </li>
        </ul>
        Lines are the shortest way over the globe, since the text gives no routes. Coasts from Natural Earth; borders
        are left out, because those of 1961 were not today’s.
      </figcaption>
    </figure>
  )
}
