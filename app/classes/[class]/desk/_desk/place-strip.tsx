import { edition } from '#lib/content/edition.ts'
import { markPaths } from '../../../../_ui/brand.tsx'
import { turnLengths } from '../../../../_ui/brand.tsx'

const WIDTH = 30

/** How far along the talk's drawing a sentence lies: the same bars as the brand mark, so within its turn's bar. */
function along(id: string): number {
  const unit = edition().transcript.units.get(id)
  if (!unit || id.startsWith('h')) return 0
  if (id === 'end') return WIDTH
  const total = turnLengths.reduce((sum, length) => sum + length, 0)
  const [gap, least] = [0.45, 0.8]
  const free = WIDTH - gap * (turnLengths.length - 1) - least * turnLengths.length
  let [x, left] = [0, Number(id.slice(1))]
  for (const length of turnLengths) {
    const width = least + (free * length) / total
    if (left <= length) return x + (width * left) / length
    left -= length
    x += width + gap
  }
  return WIDTH
}

/** Where somebody stands, on the talk drawn to scale: read in ink and jade, the rest pale. */
export function PlaceStrip({ at }: { at: string | null }) {
  const read = at ? along(at) : 0
  return (
    <svg className="strip" viewBox={`0 0 ${WIDTH} 22`} preserveAspectRatio="none" aria-hidden="true">
      <path className="rest" d={markPaths.zhou + markPaths.khiem} />
      {read > 0 && <svg x="0" y="0" width={read} height="22" viewBox={`0 0 ${read} 22`} preserveAspectRatio="none"><path className="zhou" d={markPaths.zhou} /><path className="khiem" d={markPaths.khiem} /></svg>}
    </svg>
  )
}
