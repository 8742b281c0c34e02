import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Claim, Edition } from '#lib/content/types.ts'
import { Cite } from '../../_ui/cite.tsx'
import { inSentence, listener, nameOf, stepOf } from './words.ts'

/**
 * From the reader back to the origin: first the hands on the paper, the same for every claim, then the mouths that this
 * one has passed. A solid rung is what the record says, a dashed one does not; each says so in words as well.
 */
export function Ladder({ claim, edition }: { claim: Claim; edition: Edition }) {
  const { transcript, people, custody } = edition
  const hands = custody.toReversed().flatMap(({ id, at, rung }) => (rung ? [{ id, at, ...rung }] : []))
  const name = (who: string): ReactNode =>
    people.some(({ id }) => id === who) ? (
      <Link href={`/people/${who}`} prefetch={false}>
        {nameOf(who, edition)}
      </Link>
    ) : (
      nameOf(who, edition)
    )
  return (
    <ol className="ladder" aria-label="The chain of hands and mouths, from you back to the origin">
      <li className="you">
        <b>You</b>
        <span className="step">read it</span>
      </li>
      {hands.map(({ id, at, who, does }) => (
        <li key={id}>
          <b>{name(who)}</b>
          <span className="step">
            {does} {at.length > 0 && at.map((line) => <Cite key={line} at={line} />)}
          </span>
        </li>
      ))}
      {claim.chain.map((mouth, i) => {
        const speaks = i === 0
        const source = claim.chain[i + 1]
        const own =
          mouth.how === 'direct'
            ? 'speaks of what he saw, heard or did himself'
            : 'concludes it himself; no source is named'
        const step = speaks && !source ? own : stepOf(mouth, source ? inSentence(source.who, edition) : null)
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
              {!dashed ? 'As the record says' : speaks && !source ? 'Concluded' : 'Inferred by this edition'}
            </span>
          </li>
        )
      })}
    </ol>
  )
}
