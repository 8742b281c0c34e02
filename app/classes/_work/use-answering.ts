/** What a student does at the questions of an open attempt: answers, says how sure they are, has an answer checked. */
import { useLayoutEffect, useState } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import type { Checked } from '#lib/features/take-quiz/check-answer.ts'
import { fetchPassage } from '../../_ui/fetch-passage.ts'
import type { PassageUnit } from '../../_ui/passage.tsx'
import { bodyOf } from '../../_ui/save-queue.ts'
import { send } from '../../_ui/send.ts'
import type { Saving } from './use-saving.ts'

/** What an answer that was checked has been told; the passage is null until it has come. */
export type Told = { said: Checked; passage: PassageUnit[] | null }
export type Answering = {
  /** What is said at a question that could not take what was done. */
  hintAt: (item: string) => string
  sureOf: (item: string) => number | null
  isEmptied: (item: string) => boolean
  toldAt: (item: string) => Told | undefined
  answer: (item: ShownItem, answer: string[]) => void
  confide: (item: ShownItem, confidence: number) => void
  choose: (item: ShownItem, which: 'mine' | 'stored') => void
  check: (item: string) => Promise<void>
}

/** Words are saved when the typing rests; a choice at once. */
const WRITING_PAUSE_MS = 1200

export function useAnswering(attempt: string, checked: readonly Told[], { queue, lineOf }: Saving): Answering {
  const [sure, setSure] = useState<Record<string, number>>({})
  const [hints, setHints] = useState<Record<string, string>>({})
  /** Boxes emptied to begin anew: what was saved stays until there are other words. */
  const [emptied, setEmptied] = useState<ReadonlySet<string>>(new Set())
  const [told, setTold] = useState<Record<string, Told>>(Object.fromEntries(checked.map((one) => [one.said.item, one])))

  // How sure one is, said before the scripts arrived and before there is an answer to save it with.
  useLayoutEffect(() => {
    for (const item of queue.snapshot().keys()) {
      const form = document.getElementById(item)?.querySelector('form')
      const one = form ? Number(new FormData(form).get('confidence')) : 0
      // What stands in the page is known only there.
      // oxlint-disable-next-line react/set-state-in-effect
      if (one > 0) setSure((now) => ({ [item]: one, ...now }))
    }
  }, [queue])

  const setEmpty = (item: string, isEmpty: boolean) =>
    setEmptied((before) => new Set(isEmpty ? [...before, item] : [...before].filter((one) => one !== item)))
  const answer = (item: ShownItem, given: string[]) => {
    const isEmpty = given.every((one) => one.trim() === '')
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
      { answer: given, confidence: bodyOf(lineOf(item.id))?.confidence ?? sure[item.id] ?? null },
      item.kind === 'written' ? WRITING_PAUSE_MS : 0,
    )
  }
  const confide = (item: ShownItem, confidence: number) => {
    const body = bodyOf(lineOf(item.id))
    setSure({ ...sure, [item.id]: confidence })
    if (body && body.answer.length > 0) queue.edit(item.id, { ...body, confidence })
    else setHints({ ...hints, [item.id]: 'Choose an answer first; how sure you are is saved with it.' })
  }

  async function check(item: string) {
    if (!(await queue.settled())) return
    const reply = await send<Checked>('POST', `/api/attempts/${attempt}/answers/${item}/check`, {})
    if (reply.kind !== 'ok') {
      setHints((now) => ({
        ...now,
        [item]: reply.kind === 'unreached' ? 'No connection, so it could not be checked. Try again.' : reply.words,
      }))
      return
    }
    const said = reply.value
    setTold((now) => ({ ...now, [item]: { said, passage: null } }))
    const range = said.verdict?.passage ?? said.hint?.passage
    const passage = range ? await fetchPassage(range.from, range.to).catch(() => []) : []
    setTold((now) => ({ ...now, [item]: { said, passage } }))
    document.getElementById(`${item}-verdict`)?.focus({ preventScroll: true })
  }

  return {
    hintAt: (item) => hints[item] ?? '',
    sureOf: (item) => sure[item] ?? null,
    isEmptied: (item) => emptied.has(item),
    toldAt: (item) => told[item],
    answer,
    confide,
    choose: (item, which) => {
      setEmpty(item.id, false)
      queue.choose(item.id, which)
    },
    check,
  }
}
