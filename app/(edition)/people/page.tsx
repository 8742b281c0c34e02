import type { Metadata } from 'next'
import type { Person } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { SeeAlso } from '../../_ui/entries.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
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
  const count = (presence: Person['presence']) => people.filter((person) => person.presence === presence).length
  const order = (person: Person) => transcript.units.get(person.mentions[0] ?? '')?.order ?? Number.MAX_SAFE_INTEGER
  return (
    <Shell current="/people">
      <PageHead
        over="People"
        title={`${countWord(count('in-the-room'))} people in the room, ${count('named')} named, ${count('unnamed')} meant but not named`}
        lead="Who was in the room and who is spoken of, in the order in which the text comes to them. Offices are those of 21 August 1961."
      />
      <SeeAlso
        links={[
          ['/places', 'the map of the places'],
          ['/timeline', 'the timeline'],
          ['/bodies', 'parties, meetings and treaties'],
        ]}
      />
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
