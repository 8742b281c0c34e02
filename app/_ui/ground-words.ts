import type { Work } from '#lib/content/types.ts'

const seen: Record<Work['seen'], string> = {
  whole: '',
  opening: ' (its opening was read)',
  abstract: ' (its abstract was read)',
  summary: ' (a summary was read)',
  named: ' (well known; not read again for this edition)',
}

/** One ground of a sentence in words: a sentence of the transcript, or a line of text, perhaps with an address and what follows it. */
export type GroundWords = { at: string } | { text: string; url?: string | undefined; after: string }

export function groundWords(ground: string, works: readonly Work[]): GroundWords {
  const [kind, target = ''] = ground.split(':')
  if (kind === 'T') return { at: target }
  if (kind === 'U') return { text: 'Uncertain, and said so', after: '' }
  if (kind === 'K' && target === 'general') return { text: 'Well established', after: '' }
  const work = works.find(({ id }) => id === target)
  if (!work) return { text: kind === 'frame' ? 'Argument' : target, after: '' }
  return { text: work.reference, url: work.url, after: seen[work.seen] }
}
