/** What a reliability script gives: whether its promise held, in how many trials, and what was measured on the way. */
export type Outcome = {
  held: boolean
  /** The trials, such as `200 cuts`: zero failures are worth as much as this is large. */
  trials: string
  figures: Record<string, string | number>
}

/** A script for which this machine lacks something says so, and nothing is claimed. */
export class NotHere extends Error {}

export const said = ({ held, trials, figures }: Outcome): string =>
  `${held ? 'held' : 'NOT HELD'} in ${trials}: ${Object.entries(figures)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`
