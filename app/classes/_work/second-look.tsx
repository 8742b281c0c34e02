/**
 * Components: `SecondLook`, under an explained answer, and `GradeLook`, under a released grade: what was made of it since,
 * or the way to ask, once.
 */
import type { ReactNode } from 'react'
import type { GivenVerdict } from '#lib/features/take-quiz/take-quiz.ts'
import { AreaField, Button, Notice, TextField } from '../../_ui/parts.tsx'
import type { Graded } from './grade-view.tsx'
import './second-look.css'

const GRANTED = {
  withdrawn: 'This question was withdrawn. It counts as right for everybody who was asked it.',
  accepted: 'After a second look your answer counts as right.',
} as const
const WAITS = 'You have asked for a second look. Your instructor will answer.'
const OUTCOME = {
  upheld: 'Your instructor looked again, and the score stands.',
  accepted: 'Your instructor looked again, and your answer counts as right.',
  'key-changed': 'Your instructor looked again, and the key was corrected for everybody.',
} as const

/** What was asked, and the answer where there is one. */
function Asked({ said, words, reply }: { said: string; words: string; reply: string | null }) {
  return (
    <div className="secondlook">
      <p className="body">
        <b>{said}</b>
      </p>
      <p className="body pre mut">{words}</p>
      {reply && <p className="body pre">{reply}</p>}
    </div>
  )
}

/** The form, folded until it is wanted; after a refusal it stands open. */
function Ask({
  id,
  action,
  classId,
  assignment,
  label,
  sees,
  problem,
  children,
}: {
  id: string
  action: string
  classId: string
  assignment: string
  label: string
  sees: string
  problem: string | null
  children: ReactNode
}) {
  return (
    <details className="secondlook" open={problem !== null || undefined}>
      <summary>Ask for a second look</summary>
      <p className="body">{children}</p>
      {problem && (
        <Notice kind="care" alert>
          <b>Not sent.</b> {problem}
        </Notice>
      )}
      <form method="post" action={action}>
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
        <AreaField name="text" id={`${id}-text`} label={label} rows={4} required maxLength={1000} sees={sees} />
        <p className="acts">
          <Button>Ask for a second look</Button>
        </p>
      </form>
    </details>
  )
}

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
  const { contest, granted, item } = verdict
  if (contest)
    return (
      <Asked said={contest.outcome ? OUTCOME[contest.outcome] : WAITS} words={contest.words} reply={contest.reply} />
    )
  if (granted) return <p className="secondlook body">{GRANTED[granted]}</p>
  if (isPractice || verdict.correct !== false || verdict.chosen.length === 0) return null
  return (
    <Ask
      id={item}
      action={`/api/attempts/${attempt}/answers/${item}/contest`}
      classId={classId}
      assignment={assignment}
      label="Why your answer holds"
      sees="Your instructors read this with your name. Classmates do not."
      problem={problem}
    >
      Do you read the passage otherwise? Name a sentence and say why your answer holds. You can ask once for each
      question, and your instructor answers.
    </Ask>
  )
}

/** What became of the grade between the asking and the answer. */
function saidOf({ contest }: Graded): string {
  if (!contest?.outcome) return WAITS
  if (contest.outcome === 'kept') return 'Your instructor looked again, and the grade stands.'
  const was = contest.was ? ` When you asked it was ${contest.was.points} of ${contest.was.of}.` : ''
  return `Your instructor looked again and changed the grade.${was}`
}

export function GradeLook({
  grade,
  classId,
  assignment,
  problem,
}: {
  grade: Graded
  classId: string
  assignment: string
  problem: string | null
}) {
  if (grade.contest) return <Asked said={saidOf(grade)} words={grade.contest.words} reply={grade.contest.reply} />
  if (grade.points === grade.of) return null
  return (
    <Ask
      id={`look-${assignment}${grade.part}`}
      action={`/api/assignments/${assignment}/grades/${grade.part || 'post'}/contest`}
      classId={classId}
      assignment={assignment}
      label="Why the grade should be looked at again"
      sees="Your instructors read this, without your name unless they ask for names. Classmates do not."
      problem={problem}
    >
      Does a sentence of the transcript bear out what you wrote, where the grade says otherwise? Name it and say why.
      You can ask once for each grade, and your instructor answers.
    </Ask>
  )
}
