import type { Metadata } from 'next'
import Link from 'next/link'
import { listClaims } from '#lib/features/read-otherwise/read-otherwise.ts'
import { findClosedText } from '#lib/features/take-quiz/text-closed.ts'
import { page } from '#lib/web/page.ts'
import { PageHead } from '../../../_ui/parts.tsx'
import { countWord, plural } from '../../../_ui/say.ts'
import { account, ClassFrame } from '../../_work/frame.tsx'
import { TextClosed } from '../../_work/text-closed.tsx'
import './claims.css'

export const metadata: Metadata = { title: 'Rival readings' }

export default async function ClaimsPage({ params }: { params: Promise<{ class: string }> }) {
  const { class: classId } = await params
  const path = `/classes/${classId}/claims`
  const [me, view, shut] = await Promise.all([
    account(path),
    page(listClaims, { class: classId }, path),
    page(findClosedText, { class: classId }, path),
  ])
  if (shut) return <TextClosed me={me} classId={classId} title="Rival readings" by={shut} />
  const read = view.claims.filter((one) => one.readings > 0)
  const rest = view.claims.filter((one) => one.readings === 0)
  const list = (claims: typeof view.claims, label: string) => (
    <ul className="claimrows" aria-label={label}>
      {claims.map((one) => (
        <li key={one.id}>
          <Link href={`${path}/${one.id}`} prefetch={false}>
            {one.title}
          </Link>
          {one.readings > 0 && <span className="num mut">{plural(one.readings, 'rival reading')}</span>}
        </li>
      ))}
    </ul>
  )
  return (
    <ClassFrame me={me} classId={classId}>
      <PageHead
        over={view.class.title}
        title={
          read.length === 0
            ? 'Nobody reads a claim otherwise yet.'
            : `${countWord(read.length)} of ${view.claims.length} claims ${read.length === 1 ? 'is' : 'are'} read otherwise.`
        }
        lead="The chains behind the claims, and how sure they are, are this edition’s own reading. A rival reading stands beside it; it is answered, and never taken away."
      />
      {read.length > 0 && (
        <section className="block" aria-labelledby="read">
          <h2 className="title" id="read">
            Read otherwise
          </h2>
          {list(read, 'Claims with rival readings')}
        </section>
      )}
      <section className="block" aria-labelledby="rest">
        <h2 className="title" id="rest">
          {read.length === 0 ? 'The claims' : 'All other claims'}
        </h2>
        {list(rest, 'Claims without one')}
      </section>
    </ClassFrame>
  )
}
