/** Components: `LevelFields` (the rubric as radio buttons), `Levels` (levels given, beside the edition's where there are any). */
import type { Rubric } from '#lib/domain/rubric.ts'

export function LevelFields({ rubric, of }: { rubric: Rubric; of: string }) {
  return rubric.rows.map((row) => (
    <fieldset className="levels" key={row.id}>
      <legend>
        {row.title} <span className="mut">{row.asks}</span>
      </legend>
      <ol>
        {row.cells.map((cell, level) => (
          <li key={level}>
            <label>
              <input type="radio" name={`levels.${row.id}`} id={`${of}-${row.id}-${level}`} value={level} required />
              <b>{level}</b>
              <span>{cell}</span>
            </label>
          </li>
        ))}
      </ol>
    </fieldset>
  ))
}

export function Levels({
  rows,
  caption,
  given,
  edition,
}: {
  rows: readonly { id: string; title: string }[]
  caption: string
  given: { label: string; levels: Readonly<Record<string, number>> }
  edition?: Readonly<Record<string, number>>
}) {
  return (
    <table className="bothscores">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Row</th>
          <th scope="col">{given.label}</th>
          {edition && <th scope="col">This edition</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, title }) => (
          <tr key={id}>
            <th scope="row">{title}</th>
            <td>{given.levels[id] ?? '–'}</td>
            {edition && <td>{edition[id] ?? '–'}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
