import type { ShownItem } from '#lib/domain/item.ts'
import type { ReactNode } from 'react'
import { AnswerFields, instructions } from '../../_ui/answer-fields.tsx'
import type { PassageUnit } from '../../_ui/passage.tsx'

/** The form of one item. It is a plain form that posts; whoever has script passes `onCheck` and answers in place. */
export function ItemForm({
  quiz,
  item,
  place,
  range = [],
  figure,
  busy = false,
  problem = null,
  onCheck,
}: {
  quiz: string
  item: ShownItem
  place: string
  range?: readonly PassageUnit[]
  figure?: ReactNode
  busy?: boolean
  problem?: string | null
  onCheck?: (form: HTMLFormElement) => void
}) {
  const help = instructions(item)
  return (
    <form
      className="item"
      method="post"
      action={`/api/self-check/${quiz}/${item.id}`}
      noValidate={onCheck !== undefined}
      onSubmit={
        onCheck &&
        ((event) => {
          event.preventDefault()
          if (!busy) onCheck(event.currentTarget)
        })
      }
    >
      <fieldset aria-describedby={problem ? `${item.id}-problem` : undefined}>
        <legend>
          <span className="label">{place}</span>{' '}
          <h2 className="ask" id={`${item.id}-stem`}>
            {item.stem}
          </h2>
        </legend>
        {help && <p className="small mut">{help}</p>}
        {figure}
        <AnswerFields item={item} range={range} answer={[]} required />
      </fieldset>
      {problem && (
        <p className="wrong" id={`${item.id}-problem`} role="alert">
          {problem}
        </p>
      )}
      <p className="acts">
        <button type="submit" className="btn" aria-disabled={busy || undefined}>
          {busy ? 'Checking…' : 'Check answer'}
        </button>
      </p>
      <p className="sees">Nobody sees this answer. It is checked and not stored.</p>
    </form>
  )
}
