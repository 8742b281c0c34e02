import { describe, expect, test } from 'vitest'
import { drawn, firstDrawn, inOrderAsked, itemsAsked } from './draw.ts'
import type { ShownItem } from './item.ts'
import type { Verdict } from './judge.ts'

const base = { revision: 1, stem: 'A stem' }
const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: `Option ${id}` }))
const choices = ['1', '2', '3'].map((id) => ({ id, text: `Choice ${id}` }))
const rows = ['a', 'b', 'c'].map((id) => ({ id, text: `Row ${id}`, choices }))
const item = (id: string, family?: string): ShownItem => ({
  ...base,
  id,
  kind: 'single',
  options,
  ...(family ? { family } : {}),
})
const ids = (all: readonly { id: string }[]): string => all.map(({ id }) => id).join(' ')
const seeds = Array.from({ length: 2000 }, (_none, i) => `01990000-0000-7000-8000-${i.toString(16).padStart(12, '0')}`)

describe('what is drawn', () => {
  const quiz = [item('alone'), item('one', 'f'), item('two', 'f'), item('three', 'f'), item('last')]

  test('first attempts all ask the item written first', () => {
    for (const seed of seeds) expect(ids(drawn(quiz, { seed, ordinal: 1 }))).toBe('alone one last')
    expect(firstDrawn(quiz)).toEqual(drawn(quiz, { seed: 'any', ordinal: 1 }))
  })

  test('later attempts ask each of the others before one comes again, in an order of the student’s own', () => {
    const orders = new Set<string>()
    for (const seed of seeds) {
      const own = [1, 2, 3, 4].map((ordinal) => drawn(quiz, { seed, ordinal })[1]!.id)
      expect(own.slice(0, 3).toSorted()).toEqual(['one', 'three', 'two'])
      expect(own[3]).toBe('one')
      orders.add(own.join())
    }
    expect(orders).toEqual(new Set(['one,two,three,one', 'one,three,two,one']))
  })
})

describe('the order of an attempt', () => {
  const quiz = ['q1', 'q2', 'q3', 'q4', 'q5'].map((id) => item(id))

  test('is the same for the same seed and number, and left as written where nothing is shuffled', () => {
    const draw = { seed: seeds[0]!, ordinal: 1 }
    expect(itemsAsked(quiz, draw, true)).toEqual(itemsAsked(quiz, draw, true))
    expect(itemsAsked(quiz, draw, false)).toEqual(quiz)
    expect(ids(itemsAsked(quiz, draw, true))).not.toBe(ids(itemsAsked(quiz, { ...draw, ordinal: 2 }, true)))
    // Pinned: a release that drew otherwise would change running attempts under their students.
    expect(ids(itemsAsked(quiz, draw, true))).toBe('q4 q5 q3 q2 q1')
    expect(ids((itemsAsked(quiz, draw, true)[0] as { options: typeof options }).options)).toBe('d c a b')
  })

  test('puts each thing into each place as often as any other', () => {
    const [items, letters] = [new Map<string, number>(), new Map<string, number>()]
    for (const seed of seeds) {
      const own = itemsAsked(quiz, { seed, ordinal: 1 }, true)
      own.forEach(({ id }, at) => items.set(`${id}@${at}`, (items.get(`${id}@${at}`) ?? 0) + 1))
      const first = own.find(({ id }) => id === 'q1') as { options: typeof options }
      first.options.forEach(({ id }, at) => letters.set(`${id}@${at}`, (letters.get(`${id}@${at}`) ?? 0) + 1))
    }
    // 2,000 draws: within five standard deviations of one in five and one in four.
    expect(items.size).toBe(25)
    for (const n of items.values()) expect(Math.abs(n - 400)).toBeLessThan(90)
    expect(letters.size).toBe(16)
    for (const n of letters.values()) expect(Math.abs(n - 500)).toBeLessThan(97)
  })

  test('of one question says nothing about that of another', () => {
    const differs = seeds.filter((seed) => {
      const [one, other] = itemsAsked(quiz, { seed, ordinal: 1 }, true) as { options: typeof options }[]
      return ids(one!.options) !== ids(other!.options)
    })
    expect(differs.length).toBeGreaterThan(1850)
  })

  test('leaves sentences, drawings, orders, words and what is marked as they are', () => {
    const still: ShownItem[] = [
      { ...base, id: 'a-place', kind: 'place', on: 'map', options },
      { ...base, id: 'an-order', kind: 'order', rows },
      { ...base, id: 'a-sentence', kind: 'select', range: { from: 's1', to: 's9' } },
      { ...base, id: 'in-words', kind: 'written', max: 300 },
      { ...base, id: 'years', kind: 'single', options, keepsOrder: true },
    ]
    for (const seed of seeds.slice(0, 50))
      expect(itemsAsked(still, { seed, ordinal: 1 }, true).toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        still.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      )
  })

  test('mixes the rows of a match and gives every row its choices in one order; of who said it, each row’s own', () => {
    const seen = { rows: new Set<string>(), choices: new Set<string>(), said: new Set<string>() }
    for (const seed of seeds.slice(0, 200)) {
      const [match] = itemsAsked([{ ...base, id: 'm', kind: 'match', rows }], { seed, ordinal: 1 }, true)
      const [said] = itemsAsked([{ ...base, id: 'w', kind: 'who-said', rows }], { seed, ordinal: 1 }, true)
      if (match?.kind !== 'match' || said?.kind !== 'who-said') throw new Error('other kinds')
      seen.rows.add(ids(match.rows))
      expect(new Set(match.rows.map((row) => ids(row.choices))).size).toBe(1)
      seen.choices.add(ids(match.rows[0]!.choices))
      expect(ids(said.rows)).toBe('a b c')
      seen.said.add(said.rows.map((row) => ids(row.choices)).join(' | '))
    }
    expect([seen.rows.size, seen.choices.size]).toEqual([6, 6])
    expect(seen.said.size).toBeGreaterThan(100)
  })
})

test('a verdict stands in the order in which its item was asked', () => {
  const verdict = { options } as unknown as Verdict
  const turned = { ...item('q'), options: options.toReversed() } as ShownItem
  expect(ids(inOrderAsked(verdict, turned).options)).toBe('d c b a')
  const ofRows = { rows } as unknown as Verdict
  expect(ids(inOrderAsked(ofRows, { ...base, id: 'm', kind: 'match', rows: rows.toReversed() }).rows)).toBe('c b a')
  expect(inOrderAsked(verdict, { ...base, id: 'w', kind: 'written', max: 300 })).toBe(verdict)
})
