'use client'
/**
 * Component: `Grid` (the gradebook as a table). Sent as one page of rows, so that it reads and prints without script;
 * with script it has every row, draws those in sight, sorts, and is walked by the arrow keys.
 */
import { useEffect, useMemo, useRef, useState } from 'react'
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'
import { Name } from '../_desk/names-shown.tsx'
import { sorted, type Row, type SortBy, type Sorting } from './sorting.ts'
import { cellWords } from './words.ts'

/** Rows are of one height, so that those out of sight need not be drawn. */
const ROW_HEIGHT = 37
const IN_SIGHT = 24
const AROUND = 12
/** A class of this size is drawn whole. */
const FEW = 60

export function Grid({
  columns,
  rows: sent,
  of,
  classId,
  sorting: asked,
  keep,
  mayManage,
  cell,
  hidden,
}: {
  columns: BookView['columns']
  rows: readonly Row[]
  of: number
  classId: string
  sorting: Sorting
  /** What an address of this page keeps when it is sorted otherwise or opened at one cell: thousands of links, so none is longer than it must be. */
  keep: string
  mayManage: boolean
  cell: string | null
  /** While names are hidden rows stand by number. */
  hidden: boolean
}) {
  const [all, setAll] = useState<readonly Row[] | null>(of === sent.length ? sent : null)
  const [sorting, setSorting] = useState(asked)
  const frame = useRef<HTMLDivElement>(null)
  const rows = useMemo(
    () => (all ? sorted(hidden ? all.toSorted((a, b) => a.number - b.number) : all, sorting) : [...sent]),
    [all, sent, sorting, hidden],
  )
  const [focus, setFocus] = useState<{ row: number; column: number }>({ row: 0, column: 0 })
  useEffect(() => {
    if (all) return
    let current = true
    void fetch(`/api/classes/${classId}/gradebook`)
      .then(async (reply) => (reply.ok ? ((await reply.json()) as BookView) : null))
      .then((book) => {
        if (current && book) setAll(book.rows)
      })
      .catch(() => {})
    return () => {
      current = false
    }
  }, [all, classId])

  const isLong = rows.length > FEW
  const [first, setFirst] = useState(0)
  useEffect(() => {
    const box = frame.current
    if (!box || !isLong) return
    const look = () => setFirst(Math.max(0, Math.floor(box.scrollTop / ROW_HEIGHT) - AROUND))
    box.addEventListener('scroll', look, { passive: true })
    return () => box.removeEventListener('scroll', look)
  }, [isLong])
  const last = isLong ? Math.min(rows.length, first + IN_SIGHT + 2 * AROUND) : rows.length
  const from = isLong ? Math.min(first, Math.max(0, last - IN_SIGHT)) : 0
  const inSight = rows.slice(from, last)

  /** Name, total, then the assignments. */
  const width = columns.length + 2
  const go = (row: number, column: number) => {
    const to = { row: Math.max(0, Math.min(rows.length - 1, row)), column: Math.max(0, Math.min(width - 1, column)) }
    setFocus(to)
    const box = frame.current
    if (box && isLong) {
      const [top, head] = [to.row * ROW_HEIGHT, box.querySelector('thead')?.clientHeight ?? 0]
      if (top < box.scrollTop) box.scrollTop = top
      else if (top + head + 2 * ROW_HEIGHT > box.scrollTop + box.clientHeight)
        box.scrollTop = top + head + 2 * ROW_HEIGHT - box.clientHeight
    }
    requestAnimationFrame(() => {
      const cell = frame.current?.querySelector<HTMLElement>(`[data-at="${to.row}.${to.column}"]`)
      if (!cell) return
      // The names stay where they are: what comes into sight has to come out from under them.
      frame.current!.style.scrollPaddingLeft = `${cell.closest('tr')!.querySelector('th')!.offsetWidth}px`
      cell.focus({ preventScroll: true })
      // The focus alone leaves a cell where a corner of it shows.
      cell.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    })
  }
  const press = useRef<(event: KeyboardEvent) => void>(() => {})
  useEffect(() => {
    press.current = (event) => {
      const by: Record<string, readonly [number, number]> = {
        ArrowDown: [1, 0],
        ArrowUp: [-1, 0],
        ArrowRight: [0, 1],
        ArrowLeft: [0, -1],
        PageDown: [15, 0],
        PageUp: [-15, 0],
        Home: [0, -width],
        End: [0, width],
      }
      const step = by[event.key]
      if (!step || !(event.target instanceof HTMLElement) || !event.target.dataset.at) return
      event.preventDefault()
      if (event.ctrlKey && event.key === 'Home') return go(0, 0)
      if (event.ctrlKey && event.key === 'End') return go(rows.length - 1, width - 1)
      go(focus.row + step[0], focus.column + step[1])
    }
  })
  useEffect(() => {
    const box = frame.current
    const listen = (event: KeyboardEvent) => press.current(event)
    box?.addEventListener('keydown', listen)
    return () => box?.removeEventListener('keydown', listen)
  }, [])
  const heading = (by: SortBy, text: string, small?: string) => {
    const isBy = sorting.by === by
    const down = isBy ? !sorting.down : by !== 'name'
    return (
      <th
        key={String(by)}
        scope="col"
        aria-sort={isBy ? (sorting.down ? 'descending' : 'ascending') : undefined}
        className={by === 'name' ? undefined : 'fig'}
      >
        <a
          href={`?${keep}sort=${by}${down ? '&down=1' : ''}`}
          onClick={(event) => {
            if (!all || event.metaKey || event.ctrlKey) return
            event.preventDefault()
            setSorting({ by, down })
          }}
        >
          {text}
          {isBy && <span aria-hidden="true">{sorting.down ? ' ↓' : ' ↑'}</span>}
        </a>
        {small && <small>{small}</small>}
      </th>
    )
  }
  const at = (row: number, column: number) => ({
    'data-at': `${row}.${column}`,
    tabIndex: focus.row === row && focus.column === column ? 0 : -1,
    onFocus: () => setFocus({ row, column }),
  })

  return (
    // The frame scrolls, and the keyboard must be able to reach it.
    <div
      className={isLong ? 'gridbox book long' : 'gridbox book'}
      ref={frame}
      role="region"
      aria-label="The gradebook"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
    >
      <table className="grid" aria-rowcount={of + 1}>
        <caption>
          Points of each assignment. Sort by a heading; walk with the arrow keys
          {mayManage ? '; Enter opens a cell' : ''}.
        </caption>
        <thead>
          <tr>
            {heading('name', 'Student')}
            {heading('total', 'Total')}
            {columns.map((column, index) =>
              heading(index, column.title, `of ${column.points}${column.isReleased ? ', released' : ''}`),
            )}
          </tr>
        </thead>
        <tbody>
          {from > 0 && (
            <tr className="gap" aria-hidden="true">
              <td colSpan={width} height={from * ROW_HEIGHT}>
                <span className="vh">Rows out of sight</span>
              </td>
            </tr>
          )}
          {inSight.map((row, place) => {
            const index = from + place
            return (
              <tr key={row.id} aria-rowindex={index + 2}>
                <th scope="row">
                  <a href={`/classes/${classId}/desk/answers/students/${row.id}`} {...at(index, 0)}>
                    <Name name={row.name} number={row.number} />
                  </a>
                  {row.section && <small>{row.section}</small>}
                </th>
                <td className="fig">
                  <span {...at(index, 1)}>
                    {row.total === null ? <span className="mut3">none yet</span> : `${row.total}%`}
                  </span>
                </td>
                {row.cells.map((one, column) => {
                  const said = cellWords(one)
                  const key = `${columns[column]!.id}.${row.id}`
                  const words = (
                    <>
                      {said.figure && <b>{said.figure}</b>}{' '}
                      {said.notes.map((note) => (
                        <small key={note}>{note} </small>
                      ))}
                      {row.dropped.includes(column) && <small>dropped</small>}
                    </>
                  )
                  return (
                    <td key={key} className={said.figure ? 'fig' : 'fig none'}>
                      {mayManage && one ? (
                        <a
                          href={`?${keep}cell=${key}#cell`}
                          aria-current={cell === key ? 'true' : undefined}
                          {...at(index, column + 2)}
                        >
                          {words}
                        </a>
                      ) : (
                        <span {...at(index, column + 2)}>{words}</span>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
          {last < rows.length && (
            <tr className="gap" aria-hidden="true">
              <td colSpan={width} height={(rows.length - last) * ROW_HEIGHT}>
                <span className="vh">Rows out of sight</span>
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}
