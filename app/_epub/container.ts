import { zipSync } from 'fflate'
import { toXml } from 'xast-util-to-xml'
import { x } from 'xastscript'
import type { Child } from 'xastscript'

/** A page of the book. `id` is also its file name. */
export type Chapter = {
  id: string
  title: string
  /** Its place in the structure of a book: `frontmatter titlepage`, `bodymatter`, `backmatter colophon`. */
  type: string
  body: Child
  /** Headings inside the page that the contents list names. */
  sections?: { id: string; title: string }[]
}

export type Book = {
  /** A URI that stays the same for every version of the book. */
  identifier: string
  title: string
  language: string
  publisher: string
  description: string
  rights: string
  /** When its text last changed, as the format wants it: 2026-11-24T00:00:00Z. */
  modified: string
  contributors: { name: string; role: string }[]
  source: string
  subjects: string[]
  accessibility: { property: string; value: string }[]
  style: string
  chapters: Chapter[]
}

const XHTML = 'http://www.w3.org/1999/xhtml'
const OPS = 'http://www.idpf.org/2007/ops'
const fileOf = (id: string) => `${id}.xhtml`
const xml = (tree: ReturnType<typeof x>): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(tree, { closeEmptyElements: true })}\n`

const pageOf = (book: Book, title: string, body: Child): string =>
  xml(
    x('html', { xmlns: XHTML, 'xmlns:epub': OPS, lang: book.language, 'xml:lang': book.language }, [
      x('head', [x('title', title), x('link', { rel: 'stylesheet', type: 'text/css', href: 'style.css' })]),
      x('body', {}, body),
    ]),
  )

const link = ({ id, title }: { id: string; title: string }, under = '') =>
  x('a', { href: under ? `${fileOf(under)}#${id}` : fileOf(id) }, title)

function contents(book: Book): string {
  const begin = book.chapters.find(({ type }) => type.startsWith('bodymatter'))
  return pageOf(book, 'Contents', [
    x('nav', { 'epub:type': 'toc', role: 'doc-toc', id: 'toc' }, [
      x('h1', 'Contents'),
      x(
        'ol',
        book.chapters.map((chapter) =>
          x('li', [
            link(chapter),
            ...(chapter.sections
              ? [
                  x(
                    'ol',
                    chapter.sections.map((section) => x('li', [link(section, chapter.id)])),
                  ),
                ]
              : []),
          ]),
        ),
      ),
    ]),
    x('nav', { 'epub:type': 'landmarks', hidden: 'hidden' }, [
      x('h2', 'Landmarks'),
      x('ol', [
        x('li', [x('a', { 'epub:type': 'toc', href: '#toc' }, 'Contents')]),
        ...(begin
          ? [x('li', [x('a', { 'epub:type': 'bodymatter', href: fileOf(begin.id) }, 'Start of the text')])]
          : []),
      ]),
    ]),
  ])
}

function packageOf(book: Book): string {
  const refined = book.contributors.flatMap(({ name, role }, i) => [
    x('dc:contributor', { id: `who-${i + 1}` }, name),
    x('meta', { refines: `#who-${i + 1}`, property: 'role', scheme: 'marc:relators' }, role),
  ])
  return xml(
    x(
      'package',
      { xmlns: 'http://www.idpf.org/2007/opf', version: '3.0', 'unique-identifier': 'id', 'xml:lang': book.language },
      [
        x('metadata', { 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' }, [
          x('dc:identifier', { id: 'id' }, book.identifier),
          x('dc:title', book.title),
          x('dc:language', book.language),
          x('dc:publisher', book.publisher),
          ...refined,
          x('dc:description', book.description),
          x('dc:source', book.source),
          ...book.subjects.map((subject) => x('dc:subject', subject)),
          x('dc:rights', book.rights),
          x('meta', { property: 'dcterms:modified' }, book.modified),
          ...book.accessibility.map(({ property, value }) => x('meta', { property }, value)),
        ]),
        x('manifest', [
          x('item', { id: 'nav', href: fileOf('contents'), 'media-type': 'application/xhtml+xml', properties: 'nav' }),
          x('item', { id: 'style', href: 'style.css', 'media-type': 'text/css' }),
          ...book.chapters.map(({ id }) =>
            x('item', { id: `c-${id}`, href: fileOf(id), 'media-type': 'application/xhtml+xml' }),
          ),
        ]),
        x(
          'spine',
          book.chapters.flatMap(({ id }, i) => [
            x('itemref', { idref: `c-${id}` }),
            ...(i === 0 ? [x('itemref', { idref: 'nav' })] : []),
          ]),
        ),
      ],
    ),
  )
}

const CONTAINER = xml(
  x('container', { version: '1.0', xmlns: 'urn:oasis:names:tc:opendocument:xmlns:container' }, [
    x('rootfiles', [x('rootfile', { 'full-path': 'book/package.opf', 'media-type': 'application/oebps-package+xml' })]),
  ]),
)

/** The book as one file. The same book gives the same bytes, whenever and in whatever time zone it is made. */
export function epub(book: Book): Uint8Array<ArrayBuffer> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const files: [string, string][] = [
    ['META-INF/container.xml', CONTAINER],
    ['book/package.opf', packageOf(book)],
    ['book/contents.xhtml', contents(book)],
    ['book/style.css', book.style],
    ...book.chapters.map((chapter): [string, string] => [
      `book/${fileOf(chapter.id)}`,
      pageOf(
        book,
        chapter.title,
        x('section', { 'epub:type': chapter.type, 'aria-label': chapter.title }, chapter.body),
      ),
    ]),
  ]
  return zipSync(
    {
      // First and unsqueezed, as the format wants it, so that its fixed words stand at a fixed place.
      mimetype: [bytes('application/epub+zip'), { level: 0 }],
      ...Object.fromEntries(files.map(([name, text]) => [name, bytes(text)])),
    },
    // The archive keeps local time without a zone: a local date gives the same bytes everywhere.
    { level: 9, mtime: new Date(1980, 0, 1) },
  )
}
