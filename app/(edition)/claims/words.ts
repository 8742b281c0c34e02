import type { Claim, Edition, Mouth, SpeakerId } from '#lib/content/types.ts'
import { speakerName } from '../../_ui/figures.ts'
import { countWord } from '../../_ui/say.ts'

export const certaintyWords: Record<Claim['certainty'], string> = {
  corroborated: 'Corroborated',
  partly: 'Partly corroborated',
  contradicted: 'Contradicted',
  contested: 'Contested',
  silent: 'No other source',
  opinion: 'A judgment',
  'borne-out': 'A forecast that came true',
  'not-borne-out': 'A hope that did not come true',
}

export const listener = (speaker: SpeakerId): string => speakerName[speaker === 'zhou' ? 'khiem' : 'zhou']

/** Said wherever the coding is shown. */
export const codingNote =
  'The chains, and how sure the words are, are this edition’s own coding of the record. One reader has done it; it has had no second coder.'

/** The name of a mouth or of somebody a claim is about, as the pages print it. */
export function nameOf(id: string, { people, transcript }: Pick<Edition, 'people' | 'transcript'>): string {
  return people.find((person) => person.id === id)?.name ?? transcript.names.get(id)?.label ?? id
}

/** The same inside a sentence: with its article, and without what stands in parentheses. */
export function inSentence(id: string, whole: Pick<Edition, 'people' | 'transcript'>): string {
  const name = nameOf(id, whole)
  if (whole.transcript.names.get(id)?.what === 'body') return `the ${name}`
  return name.replace(/^The /u, 'the ').replace(/ \(.*\)$/u, '')
}

/** How many mouths, said so that one alone is told apart: what he witnessed, or what he concludes. */
export function mouthsOf({ chain, firstHand }: Claim): string {
  if (firstHand) return 'One mouth, first-hand'
  return chain.length === 1 ? 'One mouth, his own conclusion' : `${countWord(chain.length)} mouths`
}

/** What one mouth does in the chain, in a few words. `source` is the mouth it has the claim from. */
export function stepOf({ how }: Mouth, source: string | null): string {
  if (source === null) return how === 'direct' ? 'is said to have said, seen or done it' : 'may be where it comes from'
  return how === 'reported' ? `has it from ${source}` : `seems to have it from ${source}`
}
