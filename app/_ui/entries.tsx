import type { ReactNode } from 'react'
import type { Transcript } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { runsOf } from './citation.ts'

/** So many chips stand in sight; the rest opens on request. */
const FIRST_CHIPS = 10

/**
 * A list of the apparatus. It stands on a page of its own, and the reading page loads the same markup as a panel beside
 * the text: there `panel` is its name, and an entry's `data-at` says which sentences it moves the reading to.
 */
export function Entries({
  panel,
  label,
  ordered = false,
  children,
}: {
  panel: string
  label: string
  ordered?: boolean
  children: ReactNode
}) {
  const List = ordered ? 'ol' : 'ul'
  return (
    <List className="entries" data-panel={panel} aria-label={label}>
      {children}
    </List>
  )
}

/**
 * `at` are sentence and header-line ids, in order; without any, the entry is about something that the text leaves out.
 * `words` are words or phrases as printed in those sentences, which the reading page marks while the list is open there.
 * `chips` are those of them that stand under the title, where the entry cites the others itself.
 */
export function Entry({
  id,
  title,
  at,
  words,
  chips: shown = at,
  transcript,
  as: Title = 'h2',
  children,
}: {
  id: string
  title: ReactNode
  at: readonly string[]
  words?: readonly string[]
  chips?: readonly string[]
  transcript: Transcript
  as?: 'h2' | 'h3'
  children?: ReactNode
}) {
  const chips = runsOf(shown).map(({ at: from, to }) => (
    <Cite key={from} at={from} to={to} speaker={transcript.units.get(from)?.speaker} />
  ))
  return (
    <li id={id} data-at={at.join(' ') || undefined} data-words={words?.join('|') || undefined}>
      <Title className="h3">{title}</Title>
      {chips.length > 0 && <p className="where">{chips.slice(0, FIRST_CHIPS)}</p>}
      {chips.length > FIRST_CHIPS && (
        <details>
          <summary>{chips.length - FIRST_CHIPS} more</summary>
          <p className="where">{chips.slice(FIRST_CHIPS)}</p>
        </details>
      )}
      {children}
    </li>
  )
}
