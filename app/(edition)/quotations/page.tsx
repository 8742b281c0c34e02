import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { Block, Notice, PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Whose words are these',
  description:
    'The quotations within the record: who is said to have said them, who heard them, and through which tongues they have come.',
}

export default function QuotationsPage() {
  const { quotations: all, transcript, works } = edition()
  const { quotations, other } = all
  const marked = quotations.filter((one) => one.marked).length
  const numbers = numberGrounds([
    ...quotations.flatMap(({ said, heard, note, chain }) => [said, heard, ...(note ? [note] : []), ...chain]),
    ...other.map(({ why }) => why),
  ])
  return (
    <Shell current="/claims">
      <PageHead
        over="Whose words are these?"
        title={`${countWord(quotations.length)} times the record repeats words that somebody is said to have used`}
        lead={`${countWord(marked)} of them stand in quotation marks. Each has crossed at least two tongues before it reached this page.`}
      />
      <Notice kind="care">
        Do not rest an argument on exact wording here: what is printed is a translation of a note of what one man
        repeated.
      </Notice>
      <Listed
        of={`${quotations.length} quotations`}
        contents={[
          { items: quotations.map(({ id, title }) => ({ id, title })) },
          {
            title: 'After them',
            items: [{ id: 'other', title: 'Marks that enclose nobody’s speech', note: other.length }],
          },
        ]}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
        <Entries panel="quotations" label="Quotations within the record, in the order of the talk">
          {quotations.map(({ id, title, at, words, marked: inMarks, said, heard, chain, note }) => (
            <Entry key={id} id={id} title={title} at={at} words={words} transcript={transcript}>
              <blockquote>
                {words.map((each, i) => (
                  <p key={i}>“{each}”</p>
                ))}
              </blockquote>
              <p className="label">
                {inMarks ? 'In quotation marks in the record' : 'Without quotation marks in the record'}
              </p>
              <dl className="pairs">
                <dt>Said by</dt>
                <dd>
                  {said.text}
                  <GroundMark n={numbers.get(said.by)} />
                </dd>
                <dt>Heard by</dt>
                <dd>
                  {heard.text}
                  <GroundMark n={numbers.get(heard.by)} />
                </dd>
                {note && (
                  <>
                    <dt>Note</dt>
                    <dd>
                      {note.text}
                      <GroundMark n={numbers.get(note.by)} />
                    </dd>
                  </>
                )}
              </dl>
              <ol className="tongues" aria-label="The tongues it has crossed">
                {chain.map((step) => (
                  <li key={step.what} className={step.sure ? undefined : 'unsure'}>
                    <b>{step.tongue === 'not stated' ? 'Tongue not stated' : step.tongue}</b>{' '}
                    <span>
                      {step.what}
                      <GroundMark n={numbers.get(step.by)} />
                    </span>{' '}
                    <span className="mut small">{step.sure ? 'As the record says' : 'Uncertain'}</span>
                  </li>
                ))}
              </ol>
            </Entry>
          ))}
        </Entries>
        <Block id="other" title="Quotation marks that enclose nobody’s speech">
          <ul className="entries">
            {other.map(({ at, words, why }) => (
              <li key={at} data-at={at}>
                <p>
                  “{words}” <Cite at={at} speaker={transcript.units.get(at)?.speaker} />
                </p>
                <p>
                  {why.text}
                  <GroundMark n={numbers.get(why.by)} />
                </p>
              </li>
            ))}
          </ul>
        </Block>
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}
