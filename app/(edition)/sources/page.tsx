import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { SisterDocument, Work } from '#lib/content/types.ts'
import { Cite } from '../../_ui/cite.tsx'
import { runsOf } from '../../_ui/citation.ts'
import { Entries, Entry, Listed, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { Block, PageHead, Table } from '../../_ui/parts.tsx'
import { countWord, inWords } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'
import { listed } from './listed.ts'
import './sources.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Sources and sister documents',
  description:
    'Eight documents of the same affair beside this record, and every work that a sentence of this edition rests on, with how far it was read.',
}

const groups: { kind: Work['kind']; title: string }[] = [
  { kind: 'document', title: 'Documents' },
  { kind: 'scholarship', title: 'Scholarship' },
  { kind: 'reference', title: 'Reference and press' },
]

/** How far a work was read for this edition. */
const readWords: Record<Work['seen'], string> = {
  whole: 'Read in full.',
  opening: 'Its opening was read.',
  abstract: 'Its abstract was read.',
  summary: 'A summary was read.',
  named: 'Well known; not read again for this edition.',
}

/** The reference is whole without its link. */
function Reference({ work }: { work: Work }) {
  const reference = /[.?!]”?$/u.test(work.reference) ? work.reference : `${work.reference}.`
  return (
    <>
      {work.url ? (
        <a href={work.url} rel="noreferrer">
          {reference}
        </a>
      ) : (
        reference
      )}{' '}
      <span className="far">{readWords[work.seen]}</span>
    </>
  )
}

export default function SourcesPage() {
  const { sisterDocuments, transcript, works } = edition()
  const numbers = numberGrounds(
    sisterDocuments.flatMap(({ evidence, beside }) => [
      ...evidence,
      ...beside.flatMap(({ here, there }) => [here, there]),
    ]),
  )
  const lists = groups.map((group) => ({ ...group, works: listed(works, group.kind) }))
  const total = lists.reduce((sum, list) => sum + list.works.length, 0)
  const whole = works.filter(({ seen }) => seen === 'whole').length
  const speaker = (at: string) => transcript.units.get(at)?.speaker

  const inText = ({ beside }: SisterDocument) =>
    [...transcript.units.keys()].filter((id) => beside.some(({ at }) => at.includes(id)))
  const row = ({ at, here, there }: SisterDocument['beside'][number]) => ({
    key: at.join(' '),
    cells: [
      <>
        {here.text}
        <GroundMark n={numbers.get(here.by)} />{' '}
        {runsOf(at).map(({ at: from, to }) => (
          <Cite key={from} at={from} to={to} speaker={speaker(from)} />
        ))}
      </>,
      <>
        {there.text}
        <GroundMark n={numbers.get(there.by)} />
      </>,
    ],
  })

  return (
    <Shell current="/sources">
      <PageHead
        over="Sources and sister documents"
        title={`Of ${total} works, this edition read ${inWords(whole)} in full`}
        lead={`${whole === 1 ? 'That one is this record. ' : ''}Of each of the others it says how far it was read: an opening, an abstract, a summary, or, where it is well known, not again.`}
      />
      <Listed
        of="sister documents and works"
        contents={[
          {
            title: 'The same affair in other documents',
            items: sisterDocuments.map(({ id, title }) => ({ id, title })),
          },
          {
            title: 'Works',
            items: lists.map(({ kind, title, works: here }) => ({ id: kind, title, note: here.length })),
          },
        ]}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
        <Block id="sisters" title="The same affair in other documents">
          <p className="body measure">
            {countWord(sisterDocuments.length)} documents, or pairs of them, come from the same affair and are open
            elsewhere. What stands at the right comes from the part that was read, of most of them only the opening; the
            rest is for you to look up.
          </p>
          <Entries panel="sister-documents" label="Sister documents">
            {sisterDocuments.map((sister) => (
              <Entry
                key={sister.id}
                id={sister.id}
                title={sister.title}
                at={inText(sister)}
                chips={[]}
                transcript={transcript}
                as="h3"
              >
                <p className="small mut num">{sister.date}</p>
                <ul className="refs">
                  {sister.works.map((id) => {
                    const work = works.find((one) => one.id === id)
                    return (
                      work && (
                        <li key={id}>
                          <Reference work={work} />
                        </li>
                      )
                    )
                  })}
                </ul>
                {(sister.seen ?? sister.checked) && (
                  <p className="small mut">
                    {sister.seen && `A copy was seen on ${sister.seen}. `}
                    {sister.checked && `The link was last tried on ${sister.checked}.`}
                  </p>
                )}
                <p className="body">
                  <Statements of={sister.evidence} numbers={numbers} />
                </p>
                {sister.beside.length > 0 && (
                  <div className="beside-table">
                    <Table
                      caption={`This record beside: ${sister.title}`}
                      hideCaption
                      columns={[{ title: 'This record says' }, { title: 'The other document, as far as it was read' }]}
                      rows={sister.beside.map(row)}
                    />
                  </div>
                )}
              </Entry>
            ))}
          </Entries>
        </Block>
        {lists.map(({ kind, title, works: here }) => (
          <section className="block" key={kind} aria-labelledby={kind}>
            <h2 className="title" id={kind}>
              {title} <span className="mut3 num">{here.length}</span>
            </h2>
            <ul className="refs listed">
              {here.map((work) => (
                <li key={work.id} id={`work-${work.id}`}>
                  <Reference work={work} />
                </li>
              ))}
            </ul>
          </section>
        ))}
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}
