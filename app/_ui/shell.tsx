import type { ReactNode } from 'react'
import { Footer } from './footer.tsx'
import { Masthead } from './masthead.tsx'
import type { NavLink } from './nav-links.ts'

/**
 * The frame of every page: skip link, masthead, main, footer. A page gives `current`, the address of the link that it
 * stands under. Signed-in pages give their own `links` ("My work" first) and `who`, the right-hand side: the class and
 * a link with the person's name. `mainClass` is the layout of main; `wrap page` unless a page says otherwise.
 */
export function Shell({
  children,
  current,
  links,
  who,
  mainClass = 'wrap page',
}: {
  children: ReactNode
  current?: string
  links?: NavLink[]
  who?: ReactNode
  mainClass?: string
}) {
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <Masthead current={current} links={links} who={who} />
      <main id="main" className={mainClass} tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </>
  )
}
