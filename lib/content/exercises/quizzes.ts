import { foldSpace } from '#lib/domain/citation.ts'
import { choicesOf, quizSchema } from '#lib/domain/item.ts'
import type { Item, Quiz } from '#lib/domain/item.ts'
import { isScored } from '#lib/domain/judge.ts'
import { tally } from '../counts.ts'
import { digest } from '../ids/digest.ts'
import type { Kind } from '../kind.ts'
import { faultsOf, readEntries, valuesOf } from '../reading/entries.ts'
import type { Against, Listed } from '../reading/entries.ts'
import { listFiles } from '../reading/files.ts'
import type { Place } from '../reading/files.ts'
import { sentenceRange } from '../text/order.ts'
import { itemCheck } from './items.ts'

export function readQuizzes(
  { place, units }: Against,
  misreadings: ReadonlySet<string>,
  /** Places with a dot on the map. */
  dots: ReadonlySet<string>,
): Kind<Quiz[]> {
  const entries = readEntries(
    place,
    listFiles(place, 'quizzes', '.yaml'),
    quizSchema,
    (id) => `the quiz "${id}" is there twice`,
  )
  const check = itemCheck({ units }, misreadings, dots)
  for (const entry of entries)
    entry.value.items.forEach((one, index) => {
      const fault = faultsOf(place, entry, `${entry.value.id}/${one.id}`)
      check(one, (...at) => fault('items', index, ...at))
    })
  checkApart(place, entries)
  for (const entry of entries) checkFamilies(entry, place)
  const quizzes = valuesOf(entries)
  return {
    value: quizzes,
    ids: entries.flatMap(({ value, file, line }) => [
      { id: `quiz:${value.id}`, hash: digest(value.audience), file, line: line(['audience']) },
      ...value.items.map((one, index) => ({
        id: `item:${one.id}@${one.revision}`,
        hash: meaningOfItem(one),
        file,
        line: line(['items', index, 'id']),
      })),
    ]),
    // Class quizzes are left out before anything is looked at.
    uses: quizzes
      .filter(({ audience }) => audience === 'public')
      .map(({ id, title, items }) => ({
        at: items.flatMap(({ passage }) => sentenceRange(units, passage) ?? []),
        kind: 'quiz',
        title,
        href: `/quizzes/${id}`,
      })),
    counts: {
      quizzes: quizzes.length,
      ...tally(
        'item',
        quizzes.flatMap(({ items }) => items.map(({ kind }) => kind)),
      ),
    },
  }
}

/** No item twice for the same readers, and none of a class quiz where anybody can read it. */
function checkApart(place: Place, entries: readonly Listed<Quiz>[]): void {
  const stem = (one: Item): string => foldSpace(one.stem).toLowerCase()
  const classItems = entries.filter(({ value }) => value.audience === 'class').flatMap(({ value }) => value.items)
  const [classIds, classStems] = [new Set(classItems.map(({ id }) => id)), new Set(classItems.map(stem))]
  const seen = new Set<string>()
  for (const entry of entries) {
    const { audience, id, items } = entry.value
    items.forEach((one, index) => {
      const fault = faultsOf(place, entry, `${id}/${one.id}`)('items', index, 'id')
      if (audience === 'public' && (classIds.has(one.id) || classStems.has(stem(one))))
        fault('a public item that is also in a class quiz')
      if (audience === 'public' && one.kind === 'written')
        fault('a written item in a public quiz, which nobody reads and nothing stores')
      // Any class quiz can be given as practice, where a first miss is answered by it.
      if (audience === 'class' && isScored(one) && !one.hint) fault('no hint for a first miss')
      const key = `${audience} ${one.id}`
      if (seen.has(key)) fault('the item id is there twice')
      seen.add(key)
    })
  }
}

/** An attempt gets one item of a family, so each must be able to stand for the others: for score, skill and reader. */
export function familyFaults(items: readonly Item[]): { index: number; message: string }[] {
  return items.flatMap((one, index) => {
    if (!one.family) return []
    const family = items.filter((other) => other.family === one.family)
    const first = family[0]!
    return [
      family.length === 1 && `the family "${one.family}" has no other item in this quiz`,
      one.skill !== first.skill && `trains ${one.skill}, and its family "${one.family}" ${first.skill}`,
      (one.kind === 'written') !== (first.kind === 'written') &&
        `is scored in another way than its family "${one.family}"`,
    ].flatMap((message) => (message ? [{ index, message }] : []))
  })
}

function checkFamilies(entry: Listed<Quiz>, place: Place): void {
  const { audience, id, items } = entry.value
  const faultAt = (index: number) => faultsOf(place, entry, `${id}/${items[index]!.id}`)('items', index, 'family')
  for (const [index, one] of items.entries())
    if (one.family && audience === 'public') faultAt(index)('a family in a public quiz, which asks all its items')
  for (const { index, message } of familyFaults(items)) faultAt(index)(message)
}

/** What an item asks and how it is judged. Reasons and feedback may be improved without a new revision. */
export const meaningOfItem = (item: Item): string =>
  digest({ kind: item.kind, stem: item.stem, ...askedAndKeyed(item) })

function askedAndKeyed(item: Item): object {
  switch (item.kind) {
    case 'select':
      return { range: item.range, accept: item.accept }
    case 'written':
      return { max: item.max, rubric: item.rubric.map(({ row, full }) => ({ row, full })) }
    case 'place':
      return {
        on: item.on,
        options: item.options.map(({ id, text, where, correct }) => ({ id, text, where, correct })),
      }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        rows: item.rows.map((row) => ({ id: row.id, text: row.text, key: row.key, choices: choicesOf(item, row) })),
      }
    default:
      return { options: item.options.map(({ id, text, correct }) => ({ id, text, correct })) }
  }
}
