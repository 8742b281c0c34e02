import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { Crux } from '#lib/content/types.ts'
import { certaintyWords } from '../../_ui/certainty.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed, SeeAlso, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'
import './cruxes.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Cruxes',
  description:
    'Words of the talk of 21 August 1961 that cannot simply be read: the problem, the possible readings with who or what supports each, and what can be said.',
}

const readingsTitle = ({ open, readings }: Crux): string =>
  open ? 'Possible readings' : readings.length > 1 ? 'Ways to read it' : 'How it is read'

/** Its further sentences; the others stand beside the words quoted from them. */
const unquoted = ({ at, quotes }: Crux): string[] => at.filter((id) => quotes.every((quote) => quote.at !== id))

export default function CruxesPage() {
  const { cruxes, transcript, works } = edition()
  const open = cruxes.filter((crux) => crux.open)
  const numbers = numberGrounds(cruxes.flatMap(({ problem, readings, say }) => [...problem, ...readings, ...say]))
  return (
    <Shell current="/cruxes">
      <PageHead
        over="Hard places"
        title={`${countWord(open.length)} of ${cruxes.length} cruxes stay open`}
        lead="A crux is a place where the words cannot simply be read. Here is each with its problem, its possible readings and what can be said. Where the sources do not decide, this edition does not either."
      />
      <SeeAlso
        links={[
          ['/glossary', 'words explained'],
          ['/claims', 'who told whom'],
        ]}
      />
      <Listed
        of={`${cruxes.length} cruxes, in the order of the talk`}
        contents={[
          {
            items: cruxes.map(({ id, title, open: isOpen }) =>
              isOpen ? { id, title, note: 'open' } : { id, title, kind: 'settled' },
            ),
          },
        ]}
      >
        <Switches>
          <label className="check small">
            <input type="checkbox" id="only-open" />
            <span>Only those that stay open, {open.length}</span>
          </label>
          <GroundSwitch />
        </Switches>
        <Entries panel="cruxes" label="Cruxes, in the order of the talk">
          {cruxes.map((crux) => (
            <Entry
              key={crux.id}
              id={crux.id}
              title={crux.title}
              at={crux.at}
              chips={unquoted(crux)}
              words={crux.quotes.map(({ quote }) => quote)}
              transcript={transcript}
            >
              <ul className="quotes" aria-label="The words in question">
                {crux.quotes.map(({ at, quote }) => (
                  <li key={at + quote}>
                    “{quote}” <Cite at={at} speaker={transcript.units.get(at)?.speaker} />
                  </li>
                ))}
              </ul>
              <p className="body">
                <Statements of={crux.problem} numbers={numbers} />
              </p>
              <p className="label">{readingsTitle(crux)}</p>
              <ul className="ways">
                {crux.readings.map(({ text, support, by }) => (
                  <li key={text}>
                    {text} <span className="mut">{support}</span>
                    <GroundMark n={numbers.get(by)} />
                  </li>
                ))}
              </ul>
              <p className="label">What can be said</p>
              <p className="body">
                <Statements of={crux.say} numbers={numbers} />
              </p>
              <p className={crux.open ? 'small open' : 'small settled'}>
                {crux.open ? 'Left open: ' : 'How sure: '}
                {certaintyWords[crux.certainty]}
              </p>
            </Entry>
          ))}
        </Entries>
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}
