import { edition } from '#lib/content/edition.ts'
import { epub } from '../../_epub/container.ts'
import { editionBook } from '../../_epub/edition-book.ts'

export const dynamic = 'force-static'

/** The edition for e-readers. It is squeezed, so the front door puts no address into it, and the book names none of ours. */
export function GET() {
  return new Response(epub(editionBook(edition())), {
    headers: {
      'Content-Type': 'application/epub+zip',
      'Content-Disposition': 'attachment; filename="xihua-hall.epub"',
    },
  })
}
