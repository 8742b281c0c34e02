import Link from 'next/link'
import { Cite } from '../../_ui/cite.tsx'
import type { Rung } from './told.ts'
import './ladder.css'

/**
 * From the reader on top back to the origin: the hands on the paper, then the mouths a claim has passed. A solid rung is what the record says, a
 * dashed one does not; each says so in words as well. Without `leads` the names are no links.
 */
export function Ladder({ rungs, leads = true }: { rungs: readonly Rung[]; leads?: boolean }) {
  return (
    <ol className="ladder" aria-label="The chain of hands and mouths, from you back to the origin">
      {rungs.map((rung) => (
        <li key={rung.name} className={[rung.mark, rung.dashed && 'dashed'].filter(Boolean).join(' ') || undefined}>
          <b>
            {rung.person && leads ? (
              <Link href={`/people/${rung.person}`} prefetch={false}>
                {rung.name}
              </Link>
            ) : (
              rung.name
            )}
          </b>
          <span className="step">{rung.step}</span>
          {rung.cites.length > 0 && (
            <span className="step">
              {rung.quote && <>“{rung.quote}” </>}
              {rung.cites.map(({ at, speaker }) => (
                <span key={at}>
                  <Cite at={at} speaker={speaker} />{' '}
                </span>
              ))}
            </span>
          )}
          {rung.how && <span className="how">{rung.how}</span>}
        </li>
      ))}
    </ol>
  )
}
