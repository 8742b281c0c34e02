import { turnLengths } from '../../../../_ui/brand.tsx'

const TOTAL = turnLengths.reduce((sum, length) => sum + length, 0)

/** The talk to scale, one unit a sentence: a bar a turn from `from` to `to`, Zhou above and Khiem below. */
function bars(from: number, to: number): { zhou: string; khiem: string } {
  const out = { zhou: '', khiem: '' }
  let end = 0
  for (const [i, length] of turnLengths.entries()) {
    const [start, stop] = [Math.max(end, from), Math.min(end + length, to)]
    end += length
    if (stop <= start) continue
    if (i % 2 === 0) out.zhou += `M${start} 1h${stop - start}v9h-${stop - start}z`
    else out.khiem += `M${start} 11h${stop - start}v8h-${stop - start}z`
  }
  return out
}

const placeOf = (id: string): number =>
  id === 'end' ? TOTAL : id.startsWith('h') ? 0 : Math.min(TOTAL, Number(id.slice(1)))

/** Where somebody stands, on the talk drawn to scale: read in ink and jade, the rest of what is assigned pale. */
export function PlaceStrip({ at, from, to }: { at: string | null; from?: string | null; to?: string | null }) {
  const [begin, end] = [from ? Math.max(0, placeOf(from) - 1) : 0, to ? placeOf(to) : TOTAL]
  const all = bars(begin, end)
  const read = bars(begin, at ? Math.min(end, placeOf(at)) : begin)
  return (
    <svg className="strip" viewBox={`0 0 ${TOTAL} 20`} preserveAspectRatio="none" aria-hidden="true">
      <path className="rest" d={all.zhou + all.khiem} />
      <path className="zhou" d={read.zhou} />
      <path className="khiem" d={read.khiem} />
    </svg>
  )
}
