'use client'
/** Components: `TakeQuiz` (an open attempt: every question on one page, saved as it is answered, handed in at the end). */
import { type ReactNode, useSyncExternalStore } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Checked } from '#lib/features/take-quiz/check-answer.ts'
import type { PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf, isSettled } from '../../_ui/save-queue.ts'
import { Countdown } from './countdown.tsx'
import { HandIn } from './hand-in.tsx'
import { SavingLine } from './saving-lines.tsx'
import type { SavedAnswer } from './send-answer.ts'
import { TakenItem } from './taken-item.tsx'
import { useAnswering } from './use-answering.ts'
import { useSaving } from './use-saving.ts'

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
  /** The item whose answer classmates read without a name, where they do. */
  cable: string | null
  /** Feedback after every item: a button beside each. */
  checksEach: boolean
  /** What a form without script has just been told. */
  problem: { item: string | null; words: string } | null
  justSaved: string | null
  /** What each answer that was checked has been told. */
  checked: readonly { said: Checked; passage: PassageUnit[] }[]
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
  const { attempt, classId, assignment, items, answers, deadlineAt, serverNow, oneAtATime } = props
  const page = `/classes/${classId}/quizzes/${assignment}`
  const signIn = `/sign-in?callbackUrl=${encodeURIComponent(page)}`
  const live = useLive()
  const saving = useSaving(attempt, items, answers)
  const answering = useAnswering(attempt, props.checked, saving)
  const { queue, all, hasAnswer } = saving
  const savedCount = all.filter((line) => line.saved && isSettled(line)).length
  const shared = { attempt, classId, assignment, saving, live, signIn }
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
                    <span className="num">{i + 1}</span> {hasAnswer(item.id) ? 'answered' : 'open'}
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
          {items.map((item, i) => (
            <li key={item.id} id={item.id} tabIndex={oneAtATime ? -1 : undefined}>
              <TakenItem
                {...shared}
                item={item}
                n={i + 1}
                of={items.length}
                next={items[i + 1]?.id ?? 'hand-in'}
                range={props.ranges[item.id] ?? []}
                figure={props.figures[item.id]}
                answering={answering}
                zone={props.zone}
                asksConfidence={props.asksConfidence}
                isCable={props.cable === item.id}
                checksEach={props.checksEach}
                problem={props.problem?.item === item.id ? props.problem.words : null}
                justSaved={props.justSaved === item.id}
              />
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
          ))}
        </ol>
        <HandIn {...shared} items={items} page={page} />
      </div>
    </>
  )
}
