/** A reading for the Hypothesis client: the text as it is, in elements that nothing changes, and no script of ours. */
import { ERROR_STATUS, type ErrorCode } from '#lib/domain/errors.ts'
import { html, smallPage, type Html } from './small-page.ts'

/** From here the reader's own bookmarklet or extension fetches the client; nobody else's page may. */
const HYPOTHESIS = ['https://hypothes.is', 'https://*.hypothes.is']

type Piece = { id: string; text: string }
type PlainReading = {
  title: string
  back: string
  header: readonly Piece[]
  /** Of one speaker each; `label` where the turn begins. */
  paragraphs: readonly { label: string | null; sentences: readonly Piece[] }[]
  end: Piece | null
  rights: string
}

/** Numbers are drawn, not written: a quotation taken from the page has the words of the text and no other. */
const STYLE = `.aside{border-bottom:1px solid var(--rule);padding-bottom:1rem;margin-bottom:2rem}
.text{font-size:1.125rem;line-height:1.65}
.text h2{font:600 .9375rem/1.5 Arial,sans-serif;margin:2rem 0 .25rem}
.text p{margin:0 0 1rem}
.text .head{border-bottom:1px solid var(--rule);padding-bottom:.75rem}
.text .head p{margin:0 0 .25rem}
.s::before{content:attr(data-n);font:.6875rem/1 Arial,sans-serif;color:var(--ink-2);vertical-align:super;padding-right:.2em}
@media print{.aside{display:none}}`

const sentence = ({ id, text }: Piece): Html => html`<span class="s" id="${id}" data-n="${id.slice(1)}">${text}</span>`
const line = ({ id, text }: Piece): Html => html`<p id="${id}">${text}</p>`
const spaced = (pieces: readonly Html[]): Html => ({ html: pieces.map((one) => one.html).join(' ') })

export function hypothesisPage(reading: PlainReading, origin: string): Response {
  return smallPage({
    title: reading.title,
    canonical: `${origin}/transcript`,
    guests: HYPOTHESIS,
    style: STYLE,
    body: html`<div class="aside">
        <p class="over">For Hypothesis</p>
        <h1>${reading.title}</h1>
        <p>
          Your instructors allow Hypothesis beside this reading. Open it here by its browser extension or bookmarklet;
          this page loads nothing of it. What you write with it is kept by Hypothesis, under your name there and for
          whoever you choose there. Xihua Hall does not see it, and it counts for nothing here.
        </p>
        <p>
          <a href="${reading.back}">Back to the notes of this class</a>
        </p>
      </div>
      <article class="text" lang="en">
        ${reading.header.length > 0 && html`<div class="head">${reading.header.map(line)}</div>`}
        ${reading.paragraphs.map(
          ({ label, sentences }) =>
            html`${label !== null && html`<h2>${label}</h2>`}
              <p>${spaced(sentences.map(sentence))}</p>`,
        )}
        ${reading.end && line(reading.end)}
      </article>
      <p class="hint">${reading.rights}</p>`,
  })
}

/** Somebody may have kept the address: in words, since it is a page. */
export function noReading(code: ErrorCode): Response {
  const isOut = code === 'sign-in-needed'
  return smallPage({
    title: isOut ? 'Signed out' : 'Nothing here',
    status: ERROR_STATUS[code],
    body: isOut
      ? html`<h1>You are signed out</h1>
          <p><a class="btn" href="/sign-in">Sign in</a></p>`
      : html`<h1>Nothing here</h1>
          <p>There is no such reading, or your instructors do not allow Hypothesis beside it.</p>
          <p><a href="/classes">Your classes</a></p>`,
  })
}
