import Link from 'next/link'
import type { ReactNode } from 'react'
import { PrintButton } from './print-button.tsx'

/** A file and no page, so a plain link. */
const ebook = '/xihua-hall.epub'

/** What stands over a part of the print edition on the screen, and not on paper. */
export function ForPrint({
  title,
  children,
  other,
}: {
  title: string
  children: ReactNode
  other: { href: string; text: string; is: string }
}) {
  return (
    <div className="forprint">
      <p className="h3">{title}</p>
      <p>
        Print this page, or save it as PDF with your browser’s print dialog. {children}{' '}
        <Link href={other.href} prefetch={false}>
          {other.text}
        </Link>{' '}
        {other.is}; <a href={ebook}>the e-book</a> has both.
      </p>
      <PrintButton />
    </div>
  )
}
