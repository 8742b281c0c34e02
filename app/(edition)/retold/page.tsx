import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { edition } from '#lib/content/edition.ts'
import type { RetoldPart } from '#lib/content/apparatus/retold.ts'
import { runsOf } from '../../_ui/citation.ts'
import { Cite } from '../../_ui/cite.tsx'
import { Entries, Entry, Listed, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { Block, PageHead, Table } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import './retold.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Said again, shorter',
  description:
    'Zhou makes his case twice: at length to Khiem, then in five points to carry home. What he kept, moved, added and dropped.',
}

const changes: Record<RetoldPart['change'], string> = { kept: 'Kept', moved: 'Moved', added: 'Added' }

export default function RetoldPage() {
  const { retold, transcript, works } = edition()
  if (!retold) notFound()
  const { points, traced, proofs, dropped, headings } = retold
  const parts = points.flatMap((point) => point.parts)
  const count = (change: RetoldPart['change']) => parts.filter((part) => part.change === change).length
  const numbers = numberGrounds([...parts, ...traced, proofs, ...dropped].map(({ note }) => note))
  const words = (ids: readonly string[]) => ids.map((id) => transcript.units.get(id)?.text ?? '').join(' ')
  return (
    <Shell current="/transcript">
      <PageHead
        over="Said again, shorter"
        title={`Of ${parts.length} steps in the message ${count('kept')} keep what was said, ${count('moved')} move it and ${count('added')} are new`}
        lead={`Zhou makes his case twice: at length, under ${headings.length} headings, and then in ${points.length} points for Khiem to carry home. ${countWord(dropped.length)} things are left out of the message.`}
      />
      <p className="body measure">
        “{words(['s250'])}” he begins, and asks that not many people be told <Cite at="s250" to="s252" speaker="zhou" />
        .
      </p>
      <Listed
        of="the message, and what became of the rest"
        contents={[
          { title: 'The message, point by point', items: points.map(({ id, title }) => ({ id, title })) },
          {
            title: 'Then',
            items: [
              { id: 'proofs', title: 'The two proofs are not the same two' },
              { id: 'traced', title: 'Where they went', note: traced.length },
              { id: 'dropped', title: 'Left out of the message', note: dropped.length },
            ],
          },
        ]}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
        <Entries panel="retold" label="The points of the message, and what they were at first">
          {points.map(({ id, title, at, parts: steps }) => (
            <Entry key={id} id={id} title={title} at={at} transcript={transcript}>
              {steps.map((part) => (
                <div key={part.at[0]} className="step">
                  <div className="told">
                    <p className="label">In the message</p>
                    <blockquote>{words(part.at)}</blockquote>
                    <Where at={part.at} />
                  </div>
                  <div className="told">
                    <p className="label">{part.from.length > 0 ? 'Said before' : 'Not said before'}</p>
                    {runsOf(part.from).map((run) => (
                      <div key={run.at} className="before">
                        <blockquote>
                          {words(part.from.slice(part.from.indexOf(run.at), part.from.indexOf(run.to ?? run.at) + 1))}
                        </blockquote>
                        <p className="where">
                          <Cite at={run.at} to={run.to} speaker="zhou" />
                        </p>
                      </div>
                    ))}
                  </div>
                  <p className="change">
                    <b>{changes[part.change]}.</b> {part.note.text}
                    <GroundMark n={numbers.get(part.note.by)} />
                  </p>
                </div>
              ))}
            </Entry>
          ))}
        </Entries>
        <Block id="proofs" title="The two proofs are not the same two">
          <Table
            caption="What Zhou counts as two proofs that the responsibility is Moscow’s"
            columns={[{ title: 'Proof' }, { title: 'At length, turn 11' }, { title: 'In the message, turn 21' }]}
            rows={[0, 1].map((i) => ({
              key: String(i),
              cells: [
                i === 0 ? 'First' : 'Second',
                ...[proofs.before[i], proofs.after[i]].map(
                  (proof) =>
                    proof && (
                      <>
                        {proof.text} <Where at={proof.at} />
                      </>
                    ),
                ),
              ],
            }))}
          />
          <p className="body prooftext">
            {proofs.note.text}
            <GroundMark n={numbers.get(proofs.note.by)} />
          </p>
        </Block>
        <Block id="traced" title="Where they went">
          <ul className="entries">
            {traced.map(({ id, title, from, to, note }) => (
              <Entry key={id} id={id} title={title} at={from} transcript={transcript} as="h3">
                <p className="where">
                  <span className="mut">in the message:</span>
                  {runsOf(to).map((run) => (
                    <Cite key={run.at} at={run.at} to={run.to} speaker="zhou" />
                  ))}
                </p>
                <p>
                  {note.text}
                  <GroundMark n={numbers.get(note.by)} />
                </p>
              </Entry>
            ))}
          </ul>
        </Block>
        <Block id="dropped" title="Left out of the message">
          {headings.map(({ paragraph, title }, i) => (
            <section key={paragraph} aria-labelledby={`heading-${i + 1}`}>
              <h3 className="h3 heading" id={`heading-${i + 1}`}>
                Heading {i + 1}: {title}
              </h3>
              <ul className="entries">
                {dropped
                  .filter(({ heading }) => heading === i + 1)
                  .map((one) => (
                    <li key={one.id} id={one.id} data-at={one.at.join(' ')}>
                      <h4 className="h3">{one.title}</h4>
                      <Where at={one.at} />
                      <p>
                        {one.note.text}
                        <GroundMark n={numbers.get(one.note.by)} />
                      </p>
                    </li>
                  ))}
              </ul>
            </section>
          ))}
        </Block>
        <p className="small mut block">
          What is kept, moved, added and dropped is this edition’s own reading of the record.
        </p>
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}

function Where({ at }: { at: readonly string[] }) {
  return (
    <span className="where">
      {runsOf(at).map((run) => (
        <Cite key={run.at} at={run.at} to={run.to} speaker="zhou" />
      ))}
    </span>
  )
}
