import type { Item } from '#lib/domain/item.ts'

/** The answer that the key accepts; something strong where there is no key. */
export function rightAnswer(item: Item): string[] {
  switch (item.kind) {
    case 'select':
      return [item.accept[0]!]
    case 'written':
      return [item.samples.find((sample) => sample.level === 'strong')!.text]
    case 'order':
    case 'match':
    case 'who-said':
      return item.rows.map((row) => row.id + row.key)
    default:
      return item.options.filter((option) => option.correct).map((option) => option.id)
  }
}

/** An answer that shows the first misreading foreseen. */
export function wrongAnswer(item: Item): string[] {
  switch (item.kind) {
    case 'select':
      return [item.near[0]!.at[0]!]
    case 'written':
      return [item.samples.find((sample) => sample.level === 'weak')!.text]
    case 'order':
    case 'match':
    case 'who-said':
      return rightAnswer(item).map(
        (token) => item.near[0]!.answers.find((one) => one.charAt(0) === token.charAt(0)) ?? token,
      )
    default:
      return [item.options.find((option) => !option.correct)!.id]
  }
}

/** Every reason that stands in an item: of options, of rows, of the whole, of near misses and samples. */
export const reasonsOf = (item: Item): string[] =>
  'options' in item
    ? item.options.map((option) => option.why)
    : [
        item.why,
        ...('near' in item ? item.near.map((near) => near.why) : []),
        ...('rows' in item ? item.rows.map((row) => row.why) : []),
        ...('samples' in item ? item.samples.map((sample) => sample.why) : []),
      ]

/** Fills an item's fields on a page, with or without script; `within` holds one item. */
export async function fillIn(
  within: import('@playwright/test').Locator,
  item: Item,
  answer: readonly string[],
): Promise<void> {
  if (item.kind === 'written') return within.locator('textarea[name=answer]').fill(answer[0]!)
  for (const value of answer)
    // By what can be chosen: rows may stand in an order of the attempt's own.
    if ('rows' in item) await within.locator(`select[name=answer]:has(option[value="${value}"])`).selectOption(value)
    else await within.locator(`input[name=answer][value="${value}"]`).check()
}
