import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { Essay } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { essayData, essayTags } from '#lib/content/text/exports.ts'
import { EssayBody } from '../../../_ui/essay-body.tsx'
import { GroundSwitch } from '../../../_ui/grounds.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { BesideEssay } from './beside-essay.tsx'
import { FormSwitch } from './form-switch.tsx'
import './essay.css'

export const dynamic = 'error'
export const dynamicParams = false
export const generateStaticParams = () => edition().essays.map(({ slug }) => ({ essay: slug }))

type Props = { params: Promise<{ essay: string }> }
const find = async ({ params }: Props): Promise<Essay> => {
  const { essay } = await params
  return edition().essays.find(({ slug }) => slug === essay) ?? notFound()
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const essay = await find(props)
  return {
    title: essay.title,
    description: essay.summary,
    openGraph: { type: 'article' },
    other: essayTags(essay),
  }
}

export default async function EssayPage(props: Props) {
  const essay = await find(props)
  return (
    <Shell current="/essays" mainClass="wrap page essaypage">
      {/* Relative, as on the transcript's own page. */}
      <link rel="canonical" href={`/essays/${essay.slug}`} />
      <script type="application/ld+json">{JSON.stringify(essayData(essay))}</script>
      <PageHead
        over={
          <Link href="/essays" prefetch={false}>
            Essays
          </Link>
        }
        title={essay.title}
        lead={essay.summary}
      />
      <div className="meta">
        <FormSwitch essay={essay} form="long" />
        <GroundSwitch />
      </div>
      <EssayBody essay={essay} beside={<BesideEssay />} />
    </Shell>
  )
}
