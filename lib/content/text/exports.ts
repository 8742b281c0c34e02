/** The text in the forms that other programs read, and what its page says about itself. Pure; `origin` is this site's own address. */
import { DOCUMENT } from '#lib/domain/document.ts'
import { allParts, sentencesOf } from './transcript.ts'
import type { Essay, HeaderLine, Sentence, Transcript } from '../types.ts'

const EDITION = 'Xihua Hall'
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
    date: DOCUMENT.date,
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

/** What the page of the transcript says about itself to catalogs and search engines (schema.org); `url` is relative to it. */
export function linkedData({ tei, turns }: Transcript) {
  const { genre, date, translator, archive, reference, support } = DOCUMENT
  return {
    '@context': 'https://schema.org',
    '@type': 'ArchiveComponent',
    name: tei.title,
    genre,
    dateCreated: date,
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
    citation_publication_date: DOCUMENT.date.replaceAll('-', '/'),
    citation_publisher: DOCUMENT.archive,
    citation_language: 'en',
    citation_abstract_html_url: tei.url,
  }
}

/** What an essay's page says about itself. Nobody is named as its author: the edition answers for it. */
export function essayData(essay: Pick<Essay, 'slug' | 'title' | 'summary' | 'minutes' | 'words' | 'cites'>) {
  return {
    '@context': 'https://schema.org',
    '@type': ['Article', 'LearningResource'],
    name: essay.title,
    headline: essay.title,
    description: essay.summary,
    inLanguage: 'en',
    learningResourceType: 'Essay',
    wordCount: essay.words,
    timeRequired: `PT${essay.minutes}M`,
    isAccessibleForFree: true,
    license: 'https://creativecommons.org/licenses/by/4.0/',
    publisher: { '@type': 'Organization', name: EDITION },
    isPartOf: { '@type': 'CollectionPage', name: `Essays, ${EDITION}`, url: '/essays' },
    about: { '@type': 'ArchiveComponent', name: DOCUMENT.title, url: '/transcript', sameAs: DOCUMENT.url },
    url: `/essays/${essay.slug}`,
  }
}

/** The same in the meta tags that reference managers read. */
export function essayTags({ title }: Pick<Essay, 'title'>): Record<string, string> {
  return { citation_title: title, citation_publisher: EDITION, citation_language: 'en' }
}
