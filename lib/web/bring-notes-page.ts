/** What of a file of annotations would become notes, and the button that brings them in. Nothing is written yet. */
import { html, smallPage, type Html } from './small-page.ts'

type Looked = {
  title: string
  found: readonly {
    quote: string
    problem: string | null
    note: {
      from: string
      to: string
      kind: 'highlight' | 'note' | 'question'
      text: string | null
      tags: readonly string[]
      leftOut: readonly string[]
      isCorrected: boolean
    } | null
  }[]
}

const WHY: Record<string, string> = {
  unreadable: 'It is not written as an annotation.',
  reply: 'It answers another note, which is not here.',
  'other-page': 'It stands on another page than the transcript.',
  'no-quote': 'It quotes no words, so its place cannot be checked.',
  'too-long': 'It is longer than 3,000 characters.',
  'not-found': 'The words it quotes are not in the transcript.',
  'several-places': 'The words it quotes stand in several places, and nothing says which is meant.',
  'too-wide': 'It reaches over more than 40 sentences.',
  outside: 'It stands outside this reading.',
  here: 'It is among your notes here already.',
  'taken-back': 'It was here, and you took it back.',
}
const KIND = { highlight: 'Highlight', note: 'Note', question: 'Question' }

const STYLE = `.found{list-style:none;padding:0}
.found li{border-top:1px solid var(--rule);padding:.75rem 0}
.found p{margin:0 0 .35rem;overflow-wrap:anywhere}
blockquote{margin:0 0 .35rem;padding-left:.75rem;border-left:3px solid var(--edge)}
.words{white-space:pre-wrap}`

const cut = (text: string): string => (text.length > 240 ? `${text.slice(0, 240).replace(/\s+\S*$/u, '')} …` : text)
const bare = (id: string): string => id.replace(/^s/u, '')
/** Sentence 80, sentences 117 to 118, header line 3; the closing mark is the end. */
function place(from: string, to: string): string {
  const one = (id: string): string => (id === 'end' ? 'the end' : id.startsWith('h') ? `header line ${id.slice(1)}` : `sentence ${bare(id)}`) // prettier-ignore
  if (from === to) return one(from)
  return from.startsWith('s') && to.startsWith('s')
    ? `sentences ${bare(from)} to ${bare(to)}`
    : `${one(from)} to ${one(to)}`
}
const listed = (all: readonly string[]): string => all.map((one) => `“${one}”`).join(', ')
const many = (n: number): string => `${n} ${n === 1 ? 'note' : 'notes'}`

function row({ quote, problem, note }: Looked['found'][number]): Html {
  if (!note)
    return html`<li>
      ${quote !== '' && html`<blockquote>${cut(quote)}</blockquote>`}
      <p class="hint"><b>Stays out.</b> ${WHY[problem ?? ''] ?? WHY.unreadable}</p>
    </li>`
  const { from, to, kind, text, tags, leftOut, isCorrected } = note
  return html`<li>
    <p class="hint"><b>${KIND[kind]}</b> on ${place(from, to)}</p>
    <blockquote>${cut(quote)}</blockquote>
    ${text !== null && html`<p class="words">${text}</p>`}
    ${tags.length > 0 && html`<p class="hint">${listed(tags)}</p>`}
    ${isCorrected && html`<p class="hint">These words were corrected since; the place was found by what stands around them.</p>`}
    ${leftOut.length > 0 && html`<p class="hint">Stays out of it: ${listed(leftOut)}. A note has one tag of the list and one of your own.</p>`}
  </li>`
}

export function bringNotesPage(out: Looked, p: Record<string, string>): Response {
  const { found, title } = out
  const good = found.filter(({ note }) => note).length
  const back = `/classes/${p.class}/reading/${p.assignment}/bring`
  return smallPage({
    title: 'Bring notes',
    style: STYLE,
    body: html`<p class="over">${title}</p>
      <h1>${good === found.length ? `${many(good)} can come in` : `${good} of ${many(found.length)} can come in`}</h1>
      ${
        good > 0 &&
        html`<form method="post" action="/api/classes/${p.class}/notes/imports">
          <input type="hidden" name="assignment" value="${p.assignment}" />
          <input type="hidden" name="file" value="${p.file}" />
          <p>They become your own notes on whole sentences. Nobody but you sees them until you share one.</p>
          <p><button type="submit">Bring in ${many(good)}</button></p>
        </form>`
      }
      <p><a href="${back}">${good > 0 ? 'Leave them, and choose another file' : 'Choose another file'}</a></p>
      <ol class="found">
        ${found.map(row)}
      </ol>`,
  })
}
