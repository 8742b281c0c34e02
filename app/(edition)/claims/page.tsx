import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { runsOf } from '../../_ui/citation.ts'
import { Cite } from '../../_ui/cite.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { certaintyWords, codingNote, mouthsOf } from './words.ts'
import './claims.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Who told whom',
  description:
    'What the two men claim in the talk of 21 August 1961: through whose mouths each claim has come, and what other sources say.',
}

export default function ClaimsPage() {
  const { claims } = edition()
  const firstHand = claims.filter((claim) => claim.firstHand)
  const told = claims.filter(({ chain }) => chain.length > 1)
  const by = (speaker: string) => claims.filter((claim) => claim.speaker === speaker).length
  return (
    <Shell current="/claims">
      <PageHead
        over="Who told whom"
        title={`${countWord(firstHand.length)} of ${claims.length} claims rest on what the speaker saw, heard or did himself`}
        lead={`Of what Zhou Enlai and Ung Văn Khiêm claim, another ${told.length} came to them through others and ${claims.length - firstHand.length - told.length} are conclusions of their own. Each claim is here with the chain of mouths behind it and what other sources say.`}
      />
      <fieldset className="sift">
        <legend className="h3">Show</legend>
        <label className="check">
          <input type="radio" name="speaker" id="both" defaultChecked />
          <span>Both speakers, {claims.length}</span>
        </label>
        <label className="check">
          <input type="radio" name="speaker" id="only-zhou" />
          <span>Zhou, {by('zhou')}</span>
        </label>
        <label className="check">
          <input type="radio" name="speaker" id="only-khiem" />
          <span>Khiem, {by('khiem')}</span>
        </label>
        <label className="check">
          <input type="checkbox" id="only-first-hand" />
          <span>Only what the speaker witnessed, {firstHand.length}</span>
        </label>
      </fieldset>
      <ul className="rows claims" aria-label="Claims, in the order of the talk">
        {claims.map((claim) => (
          <li key={claim.id} id={claim.id} className={`by-${claim.speaker}${claim.firstHand ? ' first-hand' : ''}`}>
            <span className="name">
              <Link href={`/claims/${claim.id}`} prefetch={false}>
                {claim.title}
              </Link>
              <span className="who">
                {speakerName[claim.speaker]}{' '}
                {runsOf(claim.at).map(({ at, to }) => (
                  <Cite key={at} at={at} to={to} speaker={claim.speaker} />
                ))}
              </span>
            </span>
            <span className="mut">{claim.claim}</span>
            <span className="aside">
              <b>{certaintyWords[claim.certainty]}</b>
              <span>{mouthsOf(claim)}</span>
            </span>
          </li>
        ))}
      </ul>
      <p className="small mut block">{codingNote}</p>
    </Shell>
  )
}
