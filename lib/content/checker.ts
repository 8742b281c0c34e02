import { citationSchema, foldSpace } from '#lib/domain/citation.ts'
import type { Citation, Passage } from '#lib/domain/citation.ts'
import type { Item, Quiz } from '#lib/domain/item.ts'
import type { Question } from '#lib/domain/question.ts'
import { checkCitation } from './reading/citations.ts'
import type { EssaySource, EssayTextSource, ShortSource } from './essays/essay-source.ts'
import type { Entry, Place } from './reading/files.ts'
import { checkGrounds, parseGround } from './reading/grounds.ts'
import { itemCheck } from './exercises/items.ts'
import { sentenceRange } from './text/passages.ts'
import { slugSchema } from './schemas.ts'
import type { ClaimSource, EventSource, PersonSource, PlaceSource } from './schemas.ts'
import { checkStance } from './apparatus/stances.ts'
import { personsNamed, placesNamed } from './text/transcript.ts'
import type { Certainty, Transcript } from './types.ts'

const ESSAY_WORDS = { least: 900, most: 1400 }
const SHORT_WORDS = { least: 250, most: 380 }
const FURTHER_READINGS = 3
const SPEAKER_NAMES = { zhou: 'Zhou', khiem: 'Khiem' } as const
/** The days that the drawing of two lanes shows. */
const LANES = { from: '1961-08-01', to: '1961-08-25' }
export const MUST_REST_ON: Record<Certainty, { kind: string; words: string }> = {
  verified: { kind: 'V', words: 'V:work' },
  established: { kind: 'K', words: 'K:work or K:general' },
  transcript: { kind: 'T', words: 'T:s143' },
  uncertain: { kind: 'U', words: 'U' },
}

/** What no schema can see: whether the parts of an edition fit each other and the transcript. */
export function checker(
  place: Place,
  units: Transcript['units'],
  works: ReadonlySet<string>,
  misreadings: ReadonlySet<string>,
  /** Places with a dot on the map. */
  dots: ReadonlySet<string>,
) {
  const knows = { unit: (id: string) => units.has(id), work: (id: string) => works.has(id) }

  const citation = (cite: Citation, fault: (message: string) => void): void => checkCitation(units, cite, fault)
  const passage = (range: Passage, fault: (message: string) => void): string[] => {
    const ids = sentenceRange(units, range)
    if (!ids) fault(`${range.from} to ${range.to} is no run of sentences in the transcript`)
    return ids ?? []
  }
  const misreading = (id: string, fault: (message: string) => void): void => {
    if (!misreadings.has(id)) fault(`unknown misreading "${id}"`)
  }

  /** One sentence with its grounds, and whether they carry the certainty it claims. */
  function sure(value: { by: string; certainty: Certainty }, text: string, fault: (message: string) => void): void {
    checkGrounds({ by: value.by, text }, knows, fault)
    const { kind, words } = MUST_REST_ON[value.certainty]
    const kinds: (string | undefined)[] = value.by.split(/\s+/u).map((word) => parseGround(word)?.kind)
    if (!kinds.includes(kind)) fault(`called ${value.certainty}, without the ground ${words}`)
    if (kinds.includes('U') && value.certainty !== 'uncertain') fault('rests on U and is not called uncertain')
  }

  const item = itemCheck(place, { citation, passage, misreading, dots })

  function essayText({ file, grounds, cites, reads, sides }: EssayTextSource): void {
    for (const ground of grounds) checkGrounds(ground, knows, (message) => place.report(file, ground.line, message))
    for (const { at, quote, line } of cites) {
      const cite = citationSchema.safeParse(quote === undefined ? { at } : { at, quote })
      if (cite.success) citation(cite.data, (message) => place.report(file, line, message))
      else if (at !== '')
        place.report(file, line, `<Cite at="${at}"> is no citation: ${cite.error.issues[0]?.message ?? ''}`)
    }
    for (const { work, line } of reads)
      if (work !== '' && !works.has(work)) place.report(file, line, `<Read work="${work}"> names no work of works.yaml`)
    for (const { work, line } of sides)
      if (work !== '' && !works.has(work)) place.report(file, line, `<Side work="${work}"> names no work of works.yaml`)
  }

  return {
    unique(what: string, entries: readonly Entry<{ id: string }>[]): void {
      const seen = new Set<string>()
      for (const { value, file, line } of entries) {
        if (seen.has(value.id)) place.report(file, line(['id']), `the ${what} "${value.id}" is there twice`)
        seen.add(value.id)
      }
    },

    people(entries: readonly Entry<PersonSource>[], transcript: Transcript, lines: ReadonlyMap<string, number>): void {
      const ids = new Set(entries.map(({ value }) => value.id))
      for (const [unit, refs] of personsNamed(transcript)) {
        for (const ref of refs)
          if (!ids.has(ref))
            place.report('transcript.xml', lines.get(unit) ?? 1, `${unit} names #${ref}, who is not in people.yaml`)
      }
      for (const { value, file, line } of entries) {
        value.meant.forEach((id, at) =>
          citation({ at: id }, (message) => place.report(file, line(['meant', at]), `${value.id}: ${message}`)),
        )
        value.about.forEach((statement, at) =>
          checkGrounds(statement, knows, (message) =>
            place.report(file, line(['about', at]), `${value.id}: ${message}`),
          ),
        )
      }
    },

    claims(entries: readonly Entry<ClaimSource>[], { names }: Transcript, people: ReadonlySet<string>): void {
      const known = (id: string): boolean => people.has(id) || names.has(id)
      for (const { value, file, line } of entries) {
        const fault =
          (at: readonly PropertyKey[]) =>
          (message: string): void =>
            place.report(file, line(at), `${value.id}: ${message}`)
        const name = SPEAKER_NAMES[value.speaker]
        value.at.forEach((id, which) => {
          citation({ at: id }, fault(['at', which]))
          const unit = units.get(id)
          if (unit && unit.speaker !== value.speaker) fault(['at', which])(`${id} is not spoken by ${value.speaker}`)
        })
        if (!value.claim.startsWith(`${name} `)) fault(['claim'])(`a claim begins with "${name}", whose claim it is`)
        value.about.forEach((id, which) => {
          if (!known(id)) fault(['about', which])(`"${id}" is no person of people.yaml and no name of the transcript`)
        })
        if (value.chain[0]?.who !== value.speaker)
          fault(['chain', 0])(
            `the chain begins with "${value.chain[0]?.who ?? ''}" and not with its speaker, ${value.speaker}`,
          )
        value.chain.forEach((mouth, which) => {
          const here = fault(['chain', which])
          const last = which === value.chain.length - 1
          if (slugSchema.safeParse(mouth.who).success && !known(mouth.who))
            here(`"${mouth.who}" is no person of people.yaml and no name of the transcript`)
          if (mouth.how === 'reported' && last) here(`${mouth.who} reports, and the chain has nobody behind`)
          if (mouth.how === 'direct' && !last) here(`${mouth.who} has it directly, and the chain goes on behind`)
          if (mouth.how !== 'inferred' && mouth.at === undefined)
            here(`${mouth.who} without the sentence that shows it; a step that the record does not state is inferred`)
          if (mouth.at === undefined && mouth.quote !== undefined) here('a quote without the sentence it stands in')
          if (mouth.at !== undefined)
            citation(mouth.quote === undefined ? { at: mouth.at } : { at: mouth.at, quote: mouth.quote }, here)
        })
        checkStance(units, value.value, value.at, fault(['value']))
        value.elsewhere.forEach((statement, which) => checkGrounds(statement, knows, fault(['elsewhere', which])))
      }
    },

    events(entries: readonly Entry<EventSource>[]): void {
      const byId = new Map(entries.map(({ value }) => [value.id, value]))
      const other = { zhou: 'khiem', khiem: 'zhou' } as const
      let last = ''
      for (const { value, file, line } of entries) {
        const fault =
          (at: readonly PropertyKey[]) =>
          (message: string): void =>
            place.report(file, line(at), `${value.id}: ${message}`)
        if (value.date < last) fault(['date'])(`${value.date} stands after ${last}`)
        last = value.date
        if (value.until !== undefined && value.until < value.date)
          fault(['until'])(`ends on ${value.until}, before it begins`)
        value.at.forEach((id, at) => citation({ at: id }, fault(['at', at])))
        sure(value, value.what, fault(['by']))
        const inLanes = value.date >= LANES.from && value.date <= LANES.to
        if (inLanes !== (value.lane !== undefined))
          fault(['date'])(
            inLanes ? 'a day of August 1961 needs a lane' : 'only the days from 1 to 25 August 1961 have lanes',
          )
        if ((value.lane !== undefined) !== (value.short !== undefined))
          fault(['date'])('a lane and a short line go together')
        if (inLanes && value.at.length === 0 && !/\b[VK]:/u.test(value.by))
          fault(['by'])('has neither a passage nor a work')
        value.against.forEach((id, at) => {
          const against = byId.get(id)
          if (!against) fault(['against', at])(`"${id}" is no event`)
          else if ((value.lane !== 'zhou' && value.lane !== 'khiem') || against.lane !== other[value.lane])
            fault(['against', at])(`"${id}" is not in the other man’s lane`)
          else if (!against.against.includes(value.id)) fault(['against', at])(`"${id}" does not name it in return`)
        })
      }
    },

    places(entries: readonly Entry<PlaceSource>[], transcript: Transcript, lines: ReadonlyMap<string, number>): void {
      const byId = new Map(entries.map(({ value }) => [value.id, value]))
      const named = placesNamed(transcript)
      const inText = new Set([...named.values()].flat())
      for (const [unit, refs] of named) {
        for (const ref of refs)
          if (!byId.has(ref))
            place.report('transcript.xml', lines.get(unit) ?? 1, `${unit} names #${ref}, which is not in places.yaml`)
      }
      for (const { value, file, line } of entries) {
        const fault =
          (at: readonly PropertyKey[]) =>
          (message: string): void =>
            place.report(file, line(at), `${value.id}: ${message}`)
        value.meant.forEach((id, at) => citation({ at: id }, fault(['meant', at])))
        sure(value, value.role, fault(['by']))
        if ((value.presence === 'implied') === inText.has(value.id))
          fault(['presence'])(
            inText.has(value.id)
              ? 'called implied, and the text names it'
              : `called ${value.presence}, and the text never names it`,
          )
        if (value.presence === 'implied' && value.meant.length === 0) fault(['presence'])('implied by no sentence')
        const placed = value.lat !== undefined && value.long !== undefined
        if (placed !== (value.kind === 'point'))
          fault(['kind'])(placed ? 'an area has no dot' : 'a point needs lat and long')
        if (
          value.with !== undefined &&
          (byId.get(value.with)?.kind !== 'point' || byId.get(value.with)?.with !== undefined)
        )
          fault(['with'])(`"${value.with}" has no dot of its own`)
      }
    },

    quizzes(entries: readonly Entry<Quiz>[]): void {
      const stem = (one: Item): string => foldSpace(one.stem).toLowerCase()
      const classItems = entries.filter(({ value }) => value.audience === 'class').flatMap(({ value }) => value.items)
      const [classIds, classStems] = [new Set(classItems.map(({ id }) => id)), new Set(classItems.map(stem))]
      const seen = new Set<string>()
      for (const entry of entries) {
        entry.value.items.forEach((one, index) => {
          const fault = (message: string): void =>
            place.report(entry.file, entry.line(['items', index, 'id']), `${entry.value.id}/${one.id}: ${message}`)
          item(entry, one, index)
          if (entry.value.audience === 'public' && (classIds.has(one.id) || classStems.has(stem(one))))
            fault('a public item that is also in a class quiz')
          const key = `${entry.value.audience} ${one.id}`
          if (seen.has(key)) fault('the item id is there twice')
          seen.add(key)
        })
      }
    },

    questions(entries: readonly Entry<Question>[]): void {
      for (const { value, file, line } of entries) {
        const fault =
          (at: readonly PropertyKey[]) =>
          (message: string): void =>
            place.report(file, line(at), `${value.id}: ${message}`)
        value.passages.forEach((range, at) => passage(range, fault(['passages', at])))
        value.cites.forEach((cite, at) => citation(cite, fault(['cites', at])))
      }
    },

    essays(essays: readonly EssaySource[], shorts: readonly ShortSource[]): void {
      for (const essay of essays) {
        const { file, slug, words, differs, reads } = essay
        const fault = (message: string): void => place.report(file, 1, message)
        essayText(essay)
        if (words < ESSAY_WORDS.least || words > ESSAY_WORDS.most)
          fault(`the essay has ${words} words; ${ESSAY_WORDS.least} to ${ESSAY_WORDS.most} are asked for`)
        if (differs.length === 0) fault('the essay shows no disagreement <Differ> of historians or sources')
        const readings = new Set(reads.map(({ work }) => work).filter((work) => works.has(work))).size
        if (readings < FURTHER_READINGS)
          fault(`the essay names ${readings} further readings; ${FURTHER_READINGS} are asked for`)
        if (!shorts.some((short) => short.slug === slug)) fault(`the essay has no short form essays/short/${slug}.mdx`)
      }
      for (const short of shorts) {
        const { file, slug, words } = short
        essayText(short)
        if (words < SHORT_WORDS.least || words > SHORT_WORDS.most)
          place.report(
            file,
            1,
            `the short form has ${words} words; ${SHORT_WORDS.least} to ${SHORT_WORDS.most} are asked for`,
          )
        if (!essays.some((essay) => essay.slug === slug))
          place.report(file, 1, `the short form has no essay essays/${slug}.mdx`)
      }
    },
  }
}
