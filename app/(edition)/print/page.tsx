import type { Metadata } from 'next'
import { Fragment, type ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { notedText } from '#lib/content/text/notes.ts'
import type { Piece } from '#lib/content/text/notes.ts'
import { citeLabel } from '../../_ui/citation.ts'
import { sentencesOf } from '../../_ui/figures.ts'
import { noteMark, noteWords } from '../../_ui/note-words.ts'
import { Shell } from '../../_ui/shell.tsx'
import { TalkStrip } from '../../_ui/talk.tsx'
import { Colophon } from './colophon.tsx'
import { ForPrint } from './for-print.tsx'
import './print.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Print edition',
  description:
    'The whole transcript for paper or PDF: every sentence numbered, the notes at the end, with a title page, page numbers and a colophon.',
}

function words(pieces: readonly Piece[]): ReactNode[] {
  return pieces.map((piece, i) => {
    switch (piece.kind) {
      case 'text':
        return piece.text
      case 'person':
        return <Fragment key={i}>{words(piece.pieces)}</Fragment>
      case 'note':
        return (
          <a
            key={i}
            className="nr"
            id={`ref-${piece.n}`}
            href={`#note-${piece.n}`}
            aria-label={`${noteMark(piece.n)}, to the note`}
          >
            {noteMark(piece.n)}
          </a>
        )
    }
  })
}

export default function PrintPage() {
  const { transcript, people } = edition()
  const { header, turns, end, tei } = transcript
  const { lines, notes } = notedText(transcript, people)
  const sentences = sentencesOf(transcript)
  const line = (id: string) => words(lines.get(id) ?? [])
  return (
    <Shell>
      <ForPrint
        title="The edition for paper"
        other={{ href: '/print/essays', text: 'The essays for paper', is: 'are a second part' }}
      >
        It fits A4 and Letter, and the notes are at the end.
      </ForPrint>
      <div className="book">
        <header className="titlepage">
          <p className="zh" lang="zh">
            西花厅
          </p>
          <h1 className="d1">Xihua Hall</h1>
          <p className="lead">One secret conversation, read closely</p>
          <p className="body of">
            {tei.title}, {tei.date}. Translated by Stephen Mercado. Wilson Center Digital Archive.
          </p>
          <TalkStrip
            sentences={sentences}
            label={`The talk to scale, one bar for each of its ${sentences.length} sentences: Zhou above the line, Khiem below.`}
          />
          <ul className="parts">
            <li>
              <a href="#transcript">The transcript</a>: {turns.length} turns, {sentences.length} sentences
            </li>
            <li>
              <a href="#notes">Notes</a> on brackets, slips, page breaks and persons meant but not named: {notes.length}
            </li>
            <li>
              <a href="#colophon">Colophon</a>: how to cite, how the text was prepared, rights
            </li>
          </ul>
        </header>
        <article className="booktext" aria-labelledby="h3">
          <header className="dochead" id="transcript">
            {header.map(({ id }) =>
              id === 'h3' ? (
                <h2 className="d2" key={id} id={id}>
                  {line(id)}
                </h2>
              ) : (
                <p className="body" key={id} id={id}>
                  {line(id)}
                </p>
              ),
            )}
          </header>
          {turns.map((turn) => (
            <section key={turn.id} id={turn.id} className={turn.speaker === 'khiem' ? 'said u' : 'said'}>
              <h3>{turn.label}</h3>
              {turn.paragraphs.map((paragraph) => (
                <p className="rec" key={paragraph.id} id={paragraph.id}>
                  {paragraph.sentences.map(({ id, n }) => (
                    <Fragment key={id}>
                      <span className={n % 5 === 0 ? 'n f' : 'n'} id={id} data-n={n}>
                        {n}
                      </span>
                      {line(id)}{' '}
                    </Fragment>
                  ))}
                </p>
              ))}
            </section>
          ))}
          <p className="rec" id={end.id}>
            {line(end.id)}
          </p>
        </article>
        <div className="bookend">
          <section className="endnotes" aria-labelledby="notes">
            <h2 className="title" id="notes">
              Notes
            </h2>
            <ol>
              {notes.map((note) => (
                <li key={note.n} id={`note-${note.n}`}>
                  <a href={`#ref-${note.n}`} aria-label={`${noteMark(note.n)}, back to the text`}>
                    {noteMark(note.n)}
                  </a>
                  <span>{citeLabel(note.at)}</span>
                  <span>{noteWords(note)}</span>
                </li>
              ))}
            </ol>
          </section>
          <Colophon tei={tei}>
            <h3 className="h3">How the text was prepared</h3>
            {tei.editorial.map((paragraph) => (
              <p key={paragraph}>{paragraph}</p>
            ))}
          </Colophon>
        </div>
      </div>
    </Shell>
  )
}
