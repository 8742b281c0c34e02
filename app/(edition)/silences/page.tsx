import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { Entries, Entry, Listed } from '../../_ui/entries.tsx'
import { GroundedList } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
import { Shell } from '../../_ui/shell.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'What the record never names',
  description:
    'Things that were so in August 1961 and that neither speaker names in the record: shown to have been, counted as absent, and asked about.',
}

export default function SilencesPage() {
  const { silences, transcript, works } = edition()
  const looked = silences.flatMap(({ absent }) => absent)
  const found = looked.reduce((sum, { times }) => sum + times, 0)
  return (
    <Shell current="/silences">
      <PageHead
        over="What is not said"
        title={`${countWord(silences.length)} things that the record never names`}
        lead={`Each was so that month or belongs to the affair. A machine has looked for ${looked.length} words through the whole text, heading and all ${transcript.turns.length} turns, and found ${found === 0 ? 'none of them' : `them ${found} times`}. That a thing is not told in other words is a reader’s judgment, and what a silence means is only asked here.`}
      />
      <Listed
        of={`${silences.length} things not named`}
        contents={[{ items: silences.map(({ id, title }) => ({ id, title })) }]}
      >
        <Entries panel="silences" label="Things that the record never names">
          {silences.map(({ id, title, at, happened, absent, question }) => (
            <Entry key={id} id={id} title={title} at={at} transcript={transcript}>
              <GroundedList statements={happened} works={works} transcript={transcript} />
              <p className="small">
                <b>Looked for in the text.</b>{' '}
                {absent.map(({ words, times }, i) => (
                  <span key={words}>
                    {i > 0 && ', '}“{words}” {times}
                  </span>
                ))}
                .
              </p>
              <p className="label">What may it mean?</p>
              <p className="body">{question}</p>
            </Entry>
          ))}
        </Entries>
      </Listed>
      <p className="small mut block">
        Where an entry begins with sentence numbers, the record comes nearest to the matter there. The words were
        counted in any case, as whole words.
      </p>
    </Shell>
  )
}
