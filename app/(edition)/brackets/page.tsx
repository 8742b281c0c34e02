import type { Metadata } from 'next'
import { mendsOf, slipsOf } from '#lib/content/apparatus/brackets.ts'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../_ui/cite.tsx'
import { citeName } from '../../_ui/citation.ts'
import { Entries, Entry, Listed, Switches } from '../../_ui/entries.tsx'
import { bracketWords } from '../../_ui/figures.ts'
import { GroundList, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { Block, PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'
import './brackets.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'What the brackets add, and what is broken',
  description:
    'The ten square brackets of the published text, with and without the supplied words, five sentences cut by a page end, and the slips.',
}

export default function BracketsPage() {
  const { brackets, transcript, works } = edition()
  const mends = mendsOf(transcript)
  const slips = slipsOf(transcript)
  const numbers = numberGrounds(brackets.flatMap(({ responsible, effect }) => [responsible, ...effect]))
  return (
    <Shell current="/transcript">
      <PageHead
        over="Every bracket"
        title={`${countWord(brackets.length)} brackets, ${mends.length} cut sentences and ${slips.length} slips`}
        lead="Square brackets stand in the published text where somebody added or could not read words; the end of a page cuts sentences; slips are printed as they stand. The words of the text are never changed: undo every mark on this page, and the archive’s text is left."
      />
      <Listed
        of="brackets, mended pages and slips"
        contents={[
          {
            title: 'Brackets',
            items: brackets.map(({ id, text, at }) => ({
              id,
              title: <span className="br">{text}</span>,
              note: citeName(at),
            })),
          },
          { title: 'Pages', items: [{ id: 'mended', title: 'Mended pages', note: mends.length }] },
          { title: 'Slips', items: slips.map(({ id, sic, at }) => ({ id, title: `“${sic}”`, note: citeName(at) })) },
        ]}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
        <Block id="brackets" title="The brackets">
          <Entries panel="brackets" label="The square brackets, in the order of the document">
            {brackets.map(({ id, kind, text, at, printed, without, responsible, effect }) => (
              <Entry
                key={id}
                id={id}
                as="h3"
                at={[at]}
                transcript={transcript}
                title={
                  <>
                    <span className="br">{text}</span>: {bracketWords[kind]}
                  </>
                }
              >
                <dl className="pairs readings">
                  <dt>As printed</dt>
                  <dd>
                    {printed.slice(0, printed.indexOf(text))}
                    <span className="br">{text}</span>
                    {printed.slice(printed.indexOf(text) + text.length)}
                  </dd>
                  <dt>Without it</dt>
                  <dd>{without === '' ? <span className="mut">Nothing stands here.</span> : without}</dd>
                </dl>
                <dl className="pairs">
                  <dt>Responsible</dt>
                  <dd>
                    <Statements of={[responsible]} numbers={numbers} />
                  </dd>
                  <dt>Effect</dt>
                  <dd>
                    <Statements of={effect} numbers={numbers} />
                  </dd>
                </dl>
              </Entry>
            ))}
          </Entries>
        </Block>
        <Block id="mended" title="Mended pages">
          <p className="body measure">
            In the source file a page ends inside each of these sentences. They are read whole here; the red bar shows
            where the page ended.
          </p>
          <ol className="entries">
            {mends.map(({ at, before, after }) => (
              <li key={at} data-at={at}>
                <p className="broken">
                  {before} <span className="cut" aria-hidden="true" />
                  <span className="vh">(the page ends here)</span> {after}
                </p>
                <p className="where">
                  <Cite at={at} speaker={transcript.units.get(at)?.speaker} />
                </p>
              </li>
            ))}
          </ol>
        </Block>
        <Block id="slips" title="Slips">
          <ol className="entries">
            {slips.map(({ id, at, offset, sic, corr, note, printed, proposed }) => (
              <li key={id} id={id} data-at={at}>
                <h3 className="h3">
                  “{sic}” (sic), {citeName(at)}
                </h3>
                <p className="where">
                  <Cite at={at} speaker={transcript.units.get(at)?.speaker} />
                </p>
                <dl className="pairs readings">
                  <dt>As printed</dt>
                  <dd>
                    <Slip text={printed} from={offset} words={sic} />
                  </dd>
                  <dt>Proposed</dt>
                  <dd>
                    <Slip text={proposed} from={offset} words={corr} />
                  </dd>
                </dl>
                <p>{note}</p>
              </li>
            ))}
          </ol>
        </Block>
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}

/** A sentence with the words of the slip, or of its mending, set off. */
function Slip({ text, from, words }: { text: string; from: number; words: string }) {
  return (
    <>
      {text.slice(0, from)}
      <span className="sicwords">{words}</span>
      {text.slice(from + words.length)}
    </>
  )
}
