/** A question asked before a discussion and again after it: where it stands, who may see counts, and who changed. Pure. */
import { z } from 'zod'

export const ROUNDS = ['before', 'again'] as const
export type Round = (typeof ROUNDS)[number]
export type Option = { id: string; text: string }
export const [FEWEST, MOST] = [2, 6] as const

/** What the rows say of it: an instant for each step that was taken. */
export type PollSteps = {
  closedAt: Date | null
  againAt: Date | null
  endedAt: Date | null
  shownAt: Date | null
}
/** Open before the discussion; closed, while it is talked over; open again; over. */
export type PollState = 'before' | 'talk' | 'again' | 'over'
export const stateOf = ({ closedAt, againAt, endedAt }: PollSteps): PollState =>
  endedAt ? 'over' : againAt ? 'again' : closedAt ? 'talk' : 'before'

/** Which round takes answers now. */
export const openRound = (steps: PollSteps): Round | null => {
  const state = stateOf(steps)
  return state === 'before' || state === 'again' ? state : null
}

/** What was asked last: whoever has answered it has committed. */
export const lastRound = ({ againAt }: Pick<PollSteps, 'againAt'>): Round => (againAt ? 'again' : 'before')

/** The one step that leads on, and what may be done besides. Each is taken once; showing can be taken back. */
export const STEPS = ['close', 'ask-again', 'end', 'show', 'hide'] as const
export type PollStep = (typeof STEPS)[number]
const NEXT: Record<PollState, readonly PollStep[]> = {
  before: ['close'],
  talk: ['ask-again', 'end'],
  again: ['end'],
  over: [],
}
/** Whether the step can be taken; null where it has been taken already, so that two presses are one. */
export function canTake(steps: PollSteps, step: PollStep): boolean | null {
  const state = stateOf(steps)
  if (step === 'show') return steps.shownAt ? null : state !== 'before'
  if (step === 'hide') return steps.shownAt ? true : null
  if (NEXT[state].includes(step)) return true
  const taken = { close: steps.closedAt, 'ask-again': steps.againAt, end: steps.endedAt }[step]
  return taken ? null : false
}

/** Whose counts can be shown: of a round that is closed, so that nobody answers by them. */
export const countedRounds = (steps: PollSteps): Round[] =>
  steps.shownAt === null
    ? []
    : stateOf(steps) === 'over' && steps.againAt !== null
      ? ['before', 'again']
      : stateOf(steps) === 'before'
        ? []
        : ['before']

export type PollAnswer = { userId: string; round: Round; choice: string }
export type PollCounts = {
  rounds: { round: Round; n: number; counts: number[] }[]
  /** Of those who answered both times; null while the second is not counted. */
  changed: { n: number; stayed: number; moves: { from: string; to: string; n: number }[] } | null
}

/** The counts of the rounds named, option by option, and who went from what to what. No person is in it. */
export function pollCounts(
  options: readonly Option[],
  answers: readonly PollAnswer[],
  rounds: readonly Round[],
): PollCounts {
  const of = (round: Round) => answers.filter((answer) => answer.round === round)
  const first = new Map(of('before').map(({ userId, choice }) => [userId, choice]))
  const pairs = of('again').flatMap(({ userId, choice }) =>
    first.has(userId) ? [{ from: first.get(userId)!, to: choice }] : [],
  )
  const moves = options
    .flatMap((from) =>
      options.map((to) => ({
        from: from.text,
        to: to.text,
        n: from === to ? 0 : pairs.filter((pair) => pair.from === from.id && pair.to === to.id).length,
      })),
    )
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => b.n - a.n)
  return {
    rounds: rounds.map((round) => ({
      round,
      n: of(round).length,
      counts: options.map(({ id }) => of(round).filter(({ choice }) => choice === id).length),
    })),
    changed: rounds.includes('again')
      ? { n: pairs.length, stayed: pairs.filter(({ from, to }) => from === to).length, moves }
      : null,
  }
}

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replaceAll(/\s+/gu, ' ').trim())
    .pipe(z.string().min(1).max(most))
export const askSchema = line(300)
/** A line an option, as a box of a form holds them; scripts send a list. */
export const optionsSchema = z
  .union([
    z.array(z.string()).max(40),
    z
      .string()
      .max(4000)
      .transform((text) => text.split('\n')),
  ])
  .transform((lines) => lines.map((one) => one.replaceAll(/\s+/gu, ' ').trim()).filter(Boolean))
  .pipe(
    z
      .array(z.string().max(200))
      .min(FEWEST)
      .max(MOST)
      .refine((lines) => new Set(lines.map((one) => one.toLowerCase())).size === lines.length, 'twice'),
  )
