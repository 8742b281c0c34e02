import type { ShownItem } from '#lib/domain/item.ts'
import type { PassageUnit } from '../../_ui/passage.tsx'

/** The form of one item. It is a plain form that posts; whoever has script passes `onCheck` and answers in place. */
export function ItemForm({
  quiz,
  item,
  place,
  range = [],
  busy = false,
  problem = null,
  onCheck,
}: {
  quiz: string
  item: ShownItem
  place: string
  range?: readonly PassageUnit[]
  busy?: boolean
  problem?: string | null
  onCheck?: (form: HTMLFormElement) => void
}) {
  const several = item.kind === 'several'
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
          <span className="label">{place}</span> <h2 className="ask">{item.stem}</h2>
        </legend>
        {several && <p className="small mut">Choose every answer that the text supports.</p>}
        {item.kind === 'select' ? (
          <ol className="pick">
            {range.map((unit) => (
              <li key={unit.id}>
                <label>
                  <span className={Number(unit.id.slice(1)) % 5 === 0 ? 'n f' : 'n'}>{unit.id.replace(/^s/, '')}</span>
                  <span>{unit.text}</span>
                  <input type="radio" name="answer" value={unit.id} required />
                </label>
              </li>
            ))}
          </ol>
        ) : (
          <ol className="opts">
            {item.options.map((option) => (
              <li key={option.id}>
                <label className="opt">
                  <input type={several ? 'checkbox' : 'radio'} name="answer" value={option.id} required={!several} />
                  <span className="k">{option.id.toUpperCase()}</span>
                  <span className="tx">{option.text}</span>
                </label>
              </li>
            ))}
          </ol>
        )}
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
