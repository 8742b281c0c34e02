/** Where the text names persons, places and bodies by its markup, and where entries say that it means them. */
import { idsInOrder } from '../text/order.ts'
import type { Against } from './entries.ts'

/** Unit id → the ids that its text names. */
type Named = ReadonlyMap<string, readonly string[]>

/** Whether everything that the text names has its entry; `missing` ends the message. */
export function checkNamed(
  { place, lines }: Against,
  named: Named,
  entries: { has: (id: string) => boolean },
  missing: string,
): void {
  for (const [unit, refs] of named)
    for (const ref of refs)
      if (!entries.has(ref)) place.report('transcript.xml', lines.get(unit) ?? 1, `${unit} names #${ref}, ${missing}`)
}

/** Where the text names it, computed from the TEI, and where it means it, as authored. */
export const mentionsOf = (
  { units }: Pick<Against, 'units'>,
  named: Named,
  { id, meant }: { id: string; meant: readonly string[] },
): string[] => idsInOrder(units, [...[...named].flatMap(([unit, refs]) => (refs.includes(id) ? [unit] : [])), ...meant])
