import { parseGround } from './reading/grounds.ts'
import type { Statement } from './reading/statements.ts'
import { allParts, sentencesOf } from './text/transcript.ts'
import type { Transcript } from './text/types.ts'

/** How often each kind comes, under names such as `crux:uncertain`. */
export const tally = (prefix: string, kinds: readonly string[]): Record<string, number> =>
  kinds.reduce<Record<string, number>>(
    (sum, kind) => ({ ...sum, [`${prefix}:${kind}`]: (sum[`${prefix}:${kind}`] ?? 0) + 1 }),
    {},
  )

/** The kinds of slip are not marked up as such: two places with the same words and correction are one kind. */
export function countText({ header, turns, end }: Transcript): Record<string, number> {
  const sentences = sentencesOf(turns)
  const parts = [...header, ...sentences, end].flatMap((line) => allParts(line.parts))
  const slips = parts.flatMap((part) => (part.kind === 'slip' ? [`${part.sic} → ${part.corr}`] : []))
  return {
    headerLines: header.length,
    turns: turns.length,
    paragraphs: turns.flatMap(({ paragraphs }) => paragraphs).length,
    sentences: sentences.length,
    words: sentences.reduce((sum, { words }) => sum + words, 0),
    pageBreaks: parts.filter(({ kind }) => kind === 'page-break').length,
    ...tally(
      'bracket',
      parts.flatMap((part) => (part.kind === 'bracket' ? [part.bracket] : [])),
    ),
    slipKinds: new Set(slips).size,
    ...tally('slip', slips),
  }
}

/** How many sentences rest on each kind of ground, under `prefix`; one that rests on two kinds is in both. */
export function countSentences(prefix: string, statements: readonly Pick<Statement, 'by'>[]): Record<string, number> {
  const kinds = statements.map(({ by }) => [
    ...new Set(by.split(/\s+/u).flatMap((word) => (word === '' ? [] : [parseGround(word)?.kind ?? 'unknown']))),
  ])
  return {
    [prefix]: statements.length,
    ...tally(prefix, kinds.flat()),
    [`${prefix}:ungrounded`]: kinds.filter((one) => one.length === 0).length,
  }
}

/** What the sentences of our own rest on. */
export function countGrounds(statements: readonly Pick<Statement, 'by'>[]): Record<string, number> {
  const words = statements.flatMap(({ by }) => by.split(/\s+/u).filter((word) => word !== ''))
  return {
    ...tally(
      'ground',
      words.map((word) => parseGround(word)?.kind ?? 'unknown'),
    ),
    ungrounded: statements.filter(({ by }) => by.trim() === '').length,
  }
}
