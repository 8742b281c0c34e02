import Link from 'next/link'
import type { Part } from '#lib/domain/pages.ts'
import { asked, type Search } from './refused.ts'

/** The page that an address asks for; anything else than a number is the first. */
export function pageAsked(search: Search, key = 'page'): number {
  const said = asked(search, key)
  return /^[1-9]\d{0,4}$/.test(said) ? Number(said) : 1
}

/** Which rows of a long list stand here, with links to those before and after; nothing where all of them do. */
export function Pager({
  part: { page, pages, from, to, of },
  what,
  href,
}: {
  part: Part
  /** What is counted: "students". */
  what: string
  href: (page: number) => string
}) {
  if (pages === 1) return null
  return (
    // No landmark: a page has one above and one below a list, and of several lists.
    <div className="pager" role="group" aria-label={`Pages of ${what}`}>
      <span className="mut">
        {from} to {to} of {of} {what}
      </span>
      {page > 1 && (
        <Link href={href(page - 1)} rel="prev" prefetch={false}>
          {`The ${what} before`}
        </Link>
      )}
      {page < pages && (
        <Link href={href(page + 1)} rel="next" prefetch={false}>
          {`The next ${what}`}
        </Link>
      )}
      {page < pages - 1 && (
        <Link href={href(pages)} prefetch={false}>
          {`The last ${what}`}
        </Link>
      )}
    </div>
  )
}
