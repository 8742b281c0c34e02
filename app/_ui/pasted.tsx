/**
 * Components: `PastedLine` (what of one version was pasted), `PastedCaution` (what the number does not say). Plain
 * props; both stand only where one person's answer is read, by its author or by staff.
 */
import type { PasteView } from '#lib/domain/pasted.ts'
import { plural } from './say.ts'

const many = (n: number): string => `${n.toLocaleString('en-US')} ${n === 1 ? 'character' : 'characters'}`

export function PastedLine({ pasted, own = false }: { pasted: PasteView | null | undefined; own?: boolean }) {
  if (!pasted) return null
  const { counted } = pasted
  return (
    <p className="small mut pasted">
      {counted === null
        ? 'Pasting was not counted: not all of it was written where it is counted.'
        : counted.pastes === 0
          ? `Nothing was pasted; the answer has ${many(counted.of)}.`
          : `${plural(counted.pastes, 'paste')} brought in ${many(counted.characters)}, some perhaps taken out again; the answer has ${many(counted.of)}.`}
      {own && ' Only you and your instructors see this.'}
    </p>
  )
}

/** Beside the number, wherever staff read it. */
export function PastedCaution() {
  return (
    <p className="small mut pasted">
      This says nothing by itself. People paste what they drafted in another program, what they dictated or wrote with a
      screen reader, and quotations of the transcript. It is no part of a grade; ask the student how the answer came
      about.
    </p>
  )
}
