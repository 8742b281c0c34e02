/** An exercise as a class did it: for forecasts the spread of what was given and how far it was off; every box in full. */
import type { ReactNode } from 'react'
import type { KeptForecasts, ShownOf } from '#lib/domain/exercise.ts'
import { codedScore, type ForecastFigures } from '#lib/domain/forecast-figures.ts'
import type { AnswersView } from '#lib/features/review-class/review-class.ts'
import { cameWords, OutcomeList, PercentLine, score } from '../../../_work/forecast-result.tsx'
import type { People } from './answers.tsx'
import { BoxesOfClass } from './exercise-boxes.tsx'
import { inOrder, Name } from './names.tsx'
import { capital, countWord, plural, sayTime } from './words.ts'

type Exercise = NonNullable<AnswersView['exercise']>
function finding(figures: ForecastFigures, kept: KeptForecasts): string {
  const coded = codedScore(kept)
  if (!figures.scores) return 'Nothing is handed in yet'
  const { spread, mean } = figures.scores
  return `${capital(countWord(spread.n))} ${spread.n === 1 ? 'student' : 'students'}: mean Brier score ${score(mean)}${coded ? `; the two men’s words, as coded, ${score(coded.score)}` : ''}`
}

type Props = {
  exercise: Exercise
  of: number
  people: People
  hidden: boolean
  zone: string
  /** Leads to the hand-ins that are not on this page. */
  pager: ReactNode
}

export function ExerciseOfClass(props: Props) {
  const { figures, kept, shown } = props.exercise
  if (figures.form === 'boxes') return <BoxesOfClass {...props} figures={figures} />
  return kept.form === 'forecasts' && shown.form === 'forecasts' ? (
    <ForecastsOfClass {...props} shown={shown} kept={kept} figures={figures} />
  ) : null
}

function ForecastsOfClass({
  exercise,
  shown,
  kept,
  figures,
  of,
  people,
  hidden,
  zone,
  pager,
}: Props & { shown: ShownOf<'forecasts'>; kept: KeptForecasts; figures: ForecastFigures }) {
  const { handedIn } = exercise
  const rows = inOrder(
    handedIn.map((one) => ({ one, number: people.get(one.student)?.number ?? 0 })),
    hidden,
  )
  return (
    <>
      <section className="block" aria-labelledby="figures">
        <h2 className="title" id="figures">
          {finding(figures, kept)}
        </h2>
        <p className="small mut resultnote">
          Of {plural(exercise.of, 'hand-in')}, of {of} students. A Brier score is the mean of the squared distances from
          what came; 0 is perfect, always saying 50 percent gives .250
          {figures.scores && figures.scores.spread.n > 1
            ? `. The middle half of the class lies between ${score(figures.scores.spread.low)} and ${score(figures.scores.spread.high)}.`
            : '.'}{' '}
          Over so few events it ranks nobody. Students see the class’s figures without names once this has closed for
          everybody.
        </p>
        {figures.scores && <ForecastTable shown={shown} kept={kept} figures={figures} />}
      </section>
      <details className="block">
        <summary>What came, with its sources</summary>
        <OutcomeList shown={shown} kept={kept} />
      </details>
      {rows.length > 0 && (
        <section className="block" aria-labelledby="handed-in">
          <h2 className="title" id="handed-in">
            {capital(plural(exercise.of, 'hand-in'))}
          </h2>
          <p className="small mut">
            Every figure, as it was handed in; the columns are the forecasts by their numbers above. Drafts stay the
            student’s.
          </p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className="tablebox" role="region" aria-label="Every student’s figures" tabIndex={0}>
            <table className="tbl everyfigure">
              <caption className="vh">What each student gave to each forecast, in percent</caption>
              <thead>
                <tr>
                  <th scope="col">Student</th>
                  {shown.fields.map((field, i) => (
                    <th key={field.id} scope="col" className="fig">
                      <abbr title={field.label}>{i + 1}</abbr>
                    </th>
                  ))}
                  <th scope="col">Handed in</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ one }) => (
                  <tr key={one.student}>
                    <th scope="row">
                      <Name {...(people.get(one.student) ?? { name: one.name, number: 0 })} />
                    </th>
                    {shown.fields.map((field) => (
                      <td key={field.id} className="fig">
                        {one.answers?.[field.id] ?? ''}
                      </td>
                    ))}
                    <td>{one.answers === null ? 'erased at the student’s wish' : sayTime(one.handedInAt, zone)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {pager}
        </section>
      )}
    </>
  )
}

function ForecastTable({
  shown,
  kept,
  figures,
}: {
  shown: ShownOf<'forecasts'>
  kept: KeptForecasts
  figures: ForecastFigures
}) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="tablebox" role="region" aria-label="Forecasts and the class’s figures" tabIndex={0}>
      <table className="tbl forecasttable">
        <caption>A dot is a student, the upright stroke the speaker’s words as the edition codes them.</caption>
        <thead>
          <tr>
            <th scope="col">Forecast</th>
            <th scope="col">0 to 100</th>
            <th scope="col" className="fig">
              n
            </th>
            <th scope="col" className="fig">
              Median
            </th>
            <th scope="col" className="fig">
              Middle half
            </th>
            <th scope="col" className="fig">
              His words, coded
            </th>
            <th scope="col">What came</th>
          </tr>
        </thead>
        <tbody>
          {kept.forecasts.map((one, i) => {
            const { percents, spread } = figures.forecasts.find(({ id }) => id === one.id)!
            const { label } = shown.fields.find(({ id }) => id === one.id)!
            return (
              <tr key={one.id}>
                <th scope="row">
                  <span className="num">{i + 1}.</span> {label}
                </th>
                <td>
                  <PercentLine
                    all={percents}
                    coded={one.coded}
                    label={`${label}: what ${percents.length} students gave, from 0 to 100`}
                  />
                </td>
                <td className="fig">{percents.length}</td>
                <td className="fig">{spread && Math.round(spread.median)}</td>
                <td className="fig">{spread && `${Math.round(spread.low)} to ${Math.round(spread.high)}`}</td>
                <td className="fig">{one.coded ?? ''}</td>
                <td>{cameWords[one.resolved]}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
