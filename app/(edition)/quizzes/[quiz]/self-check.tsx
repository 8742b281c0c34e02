'use client'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Verdict } from '#lib/domain/judge.ts'
import { fetchPassage } from '../../../_ui/fetch-passage.ts'
import { litIn } from '../../../_ui/lit.ts'
import { Passage, type PassageUnit } from '../../../_ui/passage.tsx'
import { VerdictView } from '../../../_ui/verdict.tsx'
import { ItemForm } from '../item-form.tsx'

type State =
  | { at: 'open'; busy: boolean; problem: string | null }
  | { at: 'answered'; verdict: Verdict; passage: PassageUnit[] | null }

/** One item of a self-check. Without script its form posts and another page answers; with it the answer opens here. */
export function SelfCheck({
  quiz,
  item,
  place,
  range,
  figure,
}: {
  quiz: string
  item: ShownItem
  place: string
  range?: PassageUnit[]
  figure?: ReactNode
}) {
  const [state, setState] = useState<State>({ at: 'open', busy: false, problem: null })
  const root = useRef<HTMLDivElement>(null)
  const answered = state.at === 'answered'
  useEffect(() => {
    if (answered) root.current?.querySelector<HTMLElement>('.verdict [tabindex]')?.focus({ preventScroll: true })
  }, [answered])

  async function check(form: HTMLFormElement) {
    const answer = new FormData(form)
      .getAll('answer')
      .map(String)
      .filter((one) => one !== '')
    if (answer.length === 0) {
      setState({
        at: 'open',
        busy: false,
        problem: item.kind === 'select' ? 'Choose a sentence first.' : 'Choose an answer first.',
      })
      return
    }
    setState({ at: 'open', busy: true, problem: null })
    try {
      const reply = await fetch(form.action, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ answer }),
      })
      if (!reply.ok) throw new Error(String(reply.status))
      const verdict = (await reply.json()) as Verdict
      setState({ at: 'answered', verdict, passage: null })
      const passage = await fetchPassage(verdict.passage.from, verdict.passage.to).catch(() => [])
      // Whoever has gone on to another try meanwhile stays there.
      setState((now) => (now.at === 'answered' && now.verdict === verdict ? { ...now, passage } : now))
    } catch {
      setState({
        at: 'open',
        busy: false,
        problem: 'The answer could not be checked. Your choice is still here; try again.',
      })
    }
  }

  if (state.at === 'open') {
    return (
      <div ref={root}>
        <ItemForm
          quiz={quiz}
          item={item}
          place={place}
          range={range}
          figure={figure}
          busy={state.busy}
          problem={state.problem}
          onCheck={(form) => void check(form)}
        />
      </div>
    )
  }
  const { verdict, passage } = state
  return (
    <div className="split" ref={root} aria-live="polite">
      <section aria-labelledby={`${item.id}-verdict`}>
        <p className="label">{place}</p>
        <h2 className="ask">{item.stem}</h2>
        <VerdictView
          verdict={verdict}
          headingId={`${item.id}-verdict`}
          speakerOf={(id) => passage?.find((unit) => unit.id === id)?.speaker ?? null}
        />
        <p className="acts">
          <button type="button" className="btn" onClick={() => setState({ at: 'open', busy: false, problem: null })}>
            Try this one again
          </button>
        </p>
      </section>
      <aside aria-label="The passage">
        {passage && passage.length > 0 ? (
          <Passage units={passage} lit={litIn(verdict)} />
        ) : (
          passage && (
            <p className="body">
              <a href={`/transcript?to=${verdict.passage.to}#${verdict.passage.from}`}>
                Open the passage in the transcript
              </a>
            </p>
          )
        )}
      </aside>
    </div>
  )
}
