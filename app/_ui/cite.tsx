import type { SpeakerId } from '#lib/content/types.ts'
import { citeAddress, citeLabel } from './citation.ts'

/**
 * A citation chip: the speaker's mark and the sentence's number, a link to the sentence itself. With `to` it names a
 * passage. `speaker` is left out for header lines, which nobody speaks. A plain link on purpose: on the transcript's own
 * page it moves by the browser's own fragment navigation, which the reader there listens to.
 */
export function Cite({ at, to, speaker }: { at: string; to?: string; speaker?: SpeakerId | null }) {
  return (
    <a
      className={`cite${speaker === 'khiem' ? ' u' : speaker === 'zhou' ? ' z' : ''}`}
      href={citeAddress(at, to)}
      data-at={at}
      data-to={to}
    >
      {citeLabel(at, to)}
    </a>
  )
}
