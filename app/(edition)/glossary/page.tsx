import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import type { Term } from '#lib/content/types.ts'
import { Entries, Entry } from '../../_ui/entries.tsx'
import { GroundList, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { Statements } from '../../_ui/statements.tsx'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Glossary',
  description:
    'Words of the talk of 21 August 1961 that have a sense of their own: fraternal, plenipotentiary, large-power chauvinism and the rest, each with its sentences.',
}

const quoted = (forms: readonly string[]): string => forms.map((form) => `“${form}”`).join(', ')

/** How the transcript puts it, where that is not what the title says already. */
function standing({ term, forms, absent }: Term): string | null {
  if (absent.length > 0) return `The transcript never says ${absent.map((form) => `“${form}”`).join(' or ')}.`
  return forms.length === 0 || (forms.length === 1 && forms[0] === term) ? null : `In the transcript: ${quoted(forms)}.`
}

export default function GlossaryPage() {
  const { glossary, transcript, works } = edition()
  const numbers = numberGrounds(glossary.flatMap(({ gloss }) => gloss))
  return (
    <Shell current="/glossary">
      <PageHead
        title="Glossary"
        lead={`${glossary.length} terms that have a sense of their own in this talk, and every sentence in which they stand.`}
      />
      <p>
        See also{' '}
        <Link href="/cruxes" prefetch={false}>
          the cruxes
        </Link>{' '}
        and{' '}
        <Link href="/bodies" prefetch={false}>
          parties, meetings and treaties
        </Link>
        .
      </p>
      <GroundSwitch />
      <Entries panel="glossary" label="Terms, in the order of the alphabet">
        {glossary.map((term) => (
          <Entry
            key={term.id}
            id={term.id}
            title={term.term}
            at={term.mentions}
            words={term.forms}
            transcript={transcript}
          >
            <p className="body">
              <Statements of={term.gloss} numbers={numbers} />
            </p>
            {standing(term) && <p className="small mut">{standing(term)}</p>}
          </Entry>
        ))}
      </Entries>
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}
