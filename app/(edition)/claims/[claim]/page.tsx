import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import type { Claim } from '#lib/content/types.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { sentencesOf, speakerName } from '../../../_ui/figures.ts'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../../_ui/grounds.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { stanceWords } from '../../../_ui/stance.ts'
import { wordsOf } from '../../../_ui/words.tsx'
import { Ladder } from '../ladder.tsx'
import { ladderOf } from '../told.ts'
import { certaintyWords, codingNote, mouthsOf, nameOf } from '../words.ts'
import '../claims.css'

export const dynamic = 'error'
export const dynamicParams = false
export const generateStaticParams = () => edition().claims.map(({ id }) => ({ claim: id }))

type Props = { params: Promise<{ claim: string }> }
const find = async ({ params }: Props): Promise<Claim> => {
  const { claim } = await params
  return edition().claims.find(({ id }) => id === claim) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const claim = await find(props)
  return { title: claim.title, description: claim.claim }
}

/** The sentences that a statement of ours points to. */
const sentencesIn = (by: string): string[] => [...by.matchAll(/\bT:(\S+)/gu)].map(([, id = '']) => id)

export default async function ClaimPage(props: Props) {
  const claim = await find(props)
  const whole = edition()
  const { transcript, works, people, claims } = whole
  const said = sentencesOf(transcript).filter(({ id }) => claim.at.includes(id))
  const numbers = numberGrounds(claim.elsewhere)
  const place = claims.indexOf(claim)
  const [before, after] = [claims[place - 1], claims[place + 1]]
  return (
    <Shell current="/claims">
      <PageHead
        over={
          <Link href="/claims" prefetch={false}>
            Who told whom
          </Link>
        }
        title={claim.title}
        lead={claim.claim}
      />
      <div className="claim">
        <section className="chainbox" aria-labelledby="chain">
          <h2 className="title" id="chain">
            Who told whom
          </h2>
          <p className="small mut">{mouthsOf(claim)}, behind the paper</p>
          <Ladder rungs={ladderOf(claim, whole)} />
          <p className="small">
            <Link href="/custody" prefetch={false}>
              All hands on the paper
            </Link>
          </p>
        </section>
        <div>
          <section aria-labelledby="said">
            <h2 className="title" id="said">
              In the talk
            </h2>
            <ol className="quoted">
              {said.map((sentence) => (
                <li key={sentence.id}>
                  <span>
                    <Cite at={sentence.id} speaker={sentence.speaker} />
                  </span>
                  <p className="rec">{wordsOf(sentence.parts)}</p>
                </li>
              ))}
            </ol>
            <p className="small">
              <b>As {speakerName[claim.speaker]} says it:</b> {stanceWords[claim.value.is]}. “{claim.value.quote}”{' '}
              <Cite at={claim.value.at} speaker={claim.speaker} />
            </p>
            <p className="small mut">
              About{' '}
              {claim.about.map((id, i) => (
                <span key={id}>
                  {i > 0 && ', '}
                  {people.some((person) => person.id === id) ? (
                    <Link href={`/people/${id}`} prefetch={false}>
                      {nameOf(id, whole)}
                    </Link>
                  ) : (
                    nameOf(id, whole)
                  )}
                </span>
              ))}
            </p>
          </section>
          <section className="block" aria-labelledby="elsewhere">
            <h2 className="title" id="elsewhere">
              Elsewhere: {certaintyWords[claim.certainty].toLowerCase()}
            </h2>
            <ul className="elsewhere body">
              {claim.elsewhere.map((statement) => (
                <li key={statement.text}>
                  {statement.text}{' '}
                  {sentencesIn(statement.by).map((id) => (
                    <span key={id}>
                      <Cite at={id} speaker={transcript.units.get(id)?.speaker} />{' '}
                    </span>
                  ))}
                  <GroundMark n={numbers.get(statement.by)} />
                </li>
              ))}
            </ul>
            {numbers.size > 0 && <GroundSwitch />}
          </section>
          <GroundList numbers={numbers} works={works} transcript={transcript} />
          <p className="small mut block">{codingNote}</p>
        </div>
      </div>
      <nav className="turnpage" aria-label="Claims before and after">
        {before && (
          <Link href={`/claims/${before.id}`} prefetch={false} rel="prev">
            <span>Before</span> {before.title}
          </Link>
        )}
        {after && (
          <Link href={`/claims/${after.id}`} prefetch={false} rel="next">
            <span>Next</span> {after.title}
          </Link>
        )}
      </nav>
    </Shell>
  )
}
