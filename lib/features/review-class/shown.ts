/** What every list of the desk says of an assignment, of where a student stands in it, and of one page of a long list. */
import { z } from 'zod'
import type { Assignment } from '#lib/db/queries/assignments.ts'
import type { Standing } from '#lib/domain/standing.ts'

export const shownStanding = (standing: Standing) => ({
  state: standing.state,
  doneAt: standing.doneAt?.toISOString() ?? null,
  afterDue: standing.afterDue,
  score: standing.score,
  answered: standing.answered,
  attempts: standing.attempts,
  predictedAt: standing.predictedAt?.toISOString() ?? null,
  lastSavedAt: standing.lastSavedAt?.toISOString() ?? null,
})
export type StandingView = ReturnType<typeof shownStanding>

export const shownAssignment = (one: Assignment) => ({
  id: one.id,
  kind: one.kind,
  title: one.title,
  minutes: one.minutes,
  zone: one.zone,
  points: one.points,
  feedback: one.feedback,
  opensAt: one.opensAt?.toISOString() ?? null,
  dueAt: one.dueAt?.toISOString() ?? null,
  closesAt: one.closesAt?.toISOString() ?? null,
})

/** Which page of a long list of students, and in which order they stand: while names are hidden, by their numbers. */
export const paged = {
  page: z.int().min(1).max(100_000).default(1),
  order: z.enum(['name', 'number']).default('name'),
}
type Ordered = z.infer<typeof paged.order>
export const inOrder = <T>(students: readonly T[], order: Ordered, numberOf: (student: T) => number): readonly T[] =>
  order === 'number' ? students.toSorted((a, b) => numberOf(a) - numberOf(b)) : students

export const countsOf = (standings: readonly Standing[]) => {
  const inState = (state: Standing['state']) => standings.filter((one) => one.state === state).length
  return {
    of: standings.length,
    done: inState('done'),
    underWay: inState('under-way'),
    quiet: inState('quiet'),
    notBegun: inState('not-begun'),
  }
}
