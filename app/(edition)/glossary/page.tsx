import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import type { Term } from '#lib/content/types.ts'
import { Entries, Entry, Listed, SeeAlso, Switches } from '../../_ui/entries.tsx'
import { GroundList, GroundSwitch, numberGrounds } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { countWord } from '../../_ui/say.ts'
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
  const unsaid = glossary.filter(({ absent }) => absent.length > 0).length
  return (
    <Shell current="/glossary">
      <PageHead
        over="Words explained"
        title={`${countWord(glossary.length)} words have a sense of their own in this talk`}
        lead={`Each is here with its sense and with every sentence in which it stands. ${countWord(unsaid)} of them the transcript itself never says.`}
      />
      <SeeAlso
        links={[
          ['/cruxes', 'hard places'],
          ['/bodies', 'parties, meetings and treaties'],
        ]}
      />
      <Listed
        of={`${glossary.length} words, in the order of the alphabet`}
        contents={[{ items: glossary.map(({ id, term }) => ({ id, title: term })) }]}
      >
        <Switches>
          <GroundSwitch />
        </Switches>
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
      </Listed>
    </Shell>
  )
}
