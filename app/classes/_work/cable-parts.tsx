/** Components: `PointFields` (each point of a cable with where it stands beside it), `Fates` (what readers found, as a table). */
import type { ReactNode } from 'react'
import { edition } from '#lib/content/edition.ts'
import { FATES, type CableMarks, type Fate, type Point } from '#lib/domain/cable.ts'
import type { Citation } from '#lib/domain/citation.ts'
import { Passage, passageOf } from '../../_ui/passage.tsx'

export const FATE: Record<Fate, string> = { carried: 'Carried', changed: 'Changed', 'left-out': 'Left out' }

type Told = Pick<Point, 'id' | 'title' | 'full'> & { at: readonly Citation[] }

export function PointFields({
  points,
  chosen,
}: {
  points: readonly Told[]
  chosen: (point: string) => string | undefined
}) {
  return points.map(({ id, title, full, at }) => (
    <div className="cablepoint" key={id}>
      <fieldset>
        <legend>
          {title} <span className="mut">{full}</span>
        </legend>
        <div>
          {FATES.map((fate) => (
            <label key={fate}>
              <input type="radio" name={`fates.${id}`} value={fate} defaultChecked={chosen(id) === fate} required />
              <span>{FATE[fate]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <Where title={title} at={at} />
    </div>
  ))
}

/** The sentences of the transcript that hold the point; none where an older version of the quiz names none. */
function Where({ title, at }: Pick<Told, 'title' | 'at'>) {
  const ids = at.map((one) => one.at)
  const units = ids.length > 0 ? passageOf(edition().transcript, ids[0]!, ids.at(-1)!) : []
  return units.length > 0 ? (
    <aside aria-label={`In the transcript: ${title}`}>
      <Passage units={units} lit={ids} />
    </aside>
  ) : null
}

/** Point by point what each reader found; a reader whose review cannot be read has no column. */
export function Fates({
  points,
  caption,
  readers,
}: {
  points: readonly Pick<Point, 'id' | 'title'>[]
  caption: string
  readers: readonly { id: string; name: ReactNode; marks: CableMarks }[]
}) {
  return (
    <table className="bothscores fates">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Point</th>
          {readers.map(({ id, name }) => (
            <th scope="col" key={id}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.id}>
            <th scope="row">{point.title}</th>
            {readers.map(({ id, marks }) => {
              const fate = marks[point.id]
              return (
                <td key={id} className={fate}>
                  {fate ? FATE[fate] : '–'}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
