/** Components: `SavingLine` (one line for the whole quiz), `ItemLine` (one a question), `TwoVersions` (which answer stands). */
import type { ShownItem } from '#lib/domain/item.ts'
import { answerInWords } from '../../_ui/answer-fields.tsx'
import { isSettled, type Line, type Saved } from '../../_ui/save-queue.ts'
import { clockTime } from '../../_ui/say.ts'
import type { Given, SavedAnswer } from './send-answer.ts'
import { SURE } from './quiz-item.tsx'

/** One line for the whole page: "saved" only with every receipt in hand. */
export function SavingLine({
  lines,
  keeps,
  live,
  answers,
  signIn,
}: {
  lines: Line<Given>[]
  keeps: boolean
  live: boolean
  answers: readonly SavedAnswer[]
  signIn: string
}) {
  if (!live)
    return (
      <p className="saving">
        {answers.length > 0 ? 'Each answer is saved by its own button.' : 'Save each answer with its button.'}
      </p>
    )
  const kept = keeps ? 'Your answers are kept on this device.' : 'This browser keeps nothing, so stay on this page.'
  const [signedOut, waiting, elsewhere, refused, sending] = (
    ['signed-out', 'waiting', 'elsewhere', 'refused', 'sending'] as const
  ).map((state) => lines.some((line) => line.state === state))
  const newest = lines
    .map((line) => line.saved?.savedAt ?? '')
    .toSorted()
    .at(-1)
  const care = signedOut || waiting || elsewhere || refused
  return (
    <p className={care ? 'saving care' : 'saving'} role="status">
      {signedOut ? (
        <>
          You are signed out, so the last answers are not saved. {kept}{' '}
          <a href={signIn}>Sign in again and come back here</a>
        </>
      ) : waiting ? (
        `Not saved yet: no connection. ${kept}`
      ) : elsewhere ? (
        'One answer was changed in another window. Choose which one stands.'
      ) : refused ? (
        'One answer could not be saved. See what it says there.'
      ) : sending || lines.some((line) => line.next !== null) ? (
        'Saving…'
      ) : newest ? (
        `Saved ${clockTime(newest)}`
      ) : (
        'Answers are saved as you choose them.'
      )}
    </p>
  )
}

export function ItemLine({
  line,
  live,
  zone,
  justSaved,
  signIn,
  keeps,
}: {
  line: Line<Given>
  live: boolean
  zone: string
  justSaved: boolean
  signIn: string
  keeps: boolean
}) {
  if (line.state === 'closed')
    return (
      <p className="stateline care">
        Too late to count by itself: this try was handed in or closed before. Your answer was kept for your instructor,
        who may still count it.
      </p>
    )
  if (live && line.state === 'signed-out')
    return (
      <p className="stateline care">
        Not saved: you are signed out. <a href={signIn}>Sign in again</a>
      </p>
    )
  if (live && line.state === 'waiting')
    return <p className="stateline care">Not saved yet: no connection.{keeps && ' Kept on this device.'}</p>
  if (live && !isSettled(line) && line.state !== 'elsewhere' && line.state !== 'refused')
    return <p className="stateline">Saving…</p>
  if (line.saved && line.state === 'rest')
    return (
      <p className={justSaved ? 'stateline good' : 'stateline'}>
        Saved <time dateTime={line.saved.savedAt}>{clockTime(line.saved.savedAt, live ? undefined : zone)}</time>
      </p>
    )
  return <p className="stateline">{line.state === 'rest' ? 'Not answered yet' : 'Not saved'}</p>
}

export function TwoVersions({
  item,
  mine,
  stored,
  choose,
}: {
  item: ShownItem
  mine: Given | null
  stored: Saved<Given>
  choose: (which: 'mine' | 'stored') => void
}) {
  const say = (given: Given | null) => {
    const chosen = given?.answer ?? []
    const words = answerInWords(item, chosen)
    return (
      <>
        {words || 'Nothing'}
        {given?.confidence ? <span className="mut"> ({SURE[given.confidence - 1]?.toLowerCase()})</span> : null}
      </>
    )
  }
  return (
    <div className="versions" role="group" aria-label="Two versions of this answer">
      <p>
        <b>This answer was changed in another window or on another device.</b> Nothing is lost; choose which one stands.
      </p>
      <div>
        <h3 className="label">Here</h3>
        <p className="body">{say(mine)}</p>
        <button className="btn" type="button" onClick={() => choose('mine')}>
          Keep this one
        </button>
      </div>
      <div>
        <h3 className="label">Saved there, {clockTime(stored.savedAt)}</h3>
        <p className="body">{say(stored.body)}</p>
        <button className="btn" type="button" onClick={() => choose('stored')}>
          Keep that one
        </button>
      </div>
    </div>
  )
}
