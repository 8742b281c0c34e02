import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Claim, Edition } from '#lib/content/types.ts'
import { Cite } from '../../_ui/cite.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { inSentence, listener, nameOf, stepOf } from './words.ts'

/**
 * The mouths a claim has passed, the origin on top and the reader at the foot. A solid rung is what the record says, a
 * dashed one does not; each says so in words as well.
 */
export function Ladder({ claim, edition }: { claim: Claim; edition: Edition }) {
  const { transcript, people } = edition
  const mouths = claim.chain.toReversed()
  const name = (who: string): ReactNode =>
    people.some(({ id }) => id === who) ? (
      <Link href={`/people/${who}`} prefetch={false}>
        {nameOf(who, edition)}
      </Link>
    ) : (
      nameOf(who, edition)
    )
  return (
    <ol className="ladder" aria-label="The chain of mouths, from the origin to you">
      {mouths.map((mouth, i) => {
        const speaks = i === mouths.length - 1
        const above = mouths[i - 1]
        const own =
          mouth.how === 'direct'
            ? 'speaks of what he saw, heard or did himself'
            : 'concludes it himself; no source is named'
        const step = speaks && !above ? own : stepOf(mouth, above ? inSentence(above.who, edition) : null)
        const dashed = mouth.how === 'inferred'
        return (
          <li key={mouth.who} className={`${speaks ? 'speaker' : ''}${dashed ? ' dashed' : ''}`.trim() || undefined}>
            <b>{name(mouth.who)}</b>
            <span className="step">
              {step}
              {speaks && `; tells ${listener(claim.speaker)}, through an interpreter`}
            </span>
            {mouth.at && (
              <span className="step">
                {mouth.quote && <>“{mouth.quote}” </>}
                <Cite at={mouth.at} speaker={transcript.units.get(mouth.at)?.speaker} />
              </span>
            )}
            <span className="how">
              {!dashed ? 'As the record says' : speaks && !above ? 'Concluded' : 'Inferred by this edition'}
            </span>
          </li>
        )
      })}
      <li>
        <b>{name('ni-liyu')}</b>
        <span className="step">
          writes down what {speakerName[claim.speaker]} is heard to say; not reviewed <Cite at="h10" /> <Cite at="h5" />
        </span>
      </li>
      <li>
        <b>{name('mercado')}</b>
        <span className="step">puts the Chinese record into English</span>
      </li>
      <li className="you">
        <b>You</b>
        <span className="step">read it</span>
      </li>
    </ol>
  )
}
