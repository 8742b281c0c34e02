import { fetchPage } from './fetch-page.ts'

export type SentenceUse = { href: string; title: string }

/** What on this site cites a sentence. It is a part of the static page /transcript/uses, fetched once. */
export async function sentenceUses(at: string): Promise<SentenceUse[]> {
  const page = await fetchPage('/transcript/uses')
  const links = page.querySelectorAll<HTMLAnchorElement>(`[data-uses="${at}"] a:not(.cite)`)
  return [...links].map((link) => ({ href: link.getAttribute('href') ?? '', title: link.textContent ?? '' }))
}
