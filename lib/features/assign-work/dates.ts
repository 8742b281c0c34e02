import { z } from 'zod'
import { codeOf, Refusal } from '#lib/domain/errors.ts'
import { instantOf, WALL_TIME, type Fold } from '#lib/domain/zone.ts'

/** An empty box of a form means "not set". */
export const unset = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), schema.optional())
const wall = unset(z.string().regex(WALL_TIME, 'a date and time such as 2026-11-30T17:00'))
const fold = unset(z.enum(['earlier', 'later']))
export const wholeNumber = (min: number, maximum: number) => unset(z.coerce.number().int().min(min).max(maximum))

export const dateFields = { opens: wall, opensFold: fold, due: wall, dueFold: fold, closes: wall, closesFold: fold }
export const ruleFields = { attempts: wholeNumber(1, 20), timeLimit: wholeNumber(1, 600) }

export type DateInput = {
  opens?: string
  opensFold?: Fold
  due?: string
  dueFold?: Fold
  closes?: string
  closesFold?: Fold
}

/** Wall texts to instants in the class's zone; the refusal names the box (`path`) that it is about. */
export function datesIn(input: DateInput, zone: string) {
  const at = (path: 'opens' | 'due' | 'closes'): Date | null => {
    const text = input[path]
    if (!text) return null
    try {
      return instantOf(text, zone, input[`${path}Fold`])
    } catch (error) {
      throw error instanceof Refusal ? new Refusal(error.code, { ...error.detail, path }) : error
    }
  }
  const [opensAt, dueAt, closesAt] = [at('opens'), at('due'), at('closes')]
  if (opensAt && dueAt && opensAt > dueAt) throw new Refusal('dates-out-of-order', { path: 'due' })
  if (dueAt && closesAt && dueAt > closesAt) throw new Refusal('dates-out-of-order', { path: 'closes' })
  if (opensAt && closesAt && opensAt >= closesAt) throw new Refusal('dates-out-of-order', { path: 'closes' })
  return {
    opensAt,
    opensWall: input.opens ?? null,
    dueAt,
    dueWall: input.due ?? null,
    closesAt,
    closesWall: input.closes ?? null,
  }
}

type Walls = Pick<DateInput, 'opens' | 'due' | 'closes'>

/** Hours that the clocks repeat are taken the first time: a plan asks for a day, and nobody reads its every date. */
export const plannedDates = (walls: Walls, zone: string) =>
  datesIn({ ...walls, opensFold: 'earlier', dueFold: 'earlier', closesFold: 'earlier' }, zone)

/** The same for a page that is looked at first; a date that its zone skips is named, so that another one is chosen. */
export function tryDates(walls: Walls, zone: string) {
  try {
    const dates = plannedDates(walls, zone)
    return {
      opensAt: dates.opensAt?.toISOString() ?? null,
      dueAt: dates.dueAt?.toISOString() ?? null,
      closesAt: dates.closesAt?.toISOString() ?? null,
      problem: null,
    }
  } catch (error) {
    const code = codeOf(error)
    if (!code) throw error
    return { opensAt: null, dueAt: null, closesAt: null, problem: code }
  }
}

export const needsClosing = (feedback: string, closesAt: Date | null): void => {
  if (feedback === 'closed' && !closesAt)
    throw new Refusal('invalid', {
      issues: [{ path: 'closes', code: 'needed', message: 'feedback after closing needs a closing date' }],
    })
}
