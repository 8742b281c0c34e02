/** Which part of a long list a page shows: rows `from` to `to`, counted from one, of so many. */
export type Part = { page: number; pages: number; from: number; to: number; of: number }

/** One page of a list. A page that is not there (any longer) is the nearest one that is. */
export function partOf<T>(all: readonly T[], size: number, asked: number): { shown: T[]; part: Part } {
  const pages = Math.max(1, Math.ceil(all.length / size))
  const page = Math.min(Math.max(1, asked), pages)
  const shown = all.slice((page - 1) * size, page * size)
  const from = (page - 1) * size
  return { shown, part: { page, pages, from: Math.min(from + 1, all.length), to: from + shown.length, of: all.length } }
}
