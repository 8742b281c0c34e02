import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { type EssayComponents, renderEssay } from '#lib/content/essays/render.ts'
import type { Essay, EssayForm, Term } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { Glosses, TermLink } from './term.tsx'
import { GroundList, GroundMark, numberGrounds } from './grounds.tsx'
import './essay-body.css'

/**
 * How an essay's elements look. On paper, where essays stand one after another on a page, ids carry the essay's own
 * `name`, headings are a level lower, and words are not linked to the glossary.
 */
export function essayComponents(
  numbers: ReadonlyMap<string, number>,
  terms: readonly Term[],
  name?: string,
): EssayComponents {
  const { transcript, works } = edition()
  const idOf = (id: string) => (name ? `${name}-${id}` : id)
  const [Heading, Question, Answer] = name ? (['h3', 'h4', 'h5'] as const) : (['h2', 'h3', 'h4'] as const)
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker
  const referenceOf = (work: string) => works.find(({ id }) => id === work)?.reference ?? work
  return {
    P: ({ id, children }) => (
      <p className="body" id={idOf(id)}>
        {children}
      </p>
    ),
    H: ({ children }) => <Heading className="title">{children}</Heading>,
    G: ({ by, children }) => (
      <>
        {children}
        <GroundMark n={numbers.get(by)} prefix={name && `${name}-note`} />
      </>
    ),
    Cite: ({ at, children }) =>
      children ? (
        <>
          “{children}” <Cite at={at} speaker={speakerOf(at)} />
        </>
      ) : (
        <Cite at={at} speaker={speakerOf(at)} />
      ),
    Term: ({ id, children }) => <TermLink term={terms.find((term) => term.id === id)}>{children}</TermLink>,
    Read: ({ work }) => <p className="ref">{referenceOf(work)}</p>,
    Differ: ({ id, question, among, children }) => (
      <section className="differ" id={idOf(id)} aria-labelledby={`${idOf(id)}-question`}>
        <p className="label">{among === 'historians' ? 'Historians differ' : 'Sources differ'}</p>
        <Question id={`${idOf(id)}-question`}>{question}</Question>
        {children}
      </section>
    ),
    Side: ({ answer, work, children }) => (
      <div className="side">
        <Answer className="h3">{answer}</Answer>
        <p>{children}</p>
        {work && <p className="ref">{referenceOf(work)}</p>}
      </div>
    ),
    Weigh: ({ children }) => (
      <div className="weigh">
        <Answer className="h3">To weigh it</Answer>
        <p>{children}</p>
      </div>
    ),
  }
}

/** An essay's text with its chips and what its sentences rest on; `beside` is what opens in the margin. */
export async function EssayBody({
  essay,
  form = 'long',
  beside,
}: {
  essay: Essay
  form?: EssayForm
  beside?: ReactNode
}) {
  const { glossary, transcript, works } = edition()
  const text = form === 'short' ? essay.short : essay
  const terms = glossary.filter(({ id }) => text.terms.includes(id))
  const numbers = numberGrounds(text.grounds)
  const body = await renderEssay(essay.slug, form, essayComponents(numbers, terms))
  return (
    <>
      <div className="essay">
        <article className="prose" id="essay">
          {body}
        </article>
        {beside}
      </div>
      <Glosses terms={terms} />
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </>
  )
}
