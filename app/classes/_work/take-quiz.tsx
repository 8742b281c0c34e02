'use client'
/** Components: `TakeQuiz` (an open attempt: every question on one page, saved as it is answered, handed in at the end). */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Checked } from '#lib/features/take-quiz/check-answer.ts'
import { tidyWords } from '#lib/domain/tidy-words.ts'
import { fetchPassage } from '../../_ui/fetch-passage.ts'
import { litIn } from '../../_ui/lit.ts'
import { Passage, type PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf, emptyLine, isSettled, SaveQueue, type Line } from '../../_ui/save-queue.ts'
import { countWord, plural } from '../../_ui/say.ts'
import { send } from '../../_ui/send.ts'
import { VerdictView } from '../../_ui/verdict.tsx'
import { Countdown } from './countdown.tsx'
import { QuizItem } from './quiz-item.tsx'
import { ItemLine, SavingLine, TwoVersions } from './saving-lines.tsx'
import { same, savedOf, sendAnswer, type Given, type SavedAnswer } from './send-answer.ts'

type Props = {
  attempt: string
  classId: string
  assignment: string
  items: readonly ShownItem[]
  ranges: Readonly<Record<string, PassageUnit[]>>
  /** The drawings of items about places, by item. */
  figures: Readonly<Record<string, ReactNode>>
  answers: readonly SavedAnswer[]
  deadlineAt: string | null
  /** The server's clock when it wrote the page: this device's may be wrong. */
  serverNow: string
  /** The class's zone, for clock times until the browser knows its own. */
  zone: string
  asksConfidence: boolean
  /** One question fills the page; its address shows it, so that this works without script and with the Back button. */
  oneAtATime: boolean
  /** Feedback after every item: a button beside each. */
  checksEach: boolean
  /** What a form without script has just been told. */
  problem: { item: string | null; words: string } | null
  justSaved: string | null
  /** What each answer that was checked has been told. */
  checked: readonly { said: Checked; passage: PassageUnit[] }[]
}

/** Words are saved when the typing rests; a choice at once. */
const WRITING_PAUSE_MS = 1200

/** What stands chosen in an item's form, for as long as the form is plain HTML. */
function chosenIn(item: string): Given | null {
  const form = document.getElementById(item)?.querySelector('form')
  if (!form) return null
  const fields = new FormData(form)
  // A row without a choice and a box without a word are fields too, and no answer.
  const answer = fields
    .getAll('answer')
    .map((one) => (typeof one === 'string' ? one.replaceAll('\r\n', '\n') : ''))
    .filter((one) => one.trim() !== '')
    .toSorted()
  const sure = Number(fields.get('confidence'))
  return answer.length > 0 ? { answer, confidence: sure > 0 ? sure : null } : null
}

const nothing = () => () => {}
/** False on the server and in the first paint, so that the page is a form until script has taken over. */
const useLive = () =>
  useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )

export function TakeQuiz(props: Props) {
  const { attempt, classId, assignment, items, ranges, answers, deadlineAt, serverNow, checksEach, oneAtATime } = props
  const page = `/classes/${classId}/quizzes/${assignment}`
  const live = useLive()
  const [queue] = useState(
    () =>
      new SaveQueue<Given>(
        {
          key: `xh:attempt/${attempt}`,
          send: (item, seq, body) => sendAnswer(attempt, item, seq, body),
          same,
          storage: () => localStorage,
        },
        items.map((item) => {
          const saved = answers.find((one) => one.item === item.id)
          return [item.id, saved ? savedOf(saved) : null] as const
        }),
      ),
  )
  const lines = useSyncExternalStore(queue.subscribe, queue.snapshot, queue.snapshot)
  const [sure, setSure] = useState<Record<string, number>>({})
  const [hints, setHints] = useState<Record<string, string>>({})
  /** Boxes emptied to begin anew: what was saved stays until there are other words. */
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set())
  const [told, setTold] = useState<Record<string, { said: Checked; passage: PassageUnit[] | null }>>(
    Object.fromEntries(props.checked.map((one) => [one.said.item, one])),
  )
  const [handing, setHanding] = useState<
    { at: 'rest' | 'asking' | 'waiting' | 'sending' | 'retrying' } | { at: 'refused'; words: string }
  >({ at: 'rest' })

  // A slow phone shows the questions long before the scripts arrive. What was chosen until then is in the page alone,
  // and the first render under script would put back what the server knows.
  const early = useRef(new Map<string, Given>())
  useLayoutEffect(() => {
    for (const [item, line] of queue.snapshot()) {
      const chosen = chosenIn(item)
      if (chosen && !(line.saved && same(line.saved.body, chosen))) early.current.set(item, chosen)
    }
  }, [queue])

  useEffect(() => {
    queue.start()
    for (const [item, chosen] of early.current) queue.edit(item, chosen)
    early.current.clear()
    addEventListener('online', queue.hurry)
    // A phone that is put away may never come back to this page: what is still waiting goes now.
    const onHide = () => {
      if (document.visibilityState === 'hidden') queue.hurry()
    }
    document.addEventListener('visibilitychange', onHide)
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!queue.keepsOnDevice && [...queue.snapshot().values()].some((line) => !isSettled(line)))
        event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => {
      queue.stop()
      removeEventListener('online', queue.hurry)
      document.removeEventListener('visibilitychange', onHide)
      removeEventListener('beforeunload', onLeave)
    }
  }, [queue])

  const lineOf = (item: string): Line<Given> => lines.get(item) ?? emptyLine<Given>(null)
  const all = items.map((item) => lineOf(item.id))
  const savedCount = all.filter((line) => line.saved && isSettled(line)).length
  const unanswered = items.filter((item) => (bodyOf(lineOf(item.id))?.answer.length ?? 0) === 0)
  const closed = all.some((line) => line.state === 'closed')

  const setEmpty = (item: string, isEmpty: boolean) =>
    setEmptied((before) => new Set(isEmpty ? [...before, item] : [...before].filter((one) => one !== item)))
  const onAnswer = (item: ShownItem, answer: string[]) => {
    const isEmpty = answer.every((one) => one.trim() === '')
    if (item.kind === 'written') setEmpty(item.id, isEmpty)
    if (isEmpty) {
      setHints({
        ...hints,
        [item.id]:
          item.kind === 'written'
            ? bodyOf(lineOf(item.id))
              ? 'The box is empty. What was saved before still stands until you write something else.'
              : ''
            : 'An answer has at least one choice, so this one stays.',
      })
      return
    }
    setHints({ ...hints, [item.id]: '' })
    queue.edit(
      item.id,
      { answer, confidence: bodyOf(lineOf(item.id))?.confidence ?? sure[item.id] ?? null },
      item.kind === 'written' ? WRITING_PAUSE_MS : 0,
    )
  }
  const onConfidence = (item: ShownItem, confidence: number) => {
    const body = bodyOf(lineOf(item.id))
    setSure({ ...sure, [item.id]: confidence })
    if (body && body.answer.length > 0) queue.edit(item.id, { ...body, confidence })
    else setHints({ ...hints, [item.id]: 'Choose an answer first; how sure you are is saved with it.' })
  }

  async function check(item: string) {
    if (!(await queue.settled())) return
    const reply = await send<Checked>('POST', `/api/attempts/${attempt}/answers/${item}/check`, {})
    if (reply.kind !== 'ok') {
      setHints({
        ...hints,
        [item]: reply.kind === 'unreached' ? 'No connection, so it could not be checked. Try again.' : reply.words,
      })
      return
    }
    const said = reply.value
    setTold((now) => ({ ...now, [item]: { said, passage: null } }))
    const range = said.verdict?.passage ?? said.hint?.passage
    const passage = range ? await fetchPassage(range.from, range.to).catch(() => []) : []
    setTold((now) => ({ ...now, [item]: { said, passage } }))
    document.getElementById(`${item}-verdict`)?.focus({ preventScroll: true })
  }

  async function handIn() {
    if (handing.at === 'rest' && unanswered.length > 0) {
      setHanding({ at: 'asking' })
      return
    }
    setHanding({ at: 'waiting' })
    if (!(await queue.settled())) {
      setHanding({ at: 'refused', words: 'Not handed in: one answer above needs you first.' })
      return
    }
    const last = Object.fromEntries(
      [...queue.snapshot()].flatMap(([item, line]) => (line.saved ? [[item, line.saved.seq]] : [])),
    )
    for (let wait = 1000; ; wait = Math.min(10_000, wait * 2)) {
      setHanding({ at: wait === 1000 ? 'sending' : 'retrying' })
      const reply = await send('POST', `/api/attempts/${attempt}/submission`, { last })
      if (reply.kind === 'ok') {
        queue.forget()
        location.assign(`${page}?done=handed-in`)
        return
      }
      if (reply.kind === 'refused') {
        if (reply.code === 'unsaved-answers') await compare()
        setHanding({
          at: 'refused',
          words: reply.code === 'sign-in-needed' ? 'Not handed in: you are signed out.' : reply.words,
        })
        return
      }
      setHanding({ at: 'retrying' })
      await new Promise((resolve) => {
        setTimeout(resolve, wait)
      })
    }
  }
  /** The server has other answers than this page: asks for them and shows both. */
  async function compare() {
    const reply = await send<{ answers: SavedAnswer[] }>('POST', `/api/assignments/${assignment}/attempts`, {})
    if (reply.kind !== 'ok') return
    for (const item of items) {
      const stored = reply.value.answers.find((one) => one.item === item.id)
      if ((stored?.seq ?? 0) !== (queue.snapshot().get(item.id)?.saved?.seq ?? 0))
        queue.learn(item.id, stored ? savedOf(stored) : null)
    }
  }

  const signedOut = all.some((line) => line.state === 'signed-out')
  const signIn = `/sign-in?callbackUrl=${encodeURIComponent(page)}`
  return (
    <>
      <div className="quizbar">
        <p className="num">
          <span className="squares" aria-hidden="true">
            {all.map((line, i) => (
              <i
                key={items[i]!.id}
                className={line.saved && isSettled(line) ? 'on' : bodyOf(line) ? 'now' : undefined}
              />
            ))}
          </span>
          <span>
            {live ? savedCount : answers.length} of {items.length} saved
          </span>
        </p>
        <SavingLine lines={all} keeps={queue.keepsOnDevice} live={live} answers={answers} signIn={signIn} />
        {deadlineAt && <Countdown deadlineAt={deadlineAt} serverNow={serverNow} page={page} />}
      </div>
      <div className={oneAtATime ? 'one-by-one' : undefined}>
        {oneAtATime && (
          <nav className="steps" aria-label="The questions">
            <ol>
              {items.map((item, i) => (
                <li key={item.id}>
                  <a href={`#${item.id}`}>
                    <span className="num">{i + 1}</span>{' '}
                    {(bodyOf(lineOf(item.id))?.answer.length ?? 0) > 0 ? 'answered' : 'open'}
                  </a>
                </li>
              ))}
              <li>
                <a href="#hand-in">Hand in</a>
              </li>
            </ol>
          </nav>
        )}
        <ol className="items taking">
          {items.map((item, i) => {
            const line = lineOf(item.id)
            const body = bodyOf(line)
            const shown = told[item.id]
            const stale =
              shown &&
              body &&
              !(
                shown.said.chosen.length === body.answer.length &&
                shown.said.chosen.every((one) => body.answer.some((mine) => tidyWords(mine) === one))
              )
            return (
              <li key={item.id} id={item.id} tabIndex={oneAtATime ? -1 : undefined}>
                <QuizItem
                  item={item}
                  n={i + 1}
                  of={items.length}
                  range={ranges[item.id] ?? []}
                  figure={props.figures[item.id]}
                  answer={emptied.has(item.id) ? [] : (body?.answer ?? [])}
                  confidence={body?.confidence ?? sure[item.id] ?? null}
                  asksConfidence={props.asksConfidence}
                  action={`/api/attempts/${attempt}/answers/${item.id}/save`}
                  disabled={line.state === 'closed'}
                  hidden={{
                    seq: String((line.saved?.seq ?? 0) + 1),
                    in: classId,
                    work: assignment,
                    next: items[i + 1]?.id ?? 'hand-in',
                  }}
                  problem={
                    hints[item.id] || (!live && props.problem?.item === item.id ? props.problem.words : line.words)
                  }
                  {...(live
                    ? {
                        onAnswer: (answer: string[]) => onAnswer(item, answer),
                        onConfidence: (one: number) => onConfidence(item, one),
                      }
                    : {})}
                >
                  {line.state === 'elsewhere' && line.stored && (
                    <TwoVersions
                      item={item}
                      mine={body}
                      stored={line.stored}
                      choose={(which) => {
                        setEmpty(item.id, false)
                        queue.choose(item.id, which)
                      }}
                    />
                  )}
                  <div className="under">
                    <ItemLine
                      line={line}
                      live={live}
                      zone={props.zone}
                      justSaved={props.justSaved === item.id}
                      signIn={signIn}
                      keeps={queue.keepsOnDevice}
                    />
                    {!live && (
                      <button className="btn" type="submit">
                        Save this answer
                      </button>
                    )}
                    {checksEach && live && (body?.answer.length ?? 0) > 0 && line.state !== 'closed' && (
                      <button className="btn" type="button" onClick={() => void check(item.id)}>
                        {shown?.said.hint ? 'Check again' : 'Check answer'}
                      </button>
                    )}
                  </div>
                  <p className="sees">
                    Your instructors see this answer after you hand in; until then, only how many you have answered.
                    Classmates never do.
                  </p>
                </QuizItem>
                {checksEach && !live && line.saved && (
                  <form method="post" action={`/api/attempts/${attempt}/answers/${item.id}/check`} className="acts">
                    <input type="hidden" name="in" value={classId} />
                    <input type="hidden" name="work" value={assignment} />
                    <button className="btn" type="submit">
                      Check the saved answer
                    </button>
                  </form>
                )}
                {shown?.said.hint && (
                  <div className="split checked" aria-live="polite">
                    <div className="verdict">
                      <h3 className="title" id={`${item.id}-verdict`} tabIndex={-1}>
                        Not this one yet.
                      </h3>
                      <p className="body">{shown.said.hint.words ?? 'Read the passage once more.'}</p>
                      <p className="body">Answer again and check; what the passage says is explained then.</p>
                    </div>
                    <aside aria-label="Where to look">
                      {shown.passage && shown.passage.length > 0 && <Passage units={shown.passage} lit={[]} />}
                    </aside>
                  </div>
                )}
                {shown?.said.verdict && !stale && (
                  <div className="split checked" aria-live="polite">
                    <VerdictView
                      verdict={shown.said.verdict}
                      headingId={`${item.id}-verdict`}
                      speakerOf={(id) => shown.passage?.find((unit) => unit.id === id)?.speaker ?? null}
                    />
                    <aside aria-label="The passage">
                      {shown.passage && shown.passage.length > 0 && (
                        <Passage units={shown.passage} lit={litIn(shown.said.verdict)} />
                      )}
                    </aside>
                  </div>
                )}
                {oneAtATime && (
                  <p className="acts turn">
                    {i > 0 && (
                      <a className="btn" href={`#${items[i - 1]!.id}`}>
                        Question {i}
                      </a>
                    )}
                    <a className="btn" href={`#${items[i + 1]?.id ?? 'hand-in'}`}>
                      {items[i + 1] ? `Question ${i + 2}` : 'To hand in'}
                    </a>
                  </p>
                )}
              </li>
            )
          })}
        </ol>
        <form
          className="handin"
          id="hand-in"
          method="post"
          action={`/api/attempts/${attempt}/submission`}
          aria-labelledby="hand-in-head"
          onSubmit={
            live
              ? (event) => {
                  event.preventDefault()
                  if (handing.at === 'rest' || handing.at === 'asking' || handing.at === 'refused') void handIn()
                }
              : undefined
          }
        >
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="work" value={assignment} />
          <h2 className="title" id="hand-in-head">
            Hand in
          </h2>
          {unanswered.length > 0 ? (
            <p className="body">
              {unanswered.length === items.length ? (
                'No question is answered yet. '
              ) : (
                <>
                  {countWord(unanswered.length)} {unanswered.length === 1 ? 'is' : 'are'} not answered:{' '}
                  {unanswered.map((item, i) => (
                    <span key={item.id}>
                      {i > 0 && ', '}
                      <a href={`#${item.id}`}>question {items.indexOf(item) + 1}</a>
                    </span>
                  ))}
                  .{' '}
                </>
              )}
              You can hand in without them; they then earn nothing.
            </p>
          ) : (
            <p className="body">Every question has an answer. Once handed in, answers stand as they are.</p>
          )}
          <p className="acts">
            <button className="btn go" type="submit" aria-disabled={closed || undefined}>
              {handing.at === 'asking'
                ? `Hand in with ${plural(items.length - unanswered.length, 'answer')}`
                : handing.at === 'waiting' || handing.at === 'sending' || handing.at === 'retrying'
                  ? 'Handing in…'
                  : 'Hand in'}
            </button>
            {handing.at === 'asking' && (
              <button className="btn" type="button" onClick={() => setHanding({ at: 'rest' })}>
                Not yet
              </button>
            )}
          </p>
          <p className={handing.at === 'refused' ? 'wrong' : 'small mut'} role="status">
            {handing.at === 'waiting' && 'Waiting until the last answers are saved.'}
            {handing.at === 'retrying' && 'Not handed in yet: no connection. Trying again; keep this page open.'}
            {handing.at === 'refused' && (
              <>
                {handing.words}{' '}
                {signedOut || handing.words.includes('signed out') ? <a href={signIn}>Sign in again</a> : null}
              </>
            )}
          </p>
          <p className="sees">
            When you hand in, your instructors see your answers and their score. Classmates do not.
          </p>
        </form>
      </div>
    </>
  )
}
