import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import type { Essay } from '#lib/content/types.ts'
import { edition } from '#lib/content/edition.ts'
import { renderEssay } from '#lib/content/essay.ts'
import { Cite } from '../../../_ui/cite.tsx'
import { GroundList, GroundMark, GroundSwitch, numberGrounds } from '../../../_ui/grounds.tsx'
import { PageHead } from '../../../_ui/parts.tsx'
import { Shell } from '../../../_ui/shell.tsx'
import { BesideEssay } from './beside-essay.tsx'
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
  return { title: essay.title, description: essay.summary, openGraph: { type: 'article' } }
}

export default async function EssayPage(props: Props) {
  const essay = await find(props)
  const { transcript, works } = edition()
  const numbers = numberGrounds(essay.grounds)
  const speakerOf = (id: string) => transcript.units.get(id)?.speaker
  const body = await renderEssay(essay.slug, {
    P: ({ id, children }) => <p className="body" id={id}>{children}</p>,
    H: ({ children }) => <h2 className="title">{children}</h2>,
    G: ({ by, children }) => <>{children}<GroundMark n={numbers.get(by)} /></>,
    Cite: ({ at, children }) => children ? <>“{children}” <Cite at={at} speaker={speakerOf(at)} /></> : <Cite at={at} speaker={speakerOf(at)} />,
    Read: ({ work }) => <p className="ref">{works.find(({ id }) => id === work)?.reference ?? work}</p>,
  })
  return (
    <Shell current="/essays" mainClass="wrap page essaypage">
      <PageHead over={<Link href="/essays" prefetch={false}>Essays</Link>} title={essay.title} lead={essay.summary} />
      <p className="small mut meta"><span>{essay.words.toLocaleString('en-US')} words, about {essay.minutes} minutes.</span> <GroundSwitch /></p>
      <div className="essay">
        <article className="prose" id="essay">{body}</article>
        <BesideEssay />
      </div>
      <GroundList numbers={numbers} works={works} transcript={transcript} />
    </Shell>
  )
}
