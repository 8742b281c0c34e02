export type SentenceUse = { href: string; title: string }

let page: Promise<Document> | undefined

/** What on this site cites a sentence. It is a part of the static page /transcript/uses, fetched once. */
export async function sentenceUses(at: string): Promise<SentenceUse[]> {
  page ??= fetch('/transcript/uses').then(async (reply) => {
    if (!reply.ok) throw new Error('uses')
    return new DOMParser().parseFromString(await reply.text(), 'text/html')
  })
  try {
    const links = (await page).querySelectorAll<HTMLAnchorElement>(`[data-uses="${at}"] a:not(.cite)`)
    return [...links].map((link) => ({ href: link.getAttribute('href') ?? '', title: link.textContent ?? '' }))
  } catch (error) {
    page = undefined
    throw error
  }
}
