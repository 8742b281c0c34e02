/** Carry the message: the cable of a quiz that is taken with the text closed, and what of it its readers find carried. */
import type { Citation } from './citation.ts'
import { rowId } from './grading.ts'
import type { Item, ShownQuiz } from './item.ts'

/** What became of a point on the way, in the order in which a reader is asked. */
export const FATES = ['carried', 'changed', 'left-out'] as const
export type Fate = (typeof FATES)[number]
/** What became of each point, by its id. */
export type CableMarks = Record<string, Fate>

type Written = Extract<Item, { kind: 'written' }>
export type Point = { id: string; title: string; full: string; cites: readonly Citation[] }
/** The points of a cable are the rows by which it is graded. */
export const pointsOf = (item: Written): Point[] =>
  item.rubric.map(({ row, full, cites }) => ({ id: rowId(row), title: row, full, cites: cites ?? [] }))

/** The item that asks for a cable: of a quiz taken with the text closed the one written item. Null where there is none. */
export const cableIn = (quiz: Pick<ShownQuiz, 'textClosed' | 'items'>): string | null =>
  quiz.textClosed ? (quiz.items.find(({ kind }) => kind === 'written')?.id ?? null) : null

/** One fate for each point and for nothing else; null where one is missing. */
export function marksIn(points: readonly Point[], given: Readonly<Record<string, unknown>>): CableMarks | null {
  const marks: CableMarks = {}
  for (const { id } of points) {
    const fate = FATES.find((one) => one === given[id])
    if (!fate) return null
    marks[id] = fate
  }
  return Object.keys(given).length === points.length ? marks : null
}

export type Carried = { cables: number; n: number; points: (Pick<Point, 'id' | 'title'> & Record<Fate, number>)[] }

/** Point by point, in how many reviews it was carried, changed, left out; `cable` says which cable a review is of. */
export function tallyOf(points: readonly Point[], reviews: readonly { cable: string; marks: CableMarks }[]): Carried {
  const counted = (id: string, fate: Fate): number => reviews.filter(({ marks }) => marks[id] === fate).length
  return {
    cables: new Set(reviews.map(({ cable }) => cable)).size,
    n: reviews.length,
    points: points.map(({ id, title }) => ({
      id,
      title,
      carried: counted(id, 'carried'),
      changed: counted(id, 'changed'),
      'left-out': counted(id, 'left-out'),
    })),
  }
}

const SAID: Record<Fate, string> = { carried: 'Carried', changed: 'Changed', 'left-out': 'Left out' }
/** A review as a sentence for each fate, where it has to be said in words. */
export const marksInWords = (points: readonly Point[], marks: CableMarks): string =>
  FATES.flatMap((fate) => {
    const those = points.filter(({ id }) => marks[id] === fate).map(({ title }) => title)
    return those.length > 0 ? `${SAID[fate]}: ${those.join('; ')}.` : []
  }).join(' ')
