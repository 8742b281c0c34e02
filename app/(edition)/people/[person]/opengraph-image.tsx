import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../../../_cards/card.ts'

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt = 'The name of a person, and below it the talk drawn to scale, one bar per sentence.'
export const generateStaticParams = () => edition().people.map(({ id }) => ({ person: id }))

export default async function Image({ params }: { params: Promise<{ person: string }> }) {
  const { person: id } = await params
  const person = edition().people.find((one) => one.id === id)
  return shareCard({ text: person?.name ?? 'People', line: person ? `${person.office}. ${person.line}` : '' })
}
