import type { Item, RowsItem } from '#lib/domain/item.ts'
import { rightAnswer, wrongAnswer } from './answers.ts'

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

/** The answer of a student whom another key of the same kind could prove right: an order stays an order. */
export function arguableAnswer(item: Item): string[] {
  if (item.kind !== 'order') return wrongAnswer(item)
  const [first, second, ...rest] = item.rows
  return [first!.id + second!.key, second!.id + first!.key, ...rest.map(({ id, key }) => id + key)]
}

const keyedBy = (item: RowsItem, answer: readonly string[]): RowsItem => {
  const before = rightAnswer(item)
  return {
    ...item,
    rows: item.rows.map((row) => ({ ...row, key: answer.find((token) => token.startsWith(row.id))!.slice(1) })),
    // What was right is now what somebody gets nearly right.
    near: item.near.map((near) =>
      near.answers.every((token) => answer.includes(token))
        ? { ...near, answers: before.filter((token) => !answer.includes(token)) }
        : near,
    ),
  }
}

/** The item as somebody corrects it who has found that `answer` is right; a written one, whose levels were too strict. */
export function withKey(item: Item, answer: readonly string[]): Item {
  switch (item.kind) {
    case 'written':
      return { ...item, rubric: item.rubric.map(({ row }) => ({ row, full: `${row}: one sentence is enough.` })) }
    case 'select':
      return {
        ...item,
        accept: [...answer],
        near: item.near.map((near) =>
          answer.some((id) => near.at.includes(id)) ? { ...near, at: item.accept } : near,
        ),
      }
    case 'order':
    case 'match':
    case 'who-said':
      return keyedBy(item, answer)
    default:
      return {
        ...item,
        options: item.options.map(({ correct: _was, ...option }) =>
          answer.includes(option.id)
            ? { ...option, correct: true }
            : { misreading: 'drops-the-hedge', ...option, correct: false },
        ),
      } as Item
  }
}
