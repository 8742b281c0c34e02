import type { ReactNode } from 'react'
import type { Part, Sentence } from '#lib/content/types.ts'

/**
 * The words of a sentence as they stand, with their marks: names, brackets, slips, page breaks. `seen` holds the names
 * already met in the paragraph: the first mention is a link, later ones carry the name for the sentence's own card.
 */
export function wordsOf(parts: Part[], seen?: Set<string>): ReactNode[] {
  return parts.map((part, i) => {
    switch (part.kind) {
      case 'text':
        return part.text
      case 'bracket':
        return (
          <span key={i} className="br" data-kind={part.bracket} data-note={part.note}>
            {part.text}
          </span>
        )
      case 'slip':
        return (
          <span key={i} className="slip" data-note={part.note}>
            <span className="sic">{part.sic}</span>
            <ins className="corr" data-corr={part.corr}>
              {' '}
              [{part.corr === '' ? 'leave out' : part.corr}]
            </ins>
          </span>
        )
      case 'page-break':
        return <span key={i} className="pb" aria-hidden="true" />
      case 'name': {
        const inner = wordsOf(part.parts)
        if (part.what !== 'person') return <span key={i}>{inner}</span>
        if (!seen || seen.has(part.ref))
          return (
            <span key={i} data-person={part.ref}>
              {inner}
            </span>
          )
        seen.add(part.ref)
        return (
          <a key={i} className="e" href={`/people/${part.ref}`} data-person={part.ref}>
            {inner}
          </a>
        )
      }
    }
  })
}

/** A sentence with its numeral, which is the sentence's own address; each fifth is bold, so that the eye can count. */
export function Numbered({ sentence, seen }: { sentence: Pick<Sentence, 'id' | 'n' | 'parts'>; seen?: Set<string> }) {
  return (
    <>
      <a
        className={sentence.n % 5 === 0 ? 'n f' : 'n'}
        href={`#${sentence.id}`}
        id={sentence.id}
        aria-label={`Sentence ${sentence.n}`}
      >
        {sentence.n}
      </a>
      <span className="s" data-s={sentence.id}>
        {wordsOf(sentence.parts, seen)}
      </span>{' '}
    </>
  )
}
