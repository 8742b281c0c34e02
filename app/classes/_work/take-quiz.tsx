'use client'
/** Components: `TakeQuiz` (an open attempt: every question on one page, saved as it is answered, handed in at the end). */
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Verdict } from '#lib/domain/judge.ts'
import { answerInWords } from '../../_ui/answer-fields.tsx'
import { fetchPassage } from '../../_ui/fetch-passage.ts'
import { litIn } from '../../_ui/lit.ts'
import { Passage, type PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf, emptyLine, isSettled, SaveQueue, type Line, type Outcome, type Saved } from '../../_ui/save-queue.ts'
import { clockTime, countWord, minutesWord, plural } from '../../_ui/say.ts'
import { send } from '../../_ui/send.ts'
import { VerdictView } from '../../_ui/verdict.tsx'
import { QuizItem, SURE } from './quiz-item.tsx'

type Given = { answer: string[]; confidence: number | null }
type SavedAnswer = { item: string; seq: number; answer: string[]; confidence: number | null; savedAt: string }
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
  /** Feedback after every item: a button beside each. */
  checksEach: boolean
  /** What a form without script has just been told. */
  problem: { item: string | null; words: string } | null
  justSaved: string | null
  checked: { item: string; verdict: Verdict; passage: PassageUnit[] } | null
}

/** Words are saved when the typing rests; a choice at once. */
const WRITING_PAUSE_MS = 1200

const same = (a: Given, b: Given): boolean =>
  a.confidence === b.confidence &&
  a.answer.length === b.answer.length &&
  a.answer.every((one) => b.answer.includes(one))
const savedOf = (one: SavedAnswer): Saved<Given> => ({
  seq: one.seq,
  body: { answer: one.answer, confidence: one.confidence },
  savedAt: one.savedAt,
})

async function sendAnswer(attempt: string, item: string, seq: number, body: Given): Promise<Outcome<Given>> {
  const reply = await send<{ receipt: { seq: number; savedAt: string } }>(
    'PUT',
    `/api/attempts/${attempt}/answers/${item}`,
    { answer: body.answer, ...(body.confidence ? { confidence: body.confidence } : {}), seq },
  )
  if (reply.kind === 'ok') return { kind: 'saved', seq: reply.value.receipt.seq, savedAt: reply.value.receipt.savedAt }
  if (reply.kind === 'unreached') return reply
  if (reply.code === 'changed-elsewhere') {
    const stored = reply.detail.stored as {
      seq: number
      answer: string[] | null
      confidence: number | null
      savedAt: string
    } | null
    return {
      kind: 'elsewhere',
      stored: stored
        ? {
            seq: stored.seq,
            body: { answer: stored.answer ?? [], confidence: stored.confidence },
            savedAt: stored.savedAt,
          }
        : null,
    }
  }
  if (reply.code === 'attempt-closed') return { kind: 'closed' }
  if (reply.code === 'sign-in-needed') return { kind: 'signed-out' }
  return { kind: 'refused', words: reply.words }
}

/** What stands chosen in an item's form, for as long as the form is plain HTML. */
function chosenIn(item: string): Given | null {
  const form = document.getElementById(item)?.querySelector('form')
  if (!form) return null
  const fields = new FormData(form)
  const answer = fields
    .getAll('answer')
    // A box left empty and a row not chosen yet are fields too, and no answer.
    .flatMap((one) => (typeof one === 'string' && one.trim() !== '' ? [one] : []))
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
  const { attempt, classId, assignment, items, ranges, answers, deadlineAt, serverNow, checksEach } = props
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
  const [verdicts, setVerdicts] = useState<Record<string, { verdict: Verdict; passage: PassageUnit[] | null }>>(
    props.checked ? { [props.checked.item]: props.checked } : {},
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
    const onLeave = (event: BeforeUnloadEvent) => {
      if (!queue.keepsOnDevice && [...queue.snapshot().values()].some((line) => !isSettled(line)))
        event.preventDefault()
    }
    addEventListener('beforeunload', onLeave)
    return () => {
      queue.stop()
      removeEventListener('online', queue.hurry)
      removeEventListener('beforeunload', onLeave)
    }
  }, [queue])

  const lineOf = (item: string): Line<Given> => lines.get(item) ?? emptyLine<Given>(null)
  const all = items.map((item) => lineOf(item.id))
  const savedCount = all.filter((line) => line.saved && isSettled(line)).length
  const unanswered = items.filter((item) => (bodyOf(lineOf(item.id))?.answer.length ?? 0) === 0)
  const closed = all.some((line) => line.state === 'closed')

  const onAnswer = (item: ShownItem, answer: string[]) => {
    if (answer.length === 0) {
      setHints({
        ...hints,
        [item.id]:
          item.kind === 'written'
            ? 'An answer has at least one word, so the last one stays.'
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
    const reply = await send<Verdict>('POST', `/api/attempts/${attempt}/answers/${item}/check`, {})
    if (reply.kind !== 'ok') {
      setHints({
        ...hints,
        [item]: reply.kind === 'unreached' ? 'No connection, so it could not be checked. Try again.' : reply.words,
      })
      return
    }
    setVerdicts((now) => ({ ...now, [item]: { verdict: reply.value, passage: null } }))
    const passage = await fetchPassage(reply.value.passage.from, reply.value.passage.to).catch(() => [])
    setVerdicts((now) => ({ ...now, [item]: { verdict: reply.value, passage } }))
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
      <ol className="items taking">
        {items.map((item, i) => {
          const line = lineOf(item.id)
          const body = bodyOf(line)
          const shown = verdicts[item.id]
          const stale =
            shown &&
            body &&
            !(
              shown.verdict.chosen.length === body.answer.length &&
              shown.verdict.chosen.every((one) => body.answer.includes(one))
            )
          return (
            <li key={item.id} id={item.id}>
              <QuizItem
                item={item}
                n={i + 1}
                of={items.length}
                range={ranges[item.id] ?? []}
                figure={props.figures[item.id]}
                answer={body?.answer ?? []}
                confidence={body?.confidence ?? sure[item.id] ?? null}
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
                    choose={(which) => queue.choose(item.id, which)}
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
                      Check answer
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
              {shown && !stale && (
                <div className="split checked" aria-live="polite">
                  <VerdictView
                    verdict={shown.verdict}
                    headingId={`${item.id}-verdict`}
                    speakerOf={(id) => shown.passage?.find((unit) => unit.id === id)?.speaker ?? null}
                  />
                  <aside aria-label="The passage">
                    {shown.passage && shown.passage.length > 0 && (
                      <Passage units={shown.passage} lit={litIn(shown.verdict)} />
                    )}
                  </aside>
                </div>
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
        <p className="sees">When you hand in, your instructors see your answers and their score. Classmates do not.</p>
      </form>
    </>
  )
}

/** One line for the whole page: "saved" only with every receipt in hand. */
function SavingLine({
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

function ItemLine({
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

function TwoVersions({
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

/** Plain words, no ticking: the minutes left, read out at five and at one. */
function Countdown({ deadlineAt, serverNow, page }: { deadlineAt: string; serverNow: string; page: string }) {
  const [left, setLeft] = useState(() => Math.ceil((Date.parse(deadlineAt) - Date.parse(serverNow)) / 60_000))
  useEffect(() => {
    const ahead = Date.parse(serverNow) - Date.now()
    const look = () => setLeft(Math.ceil((Date.parse(deadlineAt) - (Date.now() + ahead)) / 60_000))
    const timer = setInterval(look, 5000)
    return () => clearInterval(timer)
  }, [deadlineAt, serverNow])
  if (left > 24 * 60) return null
  const words =
    left <= 0
      ? 'Time is up. What was saved counts as handed in.'
      : left > 90
        ? `About ${Math.round(left / 60)} hours left`
        : `${minutesWord(left)} left`
  return (
    <>
      <p className={left <= 5 ? 'clock num care' : 'clock num'}>
        {words}
        {left <= 0 && (
          <>
            {' '}
            <a href={page}>See where it stands</a>
          </>
        )}
      </p>
      <p className="vh" role="status">
        {left <= 0 ? words : left <= 1 ? 'One minute left.' : left <= 5 ? 'Five minutes left.' : ''}
      </p>
    </>
  )
}
