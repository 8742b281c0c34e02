/** Components: `ChoiceTable` (boxes that share one set of choices: one's own, the edition's, and how many of a class chose what), `AgreementLine`. */
import type { Agreement } from '#lib/domain/agreement.ts'
import type { BoxFigures } from '#lib/domain/exercise-figures.ts'
import type { ExerciseAnswers, ExerciseField, KeptCards } from '#lib/domain/exercise.ts'
import { decimal } from './exercise-words.ts'
import './exercise.css'

type Choice = Extract<ExerciseField, { kind: 'choice' }>
export const choicesIn = (fields: readonly ExerciseField[]): Choice[] =>
  fields.filter((field): field is Choice => field.kind === 'choice')

/** Five steps of ink for the share of a class at one choice. */
const shade = (share: number): number => (share === 0 ? 0 : share < 0.2 ? 1 : share < 0.4 ? 2 : share < 0.7 ? 3 : 4)

export function ChoiceTable({
  fields,
  kept,
  answers,
  figures,
  caption,
}: {
  fields: readonly Choice[]
  kept: KeptCards
  /** One's own, if this is a student's page and they handed in. */
  answers: ExerciseAnswers | null
  figures: BoxFigures | null
  caption: string
}) {
  const options = fields[0]?.options ?? []
  return (
    <>
      {/* A table that is wider than the screen scrolls in its own frame. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="tablebox" role="region" aria-label={caption} tabIndex={0}>
        <table className="tbl choicetable">
          <caption className="vh">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="vh">Box</span>
              </th>
              {options.map(({ id, text }) => (
                <th key={id} scope="col">
                  {text}
                </th>
              ))}
              {figures && (
                <th scope="col" className="fig">
                  n
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {fields.map((field, i) => {
              const card = kept.cards.find(({ key }) => field.id in key)!
              const ofClass = figures?.choices.find(({ id }) => id === field.id)
              return (
                <tr key={field.id}>
                  <th scope="row">
                    <a href={`#read-${card.id}`}>
                      <span className="num">{i + 1}.</span> {field.label.replace(/: the accounts$/u, '')}
                    </a>
                  </th>
                  {options.map(({ id }) => {
                    const n = ofClass?.counts[id] ?? 0
                    return (
                      <td key={id} data-shade={ofClass ? shade(ofClass.n === 0 ? 0 : n / ofClass.n) : undefined}>
                        {ofClass && <span className="count">{n}</span>}
                        {answers?.[field.id] === id && <span className="own">you</span>}
                        {card.key[field.id] === id && <span className="ed">edition</span>}
                      </td>
                    )
                  })}
                  {figures && <td className="fig">{ofClass?.n ?? 0}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </>
  )
}

export function AgreementLine({ agreement, people }: { agreement: Agreement | null; people: number }) {
  return (
    <div className="agreement">
      <p className="body">
        {agreement ? (
          <>
            How far the class agrees with itself: Krippendorff’s alpha is{' '}
            <b className="num">{decimal(agreement.alpha)}</b>
            {agreement.interval &&
              ` (95 percent interval ${decimal(agreement.interval.low)} to ${decimal(agreement.interval.high)})`}
            , from {agreement.people} students and {agreement.things} claims.
          </>
        ) : (
          `There is no measure of agreement for ${people === 1 ? 'one student' : `${people} students`} yet: it needs two who did not all choose alike.`
        )}
      </p>
      <details>
        <summary>What the figure says</summary>
        <p className="small">
          1 would be one choice on every claim, 0 is what chance gives, and below 0 a class stands in camps. The seven
          choices are taken as an order from a certain denial to a certain assertion, with “only passed on” between, so
          that neighbors weigh less than opposites: Krippendorff’s alpha for ordinal data, after K. Krippendorff,
          “Computing Krippendorff’s Alpha-Reliability” (2011). The interval leaves out one student at a time. Agreement
          is no proof: a class can agree on a misreading, and the edition’s one coder can err.
        </p>
      </details>
    </div>
  )
}
