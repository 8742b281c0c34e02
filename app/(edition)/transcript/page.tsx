import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { citationTags, linkedData } from '#lib/content/text/exports.ts'
import { Cite } from '../../_ui/cite.tsx'
import { archivePage, citationText } from '../../_ui/citation.ts'
import { ClosingMark, DocumentHead, TurnView } from '../../_ui/document.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { CiteFiles, SentenceFiles, TextFiles } from '../../_ui/take-away.tsx'
import { edgePaths } from '../../_ui/talk.tsx'
import { bracketWords, marksInText, sentencesOf } from '../../_ui/figures.ts'
import { Reader } from './reader.tsx'
import { ReadingBar } from './reading-bar.tsx'
import './transcript.css'

export const dynamic = 'error'
export const generateMetadata = (): Metadata => ({
  title: 'Transcript',
  description:
    'The whole talk between Zhou Enlai and Ung Văn Khiêm, 21 August 1961, sentence by sentence; every sentence has an address you can cite.',
  other: citationTags(edition().transcript),
})

export default function TranscriptPage() {
  const { transcript } = edition()
  const sentences = sentencesOf(transcript)
  const edge = edgePaths(sentences, 78, 880)
  const marks = marksInText(transcript)
  const long = transcript.turns.filter((turn) => turn.paragraphs.reduce((sum, p) => sum + p.sentences.length, 0) >= 9)
  return (
    <Shell current="/transcript" mainClass="reading">
      {/* Relative, and so right by whichever way a reader comes: an answer to a link pressed here is not the finished page. */}
      <link rel="canonical" href="/transcript" />
      <link rel="alternate" type="application/tei+xml" href="/transcript.xml" />
      <link rel="alternate" type="text/plain" href="/transcript.txt" />
      <link rel="alternate" type="application/json" href="/transcript.json" />
      <script type="application/ld+json">{JSON.stringify(linkedData(transcript))}</script>
      <ReadingBar place="The document" about={`${sentences.length} sentences, ${transcript.turns.length} turns`} />
      <div className="rd">
        <div className="edge">
          <svg
            role="img"
            aria-label={`The whole talk, one line per sentence from top to bottom, ${sentences.length} in all. Longer turns are numbered.`}
          >
            <svg className="talk" x="24" width="78" height="100%" viewBox="0 0 78 880" preserveAspectRatio="none">
              <path className="zhou" d={edge.zhou} />
              <path className="khiem" d={edge.khiem} />
            </svg>
            {long.map((turn) => {
              const first = turn.paragraphs[0]?.sentences[0]?.n ?? 1
              return (
                <text
                  key={turn.id}
                  x="16"
                  y={`${(((first - 1) / sentences.length) * 100).toFixed(2)}%`}
                  dy="9"
                  textAnchor="end"
                >
                  {turn.n}
                </text>
              )
            })}
            <rect className="view" id="edge-view" x="21" y="0" width="82" height="0" />
          </svg>
        </div>
        <article className="col" id="document">
          <DocumentHead lines={transcript.header}>
            <p className="goon" id="go-on" hidden />
          </DocumentHead>
          {transcript.turns.map((turn) => (
            <TurnView turn={turn} key={turn.id} />
          ))}
          <ClosingMark line={transcript.end} />
          <footer className="after">
            <details>
              <summary>How to cite</summary>
              <div>
                <p>
                  Every sentence has an address: press its number, or put its number after <code>/transcript#s</code>. A
                  passage is <code>/transcript?to=s147#s143</code>. The whole document:
                </p>
                <p className="citation">{citationText({ at: `s1`, to: `s${sentences.length}`, origin: '' })}</p>
                <p>
                  <a href={archivePage} rel="noreferrer">
                    The archive’s own page
                  </a>
                </p>
                <p>The same for programs:</p>
                <CiteFiles />
                <p>
                  The card of a sentence has the same for that sentence or passage alone, under “Cite”. All of them at
                  once:
                </p>
                <SentenceFiles />
              </div>
            </details>
            <details>
              <summary>Brackets, corrections and page breaks</summary>
              <div>
                <p>
                  Square brackets belong to the document. They stand here as printed; “Brackets” in Tools marks them by
                  kind or takes out what was supplied.
                </p>
                <ul className="marks">
                  {marks.brackets.map((b) => (
                    <li key={b.at + b.text}>
                      <span className="br on">{b.text}</span> {bracketWords[b.kind]}. {b.note}{' '}
                      <Cite at={b.at} speaker={b.speaker} />
                    </li>
                  ))}
                </ul>
                <p>
                  What looks like a slip is printed as it stands and never mended silently. The correction stands beside
                  it when “Show corrections” is on.
                </p>
                <ul className="marks">
                  {marks.slips.map((slip, i) => (
                    <li key={i}>
                      “{slip.sic}”: read “{slip.corr}”. {slip.note} <Cite at={slip.at} speaker={slip.speaker} />
                    </li>
                  ))}
                </ul>
                <p>
                  Page breaks of the archive’s file cut some sentences in two; they are rejoined here, and a thin bar
                  marks each place when brackets are marked.
                </p>
              </div>
            </details>
            <details>
              <summary>Take the text with you</summary>
              <div>
                <TextFiles />
                <p>{transcript.tei.rights}</p>
              </div>
            </details>
            <p className="more">
              <Link href="/transcript/uses" prefetch={false}>
                Where the sentences are used
              </Link>
            </p>
          </footer>
          <Reader />
        </article>
        <div className="beside" id="beside" />
      </div>
    </Shell>
  )
}
