const WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
]

/** The whole numbers that words of the record name, in digits or in letters up to twenty. */
export const numbersIn = (words: string): number[] =>
  [...words.toLowerCase().matchAll(/\d[\d,]*|\p{L}+/gu)].flatMap(([word]) => {
    const value = /^\d/u.test(word) ? Number(word.replaceAll(',', '')) : WORDS.indexOf(word)
    return value >= 0 ? [value] : []
  })
