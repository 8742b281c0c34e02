import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { archivePage } from '../../app/_ui/citation.ts'
import { origin as placeholder } from '../../app/_ui/origin.ts'
import { edition, transcriptFile } from '#lib/content/edition.ts'
import {
  END_OF_DOCUMENT,
  citationTags,
  essayData,
  essayTags,
  linkedData,
  textFile,
  transcriptData,
} from '#lib/content/text/exports.ts'
import { foldSpace } from '#lib/domain/citation.ts'
import { DOCUMENT } from '#lib/domain/document.ts'
import { bibtex, bibtexValue, csl, ris, risLine } from '#lib/domain/reference.ts'
import { PLACEHOLDER_ORIGIN } from '#lib/server/static-pages.ts'

const { transcript } = edition()
const origin = 'https://hall.example.edu'
const REFERENCE = 'PRC FMA 109-03747-02, 85–94'

it('our own address is left to the server, which knows what stands in its place', () => {
  expect(placeholder).toBe(PLACEHOLDER_ORIGIN)
})

it('the TEI file is the edition’s own', () => {
  expect(transcriptFile()).toBe(readFileSync('content/transcript.xml', 'utf8'))
})

describe('the plain text', () => {
  const [document = '', about = ''] = textFile(transcript, origin).split(END_OF_DOCUMENT)

  it('is the exact text', () => {
    expect(foldSpace(document)).toBe(transcript.exactText)
  })

  it('has one block a paragraph, and a turn begins with its speaker', () => {
    const blocks = document.trim().split('\n\n')
    const paragraphs = transcript.turns.flatMap((turn) => turn.paragraphs)
    expect(blocks).toHaveLength(transcript.header.length + paragraphs.length + 1)
    expect(blocks.filter((block) => block.startsWith('Premier Zhou:'))).toHaveLength(11)
  })

  it('says at its end whose the text is', () => {
    for (const words of [transcript.tei.rights, archivePage, `${origin}/transcript`]) expect(about).toContain(words)
  })
})

describe('the data', () => {
  const data = JSON.parse(JSON.stringify(transcriptData(transcript, origin))) as ReturnType<typeof transcriptData>
  const sentences = data.turns.flatMap((turn) => turn.paragraphs.flatMap((paragraph) => paragraph.sentences))

  it('has every sentence under its id', () => {
    expect(sentences).toHaveLength(323)
    expect([...data.header, ...sentences, data.end].map(({ id, text }) => [id, text])).toEqual(
      [...transcript.units.values()].map(({ id, text }) => [id, text]),
    )
  })

  it('folds to the exact text', () => {
    const turns = data.turns.flatMap(({ label, paragraphs }) => [
      label,
      ...paragraphs.flatMap((paragraph) => paragraph.sentences.map(({ text }) => text)),
    ])
    expect([...data.header.map(({ text }) => text), ...turns, data.end.text].join(' ')).toBe(transcript.exactText)
  })

  it('has speakers, words, brackets, slips and the rights', () => {
    const lines = [...data.header, ...sentences, data.end]
    expect(data.speakers.map(({ id }) => id)).toEqual(['zhou', 'khiem'])
    expect(sentences.every(({ words, text }) => words === text.split(' ').length)).toBe(true)
    expect(lines.flatMap(({ brackets }) => brackets)).toHaveLength(10)
    expect(lines.flatMap(({ slips }) => slips)).toHaveLength(6)
    expect(data.rights).toBe(transcript.tei.rights)
    expect(transcript.tei.rights).toContain(data.archive.reference)
    expect(new Date(transcript.tei.date + ' UTC').toISOString()).toContain(data.date)
  })
})

describe('the reference', () => {
  it('is of the document that the TEI header describes', () => {
    expect([DOCUMENT.title, DOCUMENT.url]).toEqual([transcript.tei.title, transcript.tei.url])
    expect(transcript.tei.rights).toContain(`${DOCUMENT.archive}, ${DOCUMENT.reference}`)
    expect(DOCUMENT.reference.endsWith(DOCUMENT.pages.join('–'))).toBe(true)
  })

  it('in BibTeX has balanced braces and the right fields', () => {
    const entry = bibtex(origin)
    expect(entry).toMatch(/^@misc\{zhou-khiem-1961,\n(?: {2}[a-z]+ = (?:\{.*\}|aug),?\n)+\}\n$/u)
    expect(entry.split('{')).toHaveLength(entry.split('}').length)
    expect(entry).toContain(`title = {{${transcript.tei.title}}}`)
    expect(entry).toContain('howpublished = {Wilson Center Digital Archive, PRC FMA 109-03747-02, 85--94}')
    expect(entry).toContain('translator = {Mercado, Stephen}')
    expect(entry).toContain('date = {1961-08-21}')
    expect(entry).toContain(`url = {${archivePage}}`)
  })

  it('in BibTeX escapes what TeX would act upon', () => {
    expect(bibtexValue(String.raw`50% of {a} & b_c #1 $2 ~ ^ \x “q” 1–2`)).toBe(
      "50\\% of \\{a\\} \\& b\\_c \\#1 \\$2 \\textasciitilde{} \\textasciicircum{} \\textbackslash{}x ``q'' 1--2",
    )
  })

  it('in RIS is one field a line, from TY to ER', () => {
    const entry = ris(origin)
    const lines = entry.split('\r\n')
    expect(lines.pop()).toBe('')
    expect(lines.every((line) => /^[A-Z][A-Z0-9] {2}- /u.test(line) && !line.includes('\n'))).toBe(true)
    const fields = new Map(lines.map((line) => [line.slice(0, 2), line.slice(6)]))
    expect([lines[0], lines.at(-1)]).toEqual(['TY  - MANSCPT', 'ER  - '])
    expect([fields.get('TI'), fields.get('A4'), fields.get('DA')]).toEqual([
      transcript.tei.title,
      'Mercado, Stephen',
      '1961/08/21/',
    ])
    expect([fields.get('DB'), fields.get('AV'), fields.get('UR')]).toEqual([
      'Wilson Center Digital Archive',
      REFERENCE,
      archivePage,
    ])
    expect(risLine('N1', 'one\r\nTY  - two ')).toBe('N1  - one TY - two\r\n')
  })

  it('in CSL-JSON says the same', () => {
    const [item] = csl(origin)
    expect(item).toMatchObject({
      id: 'zhou-khiem-1961',
      type: 'manuscript',
      title: transcript.tei.title,
      translator: [{ family: 'Mercado', given: 'Stephen' }],
      issued: { 'date-parts': [[1961, 8, 21]] },
      archive: 'Wilson Center Digital Archive',
      archive_location: REFERENCE,
      URL: archivePage,
    })
  })

  it('in the page’s own head and data says the same, and nothing that would end a script', () => {
    expect(citationTags(transcript)).toMatchObject({
      citation_title: transcript.tei.title,
      citation_publication_date: '1961/08/21',
      citation_abstract_html_url: archivePage,
    })
    const data = linkedData(transcript)
    expect(data).toMatchObject({ name: transcript.tei.title, dateCreated: '1961-08-21', itemLocation: REFERENCE })
    expect(JSON.stringify(data)).not.toContain(PLACEHOLDER_ORIGIN)
    expect(JSON.stringify(data)).not.toContain('<')
  })
})

it('an essay names its edition, its document and its license, and no author', () => {
  const [essay] = edition().essays
  expect(essayTags(essay!)).toMatchObject({ citation_title: essay!.title, citation_publisher: 'Xihua Hall' })
  const data = essayData(essay!)
  expect(data).toMatchObject({
    name: essay!.title,
    wordCount: essay!.words,
    license: 'https://creativecommons.org/licenses/by/4.0/',
    about: { name: transcript.tei.title, sameAs: archivePage },
  })
  expect(JSON.stringify([data, essayTags(essay!)])).not.toMatch(/author|creator|origin\.invalid|</u)
})
