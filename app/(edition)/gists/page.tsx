import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { SpeakerId } from '#lib/content/types.ts'
import { Entries, Entry, Listed } from '../../_ui/entries.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { Notice, PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'The talk, paragraph by paragraph',
  description:
    'What each paragraph of the talk says in one plain sentence, kept closed until you have said it in your own words.',
}

const titleOf = (turn: { speaker: SpeakerId; n: number }, part: number, of: number): string =>
  `${speakerName[turn.speaker]}, turn ${turn.n}${of > 1 ? `, part ${part} of ${of}` : ''}`

export default function GistsPage() {
  const { transcript, gists } = edition()
  const paragraphs = transcript.turns.flatMap((turn) =>
    turn.paragraphs.map((paragraph, index) => ({ turn, paragraph, part: index + 1, of: turn.paragraphs.length })),
  )
  return (
    <Shell current="/transcript">
      <PageHead
        over="Paragraph by paragraph"
        title={`${countWord(gists.length)} paragraphs, each in one sentence`}
        lead="Read a paragraph, say in one sentence what it does, and only then open ours beside it."
      />
      <Notice>
        These sentences are the edition’s own. They leave out most of what is said, and they never replace the text:
        quote the transcript and not them.
      </Notice>
      <Listed
        of={`${gists.length} paragraphs`}
        contents={[
          {
            items: paragraphs.map(({ turn, paragraph, part, of }) => ({
              id: paragraph.id,
              title: titleOf(turn, part, of),
            })),
          },
        ]}
      >
        <Entries panel="gists" label={`The ${gists.length} paragraphs of the talk`}>
          {paragraphs.map(({ turn, paragraph, part, of }) => (
            <Entry
              key={paragraph.id}
              id={paragraph.id}
              title={titleOf(turn, part, of)}
              at={paragraph.sentences.map(({ id }) => id)}
              transcript={transcript}
            >
              <details className="gist">
                <summary>Say it in your own words first, then compare</summary>
                <p>{gists.find(({ id }) => id === paragraph.id)?.gist}</p>
              </details>
            </Entry>
          ))}
        </Entries>
      </Listed>
    </Shell>
  )
}
