import Link from 'next/link'
import type { ReactNode } from 'react'
import { BrandMark } from './brand.tsx'
import { Viewer } from './viewer.tsx'

/** `fresh`: how many new things stand behind the link. */
export type NavLink = { href: string; text: string; fresh?: number }

export const publicLinks: NavLink[] = [
  { href: '/transcript', text: 'Transcript' },
  { href: '/claims', text: 'Who told whom' },
  { href: '/essays', text: 'Essays' },
  { href: '/apparatus', text: 'Apparatus' },
  { href: '/people', text: 'People' },
  { href: '/quizzes', text: 'Quizzes' },
  { href: '/about', text: 'About' },
]

/**
 * The frame of every page: skip link, masthead, main, footer. A page gives `current`, the address of the link that it
 * stands under. Signed-in pages give their own `links` ("My work" first) and `who`, the right-hand side: the class and
 * a link with the person's name. `mainClass` is the layout of main; `wrap page` unless a page says otherwise.
 */
export function Shell({
  children,
  current,
  links = publicLinks,
  who,
  mainClass = 'wrap page',
}: {
  children: ReactNode
  current?: string
  links?: NavLink[]
  who?: ReactNode
  mainClass?: string
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
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
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
      <main id="main" className={mainClass} tabIndex={-1}>
        {children}
      </main>
      <footer className="foot">
        <div className="wrap">
          <ul>
            <li>
              <Link href="/search" prefetch={false}>
                Search
              </Link>
            </li>
            <li>
              <Link href="/apparatus" prefetch={false}>
                Apparatus
              </Link>
            </li>
            <li>
              <Link href="/timeline" prefetch={false}>
                Timeline
              </Link>
            </li>
            <li>
              <Link href="/places" prefetch={false}>
                Places
              </Link>
            </li>
            <li>
              <Link href="/questions" prefetch={false}>
                Questions
              </Link>
            </li>
            <li>
              <Link href="/about" prefetch={false}>
                About the edition
              </Link>
            </li>
            <li>
              <Link href="/for-instructors" prefetch={false}>
                For instructors
              </Link>
            </li>
            <li>
              <Link href="/accessibility" prefetch={false}>
                Accessibility
              </Link>
            </li>
          </ul>
          <p>
            “Record of Conversation between Premier Zhou Enlai and Comrade Foreign Minister Ung Van Khiem,” August 21,
            1961. Wilson Center Digital Archive, PRC FMA <span className="ref">109-03747-02</span>, 85–94, translated by
            Stephen Mercado, made possible with support from the Henry Luce Foundation. All rights in the translation
            remain with their holders. Essays, questions and notes: CC BY 4.0.
          </p>
        </div>
      </footer>
    </>
  )
}
