import { codeOf } from '#lib/domain/errors.ts'
import { REVIEWS_MAX } from '#lib/domain/peer-review.ts'
import { CITED_MAX } from '#lib/domain/question.ts'
import { instantOf } from '#lib/domain/zone.ts'
import { Check, TextField } from '../../../../_ui/parts.tsx'
import { sayProblem, type Returned } from './refused.ts'
import { sayZone } from './words.ts'

export type DateName = 'opens' | 'due' | 'closes'
/** What stands in the boxes before anybody types: the wall times saved, and which of two where a time happens twice. */
export type SavedDates = { [name in DateName]?: string | null } & {
  opensAt?: string | null
  dueAt?: string | null
  closesAt?: string | null
}

const LABEL: Record<DateName, string> = { opens: 'Opens', due: 'Due', closes: 'Closes' }

function isTwice(wall: string, zone: string): boolean {
  try {
    instantOf(wall, zone)
    return false
  } catch (error) {
    return codeOf(error) === 'ambiguous-time'
  }
}

function savedFold(wall: string, zone: string, at: string | null | undefined): string {
  if (!at) return ''
  return instantOf(wall, zone, 'earlier').getTime() === Date.parse(at) ? 'earlier' : 'later'
}

const foldName = (wall: string, zone: string, fold: 'earlier' | 'later'): string => {
  const at = instantOf(wall, zone, fold)
  return new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'long',
  }).format(at)
}

/**
 * Opens, due, closes: three date boxes in the class's zone, which is named. Where the clocks go back and a time happens
 * twice, the form comes back asking which of the two is meant.
 */
export function DateFields({
  zone,
  saved = {},
  refused,
  hints,
  prefix = '',
}: {
  prefix?: string
  zone: string
  saved?: SavedDates
  refused: Returned
  hints: { [name in DateName]: string }
}) {
  return (
    <fieldset className="dates">
      <legend>Times are {sayZone(zone)}.</legend>
      {(['opens', 'due', 'closes'] as const).map((name) => {
        const id = prefix + name
        const value = refused.code ? refused.typed(name) : (saved[name] ?? '')
        const twice = value !== '' && isTwice(value, zone)
        const fold = refused.has(`${name}Fold`)
          ? refused.typed(`${name}Fold`)
          : twice
            ? savedFold(value, zone, saved[`${name}At`])
            : ''
        const wrong = refused.at === name ? sayProblem(refused.code, name, zone) : ''
        return (
          <div className="field" key={name}>
            <label htmlFor={id}>{LABEL[name]}</label>
            {hints[name] && (
              <p className="hint" id={`${id}-hint`}>
                {hints[name]}
              </p>
            )}
            <input
              className="input"
              type="datetime-local"
              id={id}
              name={name}
              defaultValue={value}
              aria-invalid={wrong ? true : undefined}
              aria-describedby={
                [hints[name] && `${id}-hint`, wrong && `${id}-error`].filter(Boolean).join(' ') || undefined
              }
            />
            {wrong && (
              <p className="wrong" id={`${id}-error`}>
                {wrong}
              </p>
            )}
            {twice && (
              <fieldset className="fold">
                <legend>This time happens twice. Which one?</legend>
                <Check
                  type="radio"
                  name={`${name}Fold`}
                  value="earlier"
                  defaultChecked={fold === 'earlier'}
                  required
                  label={`The first, ${foldName(value, zone, 'earlier')}`}
                />
                <Check
                  type="radio"
                  name={`${name}Fold`}
                  value="later"
                  defaultChecked={fold === 'later'}
                  required
                  label={`The second, ${foldName(value, zone, 'later')}`}
                />
              </fieldset>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}

const FEEDBACK = [
  {
    value: 'hand-in',
    label: 'When the student hands in',
    line: 'Score, every option explained, and the passage beside it.',
  },
  { value: 'closed', label: 'After it has closed for everybody', line: 'Needs a closing time.' },
  {
    value: 'each',
    label: 'After each item',
    line: 'Practice: the score never counts, whatever points it has, and students read that.',
  },
] as const

const NAMES = [
  { value: 'shown', label: 'See who wrote what', line: 'Names stand over posts and replies.' },
  {
    value: 'hidden',
    label: 'See no names',
    line: 'Everybody is Classmate and a number. You see the names, and the box says so.',
  },
  { value: 'choice', label: 'See names where the author wants', line: 'Each author chooses with the first post.' },
] as const

/** Whether classmates see names under a question. */
export function NamesFields({ value }: { value: string }) {
  return (
    <fieldset className="field">
      <legend>Classmates, once they have posted,</legend>
      <div>
        {NAMES.map((one) => (
          <Check
            key={one.value}
            type="radio"
            name="names"
            value={one.value}
            defaultChecked={one.value === value}
            label={
              <>
                {one.label}
                <small>{one.line}</small>
              </>
            }
          />
        ))}
      </div>
    </fieldset>
  )
}

/** How many sentences an answer has to cite before it can be posted. */
export function CitationsField({
  value,
  hint,
  error,
}: {
  value: string | number
  hint: string
  error: string | undefined
}) {
  return (
    <TextField
      name="citations"
      label="Sentences that an answer cites"
      hint={hint}
      type="number"
      inputMode="numeric"
      min={1}
      max={CITED_MAX}
      defaultValue={value}
      error={error}
    />
  )
}

const REVIEWS_HINT = {
  question:
    'Empty or 0: none. Each scores three samples first. Neither side learns who the other is, so classmates must see no names. It never counts.',
  quiz: 'Empty or 0: none. Each who has handed in a cable reads so many, says of every point whether it arrived, and learns what others found in theirs. No names, and it never counts. It can be begun only before anybody has begun the quiz.',
  both: 'Empty or 0: none. Of a question, its answers, where classmates see no names; of a quiz, the cable of “Carry the message.” Neither side learns who the other is, and it never counts.',
} as const

/** How many classmates' answers, or cables, each student reviews, without names. */
export function ReviewsField({
  value,
  error,
  of,
}: {
  value: string | number
  error: string | undefined
  /** What is given; both where it is still to be chosen. */
  of: keyof typeof REVIEWS_HINT
}) {
  return (
    <TextField
      name="reviews"
      label={of === 'quiz' ? 'Cables of classmates that each reviews' : 'Answers of classmates that each reviews'}
      hint={REVIEWS_HINT[of]}
      type="number"
      inputMode="numeric"
      min={0}
      max={REVIEWS_MAX}
      defaultValue={value}
      error={error}
    />
  )
}

/** When a quiz explains itself. */
export function FeedbackFields({ value }: { value: string }) {
  return (
    <fieldset className="field">
      <legend>Feedback</legend>
      <div>
        {FEEDBACK.map((one) => (
          <Check
            key={one.value}
            type="radio"
            name="feedback"
            value={one.value}
            defaultChecked={one.value === value}
            label={
              <>
                {one.label}
                <small>{one.line}</small>
              </>
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
