import type { Metadata } from 'next'
import { edition } from '#lib/content/edition.ts'
import { renderEssay } from '#lib/content/essays/render.ts'
import type { Essay } from '#lib/content/types.ts'
import { essayComponents } from '../../../_ui/essay-body.tsx'
import { GroundList, numberGrounds } from '../../../_ui/grounds.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { Colophon } from '../colophon.tsx'
import { ForPrint } from '../for-print.tsx'
import '../print.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Print edition: essays',
  description: 'All the essays of the edition for paper or PDF, each with what its sentences rest on.',
}

/** An essay among others on one page: its ids carry its own name. */
async function PrintedEssay({ essay }: { essay: Essay }) {
  const { transcript, works } = edition()
  const numbers = numberGrounds(essay.grounds)
  const prefix = `${essay.slug}-note`
  const body = await renderEssay(essay.slug, 'long', essayComponents(numbers, [], essay.slug))
  return (
    <article className="bookessay essaytext" aria-labelledby={essay.slug}>
      <h2 className="d2" id={essay.slug}>
        {essay.title}
      </h2>
      <p className="lead">{essay.summary}</p>
      {body}
      <GroundList numbers={numbers} works={works} transcript={transcript} prefix={prefix} under={essay.title} />
    </article>
  )
}

export default function PrintEssaysPage() {
  const { essays, transcript } = edition()
  return (
    <Shell>
      <ForPrint
        title="The essays for paper"
        other={{ href: '/print', text: 'The transcript for paper', is: 'is the first part' }}
      >
        Each essay begins a page, and what its sentences rest on follows it.
      </ForPrint>
      <div className="book">
        <header className="titlepage">
          <p className="zh" lang="zh">
            西花厅
          </p>
          <h1 className="d1">Xihua Hall: essays</h1>
          <p className="lead">Around one conversation of {transcript.tei.date}</p>
          <ol className="parts">
            {essays.map(({ slug, title }) => (
              <li key={slug}>
                <a href={`#${slug}`}>{title}</a>
              </li>
            ))}
          </ol>
        </header>
        {essays.map((essay) => (
          <PrintedEssay key={essay.slug} essay={essay} />
        ))}
        <div className="bookessay">
          <Colophon tei={transcript.tei} />
        </div>
      </div>
    </Shell>
  )
}
