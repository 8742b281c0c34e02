import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Cite } from '../../_ui/cite.tsx'
import { archivePage } from '../../_ui/citation.ts'
import { bracketWords, marksInText, sentencesOf } from '../../_ui/figures.ts'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import { CiteFiles, TextFiles } from '../../_ui/take-away.tsx'
import type { BracketKind } from '#lib/content/types.ts'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'About the edition',
  description:
    'Where the document has been, what is unknown about it, how its text was prepared, and whose rights stand in it.',
}

/** Documents of the same weeks, by their ids in works.yaml. */
const sisters = [
  'khrushchev-ho-1961',
  'malile-report-1961-08-21',
  'chen-yi-malile-1961-07-25',
  'chen-yi-malile-1961-08-29',
  'zhou-kellezi-1961-04-20',
]

const kinds: BracketKind[] = ['name-supplied', 'words-supplied', 'illegible', 'omission']

export default function AboutPage() {
  const { transcript, works, custody } = edition()
  const { tei } = transcript
  const marks = marksInText(transcript)
  const speaker = (id: string) => transcript.units.get(id)?.speaker
  return (
    <Shell current="/about">
      <PageHead
        title="About the edition"
        lead={`Xihua Hall prints one record of one conversation, whole: ${transcript.turns.length} turns, ${sentencesOf(transcript).length} sentences. Zhou Enlai received Ung Văn Khiêm, Khiem from here on, in his residence on 21 August 1961.`}
      />
      <div className="prose body">
        <h2 className="title" id="document">
          The document
        </h2>
        <p>
          The archive describes it in one line: “{tei.summary}” The record gives the hour and the place <Cite at="h6" />{' '}
          <Cite at="h7" />, names the interpreter and the recorder <Cite at="h9" /> <Cite at="h10" />, and says that the
          premier had yet to review it <Cite at="h5" />. It is the Chinese side’s record of both men, made in{' '}
          {tei.originalLanguage} and read here in English.
        </p>
        <p>
          {tei.citation}{' '}
          <a href={archivePage} rel="noreferrer">
            The archive’s own page
          </a>
          .
        </p>

        <h2 className="title" id="custody">
          Where it has been
        </h2>
        <p>
          “Return after Reading” and “Top Secret” <Cite at="h1" /> say that copies were lent and called back. The paper
          stayed with the Foreign Ministry <Cite at="h2" />. The ministry’s archive opened to readers in stages from
          2004; its papers of 1961 to 1965 followed on 12 November 2008. In 2012 the archive closed abruptly, and what
          it later made available again was far less. When this copy was made, and by whom, is not stated.
        </p>
        <p>
          Stephen Mercado translated it into English. The Wilson Center Digital Archive published it, with support from
          the Henry Luce Foundation.
        </p>
        <p>
          <Link href="/custody" prefetch={false}>
            Hands on the paper
          </Link>{' '}
          follows it through {custody.length} hands, with what each of them could have changed.
        </p>

        <h2 className="title" id="unknown">
          What is not known
        </h2>
        <ul>
          <li>The Chinese wording, and which language Khiem spoke.</li>
          <li>How long the talk lasted, and whether the record is word for word or condensed.</li>
          <li>Whether Zhou ever corrected it, and who received copies.</li>
          <li>
            The interpreter’s full name <Cite at="h9" />, and what the closing mark stands for <Cite at="end" />.
          </li>
          <li>What Khiem told his colleagues in Hanoi. No Vietnamese record of the talk is known to us.</li>
        </ul>

        <h2 className="title" id="text">
          How the text was prepared
        </h2>
        {tei.editorial.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}

        <h2 className="title" id="brackets">
          Brackets
        </h2>
        <p>
          There are {marks.brackets.length} pairs of square brackets in the document. Each belongs to one of these
          kinds:
        </p>
        <ul>
          {kinds.map((kind) => {
            const here = marks.brackets.filter((bracket) => bracket.kind === kind)
            return (
              here.length > 0 && (
                <li key={kind}>
                  {bracketWords[kind].replace(/^./, (letter) => letter.toUpperCase())}:{' '}
                  {here.map((bracket, i) => (
                    <span key={bracket.at + bracket.text}>
                      {i > 0 && ', '}
                      {bracket.text} <Cite at={bracket.at} speaker={bracket.speaker} />
                    </span>
                  ))}
                </li>
              )
            )
          })}
        </ul>

        <h2 className="title" id="slips">
          Slips
        </h2>
        <p>
          Five kinds of slip stand in the published translation, in {marks.slips.length} places. The words are printed
          as they are, with our reading beside them:
        </p>
        <ul>
          {marks.slips.map((slip) => (
            <li key={slip.at + slip.sic + slip.corr}>
              {slip.sic ? <>“{slip.sic}”</> : 'a word is missing'}
              {slip.corr ? <>: read “{slip.corr}”</> : ': leave out'}. {slip.note}{' '}
              <Cite at={slip.at} speaker={speaker(slip.at)} />
            </li>
          ))}
        </ul>

        <h2 className="title" id="files">
          Take the text with you
        </h2>
        <p>The transcript as files:</p>
        <TextFiles />
        <p>The reference to the document, for programs:</p>
        <CiteFiles />

        <h2 className="title" id="sisters">
          Documents of the same weeks
        </h2>
        <p>
          The same days can be seen from other desks. Of these documents only the opening was read for this edition;{' '}
          <Link href="/sources" prefetch={false}>
            sources and sister documents
          </Link>{' '}
          sets them beside the sentences of this record.
        </p>
        <ul>
          {works
            .filter(({ id, seen }) => sisters.includes(id) && seen === 'opening')
            .map((work) => (
              <li key={work.id}>
                {work.url ? (
                  <a href={work.url} rel="noreferrer">
                    {work.reference}
                  </a>
                ) : (
                  work.reference
                )}
              </li>
            ))}
        </ul>

        <h2 className="title" id="sentences">
          What our own sentences rest on
        </h2>
        <p>
          Every sentence in the essays and on the pages of{' '}
          <Link href="/people" prefetch={false}>
            people
          </Link>{' '}
          carries its ground: a sentence of the transcript, a work that was read, a work that is well established, or
          the word that it is uncertain. The switch “Show what each sentence rests on” brings these notes to the page.
        </p>

        <h2 className="title" id="rights">
          Rights
        </h2>
        <p>{tei.rights}</p>
        <p>
          Essays, questions and notes are published under the Creative Commons license CC BY 4.0. The program is free
          software under the MIT license. The typefaces Newsreader, Archivo and Noto Serif SC are under the SIL Open
          Font License.
        </p>

        <h2 className="title" id="privacy">
          Readers
        </h2>
        <p>
          These pages set no cookie and load nothing from anybody else. The place where you stopped reading and the
          switches you set are kept by your own browser. Nobody measures how long you read.
        </p>
      </div>
    </Shell>
  )
}
