import { citationSchema } from '#lib/domain/citation.ts'
import { countSentences } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { LiveId } from '../ids/lock.ts'
import type { Kind } from '../kind.ts'
import { checkCitation } from '../reading/citations.ts'
import type { Against } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { checkStatement, sentencesUnder } from '../reading/statements.ts'
import type { Used } from '../uses.ts'
import { readEssay, readShort } from './essay-source.ts'
import type { EssaySource, EssayTextSource, ShortSource } from './essay-source.ts'
import { readingMinutes } from './reading-time.ts'

/** The ground of a sentence: `T:s143`, `V:slug`, `K:slug`, `K:general`, `U`, `frame`. */
export type Ground = { by: string; text: string }

export type EssayText = {
  words: number
  /** Computed from the words. */
  minutes: number
  /** Ids `p1…` of its paragraphs and disagreements. */
  paragraphs: string[]
  /** Sentences cited, for the way back. */
  cites: string[]
  /** Terms of the glossary that it explains in place, each once. */
  terms: string[]
  grounds: Ground[]
}
export type EssayForm = 'long' | 'short'
/** An essay in its long form, and written anew in a short one. */
export type Essay = EssayText & { slug: string; title: string; summary: string; short: EssayText }

const ESSAY_WORDS = { least: 900, most: 1400 }
const SHORT_WORDS = { least: 250, most: 380 }
const FURTHER_READINGS = 3

/** The essays as they stand in their files, not yet held against anything. */
export const readEssaySources = (place: Place): { essays: EssaySource[]; shorts: ShortSource[] } => ({
  essays: listFiles(place, 'essays', '.mdx').flatMap((file) => readEssay(place, file) ?? []),
  shorts: listFiles(place, 'essays/short', '.mdx').flatMap((file) => readShort(place, file) ?? []),
})

export function readEssays(against: Against, terms: ReadonlySet<string>): Kind<Essay[]> {
  const { essays, shorts } = readEssaySources(against.place)
  for (const text of [...essays, ...shorts]) checkText(against, text, terms)
  for (const essay of essays) checkEssay(against, essay, shorts)
  for (const short of shorts) checkShort(against, short, essays)
  const value = essays.flatMap(({ slug, title, summary, ...long }): Essay[] => {
    const short = shorts.find((one) => one.slug === slug)
    return short ? [{ slug, title, summary, ...asText(long), short: asText(short) }] : []
  })
  return {
    value,
    ids: [...essays.flatMap((essay) => idsIn('essay', essay)), ...shorts.flatMap((short) => idsIn('short', short))],
    uses: essays.flatMap((essay) => usesIn(essay, shorts)),
    statements: value.flatMap(({ grounds, short }) => [...grounds, ...short.grounds]),
    counts: {
      essays: value.length,
      shortForms: value.filter(({ short }) => short.words > 0).length,
      ...countSentences(
        'essaySentences',
        value.flatMap(({ grounds, short }) => [...grounds, ...short.grounds]),
      ),
    },
  }
}

function checkText(
  { place, units, works }: Against,
  { file, grounds, cites, reads, sides, terms }: EssayTextSource,
  glossary: ReadonlySet<string>,
): void {
  const fault =
    (line: number) =>
    (message: string): void =>
      place.report(file, line, message)
  for (const ground of grounds) checkStatement(ground, { units, works }, fault(ground.line))
  for (const { at, quote, line } of cites) {
    const cite = citationSchema.safeParse(quote === undefined ? { at } : { at, quote })
    if (cite.success) checkCitation(units, cite.data, fault(line))
    else if (at !== '') fault(line)(`<Cite at="${at}"> is no citation: ${cite.error.issues[0]?.message ?? ''}`)
  }
  for (const { work, line } of reads)
    if (work !== '' && !works.has(work)) fault(line)(`<Read work="${work}"> names no work of works.yaml`)
  for (const { work, line } of sides)
    if (work !== '' && !works.has(work)) fault(line)(`<Side work="${work}"> names no work of works.yaml`)
  for (const { term, line } of terms)
    if (term !== '' && !glossary.has(term)) fault(line)(`<Term id="${term}"> names no term of glossary.yaml`)
}

function checkEssay({ place, works }: Against, essay: EssaySource, shorts: readonly ShortSource[]): void {
  const { file, slug, words, differs, reads } = essay
  const fault = (message: string): void => place.report(file, 1, message)
  if (words < ESSAY_WORDS.least || words > ESSAY_WORDS.most)
    fault(`the essay has ${words} words; ${ESSAY_WORDS.least} to ${ESSAY_WORDS.most} are asked for`)
  if (differs.length === 0) fault('the essay shows no disagreement <Differ> of historians or sources')
  const readings = new Set(reads.map(({ work }) => work).filter((work) => works.has(work))).size
  if (readings < FURTHER_READINGS)
    fault(`the essay names ${readings} further readings; ${FURTHER_READINGS} are asked for`)
  if (!shorts.some((short) => short.slug === slug)) fault(`the essay has no short form essays/short/${slug}.mdx`)
}

function checkShort({ place }: Against, { file, slug, words }: ShortSource, essays: readonly EssaySource[]): void {
  const fault = (message: string): void => place.report(file, 1, message)
  if (words < SHORT_WORDS.least || words > SHORT_WORDS.most)
    fault(`the short form has ${words} words; ${SHORT_WORDS.least} to ${SHORT_WORDS.most} are asked for`)
  if (!essays.some((essay) => essay.slug === slug)) fault(`the short form has no essay essays/${slug}.mdx`)
}

const asText = ({ words, paragraphs, cites, terms, grounds }: EssayTextSource): EssayText => ({
  words,
  minutes: readingMinutes(words),
  paragraphs: paragraphs.map(({ id }) => id),
  cites: [...new Set(cites.map(({ at }) => at))],
  terms: [...new Set(terms.map(({ term }) => term))],
  grounds: grounds.map(({ by, text }) => ({ by, text })),
})

/** A paragraph is a place to come back to; its wording may be improved, its number may not move away. */
const idsIn = (form: 'essay' | 'short', { slug, file, paragraphs }: ShortSource): LiveId[] =>
  paragraphs.map(({ id, line }) => ({ id: `${form}:${slug}#${id}`, hash: digest(id), file, line }))

/** A sentence leads to an essay once: to the short form only where the long one does without it. */
function usesIn(essay: EssaySource, shorts: readonly ShortSource[]): Used[] {
  const { slug, title } = essay
  const sentencesIn = ({ cites, grounds }: EssayTextSource): string[] => [
    ...cites.map(({ at }) => at),
    ...sentencesUnder(grounds),
  ]
  const inLong = sentencesIn(essay)
  const inShort = shorts.filter((short) => short.slug === slug).flatMap(sentencesIn)
  return [
    { at: inLong, kind: 'essay', title, href: `/essays/${slug}` },
    {
      at: inShort.filter((id) => !inLong.includes(id)),
      kind: 'essay',
      title: `${title} (short)`,
      href: `/essays/${slug}/short`,
    },
  ]
}
