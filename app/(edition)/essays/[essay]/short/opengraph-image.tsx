import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../../../../_cards/card.ts'

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt = 'The title of an essay, and below it the talk drawn to scale, one bar per sentence.'
export const generateStaticParams = () => edition().essays.map(({ slug }) => ({ essay: slug }))

export default async function Image({ params }: { params: Promise<{ essay: string }> }) {
  const { essay: slug } = await params
  const essay = edition().essays.find((one) => one.slug === slug)
  return shareCard({
    text: essay?.title ?? 'Essays',
    line: essay ? `In ${essay.short.minutes} minutes. ${essay.summary}` : '',
  })
}
