import { foldSpace } from '#lib/domain/citation.ts'
import type { Transcript } from './types.ts'

/** Finds words as a whole, not inside longer ones; none of their characters is taken for a pattern. */
const wholeWords = (words: string, flags: string): RegExp =>
  new RegExp(
    `(?<![\\p{L}\\p{N}])${foldSpace(words).replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&')}(?![\\p{L}\\p{N}])`,
    flags,
  )

/** How often whole words stand in a text, whatever their case. */
export const timesIn = (text: string, words: string): number => [...text.matchAll(wholeWords(words, 'giu'))].length

/** Sentences and header lines in which a form of words stands letter for letter, in the order of the document. */
export function unitsWith(form: string, units: Transcript['units']): string[] {
  const whole = wholeWords(form, 'u')
  return [...units.values()].filter(({ text }) => whole.test(text)).map(({ id }) => id)
}
