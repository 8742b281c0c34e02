import type { ReactNode } from 'react'
import type { Term } from '#lib/content/types.ts'
import './term.css'

/**
 * Words of an essay with their place in the glossary. The words are a link; the mark behind them opens the gloss in
 * place, which the browser does by itself, without a script. Where it cannot, the mark is not shown.
 */
export function TermLink({ term, children }: { term: Term | undefined; children: ReactNode }) {
  if (!term) return children
  return (
    <span className="termed">
      <a className="term" href={`/glossary#${term.id}`}>
        {children}
      </a>
      <button type="button" className="define" popoverTarget={`gloss-${term.id}`} aria-label={`Explain: ${term.term}`}>
        <span>?</span>
      </button>
    </span>
  )
}

/** The glosses that the marks of a page open. They stand outside its paragraphs, which can hold no such thing. */
export function Glosses({ terms }: { terms: readonly Term[] }) {
  return terms.map(({ id, term, gloss }) => (
    <div className="gloss" id={`gloss-${id}`} key={id} popover="auto">
      <p className="h3">{term}</p>
      <p className="body">{gloss.map(({ text }) => text).join(' ')}</p>
      <p className="small">
        <a href={`/glossary#${id}`}>In the glossary</a>
      </p>
    </div>
  ))
}
