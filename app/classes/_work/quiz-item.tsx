/**
 * Components: `QuizItem` (one question with its options or sentences, as a form that works without script). Plain
 * props: a preview gives `action: null` and the same questions stand there without a form.
 */
import type { ReactNode } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { PassageUnit } from '../../_ui/passage.tsx'

export const SURE = ['Guessing', 'Fairly sure', 'Certain'] as const

export type QuizItemProps = {
  item: ShownItem
  n: number
  of: number
  range: readonly PassageUnit[]
  answer: readonly string[]
  confidence: number | null
  /** Where the form goes, and the fields that tell it where it stands; null for a preview. */
  action: string | null
  hidden?: Record<string, string>
  /** With script: choosing saves, so the boxes are steered from outside. */
  onAnswer?: (answer: string[]) => void
  onConfidence?: (confidence: number) => void
  disabled?: boolean
  problem?: string | null
  /** What stands under the boxes: the state of saving, buttons, another version. */
  children?: ReactNode
}

export function QuizItem({
  item,
  n,
  of,
  range,
  answer,
  confidence,
  action,
  hidden = {},
  onAnswer,
  onConfidence,
  disabled = false,
  problem = null,
  children,
}: QuizItemProps) {
  const several = item.kind === 'several'
  const box = (value: string) => ({
    type: several ? 'checkbox' : 'radio',
    name: 'answer',
    value,
    'aria-describedby': problem ? `${item.id}-problem` : undefined,
    ...(onAnswer
      ? {
          checked: answer.includes(value),
          onChange: () =>
            onAnswer(
              several
                ? answer.includes(value)
                  ? answer.filter((one) => one !== value)
                  : [...answer, value].toSorted()
                : [value],
            ),
        }
      : { defaultChecked: answer.includes(value) }),
  })
  const body = (
    <>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <fieldset className="whole" disabled={disabled}>
        <legend>
          <span className="label">
            Question {n} of {of}
          </span>{' '}
          <span className="ask" id={`${item.id}-stem`} role="heading" aria-level={2}>
            {item.stem}
          </span>
        </legend>
        {several && <p className="small mut">Choose every answer that the text supports.</p>}
        {item.kind === 'select' && <p className="small mut">Choose one sentence of the passage.</p>}
        {item.kind === 'select' ? (
          <ol className="pick">
            {range.map((unit) => (
              <li key={unit.id}>
                <label>
                  <span className={Number(unit.id.slice(1)) % 5 === 0 ? 'n f' : 'n'}>{unit.id.replace(/^s/, '')}</span>
                  <span>{unit.text}</span>
                  <input {...box(unit.id)} />
                </label>
              </li>
            ))}
          </ol>
        ) : (
          <ol className="opts">
            {item.options.map((option) => (
              <li key={option.id}>
                <label className="opt">
                  <input {...box(option.id)} />
                  <span className="k">{option.id.toUpperCase()}</span>
                  <span className="tx">{option.text}</span>
                </label>
              </li>
            ))}
          </ol>
        )}
        {problem && (
          <p className="wrong" id={`${item.id}-problem`} role="alert">
            {problem}
          </p>
        )}
        <fieldset className="sure">
          <legend>
            How sure are you? <span className="mut">(if you like)</span>
          </legend>
          {SURE.map((words, i) => (
            <label key={words}>
              <input
                type="radio"
                name="confidence"
                value={i + 1}
                {...(onConfidence
                  ? { checked: confidence === i + 1, onChange: () => onConfidence(i + 1) }
                  : { defaultChecked: confidence === i + 1 })}
              />
              <span>{words}</span>
            </label>
          ))}
        </fieldset>
        {children}
      </fieldset>
    </>
  )
  return action === null ? (
    <div className="item" aria-labelledby={`${item.id}-stem`} role="group">
      {body}
    </div>
  ) : (
    <form
      className="item"
      method="post"
      action={action}
      // A browser that puts old choices back on a reload would pass them off as new ones.
      autoComplete="off"
      aria-labelledby={`${item.id}-stem`}
      onSubmit={onAnswer && ((event) => event.preventDefault())}
    >
      {body}
    </form>
  )
}
