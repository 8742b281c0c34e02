import type { Item } from '#lib/domain/item.ts'

const number = (id: string): string => id.replace(/^s(?=\d)/, '')
const of = (cites: readonly { at: string }[]): string => cites.map(({ at }) => number(at)).join(', ')

/** A finished item as somebody types it into the form of the bank. */
export function typedOf(item: Item): Record<string, string | string[]> {
  const head = {
    stem: item.stem,
    skill: item.skill,
    passageFrom: number(item.passage.from),
    passageTo: number(item.passage.to),
    ...(item.kind === 'written' ? {} : { hint: item.hint ?? '' }),
    family: item.family ?? '',
    keepsOrder: item.keepsOrder ? ['asked', 'yes'] : 'asked',
  }
  switch (item.kind) {
    case 'select':
      return {
        ...head,
        rangeFrom: number(item.range.from),
        rangeTo: number(item.range.to),
        accept: item.accept.map(number).join(' '),
        why: item.why,
        at: of(item.cites),
        nearAt: item.near.map(({ at }) => at.map(number).join(', ')),
        nearMisreading: item.near.map(({ misreading }) => misreading),
        nearWhy: item.near.map(({ why }) => why),
      }
    case 'written':
      return {
        ...head,
        max: String(item.max),
        why: item.why,
        at: of(item.cites),
        rubricRow: item.rubric.map(({ row }) => row),
        rubricFull: item.rubric.map(({ full }) => full),
        sampleLevel: item.samples.map(({ level }) => level),
        sampleText: item.samples.map(({ text }) => text),
        sampleWhy: item.samples.map(({ why }) => why),
      }
    case 'order':
    case 'match':
    case 'who-said':
      return {
        ...head,
        ...(item.kind === 'match' ? { choices: item.choices!.map(({ text }) => text).join('\r\n') } : {}),
        rowText: item.rows.map(({ text }) => text),
        ...(item.kind === 'who-said'
          ? { rowChoices: item.rows.map(({ choices }) => choices!.map(({ text }) => text).join('\n')) }
          : {}),
        rowKey: item.rows.map(({ key }) => key),
        rowWhy: item.rows.map(({ why }) => why),
        rowAt: item.rows.map(({ cites }) => of(cites)),
        why: item.why,
        at: of(item.cites),
        // A list for each row of each near miss, most of them left alone.
        nearAnswer: item.near.flatMap(({ answers }, i) =>
          item.rows.map(({ id }) => {
            const answer = answers.find((one) => one.startsWith(id))
            return answer ? `${i}:${answer}` : ''
          }),
        ),
        nearMisreading: item.near.map(({ misreading }) => misreading),
        nearWhy: item.near.map(({ why }) => why),
      }
    default:
      return {
        ...head,
        ...(item.kind === 'place'
          ? { on: item.on, optionWhere: item.options.map((option) => ('where' in option ? option.where : '')) }
          : {}),
        optionText: item.options.map(({ text }) => text),
        optionRight: item.options.flatMap(({ correct }, i) => (correct ? [String(i)] : [])),
        optionWhy: item.options.map(({ why }) => why),
        optionAt: item.options.map(({ cites }) => of(cites)),
        optionMisreading: item.options.map((option) => (option.correct ? '' : option.misreading)),
      }
  }
}

const KINDS: readonly Item['kind'][] = ['single', 'several', 'order', 'match', 'who-said', 'select', 'place', 'written']
/** One item of every kind out of a list. */
export const oneOfEveryKind = (items: readonly Item[]): Item[] =>
  KINDS.map((kind) => {
    const found = items.find((item) => item.kind === kind)
    if (!found) throw new Error(`no item of the kind ${kind}`)
    return found
  })
