/** Our references, read by a program that others wrote: each form, of the whole document and of a passage, says the same. */
import { plugins } from '@citation-js/core'
import type { CslItem } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { describe, expect, it } from 'vitest'
import { archivePage, citeAddress, citeName } from '../../app/_ui/citation.ts'
import { everySentence } from '../../app/_ui/every-sentence.ts'
import { edition } from '#lib/content/edition.ts'
import { referenceFile, referencesFile } from '#lib/domain/reference.ts'
import type { CitedPassage, ReferenceFormat } from '#lib/domain/reference.ts'

const origin = 'https://hall.example.edu'
const passage = (at: string, to: string, speaker?: string): CitedPassage => ({
  at,
  to,
  name: citeName(at, to),
  speaker,
  address: citeAddress(at, to),
})

/** A .bib file is read by BibTeX, which knows year and month, and by biblatex, which knows the day and the translator. */
const READERS = {
  BibTeX: { format: 'bib', type: '@bibtex/text' },
  biblatex: { format: 'bib', type: '@biblatex/text' },
  RIS: { format: 'ris', type: '@ris/file' },
  'CSL-JSON': { format: 'json', type: '@else/json' },
} as const satisfies Record<string, { format: ReferenceFormat; type: string }>

const parse = (text: string, type: string): CslItem[] =>
  plugins.input.chain(text, { forceType: type, generateGraph: false })

/** The one item of a file, as CSL. */
function read(reader: keyof typeof READERS, cited?: CitedPassage): CslItem {
  const { format, type } = READERS[reader]
  const items = parse(referenceFile(format, origin, cited).text, type)
  expect(items).toHaveLength(1)
  return items[0]!
}

const common = (item: CslItem) => ({
  title: item.title,
  date: item.issued?.['date-parts']?.[0]?.map(Number),
  page: item.page?.replace('–', '-'),
  URL: item.URL,
})

describe.each([
  ['the document', undefined, `Sentence numbers: Xihua Hall, ${origin}/transcript`],
  [
    'a sentence',
    passage('s143', 's143', 'Khiem'),
    `Sentence 143 (Khiem). Sentence numbers: Xihua Hall, ${origin}/transcript#s143`,
  ],
  [
    'a passage',
    passage('s143', 's147', 'Khiem'),
    `Sentences 143 to 147 (Khiem). Sentence numbers: Xihua Hall, ${origin}/transcript?to=s147#s143`,
  ],
  ['a header line', passage('h7', 'h7'), `Header line 7. Sentence numbers: Xihua Hall, ${origin}/transcript#h7`],
] as const)('%s', (_name, cited, note) => {
  it.each(['BibTeX', 'biblatex', 'RIS', 'CSL-JSON'] as const)('reads the same as %s', (reader) => {
    const item = read(reader, cited)
    expect(common(item)).toEqual({
      title: edition().transcript.tei.title,
      date: reader === 'BibTeX' ? [1961, 8] : [1961, 8, 21],
      page: '85-94',
      URL: archivePage,
    })
    expect(item.note).toContain(note)
    // Each form has its own field for where the paper is.
    const where = [item.archive, item.archive_location, item.publisher, item.source, item.note].join(' ')
    expect(where).toContain('Wilson Center Digital Archive')
    expect(where).toMatch(/PRC FMA 109-03747-02, 85[–-]94/u)
    const translators = [...(item.translator ?? []).map(({ family, given }) => `${given} ${family}`), item.note]
    expect(translators.join(' ')).toContain('Stephen Mercado')
  })
})

it('each passage has a key and a file name of its own', () => {
  const names = [undefined, passage('s143', 's143'), passage('s143', 's147'), passage('h7', 'h7')].map(
    (cited) => referenceFile('bib', origin, cited).name,
  )
  expect(names).toEqual([
    'zhou-khiem-1961.bib',
    'zhou-khiem-1961-s143.bib',
    'zhou-khiem-1961-s143-s147.bib',
    'zhou-khiem-1961-h7.bib',
  ])
})

it.each(['biblatex', 'RIS', 'CSL-JSON'] as const)('the file of all sentences is read whole as %s', (reader) => {
  const { format, type } = READERS[reader]
  const { transcript } = edition()
  const items = parse(referencesFile(format, origin, everySentence(transcript)).text, type)
  expect(items).toHaveLength(transcript.units.size)
  expect(new Set(items.map(({ note }) => /#(\w+)/u.exec(note ?? '')?.[1]))).toEqual(new Set(transcript.units.keys()))
})
