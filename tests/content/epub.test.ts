import { EpubCheck } from '@likecoin/epubcheck-ts'
import { strFromU8, unzipSync } from 'fflate'
import { JSDOM } from 'jsdom'
import { afterEach, describe, expect, it } from 'vitest'
import { epub } from '../../app/_epub/container.ts'
import { editionBook } from '../../app/_epub/edition-book.ts'
import { edition } from '#lib/content/edition.ts'
import { notedText, textOfPieces } from '#lib/content/text/notes.ts'
import { foldSpace } from '#lib/domain/citation.ts'

const { transcript, people, essays } = edition()
const book = editionBook(edition())
const bytes = epub(book)
const files = new Map(Object.entries(unzipSync(bytes)).map(([name, data]) => [name, strFromU8(data)]))
const pageOf = (name: string) =>
  new JSDOM(files.get(`book/${name}`), { contentType: 'application/xhtml+xml' }).window.document

describe('the notes of the text', () => {
  const { lines, notes } = notedText(transcript, people)

  it('leave the words as they are', () => {
    expect([...lines].map(([id, pieces]) => [id, foldSpace(textOfPieces(pieces))])).toEqual(
      [...transcript.units.values()].map(({ id, text }) => [id, text]),
    )
  })

  it('are one for each bracket, slip and page break, and for whoever is meant and not named', () => {
    const of = (kind: string) => notes.filter((note) => note.kind === kind)
    expect([of('bracket').length, of('slip').length, of('page-break').length]).toEqual([10, 6, 5])
    const meant = people.filter(({ presence }) => presence === 'unnamed').map(({ id }) => id)
    expect(new Set(of('unnamed').map((note) => (note.kind === 'unnamed' ? note.person.id : '')))).toEqual(
      new Set(meant),
    )
    expect(notes.map(({ n }) => n)).toEqual(notes.map((_, i) => i + 1))
  })
})

describe('the e-book', () => {
  const zone = process.env.TZ
  afterEach(() => {
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
  })

  it('passes the checker', async () => {
    const { messages, valid } = await EpubCheck.validate(bytes)
    expect(messages.map(({ id, severity, message, location }) => ({ id, severity, message, location }))).toEqual([])
    expect(valid).toBe(true)
  })

  it('would not pass with a link that leads nowhere, a page without its structure, or no language', async () => {
    const [title, text, ...rest] = book.chapters
    const broken = [
      { ...book, language: '' },
      { ...book, chapters: [{ ...title!, body: [] }, { ...text!, body: 'loose', sections: text!.sections! }, ...rest] },
      { ...book, chapters: book.chapters.filter(({ id }) => id !== 'people') },
    ]
    for (const one of broken) expect((await EpubCheck.validate(epub(one))).valid).toBe(false)
  })

  it('begins with its type, unsqueezed', () => {
    expect(strFromU8(bytes.slice(30, 38))).toBe('mimetype')
    expect(strFromU8(bytes.slice(38, 58))).toBe('application/epub+zip')
  })

  it('is the same to the byte in whatever zone it is made', () => {
    for (const TZ of ['Asia/Shanghai', 'America/Los_Angeles']) {
      process.env.TZ = TZ
      expect(Buffer.from(epub(editionBook(edition()))).equals(Buffer.from(bytes))).toBe(true)
    }
  })

  it('holds the exact text, with an address for every sentence', () => {
    const { body } = pageOf('transcript.xhtml')
    for (const id of transcript.units.keys()) expect(body.querySelector(`[id="${id}"]`), id).not.toBeNull()
    for (const added of body.querySelectorAll('.n, .ref, .notes')) added.remove()
    for (const block of body.querySelectorAll('p, h1, h2')) block.append(' ')
    expect(foldSpace(body.textContent)).toBe(transcript.exactText)
  })

  it('leads from every note back to where it is called', () => {
    for (const name of [...files.keys()].filter((file) => /transcript|essay-|people/u.test(file))) {
      const page = pageOf(name.slice('book/'.length))
      for (const note of page.querySelectorAll('aside')) {
        const back = note.querySelector('a')!.getAttribute('href')!.slice(1)
        expect(page.getElementById(back)?.getAttribute('href'), `${name} ${note.id}`).toBe(`#${note.id}`)
      }
    }
  })

  it('has people and essays whole', () => {
    expect([...pageOf('people.xhtml').querySelectorAll('section[id]')].map(({ id }) => id)).toEqual(
      people.map(({ id }) => id),
    )
    for (const { slug, title, grounds, paragraphs } of essays) {
      const page = pageOf(`essay-${slug}.xhtml`)
      expect(page.querySelector('h1')?.textContent).toBe(title)
      expect([...page.querySelectorAll('p[id], section.differ')].map(({ id }) => id)).toEqual(paragraphs)
      for (const added of page.querySelectorAll('.ref, .cite')) added.remove()
      const text = foldSpace(page.body.textContent).replaceAll(/[“”]| (?=[.,;:?!])/gu, '')
      for (const ground of grounds)
        expect(text).toContain(foldSpace(ground.text).replaceAll(/[“”]| (?=[.,;:?!])/gu, ''))
    }
  })

  it('says how it can be read, and names no address of ours, which it could not know', () => {
    const description = files.get('book/package.opf')!
    for (const property of ['accessMode', 'accessModeSufficient', 'accessibilityFeature', 'accessibilityHazard'])
      expect(description).toContain(`property="schema:${property}"`)
    expect([...files.values()].filter((text) => text.includes('origin.invalid'))).toEqual([])
    for (const words of [transcript.tei.rights, transcript.tei.url])
      expect(files.get('book/colophon.xhtml')).toContain(words)
  })
})
