'use client'
/** Component: `Bank` (comments kept for further use; a digit puts one into the box). */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { send } from '../../../../../_ui/send.ts'

type Kept = { id: string; comment: string; isMine: boolean }

export function Bank({
  bank,
  open,
  onToggle,
  onUse,
  classId,
  hidden,
  place,
  current,
}: {
  bank: readonly Kept[]
  open: boolean
  onToggle: (open: boolean) => void
  onUse: ((text: string) => void) | undefined
  classId: string
  hidden: ReactNode
  place: { assignment: string; part: string; whose: string }
  /** What stands in the comment box now, to be kept. */
  current: string
}) {
  const [kept, setKept] = useState(bank)
  const [said, setSaid] = useState('')
  const box = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    const details = box.current
    // While the bank is open and has the focus, a digit means a comment and no level.
    const choose = (event: KeyboardEvent) => {
      const one = /^[1-9]$/.test(event.key) ? kept[Number(event.key) - 1] : undefined
      if (!one || !onUse || event.target instanceof HTMLTextAreaElement) return
      event.preventDefault()
      event.stopPropagation()
      onUse(one.comment)
    }
    details?.addEventListener('keydown', choose)
    return () => details?.removeEventListener('keydown', choose)
  }, [kept, onUse])
  useEffect(() => {
    if (open) box.current?.querySelector<HTMLElement>('li button, summary')?.focus()
  }, [open])
  const keep = async (text: string) => {
    const reply = await send<{ comment: string }>('POST', `/api/classes/${classId}/comment-bank`, { text })
    if (reply.kind !== 'ok') return setSaid('Not kept. Try again.')
    setKept((all) => [
      { id: reply.value.comment, comment: text.trim(), isMine: true },
      ...all.filter((one) => one.id !== reply.value.comment),
    ])
    setSaid('Kept in the bank.')
  }
  const takeOut = async (id: string) => {
    const reply = await send('DELETE', `/api/comment-bank/${id}`, {})
    // What is not there was taken out elsewhere.
    if (reply.kind !== 'ok' && !(reply.kind === 'refused' && reply.code === 'not-found'))
      return setSaid('Not taken out. Try again.')
    setKept((all) => all.filter((one) => one.id !== id))
    setSaid('Taken out of the bank.')
  }
  const places = (
    <>
      {hidden}
      <input type="hidden" name="work" value={place.assignment} />
      <input type="hidden" name="whichPart" value={place.part} />
      <input type="hidden" name="whose" value={place.whose} />
    </>
  )
  return (
    <details
      className="bank"
      ref={box}
      open={open || undefined}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>
        Comment bank <kbd aria-hidden="true">B</kbd>
      </summary>
      {kept.length === 0 && (
        <p className="small mut">Nothing is kept yet. A comment kept here is at hand in every class.</p>
      )}
      <ol>
        {kept.map((one) => (
          <li key={one.id}>
            <p className="kept">{one.comment}</p>
            <p className="acts">
              {onUse && (
                <button type="button" className="btn quiet" onClick={() => onUse(one.comment)}>
                  Use<span className="vh">: {one.comment}</span>
                </button>
              )}
              {one.isMine && (
                <button
                  className="btn quiet"
                  form={`unbank-${one.id}`}
                  onClick={(event) => {
                    if (!onUse) return
                    event.preventDefault()
                    void takeOut(one.id)
                  }}
                >
                  Take out<span className="vh">: {one.comment}</span>
                </button>
              )}
            </p>
            {one.isMine && (
              <form id={`unbank-${one.id}`} method="post" action={`/api/comment-bank/${one.id}/delete`}>
                {places}
              </form>
            )}
          </li>
        ))}
      </ol>
      {onUse ? (
        current.trim() !== '' && (
          <button type="button" className="btn quiet" onClick={() => void keep(current)}>
            Keep what stands in the box
          </button>
        )
      ) : (
        <form method="post" action={`/api/classes/${classId}/comment-bank`}>
          {places}
          <label className="label" htmlFor="to-bank">
            A comment to keep
          </label>
          <textarea id="to-bank" name="text" rows={2} maxLength={2000} required aria-describedby="to-bank-sees" />
          <p className="sees" id="to-bank-sees">
            You and the other graders of this class see what is kept.
          </p>
          <button className="btn">Keep it</button>
        </form>
      )}
      <p role="status" className="small mut">
        {said}
      </p>
    </details>
  )
}
