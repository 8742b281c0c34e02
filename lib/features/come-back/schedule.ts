/** When a missed item comes back: the only file that knows the scheduler. */
import { createEmptyCard, fsrs, Rating, type Card } from 'ts-fsrs'
import { dayAfter } from '#lib/domain/zone.ts'

/** One answer to an item, in a quiz or among what comes back. */
export type Recall = { at: Date; right: boolean }

/** On how many later days an item is to be right before it stays away. */
export const CRITERION = 2

/** Whole days, no chance in it, and never so far off that a term is over: the same answers give the same days. */
const scheduler = fsrs({
  enable_fuzz: false,
  enable_short_term: false,
  request_retention: 0.9,
  maximum_interval: 21,
})

export type Comeback = {
  /** The newest miss. */
  missedAt: Date
  /** The days since then on which it was right. */
  rightOn: string[]
  lastAt: Date
  /** The day, in the class's zone, from which it is back; null once the criterion is met. */
  dueOn: string | null
}

type Known = { card: Card; state: Comeback }

/**
 * Where an item stands after all its answers, oldest first; null for one that was never missed. Nothing of it is stored
 * but the answers. A second answer on one day says nothing new: the first has just been explained.
 */
export function comebackOf(recalls: readonly Recall[], dayOf: (at: Date) => string): Comeback | null {
  let known: Known | null = null
  for (const { at, right } of recalls) {
    const day = dayOf(at)
    if (!known) {
      if (right) continue
      const card = scheduler.next(createEmptyCard(at), at, Rating.Again).card
      known = { card, state: { missedAt: at, rightOn: [], lastAt: at, dueOn: null } }
    } else {
      const { card, state }: Known = known
      const isSameDay = day === dayOf(state.lastAt)
      if (isSameDay && (right || state.rightOn.length === 0)) continue
      known = {
        card: scheduler.next(card, at, right ? Rating.Good : Rating.Again).card,
        state: right
          ? { ...state, rightOn: [...state.rightOn, day], lastAt: at }
          : { missedAt: at, rightOn: [], lastAt: at, dueOn: null },
      }
    }
    const [due, next] = [dayOf(known.card.due), dayAfter(day)]
    known.state.dueOn = known.state.rightOn.length >= CRITERION ? null : due > next ? due : next
  }
  return known?.state ?? null
}
