import Link from 'next/link'
import type { SpeakerId } from '#lib/content/types.ts'
import { citeAddress, citeLabel } from './citation.ts'

/**
 * A citation chip: the speaker's mark and the sentence's number, a link to the sentence itself. With `to` it names a
 * passage. `speaker` is left out for header lines, which nobody speaks.
 */
export function Cite({ at, to, speaker }: { at: string; to?: string; speaker?: SpeakerId | null }) {
  return (
    <Link className={`cite${speaker === 'khiem' ? ' u' : speaker === 'zhou' ? ' z' : ''}`} href={citeAddress(at, to)} prefetch={false} data-at={at} data-to={to}>
      {citeLabel(at, to)}
    </Link>
  )
}
