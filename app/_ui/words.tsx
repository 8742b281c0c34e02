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

/**
 * What a class's reading puts on a sentence: its numeral is a button of the form `form`, which without script opens the
 * sentence's place for notes; `label` says what stands there, and `numeral` and `words` are classes that show it.
 */
export type Dress = (id: string) => { form: string; label: string; numeral: string; words: string }

/** A sentence with its numeral, which is the sentence's own address; each fifth is bold, so that the eye can count. */
export function Numbered({
  sentence,
  seen,
  dress,
}: {
  sentence: Pick<Sentence, 'id' | 'n' | 'parts'>
  seen?: Set<string>
  dress?: Dress
}) {
  const worn = dress?.(sentence.id)
  const numeral = sentence.n % 5 === 0 ? 'n f' : 'n'
  return (
    <>
      {worn ? (
        <button
          className={`${numeral}${worn.numeral}`}
          type="submit"
          form={worn.form}
          name="at"
          value={sentence.id}
          id={sentence.id}
          aria-label={`Sentence ${sentence.n}${worn.label}`}
        >
          {sentence.n}
        </button>
      ) : (
        <a className={numeral} href={`#${sentence.id}`} id={sentence.id} aria-label={`Sentence ${sentence.n}`}>
          {sentence.n}
        </a>
      )}
      <span className={`s${worn?.words ?? ''}`} data-s={sentence.id}>
        {wordsOf(sentence.parts, seen)}
      </span>{' '}
    </>
  )
}
