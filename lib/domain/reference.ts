/**
 * The document as a reference, whole or one passage of it, in the forms that reference managers read. Pure: the files of
 * the site and the card of a sentence in the browser are made by the same lines. `origin` is this site's own address.
 */
import { DOCUMENT } from './document.ts'

/** A sentence or a run of them, with its name ("sentences 143 to 147"), who speaks there, and its address on this site. */
export type CitedPassage = { at: string; to: string; name: string; speaker?: string | undefined; address: string }

const DAY = DOCUMENT.date.split('-').map(Number)
const translatedBy = `Translated by ${DOCUMENT.translator.given} ${DOCUMENT.translator.family}`

const keyOf = (passage?: CitedPassage): string =>
  [DOCUMENT.key, ...(passage ? new Set([passage.at, passage.to]) : [])].join('-')

function numbering(origin: string, passage?: CitedPassage): string {
  const words = `Sentence numbers: Xihua Hall, ${origin}${passage?.address ?? '/transcript'}`
  if (!passage) return words
  const name = passage.name.replace(/^./u, (letter) => letter.toUpperCase())
  return `${name}${passage.speaker ? ` (${passage.speaker})` : ''}. ${words}`
}

const BIBTEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '{': '\\{',
  '}': '\\}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '–': '--',
  '—': '---',
  '“': '``',
  '”': "''",
  '‘': '`',
  '’': "'",
}

/** A value as TeX prints it letter for letter. */
export const bibtexValue = (text: string): string =>
  text.replace(/[\\{}~^–—“”‘’]|[#$%&_]/gu, (letter) => BIBTEX[letter] ?? `\\${letter}`)

/** Braces around the title keep its capitals; `date` is for biblatex, `year` and `month` for what came before it. */
export function bibtex(origin: string, passage?: CitedPassage): string {
  const { title, translator, archive, reference, pages, date, url } = DOCUMENT
  const fields: [string, string][] = [
    ['title', `{{${bibtexValue(title)}}}`],
    ['key', `{${bibtexValue(title)}}`],
    ['year', `{${DAY[0]}}`],
    ['month', 'aug'],
    ['date', `{${date}}`],
    ['translator', `{${translator.family}, ${translator.given}}`],
    ['howpublished', `{${bibtexValue(`${archive}, ${reference}`)}}`],
    ['pages', `{${pages.join('--')}}`],
    ['url', `{${url}}`],
    ['note', `{${bibtexValue(`${translatedBy}. ${numbering(origin, passage)}`)}}`],
  ]
  return `@misc{${keyOf(passage)},\n${fields.map(([name, value]) => `  ${name} = ${value}`).join(',\n')}\n}\n`
}

/** One line a field: a line break inside a value would start another. */
export const risLine = (tag: string, value: string): string => `${tag}  - ${value.replace(/\s+/gu, ' ').trim()}\r\n`

export function ris(origin: string, passage?: CitedPassage): string {
  const { title, genre, translator, archive, reference, pages, date, url } = DOCUMENT
  const fields: [string, string][] = [
    ['TY', 'MANSCPT'],
    ['ID', keyOf(passage)],
    ['TI', title],
    ['M3', genre],
    ['A4', `${translator.family}, ${translator.given}`],
    ['PY', String(DAY[0])],
    ['DA', `${date.replaceAll('-', '/')}/`],
    ['SP', pages[0]],
    ['EP', pages[1]],
    ['DB', archive],
    ['AV', reference],
    ['LA', 'en'],
    ['UR', url],
    ['N1', `${translatedBy}. ${numbering(origin, passage)}`],
  ]
  // The last line has no value, and its blank belongs to it.
  return `${fields.map(([tag, value]) => risLine(tag, value)).join('')}ER  - \r\n`
}

export function csl(origin: string, passage?: CitedPassage) {
  const { title, genre, translator, archive, reference, pages, url } = DOCUMENT
  return [
    {
      id: keyOf(passage),
      type: 'manuscript',
      title,
      genre,
      translator: [translator],
      issued: { 'date-parts': [DAY] },
      archive,
      archive_location: reference,
      page: pages.join('-'),
      language: 'en',
      URL: url,
      note: numbering(origin, passage),
    },
  ]
}

export type ReferenceFormat = 'bib' | 'ris' | 'json'

const TYPES: Readonly<Record<ReferenceFormat, string>> = {
  bib: 'application/x-bibtex; charset=utf-8',
  ris: 'application/x-research-info-systems; charset=utf-8',
  json: 'application/vnd.citationstyles.csl+json; charset=utf-8',
}

function textOf(format: ReferenceFormat, origin: string, passages: readonly (CitedPassage | undefined)[]): string {
  switch (format) {
    case 'bib':
      return passages.map((passage) => bibtex(origin, passage)).join('\n')
    case 'ris':
      return passages.map((passage) => ris(origin, passage)).join('\r\n')
    case 'json':
      return `${JSON.stringify(
        passages.flatMap((passage) => csl(origin, passage)),
        null,
        1,
      )}\n`
  }
}

type ReferenceFile = { name: string; type: string; text: string }

/** A finished file: its name, its type and its text. */
export const referenceFile = (format: ReferenceFormat, origin: string, passage?: CitedPassage): ReferenceFile => ({
  name: `${keyOf(passage)}.${format}`,
  type: TYPES[format],
  text: textOf(format, origin, [passage]),
})

/** One file with an entry for each of many passages. */
export const referencesFile = (
  format: ReferenceFormat,
  origin: string,
  passages: readonly CitedPassage[],
): ReferenceFile => ({
  name: `${DOCUMENT.key}-sentences.${format}`,
  type: TYPES[format],
  text: textOf(format, origin, passages),
})
