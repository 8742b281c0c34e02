import { foldSpace, type Citation, type Passage } from '#lib/domain/citation.ts'
import { choicesOf, type ChoiceItem, type Item, type PlaceItem, type RowsItem } from '#lib/domain/item.ts'
import { checkCitation, checkPassage } from '../reading/citations.ts'
import type { Against, Fault, Listed } from '../reading/entries.ts'

const OFFERED_SENTENCES = 40

/** The words that an answer comes down to, which no hint may say. */
function keyWords(one: Item): string[] {
  if ('options' in one)
    return one.options.filter(({ correct }) => correct).map(({ text }) => text.replace(/[.!?]$/u, ''))
  if (one.kind === 'match' || one.kind === 'who-said')
    return one.rows.flatMap((row) => choicesOf(one, row).flatMap(({ id, text }) => (id === row.key ? text : [])))
  return one.kind === 'select' ? one.accept : []
}

type FaultAt = Listed<unknown>['fault']
type Quoted = (cites: readonly Citation[], ...at: PropertyKey[]) => void

/** What no schema can see in a quiz item: whether its key, its near misses and its citations can be. */
export function itemCheck(
  { units }: Pick<Against, 'units'>,
  misreadings: ReadonlySet<string>,
  /** Places with a dot on the map. */
  dots: ReadonlySet<string>,
): (one: Item, fault: FaultAt) => void {
  return item

  function passage(range: Passage, fault: Fault): string[] {
    return checkPassage(units, range, fault)
  }

  function misreading(id: string, fault: Fault): void {
    if (!misreadings.has(id)) fault(`unknown misreading "${id}"`)
  }

  function item(one: Item, fault: FaultAt): void {
    const quoted: Quoted = (cites, ...at) =>
      cites.forEach((cite, which) => checkCitation(units, cite, fault(...at, 'cites', which)))
    passage(one.passage, fault('passage'))
    for (const words of keyWords(one))
      if (one.hint && foldSpace(one.hint).toLowerCase().includes(foldSpace(words).toLowerCase()))
        fault('hint')('the hint gives the answer away')
    switch (one.kind) {
      case 'select': {
        const offered = passage(one.range, fault('range'))
        if (offered.length > OFFERED_SENTENCES)
          fault('range')(`offers ${offered.length} sentences; ${OFFERED_SENTENCES} is the most`)
        for (const id of one.accept)
          if (offered.length > 0 && !offered.includes(id)) fault('accept')(`accepts ${id}, which is not offered`)
        quoted(one.cites)
        one.near.forEach((near, at) => {
          misreading(near.misreading, fault('near', at, 'misreading'))
          for (const id of near.at) {
            if (one.accept.includes(id)) fault('near', at)(`calls ${id} a near miss and accepts it`)
            else if (offered.length > 0 && !offered.includes(id))
              fault('near', at)(`the near miss ${id} is not offered`)
          }
        })
        return
      }
      case 'written':
        quoted(one.cites)
        one.rubric.forEach(({ cites }, at) => quoted(cites ?? [], 'rubric', at))
        one.samples.forEach(({ text }, at) => {
          if (text.length > one.max)
            fault('samples', at)(`the sample has ${text.length} characters; the student may write ${one.max}`)
        })
        return
      case 'order':
      case 'match':
      case 'who-said':
        rows(one, fault, quoted)
        return
      case 'place':
        wheres(one, fault)
        choices(one, fault, quoted)
        return
      default:
        choices(one, fault, quoted)
    }
  }

  function choices(one: ChoiceItem | PlaceItem, fault: FaultAt, quoted: Quoted): void {
    const right = one.options.filter(({ correct }) => correct).length
    if (one.kind !== 'several' && right !== 1)
      fault('options')(`a single choice has one right option, this has ${right}`)
    if (one.kind === 'several' && right === 0) fault('options')('no option is right')
    const seen = new Set<string>()
    one.options.forEach((option, at) => {
      if (seen.has(option.id)) fault('options', at)(`the option "${option.id}" is there twice`)
      seen.add(option.id)
      quoted(option.cites, 'options', at)
      if (!option.correct) misreading(option.misreading, fault('options', at, 'misreading'))
    })
  }

  function wheres(one: PlaceItem, fault: FaultAt): void {
    one.options.forEach((option, at) => where(one.on, option.where, fault('options', at, 'where')))
  }

  function where(on: 'map' | 'timeline', at: string, fault: Fault): void {
    if (on === 'timeline' && !/^day-\d{4}-\d{2}-\d{2}$/u.test(at)) fault(`"${at}" is no day such as day-1961-08-13`)
    if (on === 'map' && !dots.has(at)) fault(`"${at}" is no place of places.yaml with a dot on the map`)
  }

  function rows(one: RowsItem, fault: FaultAt, quoted: Quoted): void {
    quoted(one.cites)
    const keys = one.rows.map(({ key }) => key)
    if (one.kind === 'order') {
      if (
        keys.toSorted().join(' ') !==
        one.rows
          .map((_row, i) => String(i + 1))
          .toSorted()
          .join(' ')
      )
        fault('rows')(`the keys of an order are 1 to ${one.rows.length}, each once`)
      if (keys.every((key, i) => key === String(i + 1))) fault('rows')('the rows stand in the right order already')
    }
    const ids = new Set<string>()
    one.rows.forEach((row, at) => {
      if (ids.has(row.id)) fault('rows', at)(`the row "${row.id}" is there twice`)
      ids.add(row.id)
      quoted(row.cites, 'rows', at)
      if (!choicesOf(one, row).some(({ id }) => id === row.key))
        fault('rows', at, 'key')(`the key ${row.key} of row "${row.id}" is none of its choices`)
    })
    const key = new Set(one.rows.map((row) => row.id + row.key))
    one.near.forEach((near, at) => {
      misreading(near.misreading, fault('near', at, 'misreading'))
      if (near.answers.every((answer) => key.has(answer)))
        fault('near', at)(`the near miss ${near.answers.join(' ')} is right`)
      for (const answer of near.answers) {
        const row = one.rows.find(({ id }) => id === answer.charAt(0))
        if (!row || !choicesOf(one, row).some(({ id }) => id === answer.slice(1)))
          fault('near', at)(`the near miss ${answer} cannot be chosen`)
      }
    })
  }
}
