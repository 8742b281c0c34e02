import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { telegramSentences } from '#lib/content/apparatus/telegrams.ts'
import type { TelegramEvent, Telling } from '#lib/content/apparatus/telegrams.ts'
import type { SpeakerId } from '#lib/content/types.ts'
import { runsOf } from '../../_ui/citation.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'
import { CalendarFigure } from './figure.tsx'
import './telegrams.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Two men, one set of telegrams',
  description:
    'Who wired what and when in August 1961, and where Ho meant to go first: Zhou’s account beside Khiem’s, point by point.',
}

const verdicts: Record<TelegramEvent['verdict'], string> = {
  agree: 'They agree',
  conflict: 'They do not fit',
  'one-only': 'One account only',
}

const knots: Record<NonNullable<TelegramEvent['knot']>, string> = {
  'reply-before-departure': 'Had Tirana replied before Ho left?',
  'first-stop': 'Tirana first or Sochi first?',
  'the-reply': 'What did the reply say?',
  'envoy-or-charge': 'Envoy or chargé d’affaires?',
}

const speakers: Record<SpeakerId, string> = { zhou: 'Zhou tells', khiem: 'Khiem tells' }

export default function TelegramsPage() {
  const { telegrams, transcript, works } = edition()
  const count = (verdict: TelegramEvent['verdict']) => telegrams.filter((event) => event.verdict === verdict).length
  const numbers = numberGrounds(telegrams.flatMap(({ report, note }) => [...(report ? [report] : []), ...note]))
  const knotted = telegrams.filter(({ knot }) => knot !== null)
  return (
    <Shell current="/claims">
      <PageHead
        over="Two men, one set of telegrams"
        title={`On ${count('conflict')} of ${telegrams.length} points the two accounts do not fit together`}
        lead={`Zhou and Khiem tell the same days of August 1961. The accounts agree on ${count('agree')} points, and ${count('one-only')} stand in one account only. The page does not pick a winner.`}
      />
      <nav aria-label="The knots of the two accounts">
        <ul className="jumps">
          {knotted.map(({ id, n, knot }) => (
            <li key={id}>
              <a href={`#${id}`}>{knot && knots[knot]}</a> <span className="mut num">{n}</span>
            </li>
          ))}
        </ul>
      </nav>
      <Switches>
        <GroundSwitch />
      </Switches>
      <CalendarFigure events={telegrams} />
      <table className="tbl grid">
        <caption>
          What each account tells, point by point. Of the Albanian ambassador’s report, which says what Zhou told him on
          the evening of the same day, only the opening was read.
        </caption>
        <thead>
          <tr>
            <th scope="col">Point</th>
            <th scope="col">{speakers.zhou}</th>
            <th scope="col">{speakers.khiem}</th>
            <th scope="col">The ambassador’s report</th>
            <th scope="col">How they fit</th>
          </tr>
        </thead>
        <tbody>
          {telegrams.map((event) => (
            <tr
              key={event.id}
              id={event.id}
              className={event.verdict}
              data-at={telegramSentences(event).join(' ') || undefined}
            >
              <th scope="row">
                <span className="num">{event.n}</span> {event.title}
              </th>
              <td>
                <Tellings speaker="zhou" tellings={event.zhou} />
              </td>
              <td>
                <Tellings speaker="khiem" tellings={event.khiem} />
              </td>
              <td>
                <span className="by">The ambassador’s report</span>
                {event.report ? (
                  <p>
                    {event.report.text}
                    <GroundMark n={numbers.get(event.report.by)} />
                  </p>
                ) : (
                  <p className="mut">Silent</p>
                )}
              </td>
              <td>
                <p className="fit">
                  <b>{verdicts[event.verdict]}</b>
                </p>
                <p>
                  <Statements of={event.note} numbers={numbers} />
                </p>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small mut block">
        The verdicts are this edition’s own, about the accounts and not about what happened. The days stand among all
        others on the{' '}
        <Link href="/timeline#august" prefetch={false}>
          timeline
        </Link>
        .
      </p>
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}

function Tellings({ speaker, tellings }: { speaker: SpeakerId; tellings: readonly Telling[] }) {
  return (
    <>
      <span className={`by ${speaker}`}>{speakers[speaker]}</span>
      {tellings.length === 0 && <p className="mut">Silent</p>}
      {tellings.map(({ at, text }, i) => (
        <div key={text} className="telling">
          {tellings.length > 1 && <p className="label">{i === 0 ? 'Once' : 'And again'}</p>}
          <p>{text}</p>
          <p className="where">
            {runsOf(at).map((run) => (
              <Cite key={run.at} at={run.at} to={run.to} speaker={speaker} />
            ))}
          </p>
        </div>
      ))}
    </>
  )
}
