import type { FeedbackRule } from './availability.ts'

/** The sums of a gradebook. Nothing is taken off and nothing counts as zero unless an instructor has said so. */
export const GROUPS = ['reading', 'quiz', 'question', 'exercise'] as const
export type Group = (typeof GROUPS)[number]
export const groupOf = (kind: Group | 'essay'): Group => (kind === 'essay' ? 'reading' : kind)

type Counting = { kind: Group | 'essay'; points: number; feedback: FeedbackRule }
/** A quiz that explains each item as it is answered is practice, and its score never counts, whatever points it was given. */
export const isPractice = ({ kind, feedback }: Pick<Counting, 'kind' | 'feedback'>): boolean =>
  kind === 'quiz' && feedback === 'each'
/** The points that an assignment counts for, in the gradebook and in what its students read; 0 where it does not count. */
export const pointsThatCount = (one: Counting): number => (isPractice(one) ? 0 : one.points)

export type GradebookRules = {
  /** Percent of the whole for each group; null where every point weighs the same. */
  weights: Readonly<Record<Group, number>> | null
  /** How many of the lowest in each group are left out. */
  drops: Readonly<Record<Group, number>>
  /** What was never handed in and is closed: left out, or zero. */
  unfinished: 'left-out' | 'zero'
}
export const PLAIN_RULES: GradebookRules = {
  weights: null,
  drops: { reading: 0, quiz: 0, question: 0, exercise: 0 },
  unfinished: 'left-out',
}

/** What the instructor has said of one student and one assignment. */
export type BookEntry = { excused: boolean; byHand: number | null; lateTakes: number }
export const NO_ENTRY: BookEntry = { excused: false, byHand: null, lateTakes: 0 }

/** Kept in hundredths, so that sums come out the same everywhere. */
const toHundredths = (points: number): number => Math.round(points * 100) / 100

/**
 * What a cell counts: computed points as a share of the assignment's own, or the figure set by hand, less what the
 * instructor takes for lateness. Null counts for nothing.
 */
export function cellPoints(share: number | null, points: number, entry: BookEntry): number | null {
  if (entry.excused) return null
  const base = entry.byHand !== null ? entry.byHand / 100 : share === null ? null : share * points
  return base === null ? null : toHundredths(base * (1 - entry.lateTakes / 100))
}

export type Counted = { id: string; group: Group; points: number | null; of: number }
export type Total = {
  /** Share of what counts, 0 to 1 or above; null where nothing counts yet. */
  share: number | null
  /** What is left out as the lowest of its group. */
  dropped: string[]
  groups: { group: Group; points: number; of: number; weight: number | null }[]
}

const shareOf = (cell: Counted): number => (cell.points ?? 0) / cell.of

/** The lowest of a group by share, as many as are dropped; the last one standing is never dropped. */
function droppedFrom(cells: readonly Counted[], n: number): Set<string> {
  const lowest = cells.toSorted((a, b) => shareOf(a) - shareOf(b) || b.of - a.of)
  return new Set(lowest.slice(0, Math.max(0, Math.min(n, cells.length - 1))).map((cell) => cell.id))
}

export function totalOf(cells: readonly Counted[], rules: GradebookRules): Total {
  const dropped: string[] = []
  const groups = GROUPS.flatMap((group) => {
    const counting = cells.filter((cell) => cell.group === group && cell.points !== null && cell.of > 0)
    const out = droppedFrom(counting, rules.drops[group])
    dropped.push(...out)
    const kept = counting.filter((cell) => !out.has(cell.id))
    if (kept.length === 0) return []
    const sum = (of: (cell: Counted) => number): number => kept.reduce((all, cell) => all + of(cell), 0)
    return [
      {
        group,
        points: toHundredths(sum((cell) => cell.points!)),
        of: sum((cell) => cell.of),
        weight: rules.weights?.[group] ?? null,
      },
    ]
  })
  // Groups in which nothing counts yet leave their weight to the others.
  const weighed = groups.map((one) => ({
    share: one.points / one.of,
    weight: rules.weights ? (one.weight ?? 0) : one.of,
  }))
  const whole = weighed.reduce((sum, one) => sum + one.weight, 0)
  return {
    share: whole === 0 ? null : weighed.reduce((sum, one) => sum + one.share * one.weight, 0) / whole,
    dropped,
    groups,
  }
}
