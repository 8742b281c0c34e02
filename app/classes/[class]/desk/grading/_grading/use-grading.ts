'use client'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { QueueView } from '#lib/features/grade-answers/queue.ts'
import { load, send } from '../../../../../_ui/send.ts'
import { draftOf, GradingStore, isSame } from './grading-store.ts'

/** The grading store on this page: what it knows now, and what can be done. */
export function useGrading(view: QueueView, hrefOf: (member: string) => string) {
  const [store] = useState(
    () =>
      new GradingStore({
        view,
        base: `/api/assignments/${view.assignment.id}/grading/${view.part}`,
        send,
        read: load,
        onOpen: (member) => {
          window.history.replaceState(window.history.state, '', hrefOf(member))
          window.scrollTo({ top: 0 })
        },
      }),
  )
  const state = useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot)
  useEffect(() => {
    store.lookAhead()
    // Nothing that was given goes with the page.
    const leave = (event: BeforeUnloadEvent) => {
      const unsaved = store.unsaved()
      for (const member of unsaved) void store.save(member)
      if (unsaved.length > 0) event.preventDefault()
    }
    window.addEventListener('beforeunload', leave)
    return () => window.removeEventListener('beforeunload', leave)
  }, [store])
  const answer = state.at === null ? null : (state.answers.get(state.at) ?? null)
  const draft = (state.at !== null && state.drafts.get(state.at)) || (answer ? draftOf(answer) : null)
  return {
    store,
    ...state,
    answer,
    draft: draft ?? { levels: {}, comment: '' },
    isUnsaved: answer !== null && draft !== null && !isSame(answer, draft),
  }
}
