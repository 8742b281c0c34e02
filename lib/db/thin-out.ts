/**
 * Which copies of the database may go. Names tell when each was made; a file of any other name is somebody's own and stays.
 * Periods are counted in which there is a copy, so that a long holiday or a clock that went wrong takes none away.
 */
export type Keep = {
  /** The newest ones, however close together. */
  last: number
  /** The newest of each of so many hours, and of each of so many days, in UTC. */
  hours: number
  days: number
}

export const KEPT: Keep = { last: 12, hours: 24, days: 30 }

const NAME = /^xihua-(\d{8})T(\d{2})\d{4}Z\.db$/

export const copyName = (at: Date): string => `xihua-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.db`

/** The names to remove, of all in a folder; the newest copy is never among them. */
export function surplus(names: readonly string[], keep: Keep): string[] {
  const copies = names
    .flatMap((name) => [NAME.exec(name)].flatMap((found) => (found ? [{ name, day: found[1]!, hour: found[2]! }] : [])))
    .toSorted((a, b) => (a.name < b.name ? 1 : -1))
  const [hours, days] = [new Set<string>(), new Set<string>()]
  /** Whether this is the newest of its period, and its period one of those that count. */
  const opens = (seen: Set<string>, period: string, most: number): boolean => {
    const isNew = !seen.has(period)
    seen.add(period)
    return isNew && seen.size <= most
  }
  return copies
    .filter(({ day, hour }, n) => {
      const isHours = opens(hours, day + hour, keep.hours)
      const isDays = opens(days, day, keep.days)
      return n > 0 && n >= keep.last && !isHours && !isDays
    })
    .map(({ name }) => name)
}
