import { edition } from '#lib/content/edition.ts'
import { cardSize, shareCard } from '../../_cards/card.ts'
import { inWords } from '../../_ui/say.ts'

const { questions } = edition()
const [first] = questions

export const dynamic = 'error'
export const size = cardSize
export const contentType = 'image/png'
export const alt = `${first!.title} Below, the talk drawn to scale, one bar per sentence.`

export default function Image() {
  return shareCard({
    text: first!.title,
    line: `One of ${inWords(questions.length)} guided questions on the transcript.`,
  })
}
