/**
 * Components: `QuizItem` (one question with its options or sentences, as a form that works without script). Plain
 * props: a preview gives `action: null` and the same questions stand there without a form.
 */
import type { ReactNode } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import { AnswerFields, instructions } from '../../_ui/answer-fields.tsx'
import type { PassageUnit } from '../../_ui/passage.tsx'

export const SURE = ['Guessing', 'Fairly sure', 'Certain'] as const

export type QuizItemProps = {
  item: ShownItem
  n: number
  of: number
  range: readonly PassageUnit[]
  /** The drawing that an item about places asks upon. */
  figure?: ReactNode
  answer: readonly string[]
  confidence: number | null
  asksConfidence: boolean
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
  figure,
  answer,
  confidence,
  asksConfidence,
  action,
  hidden = {},
  onAnswer,
  onConfidence,
  disabled = false,
  problem = null,
  children,
}: QuizItemProps) {
  const help = instructions(item)
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
        {help && <p className="small mut">{help}</p>}
        {figure}
        <AnswerFields
          item={item}
          range={range}
          answer={answer}
          describedBy={problem ? `${item.id}-problem` : undefined}
          onAnswer={onAnswer}
        />
        {problem && (
          <p className="wrong" id={`${item.id}-problem`} role="alert">
            {problem}
          </p>
        )}
        {asksConfidence && (
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
        )}
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
