'use client'
/** Components: `TakenItem` (one question of an open attempt: its boxes, what became of its answer, what it was told). */
import type { ReactNode } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import { tidyWords } from '#lib/domain/tidy-words.ts'
import { litIn } from '../../_ui/lit.ts'
import { Passage, type PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf } from '../../_ui/save-queue.ts'
import { VerdictView } from '../../_ui/verdict.tsx'
import { QuizItem } from './quiz-item.tsx'
import { ItemLine, TwoVersions } from './saving-lines.tsx'
import type { Given } from './send-answer.ts'
import type { Answering, Told } from './use-answering.ts'
import type { Saving } from './use-saving.ts'

/** Whether what was told is about another answer than the one that stands now. */
const isStale = ({ said }: Told, now: Given): boolean =>
  said.chosen.length !== now.answer.length ||
  !said.chosen.every((one) => now.answer.some((mine) => tidyWords(mine) === one))

export function TakenItem({
  item,
  n,
  of,
  next,
  attempt,
  classId,
  assignment,
  range,
  figure,
  saving,
  answering,
  live,
  zone,
  asksConfidence,
  isCable,
  checksEach,
  /** What a form without script has just been told about this question. */
  problem,
  justSaved,
  signIn,
}: {
  item: ShownItem
  n: number
  of: number
  /** Where a form without script goes on. */
  next: string
  attempt: string
  classId: string
  assignment: string
  range: readonly PassageUnit[]
  figure: ReactNode
  saving: Saving
  answering: Answering
  live: boolean
  zone: string
  asksConfidence: boolean
  /** Classmates read it without a name. */
  isCable: boolean
  checksEach: boolean
  problem: string | null
  justSaved: boolean
  signIn: string
}) {
  const line = saving.lineOf(item.id)
  const body = bodyOf(line)
  const told = answering.toldAt(item.id)
  const path = `/api/attempts/${attempt}/answers/${item.id}`
  return (
    <>
      <QuizItem
        item={item}
        n={n}
        of={of}
        range={range}
        figure={figure}
        answer={answering.isEmptied(item.id) ? [] : (body?.answer ?? [])}
        confidence={body?.confidence ?? answering.sureOf(item.id)}
        asksConfidence={asksConfidence}
        action={`${path}/save`}
        disabled={line.state === 'closed'}
        hidden={{
          seq: String((line.saved?.seq ?? 0) + 1),
          in: classId,
          work: assignment,
          next,
        }}
        problem={answering.hintAt(item.id) || (!live && problem) || line.words}
        {...(live
          ? {
              onAnswer: (answer: string[]) => answering.answer(item, answer),
              onConfidence: (one: number) => answering.confide(item, one),
            }
          : {})}
      >
        {line.state === 'elsewhere' && line.stored && (
          <TwoVersions item={item} mine={body} stored={line.stored} choose={(which) => answering.choose(item, which)} />
        )}
        <div className="under">
          <ItemLine
            line={line}
            live={live}
            zone={zone}
            justSaved={justSaved}
            signIn={signIn}
            keeps={saving.queue.keepsOnDevice}
          />
          {!live && (
            <button className="btn" type="submit">
              Save this answer
            </button>
          )}
          {checksEach && live && (body?.answer.length ?? 0) > 0 && line.state !== 'closed' && (
            <button className="btn" type="button" onClick={() => void answering.check(item.id)}>
              {told?.said.hint ? 'Check again' : 'Check answer'}
            </button>
          )}
        </div>
        <p className="sees">
          Your instructors see this answer after you hand in; until then, only how many you have answered.{' '}
          {isCable
            ? 'Of your first try, some classmates who have handed in theirs read it without your name and say what arrived.'
            : 'Classmates never do.'}
        </p>
      </QuizItem>
      {checksEach && !live && line.saved && (
        <form method="post" action={`${path}/check`} className="acts">
          <input type="hidden" name="in" value={classId} />
          <input type="hidden" name="work" value={assignment} />
          <button className="btn" type="submit">
            Check the saved answer
          </button>
        </form>
      )}
      {told?.said.hint && <Hinted told={told} headingId={`${item.id}-verdict`} />}
      {told && !(body && isStale(told, body)) && <Explained told={told} headingId={`${item.id}-verdict`} />}
    </>
  )
}

/** After a first miss: where to look, and nothing of what stands there. */
function Hinted({ told: { said, passage }, headingId }: { told: Told; headingId: string }) {
  const hint = said.hint!
  return (
    <div className="split checked" aria-live="polite">
      <div className="verdict">
        <h3 className="title" id={headingId} tabIndex={-1}>
          Not this one yet.
        </h3>
        <p className="body">{hint.words ?? 'Read the passage once more.'}</p>
        <p className="body">Answer again and check; what the passage says is explained then.</p>
      </div>
      <aside aria-label="Where to look">{passage && passage.length > 0 && <Passage units={passage} lit={[]} />}</aside>
    </div>
  )
}

function Explained({ told: { said, passage }, headingId }: { told: Told; headingId: string }) {
  const { verdict } = said
  if (!verdict) return null
  return (
    <div className="split checked" aria-live="polite">
      <VerdictView
        verdict={verdict}
        headingId={headingId}
        speakerOf={(id) => passage?.find((unit) => unit.id === id)?.speaker ?? null}
      />
      <aside aria-label="The passage">
        {passage && passage.length > 0 && <Passage units={passage} lit={litIn(verdict)} />}
      </aside>
    </div>
  )
}
