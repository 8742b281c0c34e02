/** How far an answer is with the sentences that it has to cite. Each sentence counts once, however many of its words are quoted. */
import { inWords, plural } from '../../_ui/say.ts'

export const sentencesCited = (citations: readonly { at: string }[]): number =>
  new Set(citations.map(({ at }) => at)).size

/** What a refusal says; null where enough are cited. */
export function stillToCite(cited: number, needed: number): string | null {
  if (cited >= needed) return null
  if (needed === 1) return 'Cite at least one sentence first.'
  return `This question asks for at least ${inWords(needed)} cited sentences, and ${cited === 0 ? 'none is' : `${inWords(cited)} ${cited === 1 ? 'is' : 'are'}`} cited yet. Cite ${inWords(needed - cited)} more.`
}

export const postButton = (cited: number, needed: number): string => {
  const left = needed - cited
  return left === 1 && cited === 0
    ? 'Post answer: cite one sentence first'
    : `Post answer: cite ${plural(left, cited === 0 ? 'sentence' : 'more sentence', cited === 0 ? 'sentences' : 'more sentences')} first`
}
