import { attemptStanding, workState, type Rules, type WorkState } from './availability.ts'
import { bestOf, type Score } from './score.ts'

/** What the rows say of one student and one assignment. */
export type Work = {
  place: { at: string; startedAt: Date; savedAt: Date; finishedAt: Date | null } | null
  /** When the predictions before a reading were posted. */
  predictedAt: Date | null
  attempts: readonly {
    startedAt: Date
    submittedAt: Date | null
    earned: number | null
    total: number | null
    answered: number
    lastSavedAt: Date | null
  }[]
  post: {
    state: 'draft' | 'posted'
    startedAt: Date
    savedAt: Date
    postedAt: Date | null
    versions: number
    /** Its words are gone, at its author’s wish. */
    isErased: boolean
  } | null
  exercise: { startedAt: Date; savedAt: Date; handedInAt: Date | null; answered: number } | null
}
export const NO_WORK: Work = { place: null, predictedAt: null, attempts: [], post: null, exercise: null }

const better = <T>(own: T | null, other: T | null, isDone: (one: T) => boolean): T | null =>
  own !== null && (isDone(own) || other === null || !isDone(other)) ? own : other

/**
 * What a student did under two entries of one class, as one piece of work: every attempt, their own first; of what there
 * is once, what is done, and where both are or neither is, their own.
 */
export const together = (own: Work, other: Work): Work => ({
  place: better(own.place, other.place, (place) => place.finishedAt !== null),
  predictedAt: own.predictedAt ?? other.predictedAt,
  attempts: [...own.attempts, ...other.attempts],
  post: better(own.post, other.post, (post) => post.state === 'posted'),
  exercise: better(own.exercise, other.exercise, (exercise) => exercise.handedInAt !== null),
})

export type Standing = {
  state: WorkState
  doneAt: Date | null
  /** When the predictions before a reading were posted. */
  predictedAt: Date | null
  /** Done after the due date: said in words, no deduction. */
  afterDue: boolean
  /** Best score of the attempts that count as handed in; null where none was or nothing is computed. */
  score: Score | null
  /** Answers saved in the open attempt, or boxes filled in. */
  answered: number
  /** Attempts begun. */
  attempts: number
  lastSavedAt: Date | null
}

const latestOf = (instants: readonly (Date | null)[]): Date | null =>
  instants.reduce<Date | null>((latest, one) => (one && (!latest || one > latest) ? one : latest), null)

/** Where a student stands with an assignment, decided afresh on every read from rows, rules and the instant. */
export function standingOf(work: Work, rules: Rules, now: Date): Standing {
  const closings = work.attempts.map((attempt) => ({ attempt, ...attemptStanding(attempt, rules, now) }))
  const handedIn = closings.filter((one) => !one.open).map((one) => one.handedInAt!)
  const firstHandIn = handedIn.length > 0 ? new Date(Math.min(...handedIn.map((at) => at.getTime()))) : null
  const doneAt = work.place?.finishedAt ?? firstHandIn ?? work.post?.postedAt ?? work.exercise?.handedInAt ?? null
  const startedAt =
    work.predictedAt ??
    work.place?.startedAt ??
    work.attempts[0]?.startedAt ??
    work.post?.startedAt ??
    work.exercise?.startedAt ??
    null
  const lastSavedAt = latestOf([
    work.place?.savedAt ?? null,
    work.predictedAt,
    work.post?.savedAt ?? null,
    work.exercise?.savedAt ?? null,
    ...work.attempts.map((attempt) => attempt.lastSavedAt ?? attempt.startedAt),
  ])
  return {
    state: workState({ startedAt, lastSavedAt, doneAt }, now),
    doneAt,
    predictedAt: work.predictedAt,
    afterDue: doneAt !== null && rules.dueAt !== null && doneAt > rules.dueAt,
    score: bestOf(
      closings.map(({ attempt, open }) =>
        open || !attempt.total ? null : { earned: attempt.earned ?? 0, total: attempt.total },
      ),
    ),
    answered: closings.find((one) => one.open)?.attempt.answered ?? work.exercise?.answered ?? 0,
    attempts: work.attempts.length,
    lastSavedAt,
  }
}
