import type { Statement as Said } from '#lib/content/reading/statements.ts'
import { GroundMark } from './grounds.tsx'

/** Sentences of our own, each with the numeral of what it rests on. */
export function Statements({ of, numbers }: { of: readonly Said[]; numbers: ReadonlyMap<string, number> }) {
  return of.map((one, i) => (
    <span key={one.text}>
      {i > 0 && ' '}
      {one.text}
      <GroundMark n={numbers.get(one.by)} />
    </span>
  ))
}
