import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { DoubtList, Occurrence } from '#lib/content/apparatus/doubt.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed, Switches } from '../../_ui/entries.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { Block, Notice, PageHead, Table } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import './doubt.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Doubt words',
  description:
    'Where the two men say “we assess”, “as far as I know” or “we do not know”, and how sure the words make what follows.',
}

const codings: Record<DoubtList['coding'], string> = {
  certain: 'certain',
  probable: 'probable',
  possible: 'possible',
  unknown: 'unknown',
}

export default function DoubtPage() {
  const { doubt, transcript, works } = edition()
  const all = doubt.flatMap(({ coding, occurrences }) => occurrences.map((one) => ({ ...one, coding })))
  const doubting = all.filter(({ coding }) => coding !== 'certain')
  const numbers = numberGrounds(doubt.map(({ note }) => note))
  const count = (coding: string, speaker: string) =>
    all.filter((one) => one.coding === coding && one.speaker === speaker).length
  return (
    <Shell current="/transcript">
      <PageHead
        over="Doubt words"
        title={`At ${doubting.length} places the two men say that they are not sure`}
        lead={`They say it in so many words, Zhou at ${doubting.filter(({ speaker }) => speaker === 'zhou').length} and Khiem at ${doubting.filter(({ speaker }) => speaker === 'khiem').length}. Each list has its places in the text and a coding of how sure the words make what follows.`}
      />
      <Notice>
        The coding is this edition’s own. Nobody has coded the same words a second time, so how far two readers would
        agree is not known.
      </Notice>
      <Table
        caption="Places by coding and speaker"
        columns={[{ title: 'Coding' }, { title: 'Zhou', figure: true }, { title: 'Khiem', figure: true }]}
        rows={Object.entries(codings).map(([coding, word]) => ({
          key: coding,
          cells: [word, count(coding, 'zhou'), count(coding, 'khiem')],
        }))}
      />
      <Block id="lists" title="The lists">
        <Listed
          of={`${doubt.length} lists`}
          contents={[{ items: doubt.map(({ id, title, occurrences }) => ({ id, title, note: occurrences.length })) }]}
        >
          <Switches>
            <GroundSwitch />
          </Switches>
          <Entries panel="doubt" label="Lists of doubt words, each with its places in the text">
            {doubt.map(({ id, title, coding, note, occurrences }) => (
              <Entry
                key={id}
                id={id}
                title={title}
                as="h3"
                at={[...new Set(occurrences.map(({ at }) => at))]}
                words={[...new Set(occurrences.map(({ words }) => words))]}
                transcript={transcript}
              >
                <p>
                  <b>Coded {codings[coding]}.</b> {note.text}
                  <GroundMark n={numbers.get(note.by)} />
                </p>
                <ul className="spans">
                  {occurrences.map((one) => (
                    <li key={`${one.at} ${one.offset}`}>
                      <Cite at={one.at} speaker={one.speaker} />
                      <span className="vh"> {speakerName[one.speaker]}: </span>
                      <span className="said">
                        <Marked one={one} text={transcript.units.get(one.at)?.text ?? ''} />
                      </span>
                    </li>
                  ))}
                </ul>
              </Entry>
            ))}
          </Entries>
        </Listed>
      </Block>
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}

/** The whole sentence, with the words in question marked. */
function Marked({ one, text }: { one: Occurrence; text: string }) {
  const end = one.offset + one.words.length
  return (
    <>
      {text.slice(0, one.offset)}
      <mark>{text.slice(one.offset, end)}</mark>
      {text.slice(end)}
    </>
  )
}
