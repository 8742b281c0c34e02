import type { Metadata } from 'next'
import type { HeaderLine } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../_ui/cite.tsx'
import { archivePage, citationText } from '../../_ui/citation.ts'
import { Shell } from '../../_ui/shell.tsx'
import { edgePaths } from '../../_ui/talk.tsx'
import { Numbered, wordsOf } from '../../_ui/words.tsx'
import { bracketWords, marksInText, sentencesOf } from '../../_ui/figures.ts'
import { Reader } from './reader.tsx'
import './transcript.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Transcript',
  description: 'The whole talk between Zhou Enlai and Ung Văn Khiêm, 21 August 1961, sentence by sentence; every sentence has an address you can cite.',
}

/** "Time: 5:30 p.m." in two columns, without changing a letter: the label keeps its colon. */
function Line({ line }: { line: HeaderLine }) {
  const [first, ...rest] = line.parts
  const cut = first?.kind === 'text' && line.n >= 6 ? first.text.indexOf(': ') : -1
  return (
    <>
      <a className="n h" href={`#${line.id}`} id={line.id} aria-label={`Header line ${line.n}`}>{line.id}</a>
      <span className="s" data-s={line.id}>
        {first?.kind === 'text' && cut > 0 ? <><span className="what">{first.text.slice(0, cut + 1)}</span> {first.text.slice(cut + 2)}{wordsOf(rest)}</> : wordsOf(line.parts)}
      </span>
    </>
  )
}

export default function TranscriptPage() {
  const { transcript, usedIn } = edition()
  const sentences = sentencesOf(transcript)
  const title = transcript.header.find((line) => line.id === 'h3')
  const edge = edgePaths(sentences, 78, 880)
  const marks = marksInText(transcript)
  const long = transcript.turns.filter((turn) => turn.paragraphs.reduce((sum, p) => sum + p.sentences.length, 0) >= 9)
  return (
    <Shell current="/transcript" mainClass="reading">
      <div className="rbar">
        <div className="in">
          <p className="pos num"><b id="pos-turn">The document</b><span id="pos-sentence">{sentences.length} sentences, {transcript.turns.length} turns</span></p>
          <p className="vh" role="status" id="reader-said" />
          <details className="tools" id="tools">
            <summary>Tools</summary>
            <div className="panel">
              <fieldset>
                <legend className="vh">What the page shows</legend>
                <label className="check"><input type="checkbox" id="show-numbers" /><span>Number every sentence</span></label>
                <label className="check"><input type="checkbox" id="show-brackets" /><span>Show brackets and page breaks</span></label>
                <label className="check"><input type="checkbox" id="show-corrections" /><span>Show corrections</span></label>
              </fieldset>
              <dl className="keys">
                <div><dt><kbd>J</kbd> <kbd>K</kbd></dt><dd>next, previous sentence</dd></div>
                <div><dt><kbd>[</kbd> <kbd>]</kbd></dt><dd>previous, next turn</dd></div>
                <div><dt><kbd>C</kbd></dt><dd>copy the citation</dd></div>
                <div><dt><kbd>Esc</kbd></dt><dd>close</dd></div>
              </dl>
            </div>
          </details>
        </div>
      </div>
      <div className="rd">
        <div className="edge">
          <svg role="img" aria-label={`The whole talk, one line per sentence from top to bottom, ${sentences.length} in all. Longer turns are numbered.`}>
            <svg className="talk" x="24" width="78" height="100%" viewBox="0 0 78 880" preserveAspectRatio="none">
              <path className="zhou" d={edge.zhou} />
              <path className="khiem" d={edge.khiem} />
            </svg>
            {long.map((turn) => {
              const first = turn.paragraphs[0]?.sentences[0]?.n ?? 1
              return <text key={turn.id} x="16" y={`${(((first - 1) / sentences.length) * 100).toFixed(2)}%`} dy="9" textAnchor="end">{turn.n}</text>
            })}
            <rect className="view" id="edge-view" x="21" y="0" width="82" height="0" />
          </svg>
        </div>
        <article className="col" id="document">
          <header className="dochead">
            <p className="stamps">{transcript.header.filter((line) => line.n <= 2).map((line) => <span className="hline" key={line.id}><Line line={line} /></span>)}</p>
            {title && <h1 className="d2"><Line line={title} /></h1>}
            {transcript.header.filter((line) => line.n === 4).map((line) => <p className="lead" key={line.id}><Line line={line} /></p>)}
            {transcript.header.filter((line) => line.n === 5).map((line) => <p className="stamps" key={line.id}><Line line={line} /></p>)}
            <div className="facts">{transcript.header.filter((line) => line.n > 5).map((line) => <p key={line.id}><Line line={line} /></p>)}</div>
            <p className="goon" id="go-on" hidden />
          </header>
          {transcript.turns.map((turn) => (
            <section className={turn.speaker === 'khiem' ? 'turn u' : 'turn'} id={turn.id} key={turn.id} aria-labelledby={`${turn.id}-who`}>
              <header><span className="tn" aria-hidden="true">{turn.n}</span><h2 className="sp" id={`${turn.id}-who`}><span className="vh">Turn {turn.n}, </span>{turn.label}</h2></header>
              <div className="rec">
                {turn.paragraphs.map((paragraph) => {
                  const seen = new Set<string>()
                  return <p id={paragraph.id} key={paragraph.id}>{paragraph.sentences.map((sentence) => <Numbered key={sentence.id} sentence={sentence} seen={seen} />)}</p>
                })}
              </div>
            </section>
          ))}
          <p className="rec closing"><a className="n h" href="#end" id="end" aria-label="Closing mark">end</a><span className="s" data-s="end">{wordsOf(transcript.end.parts)}</span></p>
          <footer className="after">
            <details>
              <summary>How to cite</summary>
              <div>
                <p>Every sentence has an address: press its number, or put its number after <code>/transcript#s</code>. A passage is <code>/transcript?to=s147#s143</code>. The whole document:</p>
                <p className="citation">{citationText({ at: `s1`, to: `s${sentences.length}`, origin: '' })}</p>
                <p><a href={archivePage} rel="noreferrer">The archive’s own page</a></p>
              </div>
            </details>
            <details>
              <summary>Brackets, corrections and page breaks</summary>
              <div>
                <p>Square brackets belong to the document. They stand here as printed; “Show brackets” in Tools gives them their color.</p>
                <ul className="marks">{marks.brackets.map((b) => <li key={b.at + b.text}><span className="br on">{b.text}</span> {bracketWords[b.kind]}. {b.note} <Cite at={b.at} speaker={b.speaker} /></li>)}</ul>
                <p>What looks like a slip is printed as it stands and never mended silently. The correction stands beside it when “Show corrections” is on.</p>
                <ul className="marks">{marks.slips.map((slip, i) => <li key={i}>“{slip.sic}”: read “{slip.corr}”. {slip.note} <Cite at={slip.at} speaker={slip.speaker} /></li>)}</ul>
                <p>Page breaks of the archive’s file cut some sentences in two; they are rejoined here, and a thin bar marks each place when brackets are shown.</p>
              </div>
            </details>
            {usedIn.size > 0 && (
              <details>
                <summary>Where the sentences are used</summary>
                <ul className="uses">
                  {[...usedIn].map(([at, uses]) => (
                    <li key={at} data-uses={at}><Cite at={at} speaker={transcript.units.get(at)?.speaker} /> {uses.map((use, i) => <span key={use.href + use.title}>{i > 0 && ', '}<a href={use.href}>{use.title}</a></span>)}</li>
                  ))}
                </ul>
              </details>
            )}
          </footer>
          <Reader />
        </article>
      </div>
    </Shell>
  )
}
