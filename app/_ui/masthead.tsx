'use client'
/**
 * The head of every page. Of the browser, so that a page’s data name its links and not every element of them: Next sends
 * the data of its page for "not found" along with each page, with a head and a foot of its own.
 */
import Link from 'next/link'
import type { ReactNode } from 'react'
import { BrandMark } from './brand.tsx'
import { publicLinks, type NavLink } from './nav-links.ts'
import { Viewer } from './viewer.tsx'

/** `links` are those of the public site unless a page gives its own, and with them `who`, the right-hand side. */
export function Masthead({
  current,
  links = publicLinks,
  who,
}: {
  current: string | undefined
  links: readonly NavLink[] | undefined
  who: ReactNode
}) {
  const list = links.map((link) => (
    <Link key={link.href} href={link.href} prefetch={false} aria-current={link.href === current ? 'page' : undefined}>
      {link.text}
      {link.fresh ? (
        <span className="fresh">
          {link.fresh}
          <span className="vh"> new</span>
        </span>
      ) : null}
    </Link>
  ))
  return (
    <header className="mast">
      <div className="in">
        <Link className="brand" href="/" prefetch={false}>
          <BrandMark />
          <span>Xihua Hall</span>
          <span className="zh" lang="zh">
            西花厅
          </span>
        </Link>
        <nav className="nav" aria-label="Main">
          {list}
        </nav>
        <div className="who">{who ?? <Viewer />}</div>
        <details className="menu">
          <summary>Menu</summary>
          <nav aria-label="Menu">
            <ul>
              {list.map((link) => (
                <li key={link.key}>{link}</li>
              ))}
            </ul>
          </nav>
        </details>
      </div>
    </header>
  )
}
