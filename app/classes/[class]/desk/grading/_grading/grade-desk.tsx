'use client'
/** Component: `GradeDesk` (passage, prompt and answer, rubric on one screen; forms without script, keys with it). */
import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent as ReactKeyboardEvent,
} from 'react'
import { pointsOf } from '#lib/domain/grading.ts'
import type { QueueView } from '#lib/features/grade-answers/queue.ts'
import { Area } from '../../../../../_ui/area.tsx'
import { Cite } from '../../../../../_ui/cite.tsx'
import { PastedCaution, PastedLine } from '../../../../../_ui/pasted.tsx'
import { Passage, type PassageUnit } from '../../../../../_ui/passage.tsx'
import { clockTime } from '../../../../../_ui/say.ts'
import { Bank } from './bank.tsx'
import { KeyBar, useKeys } from './keys.tsx'
import { OnWords } from './on-words.tsx'
import { Pair } from './pair.tsx'
import { calledOf, Queue } from './queue.tsx'
import { RubricRows } from './rubric-rows.tsx'
import { useGrading } from './use-grading.ts'
import { Words } from '../../../../_work/words.tsx'

const nothing = () => () => {}
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.matches('textarea,select,input:not([type=radio])') || target.isContentEditable)

/** Where a selection stands in the words, if it stands in them whole. */
function selectedIn(box: HTMLElement | null): { words: string; from: number } | null {
  const selection = window.getSelection()
  if (!box || !selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const range = selection.getRangeAt(0)
  if (!box.contains(range.startContainer) || !box.contains(range.endContainer)) return null
  const before = range.cloneRange()
  before.selectNodeContents(box)
  before.setEnd(range.startContainer, range.startOffset)
  const words = range.toString()
  return words.trim() === '' ? null : { words, from: before.toString().length }
}

type Props = {
  view: QueueView
  /** The passages of the prompt, whole. */
  passages: readonly (readonly PassageUnit[])[]
  classId: string
  hrefBase: string
  shown: boolean
  zone: string
}

export function GradeDesk({ view, passages, classId, hrefBase, shown, zone }: Props) {
  const hrefOf = (member: string): string => `${hrefBase}&at=${member}`
  const grading = useGrading(view, hrefOf)
  const { answer, draft, queue, at, store } = grading
  const keysOn = useKeys()
  const live = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
  const words = useRef<HTMLDivElement>(null)
  const comment = useRef<HTMLTextAreaElement>(null)
  const rows = useRef<HTMLDivElement>(null)
  const [onWords, setOnWords] = useState<{ words: string; from: number | null } | null>(null)
  const [bankOpen, setBankOpen] = useState(false)
  const isDeciding = view.mayManage && view.graders > 1 && answer?.state === 'differ'

  const goOn = () => (isDeciding ? void store.decide() : store.saveAndNext())

  const focusRow = (index: number) => {
    store.setRow(index)
    const field = rows.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)
    const radio = field?.querySelector<HTMLInputElement>('input:checked') ?? field?.querySelector('input')
    radio?.focus()
    field?.scrollIntoView({ block: 'nearest' })
  }
  const take = (level: number) => {
    const row = view.rubric[grading.row]
    if (!row || !answer) return
    store.setLevel(row.id, level)
    focusRow(Math.min(grading.row + 1, view.rubric.length - 1))
  }
  const useComment = (text: string) => {
    store.setComment(draft.comment.trim() === '' ? text : `${draft.comment.trimEnd()}\n\n${text}`)
    setBankOpen(false)
    comment.current?.focus()
  }

  // Given before the scripts arrived: it stands in the page alone, and the next render would take it away.
  useLayoutEffect(() => {
    const form = rows.current?.closest('form')
    const { at: member, answers } = store.snapshot()
    const known = member === null ? undefined : answers.get(member)
    if (!form || !known) return
    const given = new FormData(form)
    for (const { id } of view.rubric) {
      const level = given.get(`level:${id}`)
      if (level !== null && Number(level) !== known.levels[id]) store.setLevel(id, Number(level))
    }
    const early = comment.current?.value
    if (early !== undefined && early.trim() !== known.comment) store.setComment(early)
  }, [store, view.rubric])

  const press = useRef<(event: KeyboardEvent) => void>(() => {})
  useEffect(() => {
    press.current = (event) => {
      if (event.key === 'Escape') {
        setOnWords(null)
        setBankOpen(false)
        return focusRow(grading.row)
      }
      if (event.key === 'Enter' && event.ctrlKey) {
        event.preventDefault()
        goOn()
        // Out of the comment, so that the next figure is a level of the next answer and not a letter of its comment.
        return focusRow(store.snapshot().row)
      }
      const target = event.target
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target) || !keysOn) return
      // A link, a button or a disclosure keeps what Enter and the digits mean to it.
      const isControl = target instanceof HTMLElement && target.matches('a,button,summary')
      const actions: Record<string, () => void> = {
        ArrowDown: () => focusRow(Math.min(grading.row + 1, view.rubric.length - 1)),
        ArrowUp: () => focusRow(Math.max(grading.row - 1, 0)),
        j: () => store.step(1),
        k: () => store.step(-1),
        c: () => comment.current?.focus(),
        s: () => setOnWords(selectedIn(words.current?.querySelector('.words') ?? null) ?? { words: '', from: null }),
        b: () => setBankOpen(true),
        l: () => void store.setAside(),
        u: () => void store.undo(),
        ...(isControl ? {} : { Enter: goOn }),
        ...Object.fromEntries(['0', '1', '2', '3'].map((key) => [key, () => take(Number(key))])),
      }
      if (target instanceof HTMLElement && target.closest('.bank') && /^[1-9]$/.test(event.key)) return
      const action = actions[event.key.length === 1 ? event.key.toLowerCase() : event.key]
      if (!action || (isControl && event.key.startsWith('Arrow'))) return
      event.preventDefault()
      action()
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press.current(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  // The passage opens where this answer cites it.
  const passage = useRef<HTMLElement>(null)
  useEffect(() => {
    const pane = passage.current
    const first = pane?.querySelector<HTMLElement>('.lit')
    if (pane && pane.scrollHeight > pane.clientHeight)
      pane.scrollTop = first
        ? first.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop - 96
        : 0
  }, [at])

  const square = queue.find((one) => one.member === at)
  const lit = answer?.citations.map((one) => one.at) ?? []
  const inPassages = new Set(passages.flat().map((unit) => unit.id))
  const outside = (answer?.cited ?? []).filter((unit) => !inPassages.has(unit.id))
  const { points, of } = pointsOf(view.rubric, draft.levels)
  const address = `/api/assignments/${view.assignment.id}/grading/${view.part}/${at}`
  /** What every form of the screen carries, so that it comes back here. */
  const here = (
    <>
      <input type="hidden" name="in" value={classId} />
      {shown && <input type="hidden" name="as" value="shown" />}
    </>
  )
  const enterInBox = (event: ReactKeyboardEvent) => {
    if (event.key === 'Escape') event.stopPropagation()
  }

  return (
    <>
      <div className="queuebar">
        <Queue queue={queue} at={at} hrefOf={hrefOf} onOpen={live ? store.open : undefined} />
        <p className="num" role="status">
          {grading.said || (square ? `Answer ${square.number} of ${queue.length}` : '')}
        </p>
        <p className={grading.failed ? 'saved care' : 'saved'} role="status">
          {grading.failed ??
            (grading.isUnsaved ? 'Not saved yet' : answer?.savedAt ? `Saved ${clockTime(answer.savedAt, zone)}` : '')}
        </p>
      </div>
      <div className="threepanes">
        <section className="p2" aria-label="Prompt and answer">
          <p className="label">{view.number === null ? 'Question' : `Item ${view.number}`}</p>
          <p className="ask">{view.prompt}</p>
          {!answer && (
            <p className="body mut">
              {!at ? 'There is no answer to grade yet.' : grading.failed ? 'It is not shown.' : 'Opening the answer…'}
            </p>
          )}
          {answer && square && (
            <article className="ans" aria-label={calledOf(square)}>
              <header>
                <h2>{calledOf(square)}</h2>
                <p>
                  {answer.kind === 'answer' ? 'Saved' : 'Posted'} {clockTime(answer.at, zone)},{' '}
                  {answer.text.split(/\s+/u).filter(Boolean).length} words.{' '}
                  {answer.kind === 'post' &&
                    (answer.versions > 1 ? `Version ${answer.version} of ${answer.versions}.` : 'First version.')}
                </p>
              </header>
              {answer.grade && !answer.grade.isOfThis && (
                <div className="note care">
                  <p>
                    <b>Revised since.</b> An earlier version was given {answer.grade.points} of {answer.grade.of} by{' '}
                    {answer.grade.graders.join(' and ')}. That grade stands until you give this one levels.
                  </p>
                </div>
              )}
              <div ref={words} className="body">
                <Words text={answer.text} comments={answer.comments} />
              </div>
              {answer.pasted && (
                <details className="screen-only">
                  <summary>What was pasted</summary>
                  <PastedLine pasted={answer.pasted} />
                  {answer.pasted.counted && <PastedCaution />}
                </details>
              )}
              {answer.citations.length > 0 && (
                <ul className="cited" aria-label="Sentences cited">
                  {answer.citations.map((one) => (
                    <li key={one.at + (one.quote ?? '')}>
                      <Cite at={one.at} speaker={answer.cited.find((unit) => unit.id === one.at)?.speaker ?? null} />
                      {one.quote && <span className="small mut"> “{one.quote}”</span>}
                    </li>
                  ))}
                </ul>
              )}
              {answer.comments.length > 0 && (
                <ol className="onwords" aria-label="Comments on words">
                  {answer.comments.map((one) => (
                    <li key={one.id}>
                      <p>
                        <q>{one.words}</q> {one.comment}
                      </p>
                      <form method="post" action={`/api/grade-comments/${one.id}/delete`}>
                        {here}
                        <input type="hidden" name="work" value={view.assignment.id} />
                        <input type="hidden" name="whichPart" value={view.part} />
                        <input type="hidden" name="whose" value={at ?? ''} />
                        <button
                          className="btn quiet"
                          onClick={(event) => {
                            if (!live) return
                            event.preventDefault()
                            void store.takeBack(one.id)
                          }}
                        >
                          Take back<span className="vh"> the comment on “{one.words}”</span>
                        </button>
                      </form>
                    </li>
                  ))}
                </ol>
              )}
              <OnWords
                key={`words-${at}-${onWords?.words ?? ''}-${onWords?.from ?? ''}`}
                action={`${address}/comments`}
                hidden={here}
                source={answer.source}
                version={answer.version}
                asked={onWords}
                onDone={() => {
                  setOnWords(null)
                  void store.refresh()
                  focusRow(grading.row)
                }}
              />
              <div className="whole">
                <label className="label" htmlFor="comment">
                  Comment on the whole answer <kbd aria-hidden="true">C</kbd>
                </label>
                <Area
                  // An empty box is left out on paper, which CSS can only tell by a placeholder.
                  placeholder=" "
                  id="comment"
                  name="text"
                  form="grade"
                  rows={4}
                  ref={comment}
                  maxLength={2000}
                  aria-describedby="comment-sees"
                  onKeyDown={enterInBox}
                  {...(live
                    ? { value: draft.comment, onChange: (event) => store.setComment(event.target.value) }
                    : { defaultValue: answer.comment })}
                />
                <p className="sees" id="comment-sees">
                  {view.release
                    ? 'These grades are released: the student sees this as soon as it is saved.'
                    : 'Only this student will see it, after you release the grades.'}
                </p>
                <Bank
                  bank={view.bank}
                  open={bankOpen}
                  onToggle={setBankOpen}
                  onUse={live ? useComment : undefined}
                  classId={classId}
                  hidden={here}
                  place={{ assignment: view.assignment.id, part: view.part, whose: at ?? '' }}
                  current={draft.comment}
                />
              </div>
            </article>
          )}
        </section>
        <section className="p3" aria-label="Rubric">
          <header>
            <h2 className="title">{isDeciding ? 'Decide' : 'Rubric'}</h2>
            <p className="num">
              <b>{points}</b> of {of} so far
            </p>
          </header>
          {answer?.pair && <Pair pair={answer.pair} rubric={view.rubric} decided={answer.grade} />}
          {answer && (
            <form
              id="grade"
              key={live ? 'live' : at}
              method="post"
              action={isDeciding ? `${address}/decision/save` : `${address}/save`}
              onSubmit={(event) => {
                if (!live) return
                event.preventDefault()
                goOn()
              }}
            >
              {here}
              <input type="hidden" name="source" value={answer.source} />
              <input type="hidden" name="version" value={answer.version} />
              <RubricRows
                rubric={view.rubric}
                levels={draft.levels}
                current={grading.row}
                before={answer.grade && !answer.grade.isOfThis ? answer.grade.levels : null}
                live={live}
                onLevel={store.setLevel}
                onRow={store.setRow}
                box={rows}
              />
              <p className="save">
                <button type="submit" className="btn go">
                  {isDeciding ? 'Decide so' : 'Save, next answer'} <kbd aria-hidden="true">Enter</kbd>
                </button>
              </p>
            </form>
          )}
          {answer && (
            <div className="beside">
              <form method="post" action={`${address}/aside/save`}>
                {here}
                <input type="hidden" name="aside" value={answer.isAside ? 'false' : 'true'} />
                <button
                  className="btn"
                  onClick={(event) => {
                    if (!live) return
                    event.preventDefault()
                    void store.setAside()
                  }}
                >
                  {answer.isAside ? 'Back in the queue' : 'Set aside'}
                </button>
              </form>
              <form method="post" action={`/api/assignments/${view.assignment.id}/grading/${view.part}/undo`}>
                {here}
                <input type="hidden" name="whose" value={at ?? ''} />
                <button
                  className="btn"
                  onClick={(event) => {
                    if (!live) return
                    event.preventDefault()
                    void store.undo()
                  }}
                >
                  Undo
                </button>
              </form>
            </div>
          )}
        </section>
        <section className="p1" aria-label="Passage" ref={passage}>
          <header>
            <h2>Passage</h2>
            <p>{lit.length > 0 ? 'cited sentences marked' : ''}</p>
          </header>
          {outside.length > 0 && (
            <div className="outside">
              <p className="label">Cited from elsewhere</p>
              {outside.map((unit) => (
                <Passage key={unit.id} units={[unit]} lit={[unit.id]} />
              ))}
            </div>
          )}
          {passages.map((units) => units[0] && <Passage key={units[0].id} units={units} lit={lit} />)}
          {view.notes && (
            <details className="notes">
              <summary>For you: what a strong answer uses</summary>
              <p className="body">{view.notes}</p>
            </details>
          )}
        </section>
      </div>
      {live && <KeyBar on={keysOn} />}
    </>
  )
}
