import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { Listed } from '../../../_ui/entries.tsx'
import { speakerName } from '../../../_ui/figures.ts'
import { Block, PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import './uses.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Where the sentences are used',
  description:
    'Each sentence of the transcript that an essay, a person’s page, a question or a quiz of this site cites.',
}

/** The way back from the text. A page of its own, which the reader asks for one card at a time: it grows with the essays. */
export default function UsesPage() {
  const { transcript, usedIn } = edition()
  const used = (ids: Iterable<string>) =>
    [...ids].flatMap((id) => {
      const uses = usedIn.get(id)
      return uses ? [{ id, speaker: transcript.units.get(id)?.speaker, uses }] : []
    })
  const turns = transcript.turns.map(({ id, n, speaker, paragraphs }) => ({
    id: `turn-${id}`,
    title: `${speakerName[speaker]}, turn ${n}`,
    sentences: paragraphs.flatMap(({ sentences }) => sentences.map((sentence) => sentence.id)),
  }))
  const inTurns = new Set(turns.flatMap(({ sentences }) => sentences))
  const around = [...transcript.units.keys()].filter((id) => !inTurns.has(id))
  const parts = [{ id: 'around', title: 'The lines around the talk', sentences: around }, ...turns]
    .map(({ sentences, ...part }) => ({ ...part, used: used(sentences) }))
    .filter((part) => part.used.length > 0)
  return (
    <Shell current="/transcript">
      <PageHead
        over={
          <Link href="/transcript" prefetch={false}>
            Transcript
          </Link>
        }
        title="Where the sentences are used"
        lead="What on this site cites a sentence, in the order of the document."
      />
      {parts.length > 0 ? (
        <Listed
          of="the talk, turn by turn"
          contents={[{ items: parts.map(({ id, title, used: here }) => ({ id, title, note: here.length })) }]}
        >
          {parts.map(({ id: part, title, used: here }) => (
            <Block key={part} id={part} title={title}>
              <ul className="rows usedby" aria-labelledby={part}>
                {here.map(({ id, speaker, uses }) => (
                  <li key={id} data-uses={id}>
                    <span>
                      <Cite at={id} speaker={speaker} />
                    </span>
                    <ul>
                      {uses.map((use) => (
                        <li key={use.href + use.title}>
                          <Link href={use.href} prefetch={false}>
                            {use.title}
                          </Link>
                        </li>
                      ))}
                    </ul>
                  </li>
                ))}
              </ul>
            </Block>
          ))}
        </Listed>
      ) : (
        <p className="body">Nothing on this site cites a sentence yet.</p>
      )}
    </Shell>
  )
}
