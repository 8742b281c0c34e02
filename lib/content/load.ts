import { quizSchema } from '#lib/domain/item.ts'
import { questionSchema } from '#lib/domain/question.ts'
import { asBodies, readBodies } from './apparatus/bodies.ts'
import { idsOfChanges, readChanges } from './apparatus/changes.ts'
import { checker } from './checker.ts'
import { countRest, countText } from './counts.ts'
import { asCruxes, readCruxes } from './apparatus/cruxes.ts'
import { readBrackets } from './apparatus/brackets.ts'
import { readDoubt } from './apparatus/doubt.ts'
import { readCustody } from './apparatus/custody.ts'
import { readEssay, readShort } from './essays/essay-source.ts'
import type { EssayTextSource } from './essays/essay-source.ts'
import { readFacts } from './apparatus/facts.ts'
import { listFiles, readText, readYaml } from './reading/files.ts'
import type { Place } from './reading/files.ts'
import { asGlossary, checkTerms, readGlossary } from './apparatus/glossary.ts'
import { readForecasts, splitForecast } from './apparatus/forecasts.ts'
import { checkGists, inTextOrder, readGists } from './apparatus/gists.ts'
import type { LiveId } from './ids/lock.ts'
import { addressIds, liveIds } from './ids/live-ids.ts'
import { refuseMirrors } from './reading/mirrors.ts'
import { byPlace } from './reading/problems.ts'
import type { Problem } from './reading/problems.ts'
import { checkReferences } from './references.ts'
import { readingMinutes } from './essays/reading-time.ts'
import { claimSchema, eventSchema, misreadingSchema, personSchema, placeSchema, workSchema } from './schemas.ts'
import type { ClaimSource, PersonSource, PlaceSource } from './schemas.ts'
import { readSisterDocuments } from './apparatus/sister-documents.ts'
import { readQuotations } from './apparatus/quotations.ts'
import { readRetold } from './apparatus/retold.ts'
import { readTelegrams } from './apparatus/telegrams.ts'
import type { Against } from './reading/read-list.ts'
import { asSilence, readSilences } from './apparatus/silences.ts'
import { personsNamed, placesNamed, readTranscript } from './text/transcript.ts'
import type {
  Claim,
  DatedEvent,
  Edition,
  Essay,
  EssayText,
  MapPlace,
  Misreading,
  Person,
  Transcript,
  Work,
} from './types.ts'
import { usesOf } from './uses.ts'

export type Loaded = {
  /** Null only where there is no transcript to stand on. */
  edition: Edition | null
  problems: Problem[]
  ids: LiveId[]
  counts: Record<string, number>
  /** Those of the counts that belong to the text, which stay as they are for good. */
  textCounts: Record<string, number>
}

/** All of an edition's folder, read and checked. Every fault is in `problems`; nothing throws. */
export function loadEdition(root: string): Loaded {
  const problems: Problem[] = []
  const place: Place = { root, report: (file, line, message) => problems.push({ file, line, message }) }

  refuseMirrors(place)
  const xml = readText(place, 'transcript.xml')
  if (xml === null) place.report('transcript.xml', 1, 'the transcript is missing')
  const read = xml === null ? null : readTranscript(xml, 'transcript.xml', place.report)
  const people = readYaml(place, 'people.yaml', personSchema)
  const events = readYaml(place, 'events.yaml', eventSchema)
  const places = readYaml(place, 'places.yaml', placeSchema)
  const works = listFiles(place, '.', '.yaml')
    .filter((name) => /^works(-[a-z]+)*\.yaml$/u.test(name))
    .flatMap((file) => readYaml(place, file, workSchema))
  const misreadings = readYaml(place, 'misreadings.yaml', misreadingSchema)
  const claims = readYaml(place, 'claims.yaml', claimSchema)
  const quizzes = listFiles(place, 'quizzes', '.yaml').flatMap((file) => readYaml(place, file, quizSchema))
  const questions = listFiles(place, 'questions', '.yaml').flatMap((file) => readYaml(place, file, questionSchema))
  const essays = listFiles(place, 'essays', '.mdx').flatMap((file) => readEssay(place, file) ?? [])
  const shorts = listFiles(place, 'essays/short', '.mdx').flatMap((file) => readShort(place, file) ?? [])
  const gists = readGists(place)
  if (!read) return { edition: null, problems: problems.toSorted(byPlace), ids: [], counts: {}, textCounts: {} }

  const { transcript, lines } = read
  const changes = readChanges(place, transcript)
  const check = checker(
    place,
    transcript.units,
    new Set(works.map(({ value }) => value.id)),
    new Set(misreadings.map(({ value }) => value.id)),
    new Set(places.flatMap(({ value }) => (value.lat === undefined ? [] : [value.id]))),
  )
  check.unique('person', people)
  check.unique('event', events)
  check.unique('place', places)
  check.unique('work', works)
  check.unique('misreading', misreadings)
  check.unique('quiz', quizzes)
  check.unique('question', questions)
  check.people(people, transcript, lines)
  check.unique('claim', claims)
  check.claims(claims, transcript, new Set(people.map(({ value }) => value.id)))
  check.events(events)
  check.places(places, transcript, lines)
  check.quizzes(quizzes)
  check.questions(questions)
  check.essays(essays, shorts)
  checkGists(place, gists, transcript)

  const known = { units: transcript.units, works: new Set(works.map(({ value }) => value.id)) }
  const cruxes = readCruxes(place, known)
  const glossary = readGlossary(place, known)
  const bodies = readBodies(place, known, transcript, lines)
  const sisterDocuments = readSisterDocuments(place, known)
  check.unique('crux', cruxes)
  check.unique('term', glossary)
  check.unique('body', bodies)
  check.unique('sister document', sisterDocuments)
  checkTerms(place, [...essays, ...shorts], glossary)
  checkReferences(place, works)
  const knows = { unit: (id: string) => known.units.has(id), work: (id: string) => known.works.has(id) }
  const telegrams = readTelegrams(place, transcript, knows)
  const retold = readRetold(place, transcript, knows)
  const quotations = readQuotations(place, transcript, knows)
  const doubt = readDoubt(place, transcript, knows)
  const brackets = readBrackets(place, transcript, knows)
  const against: Against = {
    place,
    transcript,
    works: known.works,
    people: new Set(people.map(({ value }) => value.id)),
  }
  const ledgers = {
    facts: readFacts(against),
    silences: readSilences(against),
    forecasts: readForecasts(against),
    custody: readCustody(against),
  }
  const forecasts = inOrder(transcript, ledgers.forecasts).map(({ value }) => splitForecast(value))

  const edition: Edition = {
    transcript,
    people: people.map(({ value }) => withMentions(value, transcript)),
    events: events.map(({ value }): DatedEvent => value),
    places: places.map(({ value }) => placeWithMentions(value, transcript)),
    works: works.map(({ value }): Work => value),
    misreadings: misreadings.map(({ value }): Misreading => value),
    essays: essays.flatMap(({ slug, title, summary, ...long }): Essay[] => {
      const short = shorts.find((one) => one.slug === slug)
      return short ? [{ slug, title, summary, ...asText(long), short: asText(short) }] : []
    }),
    gists: inTextOrder(gists, transcript),
    quizzes: quizzes.map(({ value }) => value),
    questions: questions.map(({ value }) => value),
    cruxes: asCruxes(cruxes, known),
    glossary: asGlossary(glossary, known),
    bodies: asBodies(bodies, transcript),
    sisterDocuments: sisterDocuments.map(({ value }) => value),
    telegrams: telegrams.events,
    retold: retold.retold,
    quotations: quotations.quotations,
    doubt: doubt.doubt,
    brackets: brackets.brackets,
    usedIn: usesOf(transcript.units, people, events, essays, shorts, quizzes, questions, claims, cruxes, {
      telegrams: telegrams.events,
      retold: retold.retold,
      quotations: quotations.quotations,
      ledgers,
    }),
    claims: inOrder(transcript, claims).map(({ value }) => asClaim(value)),
    facts: inOrder(transcript, ledgers.facts).map(({ value }) => value),
    silences: ledgers.silences.map(({ value }) => asSilence(value, transcript)),
    forecasts: forecasts.map(({ forecast }) => forecast),
    forecastOutcomes: forecasts.map(({ outcome }) => outcome),
    custody: ledgers.custody.map(({ value }) => value),
    changes: changes.map(({ value }) => value),
  }
  return {
    edition,
    problems: problems.toSorted(byPlace),
    ids: [
      ...liveIds(transcript, lines, people, events, places, essays, shorts, quizzes, questions, claims, ledgers),
      ...addressIds('crux', cruxes),
      ...addressIds('term', glossary),
      ...addressIds('body', bodies),
      ...addressIds('sister', sisterDocuments),
      ...[telegrams, retold, quotations, doubt, brackets].flatMap(({ ids }) => ids),
      ...idsOfChanges(changes),
    ],
    counts: { ...countText(edition.transcript), ...countRest(edition) },
    textCounts: countText(edition.transcript),
  }
}

const orderOf = ({ units }: Transcript, id: string | undefined): number => units.get(id ?? '')?.order ?? 0

const inOrder = <T extends { value: { at: string[] } }>(transcript: Transcript, entries: readonly T[]): T[] =>
  entries.toSorted((a, b) => orderOf(transcript, a.value.at[0]) - orderOf(transcript, b.value.at[0]))

const asText = ({ words, paragraphs, cites, terms, grounds }: EssayTextSource): EssayText => ({
  words,
  minutes: readingMinutes(words),
  paragraphs: paragraphs.map(({ id }) => id),
  cites: [...new Set(cites.map(({ at }) => at))],
  terms: [...new Set(terms.map(({ term }) => term))],
  grounds: grounds.map(({ by, text }) => ({ by, text })),
})

function asClaim(source: ClaimSource): Claim {
  return { ...source, firstHand: source.chain.length === 1 && source.chain[0]?.how === 'direct' }
}

const withMentions = ({ meant, ...person }: PersonSource, transcript: Transcript): Person => ({
  ...person,
  mentions: mentionsOf(person.id, personsNamed(transcript), meant, transcript),
})

const placeWithMentions = ({ meant, ...one }: PlaceSource, transcript: Transcript): MapPlace => ({
  ...one,
  mentions: mentionsOf(one.id, placesNamed(transcript), meant, transcript),
})

function mentionsOf(
  id: string,
  named: ReadonlyMap<string, readonly string[]>,
  meant: readonly string[],
  transcript: Transcript,
): string[] {
  const where = [...named].flatMap(([unit, refs]) => (refs.includes(id) ? [unit] : []))
  return [...new Set([...where, ...meant])].toSorted((a, b) => orderOf(transcript, a) - orderOf(transcript, b))
}
