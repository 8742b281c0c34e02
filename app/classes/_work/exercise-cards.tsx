/** Components: `CardBoxes` (what each card tells, and the boxes on it), `Told` (tellings beside each other, under their heads), `InFull` (sentences of the transcript). */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import type { Grounded, ShownCard } from '#lib/domain/exercise.ts'
import { Cite } from '../../_ui/cite.tsx'
import { GroundedList } from '../../_ui/grounds.tsx'
import { speakerName as SPEAKER } from '../../_ui/figures.ts'
import './exercise.css'

export function Told({ told }: { told: readonly (Grounded & { head: string })[] }) {
  const { works, transcript } = edition()
  const heads = [...new Set(told.map(({ head }) => head))]
  return (
    <div className="told">
      {heads.map((head) => (
        <div key={head}>
          <p className="label">{head}</p>
          <GroundedList statements={told.filter((one) => one.head === head)} works={works} transcript={transcript} />
        </div>
      ))}
    </div>
  )
}

/** Whole sentences; where some words of one decide, these are marked. */
export function InFull({ said }: { said: readonly { at: string; quote?: string }[] }) {
  const { units } = edition().transcript
  return (
    <ul className="infull">
      {said.map(({ at, quote }) => {
        const unit = units.get(at)!
        const from = quote ? unit.text.indexOf(quote) : -1
        return (
          <li key={at}>
            <span className="label">{unit.speaker ? SPEAKER[unit.speaker] : 'The document'}</span>{' '}
            <span className="body">
              {quote && from >= 0 ? (
                <>
                  {unit.text.slice(0, from)}
                  <mark>{quote}</mark>
                  {unit.text.slice(from + quote.length)}
                </>
              ) : (
                unit.text
              )}
            </span>{' '}
            <Cite at={at} speaker={unit.speaker} />
          </li>
        )
      })}
    </ul>
  )
}

export function CardBoxes({ cards, box }: { cards: readonly ShownCard[]; box: (id: string) => ReactNode }) {
  return (
    <ol className="cards">
      {cards.map((card, i) => (
        <li key={card.id} aria-labelledby={`${card.id}-title`}>
          <h2 className="h3" id={`${card.id}-title`}>
            {cards.length > 1 && <span className="num">{i + 1}.</span>} {card.title}
          </h2>
          {card.said.length > 0 && <InFull said={card.said} />}
          {card.told.length > 0 && <Told told={card.told} />}
          <div className="cardboxes">{card.boxes.map(box)}</div>
        </li>
      ))}
    </ol>
  )
}
