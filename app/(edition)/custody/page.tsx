import type { Metadata } from 'next'
import Link from 'next/link'
import { edition } from '#lib/content/edition.ts'
import { Entries, Entry } from '../../_ui/entries.tsx'
import { GroundedList } from '../../_ui/grounds.tsx'
import { PageHead } from '../../_ui/parts.tsx'
import { Shell } from '../../_ui/shell.tsx'
import './custody.css'

export const dynamic = 'error'
export const metadata: Metadata = {
  title: 'Hands on the paper',
  description:
    'From the two speakers to this site: through whose hands the record has come, and what each of them could have changed.',
}

export default function CustodyPage() {
  const { custody, transcript, works } = edition()
  const nameless = custody.filter(({ known }) => !known).length
  return (
    <Shell current="/about">
      <PageHead
        over="Hands on the paper"
        title={`At ${nameless} of ${custody.length} points nobody can say whose hand it was`}
        lead="These are the points, from the two speakers to this site, at which somebody could have changed the record. What was changed is, for most, not known."
      />
      <nav aria-label="The hands, in order">
        <ol className="hands">
          {custody.map(({ id, short, known, rung }) => (
            <li key={id} className={known ? undefined : 'nameless'}>
              <a href={`#${id}`}>{short}</a>
              {rung && <span className="vh"> (on the ladder of every claim)</span>}
            </li>
          ))}
          <li className="you">You</li>
        </ol>
      </nav>
      <p className="small mut legend">
        A dashed ring is a hand that nobody can name. The{' '}
        <Link href="/claims" prefetch={false}>
          claims
        </Link>{' '}
        go on from the speakers: who told them.
      </p>
      <Entries panel="custody" label="The hands, in order" ordered>
        {custody.map(({ id, title, when, at, did, could }) => (
          <Entry key={id} id={id} title={title} at={at} transcript={transcript}>
            {when && <p className="small mut">{when}</p>}
            <GroundedList statements={[did]} works={works} transcript={transcript} />
            <div className="could">
              <p className="label">What this hand could have changed</p>
              <GroundedList statements={could} works={works} transcript={transcript} />
            </div>
          </Entry>
        ))}
      </Entries>
    </Shell>
  )
}
