/**
 * Which letters stand in which font file. The first visit pays for the two main files only; every other file has a
 * unicode-range and loads where one of its letters stands.
 */
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join('')

/** Printable ASCII, the punctuation of edited prose, and the accents that the names of this edition need most. */
export const mainLetters = `${range(0x20, 0x7e)}\u00a0–—‘’“”…·×→←↑↓§©âêôáàéèíóúãöüçñ`
const restOfLatin = range(0xa1, 0xff)
  .split('')
  .filter((letter) => !mainLetters.includes(letter))
  .join('')
const extended = range(0x100, 0x24f)
export const vietnameseLetters = `${range(0x102, 0x103)}${range(0x110, 0x111)}${range(0x128, 0x129)}${range(0x168, 0x169)}${range(0x1a0, 0x1a1)}${range(0x1af, 0x1b0)}${range(0x1ea0, 0x1ef9)}`
const extendedOnly = extended
  .split('')
  .filter((letter) => !vietnameseLetters.includes(letter))
  .join('')

/** The hall's own name stands in every masthead, so it has a file of three letters. */
export const hallLetters = '西花厅'
/** Chinese letters that the content uses elsewhere: names, and the few words an essay explains. */
export const nameLetters = '周恩来姬鹏飞刘少奇毛泽东陈毅馬援马票大是大非人民内部矛盾'

type Plan = {
  file: string
  source: string
  letters: string
  axes?: Record<string, number | { min: number; max: number }>
}

const newsreader = { wght: { min: 400, max: 600 } }
const archivo = { wght: { min: 400, max: 700 }, wdth: { min: 80, max: 100 } }
const newsreaderFile = (part: string) => `@fontsource-variable/newsreader/files/newsreader-${part}-opsz-normal.woff2`
const archivoFile = (part: string) => `@fontsource-variable/archivo/files/archivo-${part}-wdth-normal.woff2`
const song = (weight: number) =>
  `@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-${weight}-normal.woff2`

export const fontPlan: Plan[] = [
  { file: 'newsreader.woff2', source: newsreaderFile('latin'), letters: mainLetters, axes: newsreader },
  { file: 'newsreader-latin.woff2', source: newsreaderFile('latin'), letters: restOfLatin, axes: newsreader },
  { file: 'newsreader-extended.woff2', source: newsreaderFile('latin-ext'), letters: extendedOnly, axes: newsreader },
  {
    file: 'newsreader-vietnamese.woff2',
    source: newsreaderFile('vietnamese'),
    letters: vietnameseLetters,
    axes: newsreader,
  },
  { file: 'archivo.woff2', source: archivoFile('latin'), letters: mainLetters, axes: archivo },
  { file: 'archivo-latin.woff2', source: archivoFile('latin'), letters: restOfLatin, axes: archivo },
  { file: 'archivo-extended.woff2', source: archivoFile('latin-ext'), letters: extendedOnly, axes: archivo },
  { file: 'archivo-vietnamese.woff2', source: archivoFile('vietnamese'), letters: vietnameseLetters, axes: archivo },
  { file: 'song-hall.woff2', source: song(400), letters: hallLetters },
  { file: 'song-hall-bold.woff2', source: song(700), letters: hallLetters },
  { file: 'song-names.woff2', source: song(400), letters: nameLetters },
]
