import type { Member } from '#lib/db/queries/classes.ts'
import { counted, versionOf, type SatQuiz } from '#lib/db/queries/class-work.ts'
import type { Keys } from '#lib/db/queries/scores.ts'
import { type Given, type QuizSheets, type Sheet } from '#lib/db/queries/sheets.ts'
import { firstDrawn } from '#lib/domain/draw.ts'
import type { Item } from '#lib/domain/item.ts'
import { choosable, isRight, isScored, misreadingsIn, misreadingsOf, type KeptQuiz } from '#lib/domain/judge.ts'
import { once } from './once.ts'

export type SharedMisreading = {
  id: string
  reading: string
  advice: string
  students: number
  of: number
  items: {
    assignment: string
    quiz: string
    item: string
    stem: string
    number: number
    passage: { from: string; to: string }
  }[]
}

/** The questions of an attempt by their ids, with the place of each in it. */
const placesIn = (): ((keys: Keys) => Map<string, { item: Item; index: number }>) =>
  once(({ items }) => new Map(items.map((item, index) => [item.id, { item, index }])))

/** Misreadings by how many students showed them at least once in their newest handed-in attempts, most shared first. */
export function sharedMisreadings(quizzes: readonly QuizSheets[]): SharedMisreading[] {
  const found = new Map<string, SharedMisreading & { who: Set<string> }>()
  const asked = new Map<string, Set<string>>()
  for (const { assignment, kept, sheets } of quizzes) {
    const places = placesIn()
    const entryOf = (id: string) => {
      const name = kept.misreadings.find((one) => one.id === id)
      const entry = found.get(id) ?? {
        id,
        reading: name?.reading ?? id,
        advice: name?.advice ?? '',
        students: 0,
        of: 0,
        items: [],
        who: new Set<string>(),
      }
      found.set(id, entry)
      return entry
    }
    /** Who can show what an item can show, and who showed it: of one answer, for all who gave it under the same keys. */
    const readingsOf = once((keys: Keys) =>
      once(({ item: id, body }: Given) => {
        const place = places(keys).get(id)
        if (!place) return { possible: [], shown: [] }
        const { item, index } = place
        return {
          possible: [...new Set(misreadingsOf(item))].map((one) => {
            const those = asked.get(one) ?? new Set<string>()
            asked.set(one, those)
            return those
          }),
          shown: [...new Set(misreadingsIn(item, body))].map((one) => {
            const entry = entryOf(one)
            if (!entry.items.some((other) => other.assignment === assignment.id && other.item === item.id))
              entry.items.push({
                assignment: assignment.id,
                quiz: assignment.title,
                item: item.id,
                stem: item.stem,
                number: numberIn(kept.items, item, index),
                passage: item.passage,
              })
            return entry.who
          }),
        }
      }),
    )
    for (const { userId, keys, answers } of sheets) {
      const readings = readingsOf(keys)
      for (const one of answers) {
        const { possible, shown } = readings(one)
        for (const those of possible) those.add(userId)
        for (const those of shown) those.add(userId)
      }
    }
  }
  return [...found.values()]
    .map(({ who, ...entry }) => ({ ...entry, students: who.size, of: asked.get(entry.id)?.size ?? who.size }))
    .toSorted((a, b) => b.students - a.students || (a.id < b.id ? -1 : 1))
}

/** Its place in the quiz as it is given today; of a question that is there no longer, its place when it was asked. */
const numberIn = (items: readonly Item[], item: Item, index: number): number => {
  const place = items.findIndex(({ id }) => id === item.id)
  return (place < 0 ? index : place) + 1
}

export type ItemAnswers = {
  id: string
  number: number
  stem: string
  kind: Item['kind']
  answered: number
  /** Null for a written answer, which people judge. */
  right: number | null
  passage: { from: string; to: string }
  /** What was offered; for select-the-sentence the sentences that were chosen, for written answers nothing. */
  options: { id: string; text: string | null; correct: boolean; misreading: string | null; count: number }[]
  answers: {
    student: string
    name: string
    chosen: string[]
    correct: boolean | null
    confidence: number | null
    misreadings: string[]
  }[]
}

/** How many gave each answer to each version of an item, in one pass over the attempts that count. */
function tallies(sat: readonly Sheet[]): Map<string, Map<Given, number>> {
  const found = new Map<string, Map<Given, number>>()
  const tallyOf = once(({ items }: Keys) => {
    const versions = new Map(items.map((item) => [item.id, versionOf(item)]))
    return once(({ item }: Given) => {
      const version = versions.get(item) ?? ''
      const tally = found.get(version) ?? new Map<Given, number>()
      found.set(version, tally)
      return tally
    })
  })
  for (const { keys, answers } of sat) {
    const own = tallyOf(keys)
    for (const one of answers) {
      const tally = own(one)
      tally.set(one, (tally.get(one) ?? 0) + 1)
    }
  }
  return found
}

/** Who of these students chose what in one version of an item. */
function chosenBy(
  item: Item,
  { all }: SatQuiz,
  students: readonly Member[],
  reading: (id: string) => string,
): ItemAnswers['answers'] {
  const version = versionOf(item)
  return students.flatMap((student) => {
    const sitting = counted(all.get(student.userId))
    const answer = sitting?.answers.get(item.id)
    const isThis = sitting?.ruling.items.some((one) => versionOf(one) === version)
    return answer && isThis && !answer.erased
      ? [
          {
            student: student.userId,
            name: student.displayName,
            chosen: answer.body,
            correct: isScored(item) ? isRight(item, answer.body) : null,
            confidence: answer.confidence,
            misreadings: misreadingsIn(item, answer.body).map(reading),
          },
        ]
      : []
  })
}

/** Item by item: counted over everybody whose attempts are in `quiz`, and row by row for these students alone. */
export function quizAnswers(quiz: QuizSheets, rows: SatQuiz, students: readonly Member[]): ItemAnswers[] {
  const { kept, sheets: sat } = quiz
  const reading = (id: string) => kept.misreadings.find((one) => one.id === id)?.reading ?? id
  const tally = tallies(sat)
  return askedIn(kept, sat).map(({ item, number, version }) => {
    const given = [...(tally.get(version) ?? [])]
    const sum = (those: typeof given) => those.reduce((all, [, n]) => all + n, 0)
    const count = (id: string) => sum(given.filter(([{ body }]) => body.includes(id)))
    return {
      id: item.id,
      number,
      stem: item.stem,
      kind: item.kind,
      answered: sum(given),
      right: isScored(item) ? sum(given.filter(([{ body }]) => isRight(item, body))) : null,
      passage: item.passage,
      options: choosable(
        item,
        given.flatMap(([{ body }]) => body),
      ).map((one) => ({ ...one, misreading: one.misreading && reading(one.misreading), count: count(one.id) })),
      answers: chosenBy(item, rows, students, reading),
    }
  })
}

/** What was asked, version by version, in the order of the quiz; what will be asked where nobody has sat it. */
function askedIn(kept: KeptQuiz, sat: readonly Sheet[]): { item: Item; number: number; version: string }[] {
  const asked = new Map<string, { item: Item; number: number; version: string }>()
  const all =
    sat.length > 0 ? [...new Set(sat.map(({ keys }) => keys))].map(({ items }) => items) : [firstDrawn(kept.items)]
  for (const items of all)
    for (const [index, item] of items.entries())
      asked.set(versionOf(item), { item, number: numberIn(kept.items, item, index), version: versionOf(item) })
  return [...asked.values()].toSorted((a, b) => a.number - b.number || b.item.revision - a.item.revision)
}
