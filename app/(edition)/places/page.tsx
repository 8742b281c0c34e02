import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import type { MapPlace } from '#lib/content/types.ts'
import { certaintyWords } from '../../_ui/certainty.ts'
import { Cite } from '../../_ui/cite.tsx'
import { SeeAlso, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead, Table } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { PlacesFigure } from './figure.tsx'
import './places.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Places',
  description: 'Where the conversation took place, where its people went, and a visit to Tirana that was not made.',
}

const presenceWords: Record<MapPlace['presence'], string> = {
  named: 'named',
  implied: 'implied',
  'did-not-happen': 'named; the visit did not take place',
}
/** Chips are many for a country that the text names in each other sentence; the rest opens on request. */
const FIRST_CHIPS = 6

const degrees = (value: number, [plus, minus]: readonly [string, string]) =>
  `${Math.abs(value).toFixed(2)}° ${value < 0 ? minus : plus}`

export default function Places() {
  const { places, transcript, works } = edition()
  const numbers = numberGrounds(places)
  const chips = (ids: readonly string[]): ReactNode => (
    <span className="chips">
      {ids.map((at) => (
        <Cite key={at} at={at} speaker={transcript.units.get(at)?.speaker} />
      ))}
    </span>
  )
  const row = (place: MapPlace) => ({
    key: place.id,
    cells: [
      <span key="name" id={place.id} data-place={place.presence} data-at={place.mentions.join(' ') || undefined}>
        {place.name}
      </span>,
      <>
        {place.role}
        <GroundMark n={numbers.get(place.by)} />
      </>,
      ...(place.lat !== undefined && place.long !== undefined
        ? [
            presenceWords[place.presence],
            <span className="deg" key="deg">
              {degrees(place.lat, ['N', 'S'])}, {degrees(place.long, ['E', 'W'])}
            </span>,
          ]
        : []),
      certaintyWords[place.certainty],
      <div key="chips">
        {chips(place.mentions.slice(0, FIRST_CHIPS))}
        {place.mentions.length > FIRST_CHIPS && (
          <details>
            <summary>{place.mentions.length - FIRST_CHIPS} more</summary>
            {chips(place.mentions.slice(FIRST_CHIPS))}
            <p className="small">
              <Link href={`/search?place=${place.id}`} prefetch={false}>
                The words of all {place.mentions.length}
              </Link>
            </p>
          </details>
        )}
      </div>,
    ],
  })
  return (
    <Shell current="/places">
      <PageHead
        over="Places"
        title={`${countWord(places.length)} places, ${places.filter(({ presence }) => presence !== 'implied').length} of them named in the text`}
        lead="Where the two men sat, where the people they speak of went, and a visit to Tirana that was not made."
      />
      <SeeAlso links={[['/timeline', 'the same days as a timeline']]} />
      <PlacesFigure places={places} transcript={transcript} />
      <Switches>
        <GroundSwitch />
      </Switches>
      <section className="block placetable" aria-labelledby="dots">
        <h2 className="title" id="dots">
          Places on the map
        </h2>
        <Table
          caption="Coordinates are those of city centers unless the row says otherwise, rounded"
          columns={[
            { title: 'Place' },
            { title: 'What it is here' },
            { title: 'In the text' },
            { title: 'Where' },
            { title: 'How sure' },
            { title: 'Sentences' },
          ]}
          rows={places.filter(({ kind }) => kind === 'point').map(row)}
        />
      </section>
      <section className="block placetable" aria-labelledby="areas">
        <h2 className="title" id="areas">
          Countries, regions and a sea
        </h2>
        <Table
          caption="Named in the text, and no dots on the map"
          columns={[{ title: 'Name' }, { title: 'What it is here' }, { title: 'How sure' }, { title: 'Sentences' }]}
          rows={places.filter(({ kind }) => kind === 'area').map(row)}
        />
      </section>
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}
