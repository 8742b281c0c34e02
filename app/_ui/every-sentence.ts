import type { Transcript } from '#lib/content/types.ts'
import type { CitedPassage } from '#lib/domain/reference.ts'
import { citeAddress, citeName } from './citation.ts'
import { speakerName } from './figures.ts'

/** Every line and sentence of the text, ready to be cited by itself. */
export const everySentence = ({ units }: Transcript): CitedPassage[] =>
  [...units.values()].map(({ id, speaker }) => ({
    at: id,
    to: id,
    name: citeName(id),
    speaker: speaker ? speakerName[speaker] : undefined,
    address: citeAddress(id),
  }))
