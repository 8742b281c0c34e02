/**
 * Components: `ForecastResult` (one's own figures beside what came and the coded words), `OutcomeList` (what came, with
 * its sources), `PercentLine` (figures between 0 and 100 as marks on a line).
 */
import { edition } from '#lib/content/edition.ts'
import type { BrierScore } from '#lib/domain/brier.ts'
import type { ExerciseAnswers, KeptForecast, KeptForecasts, ShownOf } from '#lib/domain/exercise.ts'
import { codedScore, ownScore, type ForecastFigures } from '#lib/domain/forecast-figures.ts'
import { GroundedList } from '../../_ui/grounds.tsx'
import { countWord } from '../../_ui/say.ts'
import './exercise.css'

export const cameWords: Record<KeptForecast['resolved'], string> = {
  yes: 'Yes, it came',
  no: 'No, it did not come',
  undecided: 'Undecided by the sources read',
}
export const score = (value: number): string => value.toFixed(3).replace(/^0/, '')

const WIDTH = 240
const HEIGHT = 34
const INSET = 8
const place = (percent: number): number => INSET + (percent / 100) * (WIDTH - 2 * INSET)

/** Marks on a line from 0 to 100: `own` a filled ring, `coded` a tick, everybody a dot. The table beside it has the figures. */
export function PercentLine({
  own = null,
  coded = null,
  all = [],
  label,
}: {
  own?: number | null
  coded?: number | null
  all?: readonly number[]
  label: string
}) {
  return (
    <svg className="percentline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <line className="axis" x1={INSET} x2={WIDTH - INSET} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {[0, 50, 100].map((at) => (
        <line key={at} className="axis" x1={place(at)} x2={place(at)} y1={HEIGHT / 2 - 3} y2={HEIGHT / 2 + 3} />
      ))}
      {all.map((percent, i) => {
        // Equal figures stand on each other, as people in a queue do.
        const below = all.slice(0, i).filter((other) => Math.abs(other - percent) < 2).length
        return <circle key={i} className="one" cx={place(percent)} cy={HEIGHT / 2 - Math.min(below, 4) * 3.4} r="2.6" />
      })}
      {coded !== null && (
        <line className="coded" x1={place(coded)} x2={place(coded)} y1={HEIGHT / 2 - 11} y2={HEIGHT / 2 + 11} />
      )}
      {own !== null && <circle className="own" cx={place(own)} cy={HEIGHT / 2} r="5.5" />}
    </svg>
  )
}

function Sum({ of, found }: { of: string; found: BrierScore }) {
  return (
    <p className="brier num">
      <b>{of}.</b> (
      {found.terms.map(({ id, percent, came }, i) => (
        <span key={id}>
          {i > 0 && ' + '}({(percent / 100).toFixed(2)} – {came})²
        </span>
      ))}
      ) / {found.n} = {score(found.score)}
    </p>
  )
}

export function ForecastResult({
  shown,
  kept,
  answers,
  figures,
}: {
  shown: ShownOf<'forecasts'>
  kept: KeptForecasts
  /** Null where the exercise closed before anything was handed in. */
  answers: ExerciseAnswers | null
  /** The class’s, once it may be shown. */
  figures: ForecastFigures | null
}) {
  const [own, coded] = [answers && ownScore(kept, answers), codedScore(kept)]
  const decided = kept.forecasts.filter(({ resolved }) => resolved !== 'undecided').length
  return (
    <section className="block" aria-labelledby="result">
      <h2 className="title" id="result">
        {own && coded
          ? `Over the ${decided} that are decided, your Brier score is ${score(own.score)}; the two men’s words, as coded, give ${score(coded.score)}`
          : `${countWord(decided)} of ${kept.forecasts.length} are decided by the sources read`}
      </h2>
      <p className="small mut resultnote">
        A Brier score is the mean of the squared distances between what was given and what came, 1 or 0. 0 is perfect;
        always saying 50 percent gives .250. It rewards honest doubt and punishes false certainty, and over so few
        events it says little about anybody. Neither man gave a figure: the edition reads “certain,” “probable” and
        “possible” as the percentages in the table, by one reader’s coding.
      </p>
      {/* A table that is wider than the screen scrolls in its own frame. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="tablebox" role="region" aria-label="Figures and what came" tabIndex={0}>
        <table className="tbl forecasttable">
          <caption className="vh">
            Each forecast: your figure, the coded words, what came, and the part of the score
          </caption>
          <thead>
            <tr>
              <th scope="col">Forecast</th>
              <th scope="col">0 to 100</th>
              {answers && (
                <th scope="col" className="fig">
                  You
                </th>
              )}
              <th scope="col" className="fig">
                His words, coded
              </th>
              {figures && (
                <th scope="col" className="fig">
                  Class, middle half
                </th>
              )}
              <th scope="col">What came</th>
              {answers && (
                <th scope="col" className="fig">
                  Your square
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {kept.forecasts.map((one) => {
              const given = answers?.[one.id]
              const term = own?.terms.find(({ id }) => id === one.id)
              const ofClass = figures?.forecasts.find(({ id }) => id === one.id)
              const label = shown.fields.find(({ id }) => id === one.id)!.label
              return (
                <tr key={one.id}>
                  <th scope="row">
                    <a href={`#came-${one.id}`}>{label}</a>
                  </th>
                  <td>
                    <PercentLine
                      own={given === undefined ? null : Number(given)}
                      coded={one.coded}
                      all={ofClass?.percents ?? []}
                      label={`${label}, from 0 to 100`}
                    />
                  </td>
                  {answers && <td className="fig">{given}</td>}
                  <td className="fig">{one.coded ?? ''}</td>
                  {figures && (
                    <td className="fig">
                      {ofClass?.spread && `${Math.round(ofClass.spread.low)} to ${Math.round(ofClass.spread.high)}`}
                    </td>
                  )}
                  <td>{cameWords[one.resolved]}</td>
                  {answers && <td className="fig">{term ? score(term.square) : 'not counted'}</td>}
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <p className="small mut legend">
        {answers && (
          <span>
            <i className="key own" /> you
          </span>
        )}
        <span>
          <i className="key coded" /> his words, coded
        </span>
        {figures && (
          <span>
            <i className="key one" /> one classmate
          </span>
        )}
      </p>
      {figures?.scores && (
        <p className="body exnote">
          The class, {figures.scores.spread.n} students: mean Brier score {score(figures.scores.mean)}, the middle half
          between {score(figures.scores.spread.low)} and {score(figures.scores.spread.high)}.
        </p>
      )}
      {coded && (
        <details>
          <summary>Show the sum</summary>
          {own && <Sum of="You" found={own} />}
          <Sum of="The two men’s words, as coded" found={coded} />
        </details>
      )}
    </section>
  )
}

export function OutcomeList({ shown, kept }: { shown: ShownOf<'forecasts'>; kept: KeptForecasts }) {
  const { works, transcript } = edition()
  return (
    <section className="block" aria-labelledby="outcomes">
      <h2 className="title" id="outcomes">
        What came
      </h2>
      <ol className="outcomes">
        {kept.forecasts.map((one) => (
          <li key={one.id} id={`came-${one.id}`}>
            <h3 className="h3">{shown.fields.find(({ id }) => id === one.id)!.label}</h3>
            <p className="small">
              <b>The rule.</b> {shown.forecasts.find(({ id }) => id === one.id)!.rule}
            </p>
            <p>
              <span className="chip status">{cameWords[one.resolved]}</span>
            </p>
            <GroundedList statements={one.what} works={works} transcript={transcript} />
          </li>
        ))}
      </ol>
    </section>
  )
}
