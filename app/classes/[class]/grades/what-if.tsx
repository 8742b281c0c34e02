'use client'
/** Component: `WhatIf` (what counts, and a total that answers to figures of one's own; nothing of it is sent). */
import Link from 'next/link'
import { useState, useSyncExternalStore } from 'react'
import { totalOf, type GradebookRules, type Group } from '#lib/domain/gradebook.ts'

type Cell = {
  id: string
  title: string
  href: string
  group: Group
  points: number | null
  of: number
  isExcused: boolean
  notes: string
}

const nothing = () => () => {}
const figure = (points: number): string => points.toLocaleString('en-US', { maximumFractionDigits: 2 })
const percent = (share: number | null): string =>
  share === null ? 'nothing counts yet' : `${Math.round(share * 1000) / 10}%`

export function WhatIf({ cells, rules }: { cells: readonly Cell[]; rules: GradebookRules }) {
  const live = useSyncExternalStore(
    nothing,
    () => true,
    () => false,
  )
  const [tried, setTried] = useState<ReadonlyMap<string, string>>(new Map())
  const counted = (points: (cell: Cell) => number | null) =>
    cells
      .filter((cell) => !cell.isExcused)
      .map((cell) => ({ id: cell.id, group: cell.group, points: points(cell), of: cell.of }))
  const now = totalOf(
    counted((cell) => cell.points),
    rules,
  )
  const tryOf = (cell: Cell): number | null => {
    const typed = tried.get(cell.id)?.trim().replace(',', '.')
    if (!typed) return cell.points
    const value = Number(typed)
    return Number.isFinite(value) && value >= 0 ? Math.min(value, cell.of) : cell.points
  }
  const then = totalOf(counted(tryOf), rules)
  const isTried = [...tried.values()].some((one) => one.trim() !== '')
  return (
    <div className="whatif">
      <div className="tablebox">
        <table className="tbl">
          <caption className="vh">Your points, and what if</caption>
          <thead>
            <tr>
              <th scope="col">Assignment</th>
              <th scope="col" className="fig">
                Points
              </th>
              {live && (
                <th scope="col" className="fig">
                  What if
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {cells.map((cell) => (
              <tr key={cell.id}>
                <th scope="row">
                  <Link href={cell.href} prefetch={false}>
                    {cell.title}
                  </Link>
                  {cell.notes && <span className="small mut"> {cell.notes}</span>}
                </th>
                <td className="fig">
                  {cell.points === null ? (
                    <span className="mut">of {cell.of}</span>
                  ) : (
                    `${figure(cell.points)} of ${cell.of}`
                  )}
                  {now.dropped.includes(cell.id) && <span className="small mut"> dropped</span>}
                </td>
                {live && (
                  <td className="fig">
                    {!cell.isExcused && (
                      <input
                        className="input num"
                        inputMode="decimal"
                        aria-label={`What if: points for ${cell.title}, of ${cell.of}`}
                        value={tried.get(cell.id) ?? ''}
                        onChange={(event) => setTried(new Map(tried).set(cell.id, event.target.value))}
                      />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="total" role="status">
        {isTried ? `If it came out so: ${percent(then.share)}. ` : ''}
        <span className={isTried ? 'small mut' : undefined}>
          {isTried ? 'Now: ' : 'So far: '}
          {percent(now.share)}
        </span>
      </p>
      {live && (
        <p className="sees">What you try here stays in this window: it is not sent, not kept, and nobody sees it.</p>
      )}
    </div>
  )
}
