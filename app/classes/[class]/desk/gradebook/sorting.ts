/** The order of a gradebook's rows. Pure: the page sorts without script, the grid with it. */
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'

export type Row = BookView['rows'][number]
/** `name`, `total`, or the place of a column. */
export type SortBy = 'name' | 'total' | number
export type Sorting = { by: SortBy; down: boolean }

const valueOf = (row: Row, by: SortBy): number | null =>
  by === 'total' ? row.total : by === 'name' ? null : (row.cells[by]?.[0] ?? null)

/** Rows in order; what has no figure stands last whichever way it runs. */
export function sorted(rows: readonly Row[], { by, down }: Sorting): Row[] {
  if (by === 'name') return down ? rows.toReversed() : [...rows]
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a, by), valueOf(b, by)]
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    return down ? other - one : one - other
  })
}
