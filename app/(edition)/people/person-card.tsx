import Link from 'next/link'
import type { Person, Transcript } from '#lib/content/types.ts'
import { Cite } from '../../_ui/cite.tsx'
import { sentencesOf } from '../../_ui/figures.ts'

/** Where in the talk somebody is named: one stroke a sentence, along the length of the text. */
export function Mentions({
  person,
  transcript,
  wide = false,
}: {
  person: Person
  transcript: Transcript
  wide?: boolean
}) {
  const total = sentencesOf(transcript).length
  const at = person.mentions.filter((id) => id.startsWith('s')).map((id) => Number(id.slice(1)))
  const d = at.map((n) => `M${(((n - 0.5) / total) * 220).toFixed(1)} 0v12`).join('')
  return (
    <svg
      className={wide ? 'mentions wide' : 'mentions'}
      viewBox="0 0 220 13"
      preserveAspectRatio="none"
      role="img"
      aria-label={`Named in ${at.length} of ${total} sentences.`}
    >
      <path className="line" d="M0 12.5h220" />
      <path d={d} />
    </svg>
  )
}

/** Who somebody is, in a few lines. The transcript's name cards are these very elements, taken from this page. */
export function PersonCard({ person, transcript }: { person: Person; transcript: Transcript }) {
  const named = person.mentions.length
  const first = person.mentions[0]
  return (
    <div className="person" id={`card-${person.id}`}>
      <h3>
        <Link href={`/people/${person.id}`} prefetch={false}>
          {person.name}
        </Link>
        {person.zh && (
          <>
            {' '}
            <span className="zh" lang="zh">
              {person.zh}
            </span>
          </>
        )}
      </h3>
      <p className="office">{person.office}</p>
      <p className="line">{person.line}</p>
      {named > 0 && (
        <>
          <Mentions person={person} transcript={transcript} />
          <p className="where">
            {person.presence === 'unnamed' ? 'Meant in' : 'Named in'}{' '}
            <a href={`/people/${person.id}#where`}>{named === 1 ? 'one place' : `${named} places`}</a>
            {first && (
              <>
                , first in <Cite at={first} speaker={transcript.units.get(first)?.speaker} />
              </>
            )}
          </p>
        </>
      )}
    </div>
  )
}
