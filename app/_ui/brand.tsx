import type { SpeakerId } from '#lib/content/types.ts'

/** Sentences in each of the 22 turns, Zhou first; app/_ui/brand.test.ts holds them against the transcript. */
export const turnLengths = [2, 2, 1, 1, 1, 1, 1, 3, 3, 3, 111, 9, 2, 16, 3, 19, 57, 1, 6, 3, 77, 1]

type Bar = { x: number; width: number; speaker: SpeakerId }

/**
 * The brand mark is the talk itself: one bar a turn, Zhou above and Khiem below. Widths grow more slowly than the turns
 * do, or the short ones would vanish at this size; neighbors stand in different rows, so a bar may reach into the gap.
 */
function bars(width: number): Bar[] {
  const gap = 0.45
  const least = 0.8
  const sizes = turnLengths.map((length) => length ** 0.75)
  const unit = (width - least - gap * (sizes.length - 1)) / sizes.reduce((sum, size) => sum + size, 0)
  let x = 0
  return sizes.map((size, i) => {
    const bar: Bar = { x, width: Math.max(least, size * unit), speaker: i % 2 === 0 ? 'zhou' : 'khiem' }
    x += size * unit + gap
    return bar
  })
}

const path = (speaker: SpeakerId, y: number, height: number) =>
  bars(30)
    .filter((bar) => bar.speaker === speaker)
    .map((bar) => `M${bar.x.toFixed(2)} ${y}h${bar.width.toFixed(2)}v${height}h-${bar.width.toFixed(2)}z`)
    .join('')

export const markPaths = { zhou: path('zhou', 2, 9), khiem: path('khiem', 12, 8) }

export function BrandMark() {
  return (
    <svg viewBox="0 0 30 22" width="30" height="22" aria-hidden="true">
      <path className="brand-zhou" d={markPaths.zhou} />
      <path className="brand-khiem" d={markPaths.khiem} />
    </svg>
  )
}
