import { useEffect, useRef, useState } from 'react'
import { personCard } from '../../_ui/person-card.ts'

/** Who a name in the text is; the card itself is a part of the page /people. */
export function NameCard({ id, close, grown }: { id: string; close: () => void; grown: () => void }) {
  const [state, setState] = useState<'opening' | 'open' | 'failed'>('opening')
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let gone = false
    personCard(id).then(
      (card) => {
        if (gone) return
        body.current?.replaceChildren(card)
        setState('open')
      },
      () => {
        if (!gone) setState('failed')
      },
    )
    return () => {
      gone = true
    }
  }, [id])
  useEffect(grown, [state, grown])
  return (
    <>
      <button className="x" type="button" onClick={close}>
        Close <kbd>Esc</kbd>
      </button>
      {state === 'failed' && (
        <p>
          The card did not load. <a href={`/people/${id}`}>Open the page of this person</a>
        </p>
      )}
      {state === 'opening' && <p className="mut">Opening…</p>}
      <div ref={body} />
    </>
  )
}
