import { parseGround } from './reading/grounds.ts'
import { allParts, sentencesOf } from './text/transcript.ts'
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
  gists,
  questions,
  quizzes,
  claims,
  cruxes,
  glossary,
  bodies,
  sisterDocuments,
  telegrams,
  retold,
  quotations,
  doubt,
  brackets,
  facts,
  silences,
  forecasts,
  forecastOutcomes,
  custody,
  changes,
}: Edition): Record<string, number> {
  const statements = [
    ...essays.flatMap((essay) => [...essay.grounds, ...essay.short.grounds]),
    ...people.flatMap(({ about }) => about),
    ...claims.flatMap(({ elsewhere }) => elsewhere),
    ...events,
    ...places,
    ...cruxes.flatMap(({ problem, readings, say }) => [...problem, ...readings, ...say]),
    ...glossary.flatMap(({ gloss }) => gloss),
    ...bodies.flatMap(({ about }) => about),
    ...sisterDocuments.flatMap(({ evidence, beside }) => [
      ...evidence,
      ...beside.flatMap(({ here, there }) => [here, there]),
    ]),
    ...telegrams.flatMap(({ note, report }) => [...note, ...(report ? [report] : [])]),
    ...(retold
      ? [
          retold.proofs.note,
          ...[...retold.points.flatMap(({ parts }) => parts), ...retold.traced, ...retold.dropped].map(
            ({ note }) => note,
          ),
        ]
      : []),
    ...quotations.quotations.flatMap(({ said, heard, note, chain }) => [
      said,
      heard,
      ...(note ? [note] : []),
      ...chain,
    ]),
    ...quotations.other.map(({ why }) => why),
    ...doubt.map(({ note }) => note),
    ...brackets.flatMap(({ responsible, effect }) => [responsible, ...effect]),
    ...facts.flatMap(({ rests, settle }) => [...rests, ...(settle ? [settle] : [])]),
    ...silences.flatMap(({ happened }) => happened),
    ...forecastOutcomes.flatMap(({ what }) => what),
    ...custody.flatMap(({ did, could }) => [did, ...could]),
    ...gists,
  ].map(({ by }) => by.trim())
  const grounds = statements.flatMap((by) => (by === '' ? [] : by.split(/\s+/u)))
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
    cruxes: cruxes.length,
    ...tally(
      'crux',
      cruxes.map(({ certainty }) => certainty),
    ),
    glossary: glossary.length,
    bodies: bodies.length,
    ...tally(
      'body',
      bodies.map(({ kind }) => kind),
    ),
    sisterDocuments: sisterDocuments.length,
    telegrams: telegrams.length,
    ...tally(
      'telegram',
      telegrams.map(({ verdict }) => verdict),
    ),
    retoldPoints: retold?.points.length ?? 0,
    ...tally('retold', retold?.points.flatMap(({ parts }) => parts.map(({ change }) => change)) ?? []),
    'retold:dropped': retold?.dropped.length ?? 0,
    quotations: quotations.quotations.length,
    'quotation:marked': quotations.quotations.filter(({ marked }) => marked).length,
    'quotation:other': quotations.other.length,
    doubtLists: doubt.length,
    ...tally(
      'doubt',
      doubt.flatMap(({ coding, occurrences }) => occurrences.map(() => coding)),
    ),
    bracketsExplained: brackets.length,
    ...tally(
      'value',
      claims.map(({ value }) => value.is),
    ),
    facts: facts.length,
    ...tally(
      'fact',
      facts.map(({ status }) => status),
    ),
    sums: facts.filter(({ sum }) => sum).length,
    silences: silences.length,
    absentWords: silences.flatMap(({ absent }) => absent).length,
    forecasts: forecasts.length,
    ...tally(
      'forecast',
      forecastOutcomes.map(({ resolved }) => resolved),
    ),
    custody: custody.length,
    changes: changes.length,
    essays: essays.length,
    shortForms: essays.filter(({ short }) => short.words > 0).length,
    gists: gists.length,
    ...tally(
      'ground',
      grounds.map((word) => parseGround(word)?.kind ?? 'unknown'),
    ),
    ungrounded: statements.filter((by) => by === '').length,
    questions: questions.length,
    quizzes: quizzes.length,
    ...tally(
      'item',
      quizzes.flatMap(({ items }) => items.map(({ kind }) => kind)),
    ),
  }
}
