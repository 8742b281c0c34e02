import { readBodies } from './apparatus/bodies.ts'
import { readBrackets } from './apparatus/brackets.ts'
import { readChanges } from './apparatus/changes.ts'
import { readClaims } from './apparatus/claims.ts'
import { readCruxes } from './apparatus/cruxes.ts'
import { readCustody } from './apparatus/custody.ts'
import { readDoubt } from './apparatus/doubt.ts'
import { readEvents } from './apparatus/events.ts'
import { readFacts } from './apparatus/facts.ts'
import { readForecasts } from './apparatus/forecasts.ts'
import { readGists } from './apparatus/gists.ts'
import { readGlossary } from './apparatus/glossary.ts'
import { readPeople } from './apparatus/people.ts'
import { readPlaces } from './apparatus/places.ts'
import { readQuotations } from './apparatus/quotations.ts'
import { readRetold } from './apparatus/retold.ts'
import { readSilences } from './apparatus/silences.ts'
import { readSisterDocuments } from './apparatus/sister-documents.ts'
import { readTelegrams } from './apparatus/telegrams.ts'
import { readWorks } from './apparatus/works.ts'
import { countGrounds, countText } from './counts.ts'
import { readEssaySources, readEssays } from './essays/essays.ts'
import { readAnotherRoom } from './exercises/another-room.ts'
import { readControversies } from './exercises/controversies.ts'
import { readMisreadings } from './exercises/misreadings.ts'
import { readPlans } from './exercises/plans.ts'
import { readPuzzles } from './exercises/puzzles.ts'
import { readQuestions } from './exercises/questions.ts'
import { readQuizzes } from './exercises/quizzes.ts'
import { readExercises } from './exercises/tasks.ts'
import { readRubrics } from './exercises/rubrics.ts'
import { idsOfText } from './ids/live.ts'
import { readLock } from './ids/lock.ts'
import type { LiveId } from './ids/lock.ts'
import { YAML_KINDS } from './json-schemas.ts'
import type { Kind } from './kind.ts'
import type { Against } from './reading/entries.ts'
import { readText, readYaml, yamlFiles } from './reading/files.ts'
import type { Place } from './reading/files.ts'
import { refuseMirrors } from './reading/mirrors.ts'
import { byPlace } from './reading/problems.ts'
import type { Problem } from './reading/problems.ts'
import { readTranscript } from './text/transcript.ts'
import type { Edition } from './types.ts'
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
  if (!read) {
    readAlone(place)
    return { edition: null, problems: problems.toSorted(byPlace), ids: [], counts: {}, textCounts: {} }
  }

  const { transcript, lines } = read
  const kinds = readKinds(place, transcript, lines)
  const all: Kind<unknown>[] = Object.values(kinds)
  const { forecasts, ...values } = valueOfEach(kinds)
  const textCounts = countText(transcript)
  return {
    edition: {
      transcript,
      successors: successorsIn(root),
      ...values,
      ...forecasts,
      usedIn: usesOf(
        transcript.units,
        all.flatMap(({ uses }) => uses ?? []),
      ),
    },
    problems: problems.toSorted(byPlace),
    ids: [...idsOfText(transcript, lines), ...all.flatMap(({ ids }) => ids)],
    counts: Object.assign(
      {},
      textCounts,
      ...all.map(({ counts }) => counts),
      countGrounds(all.flatMap(({ statements }) => statements ?? [])),
    ) as Record<string, number>,
    textCounts,
  }
}

/** What became of withdrawn ids. Whether the lock itself is in order is for the check to say. */
const successorsIn = (root: string): Edition['successors'] =>
  new Map(
    Object.entries(readLock({ root, report: () => undefined })?.tombstones ?? {}).map(([id, { successor }]) => [
      id,
      successor,
    ]),
  )

/** Everything that stands on the text. A new kind is one line here and one in `Edition`. */
function readKinds(place: Place, transcript: Against['transcript'], lines: Against['lines']) {
  const works = readWorks(place)
  const against: Against = { place, transcript, units: transcript.units, lines, works: idsIn(works) }
  // These are pointed to by others.
  const people = readPeople(against)
  const places = readPlaces(against)
  const glossary = readGlossary(against)
  const misreadings = readMisreadings(place)
  const forecasts = readForecasts(against)
  const rubrics = readRubrics(place)
  const dots = new Set(places.value.flatMap(({ id, lat }) => (lat === undefined ? [] : [id])))
  const essays = readEssays(against, idsIn(glossary))
  const quizzes = readQuizzes(against, idsIn(misreadings), dots)
  const questions = readQuestions(against, { rubrics: rubrics.value, misreadings: idsIn(misreadings) })
  const claims = readClaims(against, idsIn(people))
  const telegrams = readTelegrams(against)
  const puzzles = readPuzzles(against)
  const anotherRoom = readAnotherRoom(against)
  const controversies = readControversies(against)
  const exercises = readExercises(place, {
    forecast: new Set(forecasts.value.forecasts.map(({ id }) => id)),
    claim: idsIn(claims),
    event: idsIn(telegrams),
    row: idsIn(anotherRoom),
    puzzle: idsIn(puzzles),
    controversy: idsIn(controversies),
  })
  const assignable = new Set([
    ...essays.value.flatMap(({ slug }) => [`essay/${slug}`, `essay/${slug}/short`]),
    ...quizzes.value.filter(({ audience }) => audience === 'class').map(({ id }) => `quiz/${id}`),
    ...questions.value.map(({ id }) => `question/${id}`),
    ...exercises.value.map(({ id }) => `exercise/${id}`),
  ])
  return {
    works,
    essays,
    people,
    claims,
    events: readEvents(against),
    places,
    facts: readFacts(against),
    silences: readSilences(against),
    forecasts,
    custody: readCustody(against, idsIn(people)),
    misreadings,
    rubrics,
    quizzes,
    exercises,
    questions,
    plans: readPlans(place, assignable),
    cruxes: readCruxes(against),
    glossary,
    bodies: readBodies(against),
    sisterDocuments: readSisterDocuments(against),
    telegrams,
    retold: readRetold(against),
    quotations: readQuotations(against),
    doubt: readDoubt(against),
    brackets: readBrackets(against),
    gists: readGists(against),
    changes: readChanges(against),
    puzzles,
    anotherRoom,
    controversies,
  }
}

const idsIn = ({ value }: Kind<readonly { id: string }[]>): ReadonlySet<string> => new Set(value.map(({ id }) => id))

type Values<Kinds extends Record<string, Kind<unknown>>> = { [Name in keyof Kinds]: Kinds[Name]['value'] }

const valueOfEach = <Kinds extends Record<string, Kind<unknown>>>(kinds: Kinds): Values<Kinds> =>
  Object.fromEntries(Object.entries(kinds).map(([name, { value }]) => [name, value])) as Values<Kinds>

/** Without a text nothing can be held against it; what is wrong in a file by itself is said all the same. */
function readAlone(place: Place): void {
  for (const file of yamlFiles(place.root))
    for (const { schema } of YAML_KINDS.filter(({ files }) => files.test(file))) readYaml(place, file, schema)
  readEssaySources(place)
}
