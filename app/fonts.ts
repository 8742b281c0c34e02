import localFont from 'next/font/local'

/*
 * Two families in four files each, by letters (bin/font-plan.ts). Only the first of a family is preloaded; the others
 * have a unicode-range, so a page loads them where one of their letters stands and not otherwise. The stand-in faces
 * while a file loads are in site.css: Next's own would come before the accented files and draw the accents instead.
 */
const newsreader = localFont({
  src: './fonts/newsreader.woff2',
  variable: '--nr',
  weight: '400 600',
  display: 'swap',
  adjustFontFallback: false,
})
const newsreaderLatin = localFont({
  src: './fonts/newsreader-latin.woff2',
  variable: '--nr-latin',
  weight: '400 600',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+00A1-00FF' }],
})
const newsreaderExtended = localFont({
  src: './fonts/newsreader-extended.woff2',
  variable: '--nr-extended',
  weight: '400 600',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value: 'U+0100-0101,U+0104-010F,U+0112-0127,U+012A-0167,U+016A-019F,U+01A2-01AE,U+01B1-024F',
    },
  ],
})
const newsreaderVietnamese = localFont({
  src: './fonts/newsreader-vietnamese.woff2',
  variable: '--nr-vietnamese',
  weight: '400 600',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value: 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+1EA0-1EF9',
    },
  ],
})
const archivo = localFont({
  src: './fonts/archivo.woff2',
  variable: '--ar',
  weight: '400 700',
  display: 'swap',
  adjustFontFallback: false,
  declarations: [{ prop: 'font-stretch', value: '80% 100%' }],
})
const archivoLatin = localFont({
  src: './fonts/archivo-latin.woff2',
  variable: '--ar-latin',
  weight: '400 700',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: 'font-stretch', value: '80% 100%' },
    { prop: 'unicode-range', value: 'U+00A1-00FF' },
  ],
})
const archivoExtended = localFont({
  src: './fonts/archivo-extended.woff2',
  variable: '--ar-extended',
  weight: '400 700',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: 'font-stretch', value: '80% 100%' },
    {
      prop: 'unicode-range',
      value: 'U+0100-0101,U+0104-010F,U+0112-0127,U+012A-0167,U+016A-019F,U+01A2-01AE,U+01B1-024F',
    },
  ],
})
const archivoVietnamese = localFont({
  src: './fonts/archivo-vietnamese.woff2',
  variable: '--ar-vietnamese',
  weight: '400 700',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: 'font-stretch', value: '80% 100%' },
    {
      prop: 'unicode-range',
      value: 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+1EA0-1EF9',
    },
  ],
})
const songHall = localFont({
  src: [
    { path: './fonts/song-hall.woff2', weight: '400' },
    { path: './fonts/song-hall-bold.woff2', weight: '700' },
  ],
  variable: '--song-hall',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+897F,U+82B1,U+5385' }],
})
const songNames = localFont({
  src: './fonts/song-names.woff2',
  variable: '--song-names',
  weight: '400',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+2E80-9FFF' }],
})

/** Class names that define the families' variables, for the html element. */
export const fontClasses = [
  newsreader,
  newsreaderLatin,
  newsreaderExtended,
  newsreaderVietnamese,
  archivo,
  archivoLatin,
  archivoExtended,
  archivoVietnamese,
  songHall,
  songNames,
]
  .map((font) => font.variable)
  .join(' ')
