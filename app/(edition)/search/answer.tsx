import Link from 'next/link'
import type { MouseEvent, ReactNode } from 'react'
import {
  addressOf,
  type Facet,
  FACETS,
  type Hit,
  labelOf,
  queryOf,
  type SearchAnswer,
  type SearchIndex,
  type SearchQuery,
  type Suggestion,
  toggled,
} from '#lib/domain/text-search.ts'
import { Cite } from '../../_ui/cite.tsx'
import { plural } from '../../_ui/say.ts'
import { facetName } from './facets.tsx'

type OnLink = (event: MouseEvent<HTMLAnchorElement>, next: SearchQuery) => void

/** The words with what was looked for marked in them. The words looked for are never printed from the address. */
function marked({ text, marks }: Hit): ReactNode[] {
  const parts: ReactNode[] = []
  let from = 0
  for (const [start, end] of marks) {
    parts.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>)
    from = end
  }
  return [...parts, text.slice(from)]
}

const speakers: Record<string, { chip: 'zhou' | 'khiem'; name: string }> = {
  zhou: { chip: 'zhou', name: 'Zhou' },
  khiem: { chip: 'khiem', name: 'Khiem' },
}

function said(suggestion: Suggestion): string {
  switch (suggestion.kind) {
    case 'named':
      return `${facetName[suggestion.facet]}: ${suggestion.label}`
    case 'without-value':
      return `without the ${suggestion.facet} ${suggestion.label}`
    case 'without-term':
      return `without the words ${suggestion.term}`
    case 'parts-of-words':
      return 'also in longer words'
    case 'words-apart':
      return 'the same words, not side by side'
  }
}

export function Answer({
  values,
  query,
  answer,
  onLink,
  isEmpty,
}: {
  values: SearchIndex['values']
  query: SearchQuery
  answer: SearchAnswer
  onLink: OnLink
  /** Nothing was asked yet. */
  isEmpty: boolean
}) {
  const { hits, sentences, total, suggestions } = answer
  const lines = hits.length - sentences
  const to = (next: SearchQuery, children: ReactNode, className?: string) => (
    <a className={className} href={addressOf(next)} rel="nofollow" onClick={(event) => onLink(event, next)}>
      {children}
    </a>
  )
  const chosen = FACETS.flatMap((facet) => query.chosen[facet].map((value) => ({ facet, value })))
  return (
    <>
      <p className="title count" role="status">
        {isEmpty
          ? `${total} sentences to search`
          : `${sentences} of ${total} sentences${lines > 0 ? `, and ${plural(lines, 'line')} around them` : ''}`}
      </p>
      {chosen.length > 0 && (
        <ul className="chosen" aria-label="Chosen">
          {chosen.map(({ facet, value }) => (
            <li key={`${facet} ${value}`}>
              <span>
                {facetName[facet]}: {labelOf(values, facet, value)}
              </span>{' '}
              {to(
                toggled(query, facet, value),
                <>
                  Leave out
                  <span className="vh">
                    {' '}
                    {facetName[facet]}: {labelOf(values, facet, value)}
                  </span>
                </>,
              )}
            </li>
          ))}
        </ul>
      )}
      {isEmpty && <Beginning values={values} answer={answer} query={query} to={to} />}
      {!isEmpty && hits.length === 0 && (
        <p className="body">
          No sentence has all of this.{' '}
          {suggestions.length > 0 ? 'These have some of it:' : 'Fewer words, or another spelling, may find it.'}{' '}
          {to(queryOf(new URLSearchParams()), 'Begin again')}
        </p>
      )}
      {suggestions.length > 0 && (
        <ul className="instead" aria-label="Other questions">
          {suggestions.map((suggestion) => (
            <li key={said(suggestion)}>
              {to(suggestion.query, said(suggestion))} <span className="num mut">{suggestion.count}</span>
            </li>
          ))}
        </ul>
      )}
      {hits.length > 0 && (
        <ol className="hits" aria-label="Sentences found">
          {hits.map((hit) => (
            <li key={hit.id}>
              <p className="at">
                <Cite at={hit.id} speaker={speakers[hit.speaker]?.chip} />
                <span className="mut small">{speakers[hit.speaker]?.name}</span>
              </p>
              <p className="rec">{marked(hit)}</p>
            </li>
          ))}
        </ol>
      )}
      <p className="small mut elsewhere">
        Only the conversation and its heading are searched, as printed. For the essays and notes use the pages:{' '}
        <Link href="/essays" prefetch={false}>
          essays
        </Link>
        ,{' '}
        <Link href="/people" prefetch={false}>
          people
        </Link>
        ,{' '}
        <Link href="/claims" prefetch={false}>
          claims
        </Link>
        .
      </p>
    </>
  )
}

const MOST_NAMED = 5

/** Before anything is asked: where one can begin, by what the text names most. */
function Beginning({
  values,
  answer,
  query,
  to,
}: {
  values: SearchIndex['values']
  answer: SearchAnswer
  query: SearchQuery
  to: (next: SearchQuery, children: ReactNode) => ReactNode
}) {
  const most = (facet: Facet) =>
    values[facet]
      .map(({ id, label }) => ({ id, label, count: answer.counts[facet][id] ?? 0 }))
      .toSorted((a, b) => b.count - a.count)
      .slice(0, MOST_NAMED)
  return (
    <>
      <p className="body">Type a word, or choose what the sentences should have. Several choices are asked together.</p>
      {(['person', 'place'] as const).map((facet) => (
        <div key={facet} className="begin">
          <h2 className="h3">{facet === 'person' ? 'Named most often' : 'Places named most often'}</h2>
          <ul className="instead">
            {most(facet).map(({ id, label, count }) => (
              <li key={id}>
                {to(toggled(query, facet, id), label)} <span className="num mut">{count}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}
