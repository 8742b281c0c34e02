/**
 * Finding sentences by words and by what they name. Pure: the server answers a form with it, and the browser the same
 * form at each key.
 */
export const FACETS = ['speaker', 'person', 'place', 'body', 'claim', 'bracket'] as const
export type Facet = (typeof FACETS)[number]
type PerFacet<T> = Record<Facet, T>

/** A sentence, or a line of the heading, with the ids that it has under each facet. */
export type SearchUnit = { id: string; text: string; has: Partial<PerFacet<string[]>> }
export type FacetValue = { id: string; label: string }
export type SearchIndex = { units: SearchUnit[]; values: PerFacet<FacetValue[]> }

/** What is asked. Several values of a facet are asked together: the sentences that name both. A sentence has one speaker. */
export type SearchQuery = { words: string; whole: boolean; chosen: PerFacet<string[]> }

export type Range = [start: number, end: number]
export type Hit = { id: string; speaker: string; text: string; marks: Range[] }
/** Another question with its count, where the count is computed and not 0. */
export type Suggestion = { query: SearchQuery; count: number } & (
  | { kind: 'without-value'; facet: Facet; label: string }
  | { kind: 'without-term'; term: string }
  | { kind: 'parts-of-words' }
  | { kind: 'words-apart' }
  | { kind: 'named'; facet: Facet; label: string }
)
export type SearchAnswer = {
  hits: Hit[]
  /** How many sentences would be left if a value were chosen; values that none has are left out. */
  counts: PerFacet<Record<string, number>>
  /** Of the hits, those that are sentences of the talk; the others are lines of its heading, or its closing mark. */
  sentences: number
  /** All sentences there are. */
  total: number
  suggestions: Suggestion[]
}

const MOST_LETTERS = 200
const MOST_VALUES = 8
const MOST_TERMS = 12
const MOST_SUGGESTIONS = 5
const VALUE = /^[a-z0-9-]{1,80}$/u

const perFacet = <T>(make: (facet: Facet) => T): PerFacet<T> => ({
  speaker: make('speaker'),
  person: make('person'),
  place: make('place'),
  body: make('body'),
  claim: make('claim'),
  bracket: make('bracket'),
})

/** The question that an address asks. What no address of ours could hold is left out, so that every address is a question. */
export function queryOf(params: URLSearchParams): SearchQuery {
  return {
    words: (params.get('q') ?? '').slice(0, MOST_LETTERS).trim(),
    whole: params.has('whole'),
    chosen: perFacet((facet) =>
      [...new Set(params.getAll(facet).filter((value) => VALUE.test(value)))].slice(
        0,
        facet === 'speaker' ? 1 : MOST_VALUES,
      ),
    ),
  }
}

/** The one address of a question, so that the same question never has two. */
export function addressOf({ words, whole, chosen }: SearchQuery): string {
  const params = new URLSearchParams()
  if (words !== '') params.set('q', words)
  if (whole) params.set('whole', 'on')
  for (const facet of FACETS) for (const value of chosen[facet].toSorted()) params.append(facet, value)
  const query = params.toString()
  return query === '' ? '/search' : `/search?${query}`
}

export const asksNothing = (query: SearchQuery): boolean =>
  termsOf(query).length === 0 && FACETS.every((facet) => query.chosen[facet].length === 0)

/** The question with a value chosen, or no longer chosen. */
export function toggled(query: SearchQuery, facet: Facet, value: string): SearchQuery {
  const before = query.chosen[facet]
  const after = before.includes(value)
    ? before.filter((one) => one !== value)
    : facet === 'speaker'
      ? [value]
      : [...before, value]
  return { ...query, chosen: { ...query.chosen, [facet]: after } }
}

/** Small letters without marks: Hồ is ho, Đồng is dong. `at` leads each letter back to its place in the text. */
export function fold(text: string): { folded: string; at: number[] } {
  let folded = ''
  const at: number[] = []
  let place = 0
  for (const letter of text) {
    const plain = letter.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('đ', 'd')
    for (let i = 0; i < plain.length; i++) at.push(place)
    folded += plain
    place += letter.length
  }
  at.push(place)
  return { folded, at }
}

const wordsIn = (text: string): string[] => fold(text).folded.match(/[\p{L}\p{N}]+/gu) ?? []

/** A word, which may be the beginning of a longer one, or words in quotation marks, which stand exactly so. */
type Term = { words: string[]; exact: boolean; typed: string }

function termsOf({ words, whole }: SearchQuery): Term[] {
  return [...words.matchAll(/["“”]([^"“”]*)(?:["“”]|$)|([^\s"“”]+)/gu)]
    .map(([typed, quoted, bare]): Term => {
      return { words: wordsIn(quoted ?? bare ?? ''), exact: whole || quoted !== undefined, typed }
    })
    .filter((term) => term.words.length > 0)
    .slice(0, MOST_TERMS)
}

/** Only letters and digits come from the reader, so nothing in the pattern needs to be escaped. */
const patternOf = ({ words, exact }: Term): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])${words.join(String.raw`[^\p{L}\p{N}]+`)}${exact ? String.raw`(?![\p{L}\p{N}])` : ''}`,
    'gu',
  )

/** One question folds each text many times over, for every suggestion that is counted; the texts never change. */
const foldings = new WeakMap<SearchUnit, ReturnType<typeof fold>>()
const foldedText = (unit: SearchUnit): ReturnType<typeof fold> => {
  const known = foldings.get(unit) ?? fold(unit.text)
  foldings.set(unit, known)
  return known
}

/** Where the terms stand in a text, in order and without overlaps; null where one of them is missing. */
function marksIn(unit: SearchUnit, patterns: readonly RegExp[]): Range[] | null {
  if (patterns.length === 0) return []
  const { folded, at } = foldedText(unit)
  const found: Range[] = []
  for (const pattern of patterns) {
    const here = [...folded.matchAll(pattern)].map((match): Range => [
      at[match.index] ?? 0,
      at[match.index + match[0].length] ?? unit.text.length,
    ])
    if (here.length === 0) return null
    found.push(...here)
  }
  const marks: Range[] = []
  for (const [start, end] of found.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = marks.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else marks.push([start, end])
  }
  return marks
}

type Found = { unit: SearchUnit; marks: Range[] }

function find(index: SearchIndex, query: SearchQuery): Found[] {
  const patterns = termsOf(query).map(patternOf)
  return index.units.flatMap((unit): Found[] => {
    if (!FACETS.every((facet) => query.chosen[facet].every((value) => unit.has[facet]?.includes(value)))) return []
    const marks = marksIn(unit, patterns)
    return marks ? [{ unit, marks }] : []
  })
}

const isSentence = ({ id }: { id: string }): boolean => id.startsWith('s')

export function search(index: SearchIndex, query: SearchQuery): SearchAnswer {
  const asked = !asksNothing(query)
  const found = find(index, query)
  // A sentence has one speaker, so another speaker is chosen instead of the first and not beside him.
  const bySpeaker =
    query.chosen.speaker.length === 0 ? found : find(index, { ...query, chosen: { ...query.chosen, speaker: [] } })
  const counts = perFacet((facet) => {
    const sum: Record<string, number> = {}
    for (const { unit } of facet === 'speaker' ? bySpeaker : found)
      for (const value of unit.has[facet] ?? []) sum[value] = (sum[value] ?? 0) + 1
    return sum
  })
  const hits = asked
    ? found.map(({ unit, marks }): Hit => ({
        id: unit.id,
        speaker: unit.has.speaker?.[0] ?? '',
        text: unit.text,
        marks,
      }))
    : []
  return {
    hits,
    counts,
    sentences: hits.filter(isSentence).length,
    total: index.units.filter(isSentence).length,
    suggestions: asked ? suggestionsFor(index, query, hits.length) : [],
  }
}

function suggestionsFor(index: SearchIndex, query: SearchQuery, found: number): Suggestion[] {
  const counted = <S extends object>(
    suggestion: S & { query: SearchQuery },
  ): (S & { query: SearchQuery; count: number })[] => {
    const count = asksNothing(suggestion.query) ? 0 : find(index, suggestion.query).length
    return count > found ? [{ ...suggestion, count }] : []
  }
  const named = namesLike(index, query).flatMap((one) => counted({ ...one, kind: 'named' as const }))
  if (found > 0) return named.slice(0, 2)
  const terms = termsOf(query)
  const retyped = (kept: readonly Term[], as: (term: Term) => string): SearchQuery => ({
    ...query,
    words: kept.map(as).join(' '),
  })
  const typed = (term: Term) => term.typed
  return [
    ...named,
    ...(query.whole ? counted({ kind: 'parts-of-words' as const, query: { ...query, whole: false } }) : []),
    ...(terms.some((term) => term.words.length > 1)
      ? counted({ kind: 'words-apart' as const, query: retyped(terms, (term) => term.words.join(' ')) })
      : []),
    ...FACETS.flatMap((facet) =>
      query.chosen[facet].flatMap((value) =>
        counted({
          kind: 'without-value' as const,
          facet,
          label: labelOf(index.values, facet, value),
          query: toggled(query, facet, value),
        }),
      ),
    ),
    ...(terms.length > 1
      ? terms.flatMap((term) =>
          counted({
            kind: 'without-term' as const,
            term: term.typed,
            query: retyped(
              terms.filter((one) => one !== term),
              typed,
            ),
          }),
        )
      : []),
  ].slice(0, MOST_SUGGESTIONS)
}

/** Persons, places and bodies in whose names all the typed words stand: the text has Uncle Ho where one types Hồ Chí Minh. */
function namesLike(index: SearchIndex, query: SearchQuery): { query: SearchQuery; facet: Facet; label: string }[] {
  const typed = termsOf(query).flatMap(({ words }) => words)
  if (typed.length === 0) return []
  return (['person', 'place', 'body'] as const).flatMap((facet) =>
    index.values[facet]
      .filter(({ id, label }) => {
        const words = wordsIn(label)
        return !query.chosen[facet].includes(id) && typed.every((word) => words.includes(word))
      })
      .map(({ id, label }) => ({ query: toggled({ ...query, words: '', whole: false }, facet, id), facet, label })),
  )
}

export const labelOf = (values: SearchIndex['values'], facet: Facet, value: string): string =>
  values[facet].find(({ id }) => id === value)?.label ?? value
