import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Entries, Entry } from '../../_ui/entries.tsx'
import { speakerName } from '../../_ui/figures.ts'
import { Notice, PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'The talk, paragraph by paragraph',
  description:
    'What each paragraph of the talk says in one plain sentence, kept closed until you have said it in your own words.',
}

export default function GistsPage() {
  const { transcript, gists } = edition()
  const paragraphs = transcript.turns.flatMap((turn) =>
    turn.paragraphs.map((paragraph, index) => ({ turn, paragraph, part: index + 1, of: turn.paragraphs.length })),
  )
  return (
    <Shell current="/transcript">
      <PageHead
        over={
          <Link href="/transcript" prefetch={false}>
            Transcript
          </Link>
        }
        title="The talk, paragraph by paragraph"
        lead="Read a paragraph, say in one sentence what it does, and only then open ours beside it."
      />
      <Notice>
        These sentences are the edition’s own. They leave out most of what is said, and they never replace the text:
        quote the transcript and not them.
      </Notice>
      <Entries panel="gists" label={`The ${gists.length} paragraphs of the talk`}>
        {paragraphs.map(({ turn, paragraph, part, of }) => (
          <Entry
            key={paragraph.id}
            id={paragraph.id}
            title={`${speakerName[turn.speaker]}, turn ${turn.n}${of > 1 ? `, part ${part} of ${of}` : ''}`}
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
    </Shell>
  )
}
