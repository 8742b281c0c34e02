import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { Body } from '#lib/content/types.ts'
import { Entries, Entry, Listed, SeeAlso, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Parties, meetings and treaties',
  description:
    'The parties, institutions, alliances, meetings and treaties that the talk of 21 August 1961 names or means, with their dates and their sentences.',
}

const groups: { kind: Body['kind']; title: string }[] = [
  { kind: 'party', title: 'Parties' },
  { kind: 'state-body', title: 'Institutions of states' },
  { kind: 'alliance', title: 'Alliances' },
  { kind: 'meeting', title: 'Meetings' },
  { kind: 'treaty', title: 'Treaties' },
]

const standing = ({ presence, forms }: Body): string =>
  presence === 'named'
    ? `In the transcript: ${forms.map((form) => `“${form}”`).join(', ')}.`
    : presence === 'meant'
      ? 'Meant in the transcript, and not named.'
      : 'Background: the transcript neither names nor means it.'

export default function BodiesPage() {
  const { bodies, transcript, works } = edition()
  const numbers = numberGrounds(bodies.flatMap(({ about }) => about))
  const inText = bodies.filter(({ presence }) => presence !== 'background').length
  return (
    <Shell current="/bodies">
      <PageHead
        over="Parties and meetings"
        title={`${countWord(inText)} bodies stand in the talk, and ${bodies.length - inText} behind it`}
        lead="What the two men speak of besides persons and places: parties, institutions of states, alliances, meetings and treaties, each with what it was in August 1961."
      />
      <SeeAlso
        links={[
          ['/people', 'people'],
          ['/timeline', 'the timeline'],
        ]}
      />
      <Listed
        of={`${bodies.length} parties, meetings and treaties`}
        contents={groups.map(({ kind, title }) => ({
          title,
          items: bodies.filter((body) => body.kind === kind).map(({ id, name }) => ({ id, title: name })),
        }))}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
        {groups.map(({ kind, title }) => {
          const here = bodies.filter((body) => body.kind === kind)
          return (
            here.length > 0 && (
              <section className="block" key={kind} aria-labelledby={`kind-${kind}`}>
                <h2 className="title" id={`kind-${kind}`}>
                  {title} <span className="mut3 num">{here.length}</span>
                </h2>
                <Entries panel="bodies" label={title}>
                  {here.map((body) => (
                    <Entry
                      key={body.id}
                      id={body.id}
                      title={body.name}
                      at={body.mentions}
                      words={body.forms}
                      transcript={transcript}
                      as="h3"
                    >
                      {body.dates && <p className="small mut num">{body.dates}</p>}
                      <p className="body mut">{body.line}</p>
                      <p className="body">
                        <Statements of={body.about} numbers={numbers} />
                      </p>
                      <p className="small mut">{standing(body)}</p>
                    </Entry>
                  ))}
                </Entries>
              </section>
            )
          )
        })}
        <GroundList numbers={numbers} works={works} transcript={transcript} />
      </Listed>
    </Shell>
  )
}
