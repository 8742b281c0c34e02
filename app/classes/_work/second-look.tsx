/** Component: `SecondLook`, under an explained answer: what was made of it since, or the way to ask, once. */
import type { GivenVerdict } from '#lib/features/take-quiz/take-quiz.ts'
import { AreaField, Button, Notice, TextField } from '../../_ui/parts.tsx'

const GRANTED = {
  withdrawn: 'This question was withdrawn. It counts as right for everybody who was asked it.',
  accepted: 'After a second look your answer counts as right.',
} as const
const OUTCOME = {
  upheld: 'Your instructor looked again, and the score stands.',
  accepted: 'Your instructor looked again, and your answer counts as right.',
  'key-changed': 'Your instructor looked again, and the key was corrected for everybody.',
} as const

export function SecondLook({
  verdict,
  attempt,
  classId,
  assignment,
  isPractice,
  problem,
}: {
  verdict: GivenVerdict
  attempt: string
  classId: string
  assignment: string
  /** Practice never counts, so there is nothing to look at again. */
  isPractice: boolean
  problem: string | null
}) {
  const { contest, granted } = verdict
  const id = verdict.item
  if (contest)
    return (
      <div className="secondlook">
        <p className="body">
          <b>
            {contest.outcome
              ? OUTCOME[contest.outcome]
              : 'You have asked for a second look. Your instructor will answer.'}
          </b>
        </p>
        <p className="body pre mut">{contest.words}</p>
        {contest.reply && <p className="body pre">{contest.reply}</p>}
      </div>
    )
  if (granted) return <p className="secondlook body">{GRANTED[granted]}</p>
  if (isPractice || verdict.correct !== false || verdict.chosen.length === 0) return null
  return (
    <details className="secondlook" open={problem !== null || undefined}>
      <summary>Ask for a second look</summary>
      <p className="body">
        Do you read the passage otherwise? Name a sentence and say why your answer holds. You can ask once for each
        question, and your instructor answers.
      </p>
      {problem && (
        <Notice kind="care" alert>
          <b>Not sent.</b> {problem}
        </Notice>
      )}
      <form method="post" action={`/api/attempts/${attempt}/answers/${id}/contest`}>
        <input type="hidden" name="in" value={classId} />
        <input type="hidden" name="work" value={assignment} />
        <div className="pair">
          <TextField
            name="from"
            id={`${id}-from`}
            label="Sentence"
            hint="Its number, such as 143."
            required
            maxLength={8}
            autoComplete="off"
          />
          <TextField
            name="to"
            id={`${id}-to`}
            label="to sentence"
            hint="Leave empty for one."
            maxLength={8}
            autoComplete="off"
          />
        </div>
        <AreaField
          name="text"
          id={`${id}-text`}
          label="Why your answer holds"
          rows={4}
          required
          maxLength={1000}
          sees="Your instructors read this with your name. Classmates do not."
        />
        <p className="acts">
          <Button>Ask for a second look</Button>
        </p>
      </form>
    </details>
  )
}
