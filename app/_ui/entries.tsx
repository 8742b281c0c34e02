import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Transcript } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { runsOf } from './citation.ts'
import { capital } from './say.ts'
import './entries.css'

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

/** `kind` is a class by which a page's filter, in CSS, leaves the line out with its entry. */
export type Content = { id: string; title: ReactNode; note?: ReactNode; kind?: string }
export type Contents = { title?: string; items: readonly Content[] }

/**
 * A long list with its contents: beside it where there is room, and folded away above it where there is none.
 * `of` says what is listed: "44 cruxes".
 */
export function Listed({ of, contents, children }: { of: string; contents: readonly Contents[]; children: ReactNode }) {
  return (
    <div className="listed">
      <details className="contents">
        <summary>Contents: {of}</summary>
        <nav aria-label="Contents">
          <p className="label">{capital(of)}</p>
          {contents.map(({ title, items }) => (
            <div key={title ?? ''}>
              {title && <p className="group">{title}</p>}
              <ol>
                {items.map(({ id, title: name, note, kind }) => (
                  <li key={id} className={kind}>
                    <a href={`#${id}`}>{name}</a>
                    {note && <span className="mut"> {note}</span>}
                  </li>
                ))}
              </ol>
            </div>
          ))}
        </nav>
      </details>
      <div className="list">{children}</div>
    </div>
  )
}

/** What a page says about its whole list before it begins: filters, and what its sentences rest on. */
export function Switches({ children }: { children: ReactNode }) {
  return <div className="switches">{children}</div>
}

/** Other pages of the same matter, under the head of a page. */
export function SeeAlso({ links }: { links: readonly (readonly [href: string, text: string])[] }) {
  return (
    <p className="see-also">
      See also{' '}
      {links.map(([href, text], i) => (
        <span key={href}>
          {i > 0 && (i === links.length - 1 ? ' and ' : ', ')}
          <Link href={href} prefetch={false}>
            {text}
          </Link>
        </span>
      ))}
      .
    </p>
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
