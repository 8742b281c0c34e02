import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { renderEssay } from '#lib/content/essay.ts'
import type { Essay, EssayForm } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { Glosses, TermLink } from './term.tsx'
import { GroundList, GroundMark, numberGrounds } from './grounds.tsx'

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
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker
  const referenceOf = (work: string) => works.find(({ id }) => id === work)?.reference ?? work
  const body = await renderEssay(essay.slug, form, {
    P: ({ id, children }) => (
      <p className="body" id={id}>
        {children}
      </p>
    ),
    H: ({ children }) => <h2 className="title">{children}</h2>,
    G: ({ by, children }) => (
      <>
        {children}
        <GroundMark n={numbers.get(by)} />
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
      <section className="differ" id={id} aria-labelledby={`${id}-question`}>
        <p className="label">{among === 'historians' ? 'Historians differ' : 'Sources differ'}</p>
        <h3 id={`${id}-question`}>{question}</h3>
        {children}
      </section>
    ),
    Side: ({ answer, work, children }) => (
      <div className="side">
        <h4 className="h3">{answer}</h4>
        <p>{children}</p>
        {work && <p className="ref">{referenceOf(work)}</p>}
      </div>
    ),
    Weigh: ({ children }) => (
      <div className="weigh">
        <h4 className="h3">To weigh it</h4>
        <p>{children}</p>
      </div>
    ),
  })
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
