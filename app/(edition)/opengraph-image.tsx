import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../_cards/card.ts'
import { sentencesOf } from '../_ui/figures.ts'

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt =
  'Sometimes having a good heart and an incorrect method will often make matters worse. Below, the talk drawn to scale, one bar per sentence.'

export default function Image() {
  const motto = sentencesOf(edition().transcript).find((sentence) =>
    sentence.text.startsWith('Sometimes having a good heart'),
  )
  return shareCard({
    text: motto?.text ?? 'Xihua Hall',
    quoted: true,
    line: 'Zhou Enlai on Ho Chi Minh, Beijing, 21 August 1961, as recorded.',
  })
}
