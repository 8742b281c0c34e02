import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import type { DatedEvent } from '#lib/content/types.ts'
import { certaintyWords } from '../../_ui/certainty.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { CalendarFigure } from './calendar-figure.tsx'
import { LanesFigure } from './figure.tsx'
import { clashes } from './lanes.ts'
import { toldBy } from './told.ts'
import './timeline.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Timeline',
  description: 'August 1961 day by day, in the two accounts that do not fit together, and what came before and after.',
}

const inAugust = ({ lane }: DatedEvent): boolean => lane !== undefined

const sections: { id: string; title: string; has: (event: DatedEvent) => boolean }[] = [
  { id: 'august', title: 'August 1961, day by day', has: inAugust },
  { id: 'background', title: 'Long background', has: ({ date }) => date < '1960' },
  {
    id: 'before',
    title: 'From April 1960 to July 1961',
    has: ({ date }) => date >= '1960' && date < '1961-08',
  },
  { id: 'after', title: 'Afterwards', has: ({ date, lane }) => date > '1961-08' && lane === undefined },
]

export default function Timeline() {
  const { events, transcript, works } = edition()
  const numbers = numberGrounds(events)
  const letters = clashes(events)
  return (
    <Shell current="/timeline">
      <PageHead
        over="Timeline"
        title={`${countWord(events.length)} dates, ${events.filter(inAugust).length} of them in August 1961`}
        lead="The days of August 1961 first, because the two men do not tell them alike; then what led to them and what came of them. The page does not pick a winner."
      />
      <nav aria-label="On this page">
        <ul className="jumps">
          {sections.map(({ id, title, has }) => (
            <li key={id}>
              <a href={`#${id}`}>{title}</a> <span className="mut3 num">{events.filter(has).length}</span>
            </li>
          ))}
          <li>
            <Link href="/places" prefetch={false}>
              Map of the places
            </Link>
          </li>
        </ul>
      </nav>
      <Switches>
        <GroundSwitch />
      </Switches>
      {sections.map(({ id, title, has }) => (
        <section className="block" key={id} aria-labelledby={id}>
          <h2 className="title" id={id}>
            {title}
          </h2>
          {id === 'august' && (
            <>
              <LanesFigure events={events} />
              <CalendarFigure events={events} />
            </>
          )}
          <ol className="dates" data-panel="timeline" aria-labelledby={id}>
            {events.filter(has).map((event) => (
              <li key={event.id} id={event.id} data-at={event.at.join(' ') || undefined}>
                <span className="when">{event.when}</span>
                <div className={event.against.length > 0 ? 'what clash' : 'what'}>
                  {event.lane && (
                    <p className={`label ${event.lane}`}>
                      {event.at[0]?.startsWith('h') ? 'The heading of the record' : toldBy[event.lane]}
                      {event.against.length > 0 && (
                        <>
                          {' · '}
                          <a href={`#${event.against[0] ?? ''}`}>
                            {letters.get(event.id)}: does not fit what {event.lane === 'zhou' ? 'Khiem' : 'Zhou'} tells
                          </a>
                        </>
                      )}
                    </p>
                  )}
                  <p className="body">
                    {event.what}
                    <GroundMark n={numbers.get(event.by)} />
                  </p>
                  {event.at.length > 0 && (
                    <p className="chips">
                      {event.at.map((at) => (
                        <Cite key={at} at={at} speaker={transcript.units.get(at)?.speaker} />
                      ))}
                    </p>
                  )}
                </div>
                <span className="sure">{certaintyWords[event.certainty]}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}
