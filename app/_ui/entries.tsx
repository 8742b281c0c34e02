import type { ReactNode } from 'react'
import type { Transcript } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { runsOf } from './citation.ts'

/**
 * A list of the apparatus. It stands on a page of its own, and the reading page loads the same markup as a panel beside
 * the text: there `panel` is its name, and an entry's `data-at` says which sentences it moves the reading to.
 */
export function Entries({ panel, label, children }: { panel: string; label: string; children: ReactNode }) {
  return (
    <ul className="entries" data-panel={panel} aria-label={label}>
      {children}
    </ul>
  )
}

/**
 * `at` are sentence and header-line ids, in order; without any, the entry is about something that the text leaves out.
 * `words` are words or phrases as printed in those sentences, which the reading page marks while the list is open there.
 */
export function Entry({
  id,
  title,
  at,
  words,
  transcript,
  as: Title = 'h2',
  children,
}: {
  id: string
  title: ReactNode
  at: readonly string[]
  words?: readonly string[]
  transcript: Transcript
  as?: 'h2' | 'h3'
  children?: ReactNode
}) {
  return (
    <li id={id} data-at={at.join(' ') || undefined} data-words={words?.join('|') || undefined}>
      <Title className="h3">{title}</Title>
      {at.length > 0 && (
        <p className="where">
          {runsOf(at).map(({ at: from, to }) => (
            <Cite key={from} at={from} to={to} speaker={transcript.units.get(from)?.speaker} />
          ))}
        </p>
      )}
      {children}
    </li>
  )
}
