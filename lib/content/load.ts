import { citationSchema, foldSpace } from '#lib/domain/citation.ts'
import type { Citation, Passage } from '#lib/domain/citation.ts'
import { quizSchema } from '#lib/domain/item.ts'
import type { Item, Quiz } from '#lib/domain/item.ts'
import { questionSchema } from '#lib/domain/question.ts'
import type { Question } from '#lib/domain/question.ts'
import { readEssay } from './essay-source.ts'
import type { EssaySource } from './essay-source.ts'
import { listFiles, readText, readYaml } from './files.ts'
import type { Entry, Place } from './files.ts'
import { checkGrounds, parseGround } from './grounds.ts'
import { digest } from './hash.ts'
import { meaningOfItem, meaningOfQuestion } from './ids-lock.ts'
import type { LiveId } from './ids-lock.ts'
import { MIRROR_HOST } from './mirrors.ts'
import { byPlace } from './problems.ts'
import type { Problem } from './problems.ts'
import { misreadingSchema, personSchema, workSchema } from './schemas.ts'
import type { PersonSource } from './schemas.ts'
import { allParts, personsNamed, readTranscript, sentencesOf } from './transcript.ts'
import type { Edition, Essay, Misreading, Person, Transcript, Use, Work } from './types.ts'

const ESSAY_WORDS = { least: 900, most: 1400 }
const OFFERED_SENTENCES = 40

export type Loaded = {
  /** Null only where there is no transcript to stand on. */
  edition: Edition | null
  problems: Problem[]
  ids: LiveId[]
  counts: Record<string, number>
  /** Those of the counts that belong to the text, which stay as they are for good. */
  textCounts: Record<string, number>
}

type Units = Transcript['units']

/** All of an edition's folder, read and checked. Every fault is in `problems`; nothing throws. */
export function loadEdition(root: string): Loaded {
  const problems: Problem[] = []
  const place: Place = { root, report: (file, line, message) => problems.push({ file, line, message }) }

  refuseMirrors(place)
  const xml = readText(place, 'transcript.xml')
  if (xml === null) place.report('transcript.xml', 1, 'the transcript is missing')
  const read = xml === null ? null : readTranscript(xml, 'transcript.xml', place.report)
  const people = readYaml(place, 'people.yaml', personSchema)
  const works = listFiles(place, '.', '.yaml').filter((name) => /^works(-[a-z]+)?\.yaml$/u.test(name)).flatMap((file) => readYaml(place, file, workSchema))
  const misreadings = readYaml(place, 'misreadings.yaml', misreadingSchema)
  const quizzes = listFiles(place, 'quizzes', '.yaml').flatMap((file) => readYaml(place, file, quizSchema))
  const questions = listFiles(place, 'questions', '.yaml').flatMap((file) => readYaml(place, file, questionSchema))
  const essays = listFiles(place, 'essays', '.mdx').flatMap((file) => readEssay(place, file) ?? [])
  if (!read) return { edition: null, problems: problems.toSorted(byPlace), ids: [], counts: {}, textCounts: {} }

  const { transcript, lines } = read
  const check = checker(place, transcript.units, new Set(works.map(({ value }) => value.id)), new Set(misreadings.map(({ value }) => value.id)))
  check.unique('person', people)
  check.unique('work', works)
  check.unique('misreading', misreadings)
  check.unique('quiz', quizzes)
  check.unique('question', questions)
  check.people(people, transcript, lines)
  check.quizzes(quizzes)
  check.questions(questions)
  check.essays(essays)

  const edition: Edition = {
    transcript,
    people: people.map(({ value }) => withMentions(value, transcript)),
    works: works.map(({ value }): Work => value),
    misreadings: misreadings.map(({ value }): Misreading => value),
    essays: essays.map(({ slug, title, summary, minutes, words, paragraphs, cites, grounds }): Essay => ({
      slug, title, summary, minutes, words,
      paragraphs: paragraphs.map(({ id }) => id),
      cites: [...new Set(cites.map(({ at }) => at))],
      grounds: grounds.map(({ by, text }) => ({ by, text })),
    })),
    quizzes: quizzes.map(({ value }) => value),
    questions: questions.map(({ value }) => value),
    usedIn: usesOf(transcript.units, people, essays, quizzes, questions),
  }
  return {
    edition,
    problems: problems.toSorted(byPlace),
    ids: liveIds(transcript, lines, people, essays, quizzes, questions),
    counts: { ...countText(edition.transcript), ...countRest(edition) },
    textCounts: countText(edition.transcript),
  }
}

const tally = (prefix: string, kinds: readonly string[]): Record<string, number> =>
  kinds.reduce<Record<string, number>>((sum, kind) => ({ ...sum, [`${prefix}:${kind}`]: (sum[`${prefix}:${kind}`] ?? 0) + 1 }), {})

/** The kinds of slip are not marked up as such: two places with the same words and correction are one kind. */
function countText({ header, turns, end }: Transcript): Record<string, number> {
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
    ...tally('bracket', parts.flatMap((part) => (part.kind === 'bracket' ? [part.bracket] : []))),
    slipKinds: new Set(slips).size,
    ...tally('slip', slips),
  }
}

function countRest({ people, works, misreadings, essays, questions, quizzes }: Edition): Record<string, number> {
  const grounds = [...essays.flatMap((essay) => essay.grounds), ...people.flatMap(({ about }) => about)].flatMap(({ by }) => by.trim().split(/\s+/u))
  return {
    people: people.length,
    works: works.length,
    misreadings: misreadings.length,
    essays: essays.length,
    ...tally('ground', grounds.map((word) => parseGround(word)?.kind ?? 'unknown')),
    questions: questions.length,
    quizzes: quizzes.length,
    ...tally('item', quizzes.flatMap(({ items }) => items.map(({ kind }) => kind))),
  }
}

function refuseMirrors(place: Place): void {
  const files = [...['.xml', '.yaml'].flatMap((ending) => listFiles(place, '.', ending)), ...listFiles(place, 'essays', '.mdx'), ...['quizzes', 'questions'].flatMap((folder) => listFiles(place, folder, '.yaml'))]
  for (const file of files) {
    (readText(place, file) ?? '').split('\n').forEach((line, index) => {
      const host = MIRROR_HOST.exec(line)?.[0]
      if (host) place.report(file, index + 1, `"${host}" is a copy of somebody's page; cite the work or the archive itself`)
    })
  }
}

function withMentions({ meant, ...person }: PersonSource, transcript: Transcript): Person {
  const order = (id: string): number => transcript.units.get(id)?.order ?? 0
  const named = [...personsNamed(transcript)].flatMap(([unit, refs]) => (refs.includes(person.id) ? [unit] : []))
  return { ...person, mentions: [...new Set([...named, ...meant])].toSorted((a, b) => order(a) - order(b)) }
}

const sentenceRange = (units: Units, { from, to }: Passage): string[] | null => {
  const [first, last] = [units.get(from)?.order, units.get(to)?.order]
  return first === undefined || last === undefined || last < first ? null : [...units.keys()].slice(first, last + 1)
}

function checker(place: Place, units: Units, works: ReadonlySet<string>, misreadings: ReadonlySet<string>) {
  const knows = { unit: (id: string) => units.has(id), work: (id: string) => works.has(id) }

  const citation = ({ at, quote }: Citation, fault: (message: string) => void): void => {
    const unit = units.get(at)
    if (!unit) fault(`${at} names no sentence of the transcript`)
    else if (quote !== undefined && !unit.text.includes(foldSpace(quote))) fault(`the words "${foldSpace(quote).slice(0, 60)}" do not stand in ${at}`)
  }
  const passage = (range: Passage, fault: (message: string) => void): string[] => {
    const ids = sentenceRange(units, range)
    if (!ids) fault(`${range.from} to ${range.to} is no run of sentences in the transcript`)
    return ids ?? []
  }
  const misreading = (id: string, fault: (message: string) => void): void => {
    if (!misreadings.has(id)) fault(`unknown misreading "${id}"`)
  }

  function item(entry: Entry<Quiz>, one: Item, index: number): void {
    const { file, line, value } = entry
    const fault = (at: readonly PropertyKey[]) => (message: string): void => {
      place.report(file, line(['items', index, ...at]), `${value.id}/${one.id}: ${message}`)
    }
    passage(one.passage, fault(['passage']))
    if (one.kind === 'select') {
      const offered = passage(one.range, fault(['range']))
      if (offered.length > OFFERED_SENTENCES) fault(['range'])(`offers ${offered.length} sentences; ${OFFERED_SENTENCES} is the most`)
      for (const id of one.accept) if (offered.length > 0 && !offered.includes(id)) fault(['accept'])(`accepts ${id}, which is not offered`)
      one.cites.forEach((cite, at) => citation(cite, fault(['cites', at])))
      one.near.forEach((near, at) => {
        misreading(near.misreading, fault(['near', at, 'misreading']))
        for (const id of near.at) {
          if (one.accept.includes(id)) fault(['near', at])(`calls ${id} a near miss and accepts it`)
          else if (offered.length > 0 && !offered.includes(id)) fault(['near', at])(`the near miss ${id} is not offered`)
        }
      })
      return
    }
    const right = one.options.filter(({ correct }) => correct).length
    if (one.kind === 'single' && right !== 1) fault(['options'])(`a single choice has one right option, this has ${right}`)
    if (one.kind === 'several' && right === 0) fault(['options'])('no option is right')
    const seen = new Set<string>()
    one.options.forEach((option, at) => {
      if (seen.has(option.id)) fault(['options', at])(`the option "${option.id}" is there twice`)
      seen.add(option.id)
      option.cites.forEach((cite, which) => citation(cite, fault(['options', at, 'cites', which])))
      if (!option.correct) misreading(option.misreading, fault(['options', at, 'misreading']))
    })
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
        for (const ref of refs) if (!ids.has(ref)) place.report('transcript.xml', lines.get(unit) ?? 1, `${unit} names #${ref}, who is not in people.yaml`)
      }
      for (const { value, file, line } of entries) {
        value.meant.forEach((id, at) => citation({ at: id }, (message) => place.report(file, line(['meant', at]), `${value.id}: ${message}`)))
        value.about.forEach((statement, at) => checkGrounds(statement, knows, (message) => place.report(file, line(['about', at]), `${value.id}: ${message}`)))
      }
    },

    quizzes(entries: readonly Entry<Quiz>[]): void {
      const stem = (one: Item): string => foldSpace(one.stem).toLowerCase()
      const classItems = entries.filter(({ value }) => value.audience === 'class').flatMap(({ value }) => value.items)
      const [classIds, classStems] = [new Set(classItems.map(({ id }) => id)), new Set(classItems.map(stem))]
      const seen = new Set<string>()
      for (const entry of entries) {
        entry.value.items.forEach((one, index) => {
          const fault = (message: string): void => place.report(entry.file, entry.line(['items', index, 'id']), `${entry.value.id}/${one.id}: ${message}`)
          item(entry, one, index)
          if (entry.value.audience === 'public' && (classIds.has(one.id) || classStems.has(stem(one)))) fault('a public item that is also in a class quiz')
          const key = `${entry.value.audience} ${one.id}`
          if (seen.has(key)) fault('the item id is there twice')
          seen.add(key)
        })
      }
    },

    questions(entries: readonly Entry<Question>[]): void {
      for (const { value, file, line } of entries) {
        const fault = (at: readonly PropertyKey[]) => (message: string): void => place.report(file, line(at), `${value.id}: ${message}`)
        value.passages.forEach((range, at) => passage(range, fault(['passages', at])))
        value.cites.forEach((cite, at) => citation(cite, fault(['cites', at])))
      }
    },

    essays(essays: readonly EssaySource[]): void {
      for (const { file, words, grounds, cites, reads } of essays) {
        for (const ground of grounds) checkGrounds(ground, knows, (message) => place.report(file, ground.line, message))
        for (const { at, quote, line } of cites) {
          const cite = citationSchema.safeParse(quote === undefined ? { at } : { at, quote })
          if (cite.success) citation(cite.data, (message) => place.report(file, line, message))
          else if (at !== '') place.report(file, line, `<Cite at="${at}"> is no citation: ${cite.error.issues[0]?.message ?? ''}`)
        }
        for (const { work, line } of reads) if (work !== '' && !works.has(work)) place.report(file, line, `<Read work="${work}"> names no work of works.yaml`)
        if (words < ESSAY_WORDS.least || words > ESSAY_WORDS.most) place.report(file, 1, `the essay has ${words} words; ${ESSAY_WORDS.least} to ${ESSAY_WORDS.most} are asked for`)
      }
    },
  }
}

/** The way back, from a sentence to what uses it. Class quizzes are left out before anything is looked at. */
function usesOf(units: Units, people: readonly Entry<PersonSource>[], essays: readonly EssaySource[], quizzes: readonly Entry<Quiz>[], questions: readonly Entry<Question>[]): ReadonlyMap<string, Use[]> {
  const uses = new Map<string, Use[]>()
  const add = (ids: Iterable<string>, use: Use): void => {
    for (const id of new Set(ids)) if (units.has(id)) uses.set(id, [...(uses.get(id) ?? []), use])
  }
  const grounded = (statements: readonly { by: string }[]): string[] => statements.flatMap(({ by }) => by.split(/\s+/u).flatMap((word) => {
    const ground = parseGround(word)
    return ground?.kind === 'T' ? [ground.target] : []
  }))
  const runs = (passages: readonly Passage[]): string[] => passages.flatMap((range) => sentenceRange(units, range) ?? [])

  for (const { slug, title, cites, grounds } of essays) add([...cites.map(({ at }) => at), ...grounded(grounds)], { kind: 'essay', title, href: `/essays/${slug}` })
  for (const { value } of questions) add([...runs(value.passages), ...value.cites.map(({ at }) => at)], { kind: 'question', title: value.title, href: `/questions/${value.id}` })
  for (const { value } of quizzes.filter((entry) => entry.value.audience === 'public')) add(runs(value.items.map((one) => one.passage)), { kind: 'quiz', title: value.title, href: `/quizzes/${value.id}` })
  for (const { value } of people) add([...grounded(value.about), ...value.meant], { kind: 'person', title: value.name, href: `/people/${value.id}` })
  return uses
}

function liveIds(transcript: Transcript, lines: ReadonlyMap<string, number>, people: readonly Entry<PersonSource>[], essays: readonly EssaySource[], quizzes: readonly Entry<Quiz>[], questions: readonly Entry<Question>[]): LiveId[] {
  const inText = (id: string, meaning: unknown): LiveId => ({ id, hash: digest(meaning), file: 'transcript.xml', line: lines.get(id) ?? 1 })
  return [
    ...[...transcript.units.values()].map(({ id, text, speaker }) => inText(id, { text, speaker })),
    ...transcript.turns.flatMap((turn) => [
      inText(turn.id, { speaker: turn.speaker, label: turn.label }),
      ...turn.paragraphs.map((paragraph) => inText(paragraph.id, paragraph.sentences.map(({ id }) => id))),
    ]),
    // An essay's paragraph is a place to come back to; its wording may be improved, its number may not move away.
    ...essays.flatMap(({ slug, file, paragraphs }) => paragraphs.map(({ id, line }): LiveId => ({ id: `essay:${slug}#${id}`, hash: digest(id), file, line }))),
    ...people.map(({ value, file, line }): LiveId => ({ id: `person:${value.id}`, hash: digest(value.name), file, line: line(['name']) })),
    ...quizzes.flatMap(({ value, file, line }): LiveId[] => [
      { id: `quiz:${value.id}`, hash: digest(value.audience), file, line: line(['audience']) },
      ...value.items.map((one, index): LiveId => ({ id: `item:${one.id}@${one.revision}`, hash: meaningOfItem(one), file, line: line(['items', index, 'id']) })),
    ]),
    ...questions.map(({ value, file, line }): LiveId => ({ id: `question:${value.id}@${value.revision}`, hash: meaningOfQuestion(value), file, line: line(['id']) })),
  ]
}
