import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../../../_cards/card.ts'
import { certaintyWords, mouthsOf } from '../words.ts'

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt = 'What one of the two men claims, and below it the talk drawn to scale, one bar per sentence.'
export const generateStaticParams = () => edition().claims.map(({ id }) => ({ claim: id }))

export default async function Image({ params }: { params: Promise<{ claim: string }> }) {
  const { claim: id } = await params
  const claim = edition().claims.find((one) => one.id === id)
  if (!claim) return shareCard({ text: 'Who told whom', line: '' })
  const { title: text, certainty } = claim
  return shareCard({ text, line: `${claim.claim} ${mouthsOf(claim)}. ${certaintyWords[certainty]}.` })
}
