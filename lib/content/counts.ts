import { parseGround } from './grounds.ts'
import { allParts, sentencesOf } from './transcript.ts'
import type { Edition, Transcript } from './types.ts'

const tally = (prefix: string, kinds: readonly string[]): Record<string, number> =>
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

export function countRest({
  people,
  events,
  places,
  works,
  misreadings,
  essays,
  questions,
  quizzes,
  claims,
  changes,
}: Edition): Record<string, number> {
  const grounds = [
    ...essays.flatMap((essay) => essay.grounds),
    ...people.flatMap(({ about }) => about),
    ...claims.flatMap(({ elsewhere }) => elsewhere),
    ...events,
    ...places,
  ].flatMap(({ by }) => by.trim().split(/\s+/u))
  return {
    people: people.length,
    events: events.length,
    places: places.length,
    works: works.length,
    misreadings: misreadings.length,
    claims: claims.length,
    ...tally(
      'claim',
      claims.map(({ certainty }) => certainty),
    ),
    changes: changes.length,
    essays: essays.length,
    ...tally(
      'ground',
      grounds.map((word) => parseGround(word)?.kind ?? 'unknown'),
    ),
    questions: questions.length,
    quizzes: quizzes.length,
    ...tally(
      'item',
      quizzes.flatMap(({ items }) => items.map(({ kind }) => kind)),
    ),
  }
}
