import { GroundMark } from './grounds.tsx'

/** Sentences of our own, each with the numeral of what it rests on. */
export function Statements({
  of,
  numbers,
}: {
  of: readonly { text: string; by: string }[]
  numbers: ReadonlyMap<string, number>
}) {
  return of.map(({ text, by }) => (
    <span key={text}>
      {text}
      <GroundMark n={numbers.get(by)} />{' '}
    </span>
  ))
}
