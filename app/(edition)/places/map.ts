import { readFileSync } from 'node:fs'
import path from 'node:path'
import { geoAzimuthalEqualArea, geoGraticule, geoPath } from 'd3-geo'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import type { MapPlace } from '#lib/content/types.ts'

/** Coasts only: the borders of 1961 were not today's, and the atlas has only today's. */
export const MAP = { width: 1240, height: 760 }

const lineTo = (points: [number, number][]) => ({ type: 'LineString' as const, coordinates: points })

/** The corner points that have to be in the picture. */
const frame = {
  type: 'MultiPoint' as const,
  coordinates: [
    [1, 36],
    [13, 56],
    [37, 59],
    [15, -6],
    [131, 40],
    [112, 18],
  ],
}
const projection = geoAzimuthalEqualArea()
  .rotate([-62, -33])
  .fitExtent(
    [
      [30, 26],
      [MAP.width - 40, MAP.height - 20],
    ],
    frame,
  )
  .clipExtent([
    [0, 0],
    [MAP.width, MAP.height],
  ])
const draw = geoPath(projection).digits(1)

export function coasts(): { land: string; grid: string } {
  const file = path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules/world-atlas/land-110m.json')
  const atlas: Topology<{ land: GeometryCollection }> = JSON.parse(readFileSync(file, 'utf8'))
  return { land: draw(feature(atlas, atlas.objects.land)) ?? '', grid: draw(geoGraticule().step([20, 20])()) ?? '' }
}

/** Where a place lies on the drawing. */
export const pointOf = (long: number, lat: number): [number, number] | null => projection([long, lat])

/** The shortest way over the globe; the transcript gives no routes. */
export const shortestWay = (stops: readonly (MapPlace | undefined)[]): string =>
  draw(
    lineTo(
      stops.flatMap((one): [number, number][] =>
        one?.long === undefined || one.lat === undefined ? [] : [[one.long, one.lat]],
      ),
    ),
  ) ?? ''

export type Box = { x: number; y: number; width: number; height: number }
export type Dot = { place: MapPlace; names: string; x: number; y: number; label: Box; leader: boolean }

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
const LETTER = 8.2
const LINE = 19

/** Every dot with its label beside it: the first of the places around the dot that is free of other dots and labels. */
export function dotsOf(places: readonly MapPlace[]): Dot[] {
  const at = places.flatMap((place) => {
    if (place.with !== undefined || place.long === undefined || place.lat === undefined) return []
    const point = projection([place.long, place.lat])
    if (!point) return []
    const names = [place, ...places.filter((one) => one.with === place.id)].map(({ name }) => name).join(', ')
    return [{ place, names, x: Math.round(point[0] * 10) / 10, y: Math.round(point[1] * 10) / 10 }]
  })
  const taken: Box[] = at.map(({ x, y }) => ({ x: x - 7, y: y - 7, width: 14, height: 14 }))
  return at.map((dot): Dot => {
    const width = dot.names.length * LETTER
    const label = candidates(dot.x, dot.y, width).find(
      (box) =>
        box.x > 4 &&
        box.x + box.width < MAP.width - 4 &&
        box.y > 4 &&
        box.y + box.height < MAP.height - 4 &&
        !taken.some((other) => overlap(box, other)),
    ) ?? { x: dot.x + 10, y: dot.y - LINE / 2, width, height: LINE }
    taken.push(label)
    const leader = Math.abs(label.y + LINE / 2 - dot.y) > 26 || label.x > dot.x + 20 || label.x + width < dot.x - 20
    return { ...dot, label, leader }
  })
}

function candidates(x: number, y: number, width: number): Box[] {
  const height = LINE
  return [0, 14, 28, 44, 60].flatMap((far) => [
    { x: x + 10 + far, y: y - height / 2, width, height },
    { x: x - 10 - far - width, y: y - height / 2, width, height },
    { x: x - width / 2, y: y - 9 - far - height, width, height },
    { x: x - width / 2, y: y + 9 + far, width, height },
    { x: x + 8 + far, y: y - 7 - far / 2 - height, width, height },
    { x: x + 8 + far, y: y + 7 + far / 2, width, height },
    { x: x - 8 - far - width, y: y - 7 - far / 2 - height, width, height },
    { x: x - 8 - far - width, y: y + 7 + far / 2, width, height },
  ])
}
