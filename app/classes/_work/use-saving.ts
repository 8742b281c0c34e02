/** The answers of an open attempt on this device: what is saved, what waits, and what script found already chosen. */
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import { bodyOf, emptyLine, isSettled, SaveQueue, type Line } from '../../_ui/save-queue.ts'
import { same, savedOf, sendAnswer, type Given, type SavedAnswer } from './send-answer.ts'

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

export type Saving = {
  queue: SaveQueue<Given>
  lineOf: (item: string) => Line<Given>
  /** The lines of all items, in their order. */
  all: Line<Given>[]
  hasAnswer: (item: string) => boolean
}

export function useSaving(attempt: string, items: readonly ShownItem[], answers: readonly SavedAnswer[]): Saving {
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
  return {
    queue,
    lineOf,
    all: items.map((item) => lineOf(item.id)),
    hasAnswer: (item) => (bodyOf(lineOf(item))?.answer.length ?? 0) > 0,
  }
}
