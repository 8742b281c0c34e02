import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../../_cards/card.ts'
import { sentencesOf } from '../../_ui/figures.ts'

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt = 'The transcript: the talk drawn to scale, one bar per sentence, Zhou above the line and Khiem below.'

export default function Image() {
  const { transcript } = edition()
  return shareCard({
    text: transcript.tei.title,
    line: `The whole transcript: ${transcript.turns.length} turns, ${sentencesOf(transcript).length} sentences, each with an address.`,
  })
}
