/**
 * The boxes of one question, of whatever kind, as plain form fields: radio buttons, tick boxes, a choice for each row,
 * or a box to write in. Without `onAnswer` the browser keeps what is chosen; with it, it is steered from outside.
 */
import type { ShownItem } from '#lib/domain/item.ts'
import { Area } from './area.tsx'
import { letterOf } from './letter.ts'
import type { PassageUnit } from './passage.tsx'

export const instructions = (item: ShownItem): string | null =>
  ({
    single: null,
    several: 'Choose every answer that the text supports.',
    select: 'Choose one sentence of the passage.',
    place:
      item.kind === 'place' && item.on === 'timeline'
        ? 'Choose one day. The letters stand on the line.'
        : 'Choose one place. The letters stand on the map.',
    order: 'Give each its place in the order.',
    match: 'Give each row what belongs to it.',
    'who-said': 'Answer both lines.',
    written: 'Write a few sentences. People read this, no program scores it.',
  })[item.kind]

export function AnswerFields({
  item,
  range = [],
  answer,
  describedBy,
  onAnswer,
  required = false,
}: {
  item: ShownItem
  /** The sentences that a select item offers. */
  range?: readonly PassageUnit[]
  answer: readonly string[]
  describedBy?: string
  onAnswer?: (answer: string[]) => void
  required?: boolean
}) {
  const several = item.kind === 'several'
  const box = (value: string) => ({
    type: several ? 'checkbox' : 'radio',
    name: 'answer',
    value,
    required: required && !several,
    'aria-describedby': describedBy,
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
  switch (item.kind) {
    case 'select':
      return (
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
      )
    case 'written': {
      const text = answer[0] ?? ''
      return (
        <p className="write">
          <Area
            name="answer"
            rows={6}
            maxLength={item.max}
            required={required}
            aria-labelledby={`${item.id}-stem`}
            aria-describedby={describedBy}
            {...(onAnswer
              ? { value: text, onChange: (event) => onAnswer(event.target.value === '' ? [] : [event.target.value]) }
              : { defaultValue: text })}
          />
          <span className="small mut">At most {item.max} characters.</span>
        </p>
      )
    }
    case 'order':
    case 'match':
    case 'who-said': {
      const chosen = (row: string) => answer.find((one) => one.startsWith(row)) ?? ''
      return (
        <ol className="rowsof">
          {item.rows.map((row) => (
            <li key={row.id}>
              <label>
                <span className="tx">{row.text}</span>
                <select
                  name="answer"
                  required={required}
                  aria-describedby={describedBy}
                  {...(onAnswer
                    ? {
                        value: chosen(row.id),
                        onChange: (event) =>
                          onAnswer(
                            [...answer.filter((one) => !one.startsWith(row.id)), event.target.value]
                              .filter(Boolean)
                              .toSorted(),
                          ),
                      }
                    : { defaultValue: chosen(row.id) })}
                >
                  <option value="">Choose…</option>
                  {row.choices.map((choice) => (
                    <option key={choice.id} value={row.id + choice.id}>
                      {choice.text}
                    </option>
                  ))}
                </select>
              </label>
            </li>
          ))}
        </ol>
      )
    }
    default:
      return (
        <ol className="opts">
          {item.options.map((option) => (
            <li key={option.id}>
              <label className="opt">
                <input {...box(option.id)} />
                <span className="k">{letterOf(item.options, option.id)}</span>
                <span className="tx">{option.text}</span>
              </label>
            </li>
          ))}
        </ol>
      )
  }
}

/** An answer in words, for whoever compares two of them. */
export function answerInWords(item: ShownItem, chosen: readonly string[]): string {
  switch (item.kind) {
    case 'select':
      return chosen.map((one) => `sentence ${one.slice(1)}`).join('; ')
    case 'written':
      return chosen.join('')
    case 'order':
    case 'match':
    case 'who-said':
      return item.rows
        .flatMap((row) => {
          const token = chosen.find((one) => one.startsWith(row.id))
          const choice = row.choices.find(({ id }) => id === token?.slice(1))
          return choice ? [`${row.text}: ${choice.text}`] : []
        })
        .join('; ')
    default:
      return chosen
        .map((one) => `${letterOf(item.options, one)}. ${item.options.find((option) => option.id === one)?.text ?? ''}`)
        .join('; ')
  }
}
