/**
 * Components: `ExerciseBoxes` (what an exercise asks and its boxes, as plain form fields; each form of exercise has its
 * own arrangement of the same boxes), `Box` (one of them).
 */
import { edition } from '#lib/content/edition.ts'
import type { ExerciseAnswers, ExerciseField, ShownExercise, ShownOf } from '#lib/domain/exercise.ts'
import { Area } from '../../_ui/area.tsx'
import { Cite } from '../../_ui/cite.tsx'
import { CardBoxes } from './exercise-cards.tsx'
import './exercise.css'

type BoxProps = { field: ExerciseField; value: string; error?: string; label?: string }

export function Box({ field, value, error, label = field.short ?? field.label }: BoxProps) {
  const name = `answers.${field.id}`
  const describedBy =
    [field.hint && `${field.id}-hint`, error && `${field.id}-error`, 'boxes-sees'].filter(Boolean).join(' ') ||
    undefined
  const shared = {
    name,
    required: true,
    'aria-describedby': describedBy,
    'aria-invalid': error ? (true as const) : undefined,
  }
  const after = (
    <>
      {field.hint && (
        <span className="hint" id={`${field.id}-hint`}>
          {field.hint}
        </span>
      )}
      {error && (
        <span className="wrong" id={`${field.id}-error`}>
          {error}
        </span>
      )}
    </>
  )
  switch (field.kind) {
    case 'percent':
      return (
        <p className="percent">
          <label htmlFor={field.id}>{label}</label>
          <span>
            <input
              className="input num"
              id={field.id}
              type="number"
              inputMode="numeric"
              min={0}
              max={100}
              step={1}
              defaultValue={value}
              {...shared}
            />{' '}
            %
          </span>
          {after}
        </p>
      )
    case 'choice':
      return (
        <fieldset className="boxchoices">
          <legend>{label}</legend>
          <div className="boxopts">
            {field.options.map((option) => (
              <label key={option.id} className="check">
                <input type="radio" value={option.id} defaultChecked={value === option.id} {...shared} />
                <span>{option.text}</span>
              </label>
            ))}
          </div>
          {after}
        </fieldset>
      )
    case 'sentences':
      return (
        <p className="cell">
          <label htmlFor={field.id}>{label}</label>
          <input className="input" id={field.id} type="text" maxLength={80} defaultValue={value} {...shared} />
          {after}
        </p>
      )
    case 'words':
      return (
        <p className="write">
          <label htmlFor={field.id}>{label}</label>
          <Area
            className="input"
            id={field.id}
            rows={Math.min(12, Math.max(3, Math.round(field.max / 120)))}
            maxLength={field.max}
            defaultValue={value}
            {...shared}
          />
          {after}
        </p>
      )
  }
}

/** The box that stands in the way, and what is wrong with it. */
export type BoxProblem = { box: string; words: string } | null
type BoxesProps<S extends ShownExercise = ShownExercise> = { shown: S; answers: ExerciseAnswers; problem?: BoxProblem }

/** The boxes of an exercise; of one in parts those of `part`, or of its first. */
export function ExerciseBoxes({ shown, answers, problem = null, part }: BoxesProps & { part?: string | null }) {
  const box = (id: string) => (
    <Box
      key={id}
      field={shown.fields.find((field) => field.id === id)!}
      value={answers[id] ?? ''}
      error={problem?.box === id ? problem.words : undefined}
    />
  )
  if (shown.form === 'controversy')
    return <>{(shown.phases.find(({ id }) => id === part) ?? shown.phases[0]!).boxes.map(box)}</>
  return shown.form === 'forecasts' ? (
    <ForecastBoxes shown={shown} answers={answers} problem={problem} />
  ) : (
    <CardBoxes cards={shown.cards} box={box} />
  )
}

function ForecastBoxes({ shown, answers, problem = null }: BoxesProps<ShownOf<'forecasts'>>) {
  const { units } = edition().transcript
  return (
    <ol className="forecasts">
      {shown.forecasts.map((one, i) => {
        const field = shown.fields.find(({ id }) => id === one.id)!
        return (
          <li key={one.id} aria-labelledby={`${one.id}-title`}>
            <div>
              <h2 className="h3" id={`${one.id}-title`}>
                <span className="num">{i + 1}.</span> {field.label}
              </h2>
              <p className="body">{one.forecast}</p>
              <p className="small mut">
                {one.said.quote && <>“{one.said.quote}” </>}
                <Cite at={one.said.at} speaker={units.get(one.said.at)?.speaker} />
              </p>
              <p className="small">
                <b>The rule.</b> {one.rule}
              </p>
            </div>
            <Box
              field={field}
              label="How likely, in percent"
              value={answers[one.id] ?? ''}
              error={problem?.box === one.id ? problem.words : undefined}
            />
          </li>
        )
      })}
    </ol>
  )
}
