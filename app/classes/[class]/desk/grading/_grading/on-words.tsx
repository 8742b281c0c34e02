'use client'
/** Component: `OnWords` (a comment on some of the words: selected with the mouse, or typed as they stand). */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { send } from '../../../../../_ui/send.ts'

export function OnWords({
  action,
  hidden,
  source,
  version,
  asked,
  onDone,
}: {
  action: string
  hidden: ReactNode
  source: string
  version: number
  /** What was selected when the key was pressed; empty words where nothing was. */
  asked: { words: string; from: number | null } | null
  onDone: () => void
}) {
  const [problem, setProblem] = useState('')
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (!asked) return
    form.current?.querySelector<HTMLElement>(asked.words ? 'textarea' : 'input[name=words]')?.focus()
  }, [asked])
  return (
    <details className="onsome" open={asked !== null || undefined}>
      <summary>
        Comment on some of the words <kbd aria-hidden="true">S</kbd>
      </summary>
      <form
        ref={form}
        method="post"
        action={action}
        onSubmit={(event) => {
          event.preventDefault()
          const data = new FormData(event.currentTarget)
          const from = data.get('from')
          void send('POST', action, {
            source,
            version,
            words: data.get('words'),
            text: data.get('text'),
            ...(typeof from === 'string' && from !== '' ? { from: Number(from) } : {}),
          }).then((reply) => {
            if (reply.kind === 'ok') return onDone()
            setProblem(reply.kind === 'unreached' ? 'Not saved: the connection is down. Try again.' : reply.words)
          })
        }}
      >
        {hidden}
        <input type="hidden" name="source" value={source} />
        <input type="hidden" name="version" value={version} />
        <input type="hidden" name="from" value={asked?.from ?? ''} />
        <div className="field">
          <label htmlFor="on-words">The words, as they stand in the answer</label>
          <input className="input" id="on-words" name="words" defaultValue={asked?.words} maxLength={1000} required />
        </div>
        <div className="field">
          <label htmlFor="on-comment">Your comment on them</label>
          <textarea id="on-comment" name="text" rows={2} maxLength={2000} required aria-describedby="on-sees" />
          <p className="sees" id="on-sees">
            Only this student will see it, once the grades are released.
          </p>
        </div>
        {problem && (
          <p className="wrong" role="alert">
            {problem}
          </p>
        )}
        <button className="btn">Put the comment there</button>
      </form>
    </details>
  )
}
