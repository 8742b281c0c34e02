import type { Metadata } from 'next'
import Link from 'next/link'
import type { Person } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { PersonCard } from './person-card.tsx'
import './people.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'People',
  description:
    'Everyone who was in the room or is named in the talk of 21 August 1961: who they were on that day, and where the text names them.',
}

const groups: { presence: Person['presence']; title: string }[] = [
  { presence: 'in-the-room', title: 'In the room' },
  { presence: 'named', title: 'Named in the talk' },
  { presence: 'unnamed', title: 'Meant but not named' },
  { presence: 'after', title: 'After the talk' },
]

export default function PeoplePage() {
  const { people, transcript } = edition()
  const order = (person: Person) => transcript.units.get(person.mentions[0] ?? '')?.order ?? Number.MAX_SAFE_INTEGER
  return (
    <Shell current="/people">
      <PageHead
        title="People"
        lead="Who was in the room and who is spoken of, in the order in which the text comes to them. Offices are those of 21 August 1961."
      />
      <p>
        See also{' '}
        <Link href="/places" prefetch={false}>
          the map of the places
        </Link>
        ,{' '}
        <Link href="/timeline" prefetch={false}>
          the timeline
        </Link>{' '}
        and{' '}
        <Link href="/bodies" prefetch={false}>
          parties, meetings and treaties
        </Link>
        .
      </p>
      {groups.map(({ presence, title }) => {
        const here = people.filter((person) => person.presence === presence).toSorted((a, b) => order(a) - order(b))
        return (
          here.length > 0 && (
            <section className="block" key={presence} aria-labelledby={presence}>
              <h2 className="title" id={presence}>
                {title} <span className="mut3 num">{here.length}</span>
              </h2>
              <ul className="cards">
                {here.map((person) => (
                  <li key={person.id}>
                    <PersonCard person={person} transcript={transcript} />
                  </li>
                ))}
              </ul>
            </section>
          )
        )
      })}
    </Shell>
  )
}
