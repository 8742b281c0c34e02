'use client'
/** Components: `HandIn` (the end of an open attempt: what is still open, the button, and what became of it). */
import { useState } from 'react'
import type { ShownItem } from '#lib/domain/item.ts'
import { countWord, plural } from '../../_ui/say.ts'
import { send } from '../../_ui/send.ts'
import { savedOf, type SavedAnswer } from './send-answer.ts'
import type { Saving } from './use-saving.ts'

export function HandIn({
  attempt,
  classId,
  assignment,
  items,
  saving: { queue, all, hasAnswer },
  live,
  page,
  signIn,
}: {
  attempt: string
  classId: string
  assignment: string
  items: readonly ShownItem[]
  saving: Saving
  live: boolean
  /** Where the result will stand. */
  page: string
  signIn: string
}) {
  const [handing, setHanding] = useState<
    { at: 'rest' | 'asking' | 'waiting' | 'sending' | 'retrying' } | { at: 'refused'; words: string }
  >({ at: 'rest' })

  const unanswered = items.filter((item) => !hasAnswer(item.id))
  const closed = all.some((line) => line.state === 'closed')
  const signedOut = all.some((line) => line.state === 'signed-out')

  async function handIn() {
    if (handing.at === 'rest' && unanswered.length > 0) {
      setHanding({ at: 'asking' })
      return
    }
    setHanding({ at: 'waiting' })
    for (let wait = 1000; ; wait = Math.min(10_000, wait * 2)) {
      // Each time anew: answers may have changed while there was no connection.
      if (!(await queue.settled())) {
        setHanding({ at: 'refused', words: 'Not handed in: one answer above needs you first.' })
        return
      }
      const last = Object.fromEntries(
        [...queue.snapshot()].flatMap(([item, line]) => (line.saved ? [[item, line.saved.seq]] : [])),
      )
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

  return (
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
  )
}
