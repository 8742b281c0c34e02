import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { renderEssay } from '#lib/content/essay.ts'
import type { Essay } from '#lib/content/types.ts'
import { Cite } from './cite.tsx'
import { Glosses, TermLink } from './term.tsx'
import { GroundList, GroundMark, numberGrounds } from './grounds.tsx'

/** An essay's text with its chips and what its sentences rest on; `beside` is what opens in the margin. */
export async function EssayBody({ essay, beside }: { essay: Essay; beside?: ReactNode }) {
  const { glossary, transcript, works } = edition()
  const terms = glossary.filter(({ id }) => essay.terms.includes(id))
  const numbers = numberGrounds(essay.grounds)
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker
  const body = await renderEssay(essay.slug, {
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
    Read: ({ work }) => <p className="ref">{works.find(({ id }) => id === work)?.reference ?? work}</p>,
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
