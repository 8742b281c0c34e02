/** The rubric as the form that is filled in: one set of radio buttons a row, the key of each level being its points. */
import type { RefObject } from 'react'
import type { GradingRow } from '#lib/domain/grading.ts'

export function RubricRows({
  rubric,
  levels,
  current,
  before,
  live,
  onLevel,
  onRow,
  box,
}: {
  rubric: readonly GradingRow[]
  levels: Readonly<Record<string, number>>
  /** The row that the next key sets. */
  current: number
  /** Levels that an earlier version was given. */
  before: Readonly<Record<string, number>> | null
  live: boolean
  onLevel?: (row: string, level: number) => void
  onRow?: (index: number) => void
  box?: RefObject<HTMLDivElement | null>
}) {
  return (
    <div className={live ? 'rubric live' : 'rubric'} ref={box}>
      {rubric.map((row, index) => {
        const chosen = levels[row.id]
        return (
          <fieldset key={row.id} className={live && index === current ? 'cr now' : 'cr'} data-row={index}>
            <legend>
              {row.title}
              {row.weight > 1 && <span className="mut"> counts {row.weight} times</span>}
            </legend>
            <p className="asks" id={`asks-${row.id}`}>
              {row.asks}
              {before && before[row.id] !== undefined && (
                <span className="was"> The graded version was given {before[row.id]}.</span>
              )}
            </p>
            <ol>
              {row.cells.map((cell, level) => (
                <li key={level}>
                  <label className={chosen === level ? 'on' : undefined}>
                    <input
                      type="radio"
                      name={`level:${row.id}`}
                      value={level}
                      aria-describedby={`asks-${row.id}`}
                      onFocus={() => onRow?.(index)}
                      {...(live
                        ? { checked: chosen === level, onChange: () => onLevel?.(row.id, level) }
                        : { defaultChecked: chosen === level })}
                    />
                    <kbd>{level}</kbd>
                    <span className="cell">{cell}</span>
                  </label>
                </li>
              ))}
            </ol>
          </fieldset>
        )
      })}
    </div>
  )
}
