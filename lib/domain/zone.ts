import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { Refusal } from './errors.ts'

/** A wall time as a date box types it: `2026-11-30T17:00`, no zone. */
export const WALL_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** Which of the two instants is meant where clocks go back and a wall time happens twice. */
export type Fold = 'earlier' | 'later'

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone })
    return /^[A-Za-z]+(\/[A-Za-z0-9_+-]+)*$/.test(zone)
  } catch {
    return false
  }
}

export const zoneSchema = z.string().max(64).refine(isZone, { message: 'zone' })

/**
 * The instant that a wall time names in a zone. A time that happens twice asks (`ambiguous-time`) unless `fold` says
 * which; a time that the clocks skip is refused (`skipped-time`).
 */
export function instantOf(wall: string, zone: string, fold?: Fold): Date {
  if (!WALL_TIME.test(wall)) throw new Refusal('invalid', { field: wall })
  let local: Temporal.PlainDateTime
  try {
    local = Temporal.PlainDateTime.from(wall)
  } catch {
    throw new Refusal('invalid', { field: wall })
  }
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return new Date(earlier.epochMilliseconds)
  const isSkipped = !earlier.toPlainDateTime().equals(local)
  if (isSkipped) throw new Refusal('skipped-time', { wall, zone })
  if (!fold) throw new Refusal('ambiguous-time', { wall, zone, earlier: earlier.offset, later: later.offset })
  return new Date((fold === 'earlier' ? earlier : later).epochMilliseconds)
}

/** `2026-11-30T17:00` in the zone: what a date box needs to show an instant again. */
export const wallOf = (instant: Date, zone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

/** The calendar day in the zone: `2026-11-30`. */
export const dayOf = (instant: Date, zone: string): string => wallOf(instant, zone).slice(0, 10)
/** The next time that the clocks of the zone show that hour. */
export function nextAtHour(after: Date, hour: number, zone: string): Date {
  const now = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(zone)
  const today = now.withPlainTime({ hour })
  return new Date((today.epochMilliseconds > after.getTime() ? today : today.add({ days: 1 })).epochMilliseconds)
}
export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

/** "Thu, Nov 12", of an instant in a zone or of a day. */
export const sayDay = (at: Date | string, zone = 'UTC'): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone: typeof at === 'string' ? 'UTC' : zone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
  }).format(typeof at === 'string' ? new Date(`${at}T12:00:00Z`) : at)

/** The same hour some days later on the wall, whatever the clocks do in between. */
export const shiftWall = (wall: string, days: number): string =>
  Temporal.PlainDateTime.from(wall).add({ days }).toString({ smallestUnit: 'minute' })

/** Whole days on the wall from one date to another; negative where the second comes first. */
export const daysBetween = (from: string, to: string): number =>
  Temporal.PlainDate.from(from.slice(0, 10)).until(Temporal.PlainDate.from(to.slice(0, 10)), { largestUnit: 'day' })
    .days

/** "America/New_York" → "New York time"; "UTC" stays. */
export const sayZone = (zone: string): string =>
  zone === 'UTC' ? 'UTC' : `${zone.split('/').at(-1)!.replaceAll('_', ' ')} time`

/** "Thu, Nov 12, 5:00 PM (New York time)". */
export const sayInstant = (instant: Date, zone: string): string =>
  `${new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(instant)} (${sayZone(zone)})`
