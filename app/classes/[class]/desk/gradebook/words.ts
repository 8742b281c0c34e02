/** What stands in a cell of the gradebook: a figure, and in a word why it is so. */
import type { BookView } from '#lib/features/keep-gradebook/keep-gradebook.ts'

export type Cell = BookView['rows'][number]['cells'][number]

export const figure = (points: number): string => points.toLocaleString('en-US', { maximumFractionDigits: 2 })

const STATES: Record<string, string> = { n: 'not yet', u: 'under way', q: 'quiet', d: 'done' }

/** The notes of a cell in words, the most telling first. */
export function notesIn(notes: string): string[] {
  const has = (note: string) => notes.includes(note)
  return [
    has('x') && 'excused',
    has('w') && 'to grade',
    has('m') && 'by hand',
    has('z') && 'closed',
    has('h') && 'held',
    has('t') && 'less for lateness',
    has('l') && 'after due',
  ].filter((word) => word !== false)
}

export function cellWords(cell: Cell): { figure: string; notes: string[] } {
  if (cell === null) return { figure: '', notes: ['not given'] }
  const [points, notes] = cell
  const words = notesIn(notes)
  if (points !== null) return { figure: figure(points), notes: words }
  return {
    figure: '',
    notes:
      words.length > 0 && !/^(after due|held)$/u.test(words[0]!)
        ? words
        : [STATES[notes.at(-1) ?? ''] ?? 'not yet', ...words],
  }
}
