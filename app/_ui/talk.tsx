import type { SpeakerId } from '#lib/content/types.ts'

export type TalkSentence = { n: number; words: number; speaker: SpeakerId }

/**
 * The talk drawn to scale: one bar a sentence in order, as tall as the sentence has words, Zhou above the line and Khiem
 * below. `read` greys what lies after that sentence; `label` is the figure's finding, read out instead of the bars.
 * Two paths carry all bars, so that the drawing costs a few kilobytes wherever it stands.
 */
export function TalkStrip({
  sentences,
  label,
  read,
  width = 1240,
  height = 190,
}: {
  sentences: TalkSentence[]
  label: string
  read?: number
  width?: number
  height?: number
}) {
  const drawn = talkPaths(sentences, width, height, read)
  return (
    <svg className="talk" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="rest" d={drawn.rest} />
      <path className="zhou" d={drawn.zhou} />
      <path className="khiem" d={drawn.khiem} />
    </svg>
  )
}

/** Path data of the strip; the share cards draw from it too. */
export function talkPaths(sentences: TalkSentence[], width: number, height: number, read?: number) {
  const most = (who: SpeakerId) => Math.max(1, ...sentences.filter((s) => s.speaker === who).map((s) => s.words))
  const unit = height / (most('zhou') + most('khiem'))
  const line = most('zhou') * unit
  const step = width / sentences.length
  const bar = (step * 0.62).toFixed(2)
  const out = { zhou: '', khiem: '', rest: '' }
  for (const [i, s] of sentences.entries()) {
    const tall = (s.words * unit).toFixed(1)
    const x = (i * step).toFixed(1)
    const d =
      s.speaker === 'zhou'
        ? `M${x} ${line.toFixed(1)}h${bar}v-${tall}h-${bar}z`
        : `M${x} ${(line + 2).toFixed(1)}h${bar}v${tall}h-${bar}z`
    out[read !== undefined && s.n > read ? 'rest' : s.speaker] += d
  }
  return out
}

/** The same drawing stood on its end, one line a sentence from top to bottom, for the edge of the reading page. */
export function edgePaths(sentences: TalkSentence[], width: number, height: number) {
  const most = Math.max(1, ...sentences.map((s) => s.words))
  const step = height / sentences.length
  const thick = (step * 0.66).toFixed(2)
  const out = { zhou: '', khiem: '' }
  for (const [i, s] of sentences.entries()) {
    const long = ((s.words / most) * width).toFixed(1)
    out[s.speaker] += `M0 ${(i * step).toFixed(2)}h${long}v${thick}h-${long}z`
  }
  return out
}
