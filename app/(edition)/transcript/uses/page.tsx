import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
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
  const used = [...transcript.units.values()].flatMap((unit) => {
    const uses = usedIn.get(unit.id)
    return uses ? [{ ...unit, uses }] : []
  })
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
      {used.length > 0 ? (
        <ul className="rows usedby" aria-label="Sentences and what cites them">
          {used.map(({ id, speaker, uses }) => (
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
      ) : (
        <p className="body">Nothing on this site cites a sentence yet.</p>
      )}
    </Shell>
  )
}
