import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { Person } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../../_ui/grounds.tsx'
import { Cite } from '../../../_ui/cite.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { wordsOf } from '../../../_ui/words.tsx'
import { sentencesOf } from '../../../_ui/figures.ts'
import { Mentions } from '../person-card.tsx'
import '../people.css'

export const dynamic = 'error'
export const dynamicParams = false
export const generateStaticParams = () => edition().people.map(({ id }) => ({ person: id }))

type Props = { params: Promise<{ person: string }> }
const find = async ({ params }: Props): Promise<Person> => {
  const { person } = await params
  return edition().people.find(({ id }) => id === person) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const person = await find(props)
  return { title: person.name, description: `${person.office}. ${person.line}` }
}

const sure: Record<Person['certainty'], string | null> = {
  verified: null,
  established: null,
  transcript: 'What stands here rests on this transcript alone.',
  uncertain: 'Parts of this are uncertain; the sentences say which.',
}

export default async function PersonPage(props: Props) {
  const person = await find(props)
  const { transcript, works } = edition()
  const sentences = sentencesOf(transcript)
  const lines = [...transcript.header, ...sentences]
  const named = person.mentions.flatMap((id) => lines.find((line) => line.id === id) ?? [])
  const numbers = numberGrounds(person.about)
  const life = person.born || person.died ? `${person.born ?? '?'}–${person.died ?? ''}` : null
  return (
    <Shell current="/people">
      <PageHead
        over={
          <Link href="/people" prefetch={false}>
            People
          </Link>
        }
        title={
          <>
            {person.name}
            {person.zh && (
              <>
                {' '}
                <span className="zh" lang="zh">
                  {person.zh}
                </span>
              </>
            )}
          </>
        }
        lead={person.line}
      />
      <p className="mut measure">
        {person.office}
        {life && `, ${life}`}.
      </p>
      {person.about.length > 0 && (
        <section className="block prose" aria-label={`About ${person.name}`}>
          <p className="body" id="p1">
            {person.about.map((sentence, i) => (
              <span key={i}>
                {sentence.text}
                <GroundMark n={numbers.get(sentence.by)} />{' '}
              </span>
            ))}
          </p>
          <GroundSwitch />
          {sure[person.certainty] && <p className="small mut">{sure[person.certainty]}</p>}
        </section>
      )}
      {named.length > 0 && (
        <section className="block" aria-labelledby="where">
          <h2 className="title" id="where">
            {person.presence === 'unnamed' ? 'Where the text means' : 'Where the text names'} {person.name}{' '}
            <span className="mut3 num">{named.length}</span>
          </h2>
          <Mentions person={person} transcript={transcript} wide />
          <p className="small">
            <Link href={`/search?person=${person.id}`} prefetch={false}>
              Search these sentences
            </Link>
          </p>
          <ol className="places">
            {named.map((line) => (
              <li key={line.id}>
                <span>
                  <Cite at={line.id} speaker={transcript.units.get(line.id)?.speaker} />
                </span>
                <p className="rec">{wordsOf(line.parts)}</p>
              </li>
            ))}
          </ol>
        </section>
      )}
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}
