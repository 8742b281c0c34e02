'use client'
/** The foot of every page. Of the browser, like the masthead: markup that is everywhere the same comes with the scripts once. */
import Link from 'next/link'

const links = [
  { href: '/search', text: 'Search' },
  { href: '/apparatus', text: 'Apparatus' },
  { href: '/timeline', text: 'Timeline' },
  { href: '/places', text: 'Places' },
  { href: '/questions', text: 'Questions' },
  { href: '/about', text: 'About the edition' },
  { href: '/for-instructors', text: 'For instructors' },
  { href: '/accessibility', text: 'Accessibility' },
]

export function Footer() {
  return (
    <footer className="foot">
      <div className="wrap">
        <ul>
          {links.map(({ href, text }) => (
            <li key={href}>
              <Link href={href} prefetch={false}>
                {text}
              </Link>
            </li>
          ))}
        </ul>
        <p>
          “Record of Conversation between Premier Zhou Enlai and Comrade Foreign Minister Ung Van Khiem,” August 21,
          1961. Wilson Center Digital Archive, PRC FMA <span className="ref">109-03747-02</span>, 85–94, translated by
          Stephen Mercado, made possible with support from the Henry Luce Foundation. All rights in the translation
          remain with their holders. Essays, questions and notes: CC BY 4.0.
        </p>
      </div>
    </footer>
  )
}
