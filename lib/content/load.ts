import { quizSchema } from '#lib/domain/item.ts'
import { questionSchema } from '#lib/domain/question.ts'
import { idsOfChanges, readChanges } from './changes.ts'
import { checker } from './checker.ts'
import { countRest, countText } from './counts.ts'
import { readEssay } from './essay-source.ts'
import { listFiles, readText, readYaml } from './files.ts'
import type { Place } from './files.ts'
import type { LiveId } from './ids-lock.ts'
import { liveIds } from './live-ids.ts'
import { refuseMirrors } from './mirrors.ts'
import { byPlace } from './problems.ts'
import type { Problem } from './problems.ts'
import { claimSchema, eventSchema, misreadingSchema, personSchema, placeSchema, workSchema } from './schemas.ts'
import type { ClaimSource, PersonSource, PlaceSource } from './schemas.ts'
import { personsNamed, placesNamed, readTranscript } from './transcript.ts'
import type { Claim, DatedEvent, Edition, Essay, MapPlace, Misreading, Person, Transcript, Work } from './types.ts'
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
  if (!read) return { edition: null, problems: problems.toSorted(byPlace), ids: [], counts: {}, textCounts: {} }

  const { transcript, lines } = read
  const changes = readChanges(place, transcript)
  const check = checker(
    place,
    transcript.units,
    new Set(works.map(({ value }) => value.id)),
    new Set(misreadings.map(({ value }) => value.id)),
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
  check.essays(essays)

  const edition: Edition = {
    transcript,
    people: people.map(({ value }) => withMentions(value, transcript)),
    events: events.map(({ value }): DatedEvent => value),
    places: places.map(({ value }) => placeWithMentions(value, transcript)),
    works: works.map(({ value }): Work => value),
    misreadings: misreadings.map(({ value }): Misreading => value),
    essays: essays.map(({ slug, title, summary, minutes, words, paragraphs, cites, grounds }): Essay => ({
      slug,
      title,
      summary,
      minutes,
      words,
      paragraphs: paragraphs.map(({ id }) => id),
      cites: [...new Set(cites.map(({ at }) => at))],
      grounds: grounds.map(({ by, text }) => ({ by, text })),
    })),
    quizzes: quizzes.map(({ value }) => value),
    questions: questions.map(({ value }) => value),
    claims: claims
      .map(({ value }) => asClaim(value))
      .toSorted((a, b) => orderOf(transcript, a.at[0]) - orderOf(transcript, b.at[0])),
    changes: changes.map(({ value }) => value),
    usedIn: usesOf(transcript.units, people, events, essays, quizzes, questions, claims),
  }
  return {
    edition,
    problems: problems.toSorted(byPlace),
    ids: [
      ...liveIds(transcript, lines, people, events, places, essays, quizzes, questions, claims),
      ...idsOfChanges(changes),
    ],
    counts: { ...countText(edition.transcript), ...countRest(edition) },
    textCounts: countText(edition.transcript),
  }
}

const orderOf = ({ units }: Transcript, id: string | undefined): number => units.get(id ?? '')?.order ?? 0

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
