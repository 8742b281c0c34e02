import type { ReactNode } from 'react'
import type { TeiHeader } from '#lib/content/types.ts'
import { citationLine } from '../../_ui/citation.ts'
import { origin } from '../../_ui/origin.ts'

/** The last words of a printed part: how to cite, and whose rights stand in it. */
export function Colophon({ tei, children }: { tei: TeiHeader; children?: ReactNode }) {
  return (
    <section className="colophon body" aria-labelledby="colophon">
      <h2 className="title" id="colophon">
        Colophon
      </h2>
      <h3 className="h3">How to cite</h3>
      <p>
        {citationLine} Sentence numbers: Xihua Hall, {origin}/transcript.
      </p>
      <p>The numbers of the sentences are permanent, and the same in every form of this edition.</p>
      {children}
      <h3 className="h3">Rights</h3>
      <p>{tei.rights}</p>
      <p>
        Essays and notes are published under the Creative Commons license CC BY 4.0. Set in Newsreader, Archivo and Noto
        Serif SC, which are under the SIL Open Font License.
      </p>
    </section>
  )
}
