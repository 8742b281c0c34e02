import type { ShownItem } from './item.ts'
import type { Verdict } from './judge.ts'

/**
 * What an attempt asks and in which order it shows it, as a pure function of its seed and its number: page, JSON, form
 * and a resumed attempt agree, and nothing of it is stored. Answers and statistics stay on the ids; only the letter that
 * stands before an option belongs to its place on the screen.
 */
export type Draw = { seed: string; ordinal: number }

/** FNV-1a with a last mixing: the same rank for the same words in every release, or a running attempt changes its order. */
function rank(words: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i += 1) hash = Math.imul(hash ^ words.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const shuffled = <T extends { id: string }>(all: readonly T[], key: string): T[] =>
  all
    .map((one) => ({ one, at: rank(`${key}/${one.id}`) }))
    .toSorted((a, b) => a.at - b.at || (a.one.id < b.one.id ? -1 : 1))
    .map(({ one }) => one)

/**
 * One item of each family. First attempts all ask the one written first, so that a class's statistics are about the same
 * items; every later attempt asks another, in an order of the student's own, until all have been asked.
 */
export function drawn<T extends { id: string; family?: string }>(items: readonly T[], draw: Draw): T[] {
  const families = Map.groupBy(
    items.filter((item) => item.family),
    (item) => item.family!,
  )
  const chosen = new Set(
    [...families].map(([family, [first, ...others]]) => {
      const variants = [first!, ...shuffled(others, `${draw.seed}/${family}`)]
      return variants[(draw.ordinal - 1) % variants.length]!.id
    }),
  )
  return items.filter((item) => !item.family || chosen.has(item.id))
}

/** What everybody is asked at first. */
export const firstDrawn = <T extends { id: string; family?: string }>(items: readonly T[]): T[] =>
  drawn(items, { seed: '', ordinal: 1 })

/**
 * Options, rows and choices of one item in an order of the attempt's own. Left as they are: sentences, which have their
 * order from the text; drawings, whose letters stand in them; orders, which the author has mixed; and what is marked so.
 */
function mixed(item: ShownItem, key: string): ShownItem {
  if (item.keepsOrder) return item
  const within = `${key}/${item.id}`
  switch (item.kind) {
    case 'single':
    case 'several':
      return { ...item, options: shuffled(item.options, within) }
    case 'match':
      return {
        ...item,
        rows: shuffled(item.rows, within).map((row) => ({
          ...row,
          choices: shuffled(row.choices, `${within}/choices`),
        })),
      }
    case 'who-said':
      return {
        ...item,
        rows: item.rows.map((row) => ({ ...row, choices: shuffled(row.choices, `${within}/${row.id}`) })),
      }
    default:
      return item
  }
}

/** The items of one attempt as its screen shows them. */
export function itemsAsked(items: readonly ShownItem[], draw: Draw, isShuffled: boolean): ShownItem[] {
  const own = drawn(items, draw)
  if (!isShuffled) return own
  const key = `${draw.seed}/${draw.ordinal}`
  return shuffled(own, key).map((item) => mixed(item, key))
}

/** A verdict in the order in which its item was asked. */
export function inOrderAsked(verdict: Verdict, item: ShownItem): Verdict {
  const place = <T extends { id: string }>(all: readonly T[], order: readonly { id: string }[]): T[] => {
    const at = new Map(order.map(({ id }, i) => [id, i]))
    return all.toSorted((a, b) => (at.get(a.id) ?? 0) - (at.get(b.id) ?? 0))
  }
  if ('options' in item) return { ...verdict, options: place(verdict.options, item.options) }
  if ('rows' in item) return { ...verdict, rows: place(verdict.rows, item.rows) }
  return verdict
}
