/** The text and its reference in the forms that other programs read. Pure; `origin` is this site's own address. */
import { allParts, sentencesOf } from './transcript.ts'
import type { HeaderLine, Sentence, Transcript } from './types.ts'

const DOCUMENT = {
  key: 'zhou-khiem-1961',
  genre: 'Record of conversation',
  year: 1961,
  month: 8,
  day: 21,
  archive: 'Wilson Center Digital Archive',
  reference: 'PRC FMA 109-03747-02, 85–94',
  translator: { family: 'Mercado', given: 'Stephen' },
  support: 'Henry Luce Foundation',
} as const

const DATE = '1961-08-21'
const translatedBy = `Translated by ${DOCUMENT.translator.given} ${DOCUMENT.translator.family}`
const numbering = (origin: string) => `Sentence numbers: Xihua Hall, ${origin}/transcript`

/** Stands between the document, which is exact, and our words about it. */
export const END_OF_DOCUMENT = '----------------------------------------'

/** The exact text, one block a paragraph, a speaker's label before the first of a turn; then whose it is. */
export function textFile({ header, turns, end, tei }: Transcript, origin: string): string {
  const blocks = [
    ...header.map(({ text }) => text),
    ...turns.flatMap(({ label, paragraphs }) =>
      paragraphs.map(({ sentences }, i) =>
        [...(i === 0 ? [label] : []), ...sentences.map(({ text }) => text)].join(' '),
      ),
    ),
    end.text,
    END_OF_DOCUMENT,
    'The document ends here.',
    tei.rights,
    tei.url,
    `${numbering(origin)}.`,
  ]
  return `${blocks.join('\n\n')}\n`
}

const marksOf = ({ parts }: HeaderLine | Sentence) => {
  const all = allParts(parts)
  return {
    brackets: all.flatMap((part) =>
      part.kind === 'bracket' ? [{ kind: part.bracket, text: part.text, note: part.note }] : [],
    ),
    slips: all.flatMap((part) => (part.kind === 'slip' ? [{ sic: part.sic, corr: part.corr, note: part.note }] : [])),
  }
}

const lineOf = (line: HeaderLine) => ({ id: line.id, n: line.n, text: line.text, ...marksOf(line) })

/** The whole transcript as data. `words` counts the words of a sentence; `text` has slips and brackets as printed. */
export function transcriptData(transcript: Transcript, origin: string) {
  const { tei, header, turns, end, names } = transcript
  return {
    title: tei.title,
    date: DATE,
    citation: tei.citation,
    archive: { name: DOCUMENT.archive, reference: DOCUMENT.reference, url: tei.url },
    translator: `${DOCUMENT.translator.given} ${DOCUMENT.translator.family}`,
    originalLanguage: tei.originalLanguage,
    rights: tei.rights,
    numbering: { edition: 'Xihua Hall', url: `${origin}/transcript` },
    speakers: [...new Set(turns.map(({ speaker }) => speaker))].map((id) => ({ id, name: names.get(id)?.label ?? id })),
    header: header.map(lineOf),
    turns: turns.map(({ id, n, speaker, label, paragraphs }) => ({
      id,
      n,
      speaker,
      label,
      paragraphs: paragraphs.map((paragraph) => ({
        id: paragraph.id,
        sentences: paragraph.sentences.map((sentence) => ({
          id: sentence.id,
          n: sentence.n,
          speaker: sentence.speaker,
          words: sentence.words,
          text: sentence.text,
          ...marksOf(sentence),
        })),
      })),
    })),
    end: lineOf(end),
  }
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
export function bibtex({ tei }: Transcript, origin: string): string {
  const { key, translator, archive, reference, year } = DOCUMENT
  const fields: [string, string][] = [
    ['title', `{{${bibtexValue(tei.title)}}}`],
    ['key', `{${bibtexValue(tei.title)}}`],
    ['year', `{${year}}`],
    ['month', 'aug'],
    ['date', `{${DATE}}`],
    ['translator', `{${translator.family}, ${translator.given}}`],
    ['howpublished', `{${bibtexValue(`${archive}, ${reference}`)}}`],
    ['url', `{${tei.url}}`],
    ['note', `{${bibtexValue(`${translatedBy}. ${numbering(origin)}`)}}`],
  ]
  return `@misc{${key},\n${fields.map(([name, value]) => `  ${name} = ${value}`).join(',\n')}\n}\n`
}

/** One line a field: a line break inside a value would start another. */
export const risLine = (tag: string, value: string): string => `${tag}  - ${value.replace(/\s+/gu, ' ').trim()}\r\n`

export function ris({ tei }: Transcript, origin: string): string {
  const { genre, translator, archive, reference, year } = DOCUMENT
  const fields: [string, string][] = [
    ['TY', 'MANSCPT'],
    ['TI', tei.title],
    ['M3', genre],
    ['A4', `${translator.family}, ${translator.given}`],
    ['PY', String(year)],
    ['DA', `${DATE.replaceAll('-', '/')}/`],
    ['DB', archive],
    ['AV', reference],
    ['LA', 'en'],
    ['UR', tei.url],
    ['N1', `${translatedBy}. ${numbering(origin)}`],
  ]
  // The last line has no value, and its blank belongs to it.
  return `${fields.map(([tag, value]) => risLine(tag, value)).join('')}ER  - \r\n`
}

export function csl({ tei }: Transcript, origin: string) {
  const { key, genre, translator, archive, reference, year, month, day } = DOCUMENT
  return [
    {
      id: key,
      type: 'manuscript',
      title: tei.title,
      genre,
      translator: [translator],
      issued: { 'date-parts': [[year, month, day]] },
      archive,
      archive_location: reference,
      language: 'en',
      URL: tei.url,
      note: numbering(origin),
    },
  ]
}

/** What the page of the transcript says about itself to catalogs and search engines (schema.org); `url` is relative to it. */
export function linkedData({ tei, turns }: Transcript) {
  const { genre, translator, archive, reference, support } = DOCUMENT
  return {
    '@context': 'https://schema.org',
    '@type': 'ArchiveComponent',
    name: tei.title,
    genre,
    dateCreated: DATE,
    inLanguage: 'en',
    translator: { '@type': 'Person', name: `${translator.given} ${translator.family}` },
    holdingArchive: { '@type': 'ArchiveOrganization', name: archive },
    itemLocation: reference,
    funder: { '@type': 'Organization', name: support },
    creditText: tei.rights,
    sameAs: tei.url,
    url: '/transcript',
    description: `${turns.length} turns, ${sentencesOf(turns).length} sentences, each with an address.`,
  }
}

/** The same in the meta tags that reference managers read (Highwire Press). */
export function citationTags({ tei }: Transcript): Record<string, string> {
  return {
    citation_title: tei.title,
    citation_publication_date: DATE.replaceAll('-', '/'),
    citation_publisher: DOCUMENT.archive,
    citation_language: 'en',
    citation_abstract_html_url: tei.url,
  }
}
